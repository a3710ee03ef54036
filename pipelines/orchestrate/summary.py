"""What a lake holds, counted: for the terminal, the run log and Dagster's metadata."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.domain.lake import SCHEMAS
from pipelines.orchestrate.failed import TRANSIENT, remedy


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a page of it, that could not be read; `name` is its link's text where it was crawled."""

    path: str
    name: str
    page: int | None
    code: str
    message: str
    remedy: str


@dataclass(slots=True)
class LakeSummary:
    """Counts over some documents of a lake (or all).

    Attributes:
        classes: documents by read status and content class.
        tables: logical tables by kind.
        money_tokens, money_tokens_claimed: money-like numbers on pages with tables, and those in a fact.
        problems: number by code and severity.
        unread: one entry per unreadable file or page.
    """

    documents: int = 0
    pages: int = 0
    facts: int = 0
    figures: int = 0
    money_tokens: int = 0
    money_tokens_claimed: int = 0
    classes: list[tuple[str, str, int]] = field(default_factory=list)
    tables: list[tuple[str, int]] = field(default_factory=list)
    problems: list[tuple[str, str, int]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def claimed_share(self) -> float | None:
        """Share of money tokens claimed by a fact; None where there are none."""
        return self.money_tokens_claimed / self.money_tokens if self.money_tokens else None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "claimed_share": self.claimed_share}


def summarise(lake: Path, document_ids: Iterable[str] | None = None) -> LakeSummary:
    """Count what the lake holds of these documents, of all where none are named."""
    with duckdb.connect() as db:
        for table in SCHEMAS:
            _view(db, lake, table)
        _view_captures(db, lake)
        if document_ids is None:
            db.execute("CREATE TEMP TABLE chosen AS SELECT document_id FROM documents")
        else:
            chosen = pa.table({"document_id": pa.array(sorted(set(document_ids)), pa.string())})
            db.register("given", chosen)
            db.execute("CREATE TEMP TABLE chosen AS SELECT document_id FROM given")
        return _count(db)


def document_ids(lake: Path) -> list[str]:
    """The document of every row of `documents`."""
    with duckdb.connect() as db:
        _view(db, lake, "documents")
        return [str(row[0]) for row in db.execute("SELECT document_id FROM documents").fetchall()]


def retry_candidates(lake: Path) -> frozenset[str]:
    """The documents whose worker failed: they may be read another time."""
    with duckdb.connect() as db:
        _view(db, lake, "problems")
        wanted = [code.value for code in TRANSIENT]
        rows = db.execute(
            "SELECT DISTINCT document_id FROM problems WHERE code IN (SELECT unnest(?))", [wanted]
        )
        return frozenset(str(row[0]) for row in rows.fetchall())


def _view(db: duckdb.DuckDBPyConnection, lake: Path, table: str) -> None:
    files = [str(path) for path in sorted((lake / table).glob("source=*/*.parquet"))]
    if files:
        relation = db.read_parquet(files, hive_partitioning=False, union_by_name=True)
        relation.create_view(table)
    else:
        db.register(table, SCHEMAS[table].empty_table())


def _view_captures(db: duckdb.DuckDBPyConnection, lake: Path) -> None:
    file = lake / "captures" / "captures.parquet"
    if file.exists():
        db.read_parquet(str(file)).create_view("captures")
    else:
        db.execute("CREATE VIEW captures AS SELECT '' AS document_id, '' AS link_text WHERE false")


def _count(db: duckdb.DuckDBPyConnection) -> LakeSummary:
    def rows(query: str) -> list[tuple[Any, ...]]:
        return db.execute(query).fetchall()

    totals = rows(
        """
        SELECT count(*), coalesce(sum(page_count), 0), coalesce(sum(money_tokens), 0),
            coalesce(sum(money_tokens_claimed), 0)
        FROM documents SEMI JOIN chosen USING (document_id)
        """
    )[0]
    documents, pages, tokens, claimed = (int(value) for value in totals)
    unread = rows(
        """
        SELECT d.path, coalesce(c.name, parse_filename(d.path)), p.page, p.code, p.message
        FROM problems AS p JOIN documents AS d USING (document_id) SEMI JOIN chosen USING (document_id)
        LEFT JOIN (
            SELECT document_id, min(nullif(link_text, '')) AS name FROM captures GROUP BY ALL
        ) AS c USING (document_id)
        WHERE p.severity = 'error' AND (d.read_status = 'unreadable' OR p.page IS NOT NULL)
        ORDER BY d.path, p.page, p.problem_no
        """
    )
    return LakeSummary(
        documents=documents,
        pages=pages,
        facts=int(rows("SELECT count(*) FROM facts SEMI JOIN chosen USING (document_id)")[0][0]),
        figures=int(rows("SELECT count(*) FROM figures SEMI JOIN chosen USING (document_id)")[0][0]),
        money_tokens=tokens,
        money_tokens_claimed=claimed,
        classes=[
            (str(a), str(b), int(n)) for a, b, n in rows(_grouped("documents", "read_status, content_class"))
        ],
        tables=[(str(kind), int(n)) for kind, n in rows(_grouped("tables", "kind"))],
        problems=[(str(a), str(b), int(n)) for a, b, n in rows(_grouped("problems", "code, severity"))],
        unread=[
            Unread(path, name, page, code, message, remedy(code))
            for path, name, page, code, message in unread
        ],
    )


def _grouped(table: str, columns: str) -> str:
    return f"""
        SELECT {columns}, count(*) AS number FROM {table} SEMI JOIN chosen USING (document_id)
        GROUP BY ALL ORDER BY number DESC, {columns}
    """
