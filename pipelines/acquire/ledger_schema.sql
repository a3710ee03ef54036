-- The ledger: what was asked, what came, what is known of every page, link and file. One writer (the crawl).
CREATE TABLE IF NOT EXISTS nights (
    ordinal INTEGER PRIMARY KEY,
    night TEXT NOT NULL UNIQUE,
    finished INTEGER NOT NULL DEFAULT 0
);
-- A page that was read: its validators, and how many items it held at most (a list that shrinks is suspicious).
CREATE TABLE IF NOT EXISTS pages (
    source_id TEXT NOT NULL,
    url_key TEXT NOT NULL,
    url TEXT NOT NULL,
    role TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    items_digest TEXT,
    item_count INTEGER NOT NULL DEFAULT 0,
    most_items INTEGER NOT NULL DEFAULT 0,
    checked INTEGER NOT NULL,
    PRIMARY KEY (source_id, url_key)
);
-- A link found on a page. Links are never deleted: `last_seen` tells since when a page no longer shows it.
CREATE TABLE IF NOT EXISTS links (
    source_id TEXT NOT NULL,
    page_key TEXT NOT NULL,
    url_key TEXT NOT NULL,
    position INTEGER NOT NULL,
    page_url TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,            -- document, page, list (further pages and sub-lists)
    href TEXT,
    text TEXT NOT NULL,
    title TEXT NOT NULL,
    department TEXT,
    fiscal_year INTEGER,
    doc_kind TEXT,
    found_in TEXT NOT NULL,        -- href, onclick, script, data, iframe, image, api
    is_declared INTEGER NOT NULL,  -- whether its host may be asked
    follow INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    PRIMARY KEY (source_id, page_key, url_key, title)
);
CREATE INDEX IF NOT EXISTS links_by_target ON links (source_id, url_key);
-- Tonight's pages to visit: the crawl's frontier, so that a killed run goes on where it was.
CREATE TABLE IF NOT EXISTS visits (
    ordinal INTEGER NOT NULL,
    source_id TEXT NOT NULL,
    url_key TEXT NOT NULL,
    url TEXT NOT NULL,
    depth INTEGER NOT NULL,
    role TEXT NOT NULL,
    list_url TEXT,
    link_text TEXT,
    title TEXT,
    state TEXT NOT NULL DEFAULT 'pending',
    PRIMARY KEY (ordinal, source_id, url_key)
) WITHOUT ROWID;
-- What a document's URL gave last.
CREATE TABLE IF NOT EXISTS documents (
    source_id TEXT NOT NULL,
    url_key TEXT NOT NULL,
    url TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    checked INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (source_id, url_key)
);
-- Every version of the bytes that a URL gave; a file inside an archive has the archive's hash as `container`.
CREATE TABLE IF NOT EXISTS files (
    source_id TEXT NOT NULL,
    url_key TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    member TEXT NOT NULL DEFAULT '',
    container TEXT,
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    is_current INTEGER NOT NULL,
    PRIMARY KEY (source_id, url_key, sha256, member)
);
CREATE INDEX IF NOT EXISTS files_by_hash ON files (sha256);
CREATE TABLE IF NOT EXISTS fetches (
    fetch_id TEXT PRIMARY KEY,
    ordinal INTEGER NOT NULL,
    source_id TEXT NOT NULL,
    url_key TEXT NOT NULL,
    url TEXT NOT NULL,
    final_url TEXT,
    list_url TEXT,
    link_text TEXT,
    requested_at REAL NOT NULL,
    status INTEGER,
    content_type TEXT,
    etag TEXT,
    last_modified TEXT,
    bytes INTEGER,
    sha256 TEXT,
    outcome TEXT NOT NULL,
    message TEXT
);
CREATE INDEX IF NOT EXISTS fetches_by_night ON fetches (ordinal, source_id, outcome);
-- robots.txt of the night, so that discovery and capture ask for it once.
CREATE TABLE IF NOT EXISTS robots (
    origin TEXT PRIMARY KEY,
    ordinal INTEGER NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL
);
-- Hosts that failed: how often in a row, and the first night on which they are asked again.
CREATE TABLE IF NOT EXISTS hosts (
    host TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    asked_again INTEGER NOT NULL,
    message TEXT
);
