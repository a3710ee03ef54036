"""The ledger of the crawl, in raw/ledger.sqlite: survives a kill at any moment, answers what is left to do.

All changes that belong together (a page, its links, the visits they cause) are one transaction.
"""

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from pipelines.acquire.links import Link, recorded
from pipelines.acquire.store import LEDGER, StoredFile

_SCHEMA = (files("pipelines.acquire") / "ledger_schema.sql").read_text(encoding="utf-8")

_LINK_COLUMNS = (
    "url_key",
    "url",
    "kind",
    "href",
    "text",
    "title",
    "department",
    "fiscal_year",
    "doc_kind",
    "found_in",
    "is_declared",
    "follow",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A page to visit tonight."""

    source_id: str
    url_key: str
    url: str
    depth: int
    role: str
    list_url: str | None = None
    link_text: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A document to ask for tonight, with the validators of its last answer."""

    source_id: str
    url_key: str
    url: str
    list_url: str
    link_text: str
    etag: str | None
    last_modified: str | None
    outcome: str | None


@dataclass(slots=True)
class Fetch:
    """One request and what came of it (a row of `fetches`)."""

    source_id: str
    url_key: str
    url: str
    outcome: str
    list_url: str | None = None
    link_text: str | None = None
    final_url: str | None = None
    status: int | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    message: str | None = None
    attempt: int = 0
    file_name: str = ""


class Ledger:
    """The ledger of one raw folder, opened for one night."""

    def __init__(self, raw: Path, night: str) -> None:
        raw.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(raw / LEDGER, isolation_level=None, timeout=60)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)
        self.ordinal = self._open_night(night)

    def _open_night(self, night: str) -> int:
        with self.transaction():
            self._db.execute(
                "INSERT OR IGNORE INTO nights (ordinal, night) "
                "VALUES ((SELECT coalesce(max(ordinal), 0) + 1 FROM nights), ?)",
                (night,),
            )
            row = self._db.execute("SELECT ordinal FROM nights WHERE night = ?", (night,)).fetchone()
        return int(row["ordinal"])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; may be nested, the outermost one decides."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def rows(self, query: str, *values: Any, **named: Any) -> list[sqlite3.Row]:
        """The rows that a query gives, its values by position or by name."""
        return self._db.execute(query, named or values).fetchall()

    def _insert(self, table: str, row: dict[str, Any], on_conflict: str = "", **merged: str) -> int:
        """Insert a row; an existing one takes its values, or what `merged` says for a column."""
        updates = ", ".join(f"{name} = {merged.get(name, f'excluded.{name}')}" for name in row)
        cursor = self._db.execute(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)}) "
            f"ON CONFLICT DO {on_conflict or f'UPDATE SET {updates}'}",
            row,
        )
        return cursor.rowcount

    # -- pages -----------------------------------------------------------------------------------------------

    def add_visit(self, visit: Visit) -> bool:
        """Put a page on tonight's list; False where it is on it already."""
        return self._insert("visits", asdict(visit) | {"ordinal": self.ordinal}, on_conflict="NOTHING") == 1

    def finish_visit(self, source_id: str, url_key: str, state: str = "done") -> None:
        """The page needs no more attention tonight."""
        self._db.execute(
            "UPDATE visits SET state = ? WHERE ordinal = ? AND source_id = ? AND url_key = ?",
            (state, self.ordinal, source_id, url_key),
        )

    def pending_visits(self, source_ids: list[str]) -> list[Visit]:
        """Tonight's pages that have not been read yet."""
        marks = ", ".join("?" * len(source_ids))
        rows = self.rows(
            "SELECT source_id, url_key, url, depth, role, list_url, link_text, title FROM visits "
            f"WHERE ordinal = ? AND state = 'pending' AND source_id IN ({marks}) ORDER BY depth, url_key",
            self.ordinal,
            *source_ids,
        )
        return [Visit(**dict(row)) for row in rows]

    def page(self, source_id: str, url_key: str) -> sqlite3.Row | None:
        """What is known of a page from earlier visits."""
        rows = self.rows("SELECT * FROM pages WHERE source_id = ? AND url_key = ?", source_id, url_key)
        return rows[0] if rows else None

    def save_page(self, visit: Visit, fetch: Fetch, role: str, digest: str, item_count: int) -> None:
        """Remember a page that was read and trusted."""
        self._insert(
            "pages",
            {
                "source_id": visit.source_id,
                "url_key": visit.url_key,
                "url": recorded(visit.url),
                "role": role,
                "etag": fetch.etag,
                "last_modified": fetch.last_modified,
                "items_digest": digest,
                "item_count": item_count,
                "most_items": item_count,
                "checked": self.ordinal,
            },
            most_items="max(pages.most_items, excluded.most_items)",
        )

    def touch_page(self, source_id: str, url_key: str) -> None:
        """The page was asked for and has not changed: what it showed before it shows tonight."""
        self._db.execute(
            "UPDATE pages SET checked = ? WHERE source_id = ? AND url_key = ?",
            (self.ordinal, source_id, url_key),
        )
        self.carry_over(source_id, url_key)

    def carry_over(self, source_id: str, url_key: str) -> None:
        """The links that a page last showed count as seen tonight."""
        self._db.execute(
            "UPDATE links SET last_seen = ? WHERE source_id = ? AND page_key = ? AND last_seen = "
            "(SELECT max(last_seen) FROM links AS l WHERE l.source_id = links.source_id "
            "AND l.page_key = links.page_key)",
            (self.ordinal, source_id, url_key),
        )

    def save_links(self, visit: Visit, links: Iterable[Link]) -> None:
        """Remember the links of a page; those it showed before stay, with their old `last_seen`."""
        for position, link in enumerate(links):
            row = {name: getattr(link, name) for name in _LINK_COLUMNS}
            place = {"source_id": visit.source_id, "page_key": visit.url_key, "page_url": recorded(visit.url)}
            seen = {"position": position, "first_seen": self.ordinal, "last_seen": self.ordinal}
            self._insert("links", row | place | seen, first_seen="links.first_seen")

    def shown_links(self, source_id: str, page_key: str) -> list[sqlite3.Row]:
        """The links that a page showed when it was last read, in their order."""
        return self.rows(
            "SELECT * FROM links WHERE source_id = ? AND page_key = ? AND last_seen = (SELECT max(last_seen) "
            "FROM links WHERE source_id = ? AND page_key = ?) ORDER BY position",
            source_id,
            page_key,
            source_id,
            page_key,
        )

    # -- documents -------------------------------------------------------------------------------------------

    def documents_due(self, source_id: str, every: int, every_unvalidated: int, limit: int) -> list[Due]:
        """Declared documents not asked for tonight whose turn it is, oldest link first."""
        rows = self.rows(
            "SELECT l.source_id, l.url_key, l.url, l.page_url AS list_url, l.title AS link_text, d.etag, "
            "d.last_modified, d.outcome, min(l.page_key || '#' || printf('%06d', l.position)) AS place "
            "FROM links AS l LEFT JOIN documents AS d USING (source_id, url_key) "
            "WHERE l.source_id = :site AND l.kind = 'document' AND l.is_declared AND (d.url_key IS NULL "
            "OR d.checked < :night AND (d.outcome NOT IN ('new', 'changed', 'unchanged', 'moved') "
            "OR :night - d.checked >= CASE WHEN coalesce(d.etag, d.last_modified) IS NULL "
            "THEN :every_unvalidated ELSE :every END)) GROUP BY l.url_key ORDER BY place LIMIT :limit",
            site=source_id,
            night=self.ordinal,
            every=every,
            every_unvalidated=every_unvalidated,
            limit=limit,
        )
        return [Due(*tuple(row)[:8]) for row in rows]

    def current_file(self, source_id: str, url_key: str) -> sqlite3.Row | None:
        """The latest bytes that a URL gave."""
        rows = self.rows(
            "SELECT * FROM files WHERE source_id = ? AND url_key = ? AND is_current AND container IS NULL",
            source_id,
            url_key,
        )
        return rows[0] if rows else None

    def save_document(self, fetch: Fetch) -> None:
        """Remember what a document's URL gave tonight; validators only of an answer that was kept."""
        self._insert(
            "documents",
            {
                "source_id": fetch.source_id,
                "url_key": fetch.url_key,
                "url": fetch.url,
                "etag": fetch.etag,
                "last_modified": fetch.last_modified,
                "checked": self.ordinal,
                "outcome": fetch.outcome,
            },
        )

    def save_file(
        self, source_id: str, url_key: str, stored: StoredFile, member: str = "", container: str | None = None
    ) -> None:
        """The URL gave these bytes tonight: they are its current version, earlier ones are kept beside
        them.
        """
        if container is None:
            self._db.execute(
                "UPDATE files SET is_current = 0 WHERE source_id = ? AND url_key = ? AND sha256 <> ? "
                "AND coalesce(container, '') <> ?",
                (source_id, url_key, stored.sha256, stored.sha256),
            )
        self._insert(
            "files",
            {
                "source_id": source_id,
                "url_key": url_key,
                "sha256": stored.sha256,
                "member": member,
                "container": container,
                "path": stored.path,
                "bytes": stored.bytes,
                "first_seen": self.ordinal,
                "last_seen": self.ordinal,
                "is_current": 1,
            },
            first_seen="files.first_seen",
        )

    def touch_file(self, source_id: str, url_key: str) -> None:
        """The URL's current bytes are unchanged tonight."""
        self._db.execute(
            "UPDATE files SET last_seen = ? WHERE source_id = ? AND url_key = ? AND is_current",
            (self.ordinal, source_id, url_key),
        )

    # -- requests --------------------------------------------------------------------------------------------

    def record(self, fetch: Fetch) -> None:
        """Add a request; the same one recorded again (after a kill) replaces its row."""
        row = asdict(fetch)
        row["link_text"] = fetch.link_text or row.pop("file_name") or None
        row.pop("file_name", None)
        key = f"{self.ordinal}\n{fetch.source_id}\n{fetch.url_key}\n{row.pop('attempt')}"
        row |= {
            "fetch_id": hashlib.sha256(key.encode()).hexdigest()[:24],
            "ordinal": self.ordinal,
            "requested_at": time.time(),
        }
        self._insert("fetches", row)

    def save_robots(self, origin: str, status: int, body: str) -> None:
        """Tonight's robots.txt of a host."""
        self._insert("robots", {"origin": origin, "ordinal": self.ordinal, "status": status, "body": body})

    def known_robots(self, origin: str) -> tuple[int, str] | None:
        """Tonight's robots.txt, where it was had already."""
        rows = self.rows(
            "SELECT status, body FROM robots WHERE origin = ? AND ordinal = ?", origin, self.ordinal
        )
        return (int(rows[0]["status"]), str(rows[0]["body"])) if rows else None

    # -- hosts -----------------------------------------------------------------------------------------------

    def resting_hosts(self) -> dict[str, str]:
        """Hosts that are left alone tonight, and why."""
        rows = self.rows("SELECT host, message FROM hosts WHERE asked_again > ?", self.ordinal)
        return {row["host"]: row["message"] or "" for row in rows}

    def host_failed(self, host: str, message: str) -> None:
        """A host gave nothing all night: it rests 0, 1, 3, then 7 nights (back-off across nights)."""
        row = self._db.execute("SELECT failures FROM hosts WHERE host = ?", (host,)).fetchone()
        failures = (int(row["failures"]) if row else 0) + 1
        rest = (1, 2, 4, 8)[min(failures, 4) - 1]
        self._db.execute(
            "INSERT OR REPLACE INTO hosts VALUES (?, ?, ?, ?)", (host, failures, self.ordinal + rest, message)
        )

    def host_answered(self, host: str) -> None:
        """A host is well again."""
        self._db.execute("DELETE FROM hosts WHERE host = ?", (host,))

    # -- the night's end -------------------------------------------------------------------------------------

    def finish_night(self) -> None:
        """Name the outcomes that depend on the whole night: one file under several URLs is new only once."""
        with self.transaction():
            for row in self.rows(
                "SELECT fetch_id, source_id, url_key, sha256 FROM fetches "
                "WHERE ordinal = ? AND outcome = 'new' ORDER BY source_id, url_key",
                self.ordinal,
            ):
                self._settle(row)
            self._db.execute("UPDATE nights SET finished = 1 WHERE ordinal = ?", (self.ordinal,))

    def _settle(self, row: sqlite3.Row) -> None:
        others = self.rows(
            "SELECT source_id, url_key, first_seen, (SELECT max(last_seen) FROM links AS l WHERE "
            "l.source_id = f.source_id AND l.url_key = f.url_key) AS listed FROM files AS f "
            "WHERE sha256 = ? AND (source_id, url_key) <> (?, ?) ORDER BY first_seen, source_id, url_key",
            row["sha256"],
            row["source_id"],
            row["url_key"],
        )
        earlier = [other for other in others if other["first_seen"] < self.ordinal]
        gone = [other for other in earlier if (other["listed"] or 0) < self.ordinal]
        if gone:
            self._rename(row, "moved", f"文件原在 {gone[0]['url_key']}")
        elif earlier or (others and (others[0]["source_id"], others[0]["url_key"]) < tuple(row)[1:3]):
            first = (earlier or others)[0]
            self._rename(row, "unchanged", f"与 {first['url_key']} 内容相同")

    def _rename(self, row: sqlite3.Row, outcome: str, message: str) -> None:
        self._db.execute(
            "UPDATE fetches SET outcome = ?, message = ? WHERE fetch_id = ?",
            (outcome, message, row["fetch_id"]),
        )
        self._db.execute(
            "UPDATE documents SET outcome = ? WHERE source_id = ? AND url_key = ?",
            (outcome, row["source_id"], row["url_key"]),
        )
