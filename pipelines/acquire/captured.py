"""What the next stages take from acquiring: the captured documents, and the ledger of requests as a lake
table.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.acquire.store import LEDGER
from pipelines.domain.lake import FETCHES


@dataclass(frozen=True, slots=True)
class CapturedDocument:
    """A kept file and one place it came from; the same bytes at two places are two of these.

    Attributes:
        document_id: sha256 of the bytes.
        path: where the bytes lie.
        department_hint, fiscal_year_hint, doc_kind_hint: what the link said; the document itself decides.
        first_seen_night: the night these bytes first came from this URL.
        is_current: False for a version that a later one replaced at the same URL.
        container_id: sha256 of the archive the file was in, None for a file of its own.
    """

    document_id: str
    source_id: str
    path: Path
    url: str
    list_url: str
    link_text: str
    department_hint: str | None
    fiscal_year_hint: int | None
    doc_kind_hint: str | None
    first_seen_night: str
    is_current: bool
    container_id: str | None


_CAPTURED = """
SELECT f.sha256, f.source_id, f.path, coalesce(d.url, f.url_key) AS url, f.member, f.container, f.is_current,
       n.night, l.page_url, l.title, l.text, l.department, l.fiscal_year, l.doc_kind
FROM files AS f
JOIN nights AS n ON n.ordinal = f.first_seen
LEFT JOIN documents AS d USING (source_id, url_key)
LEFT JOIN links AS l ON l.source_id = f.source_id AND l.url_key = f.url_key AND l.rowid = (
    SELECT other.rowid FROM links AS other
    WHERE other.source_id = f.source_id AND other.url_key = f.url_key
    ORDER BY other.page_key, other.position LIMIT 1)
ORDER BY f.source_id, f.url_key, f.first_seen, f.sha256, f.member
"""


def captured_documents(raw: Path, source_id: str | None = None) -> list[CapturedDocument]:
    """Every kept file with its origin, all versions, in a stable order; of one site where `source_id` is
    given.
    """
    if not (raw / LEDGER).is_file():
        return []
    with closing(_open(raw)) as database:
        rows = database.execute(_CAPTURED).fetchall()
    return [_captured(raw, row) for row in rows if source_id in {None, row["source_id"]}]


def _captured(raw: Path, row: sqlite3.Row) -> CapturedDocument:
    return CapturedDocument(
        document_id=row["sha256"],
        source_id=row["source_id"],
        path=raw / row["path"],
        url=row["url"] + (f"#{row['member']}" if row["member"] else ""),
        list_url=row["page_url"] or "",
        link_text=row["member"] or row["title"] or row["text"] or "",
        department_hint=row["department"],
        fiscal_year_hint=row["fiscal_year"],
        doc_kind_hint=row["doc_kind"],
        first_seen_night=row["night"],
        is_current=bool(row["is_current"]),
        container_id=row["container"],
    )


def export_fetches(raw: Path, lake: Path) -> int:
    """Write the ledger of requests to the lake's table `fetches`, atomically; the number of rows written."""
    path = lake / "fetches" / "fetches.parquet"
    rows: list[dict[str, object]] = []
    if (raw / LEDGER).is_file():
        with closing(_open(raw)) as database:
            found = database.execute(
                "SELECT fetches.*, nights.night FROM fetches JOIN nights USING (ordinal) "
                "ORDER BY ordinal, fetch_id"
            )
            rows = [_fetch(row) for row in found]
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    pq.write_table(pa.Table.from_pylist(rows, schema=FETCHES), temporary)
    temporary.replace(path)
    return len(rows)


def _fetch(row: sqlite3.Row) -> dict[str, object]:
    values = {name: row[name] for name in FETCHES.names}
    return values | {"requested_at": datetime.fromtimestamp(row["requested_at"], UTC)}


def _open(raw: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"file:{(raw / LEDGER).resolve()}?mode=ro", uri=True, timeout=60)
    database.row_factory = sqlite3.Row
    return database
