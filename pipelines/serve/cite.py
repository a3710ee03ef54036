"""Provenance and citation (出处与引用): from a row to its document, page, picture and a citation text.

In: a locked-down connection, a row's address ``document`` or ``document/fact`` (beginnings suffice for
documents), or a finding's id. Out: `Source` with GB/T 7714 and BibTeX texts. Does not belong here:
pictures (`evidence`).
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Any

import duckdb

from pipelines.domain.page import Box
from pipelines.serve.findings import NoSuchFindingError, proof_of
from pipelines.serve.words import disclosure_name

_BOXED = ("fct_printed_amount", "fct_expenditure_by_function", "fct_income_by_source",
          "fct_basic_expenditure_by_economic", "fct_three_public", "fct_key_figures")  # fmt: skip
"""Tables whose rows carry a fact's page and box, the most complete first."""


class NoSuchRowError(LookupError):
    """No row has that address, or several begin with it."""


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a number stands.

    Attributes:
        printed: the number as printed, None for a whole document.
        seen: the night it was first captured, as kept in the ledger.
    """

    document_id: str
    entity: str
    title: str
    year: int | None
    url: str | None
    path: str
    seen: str | None
    table: str | None = None
    page: int | None = None
    box: Box | None = None
    printed: str | None = None

    def gbt7714(self, today: date) -> str:
        """GB/T 7714—2015, electronic resource."""
        place = "".join([f"：{self.table}" if self.table else "", f"：第{self.page}页" if self.page else ""])
        shown = f"（{self.seen}）" if self.seen else ""
        where = self.url or f"{PurePath(self.path).name}（SHA-256：{self.document_id}）"
        return f"{self.entity}. {self.title}{place}[EB/OL]. {shown}[{today:%Y-%m-%d}]. {where}."

    def bibtex(self, today: date) -> str:
        """A BibTeX entry."""
        notes = [f"第{self.page}页" if self.page else "", f"SHA-256: {self.document_id}"]
        fields = {
            "author": f"{{{self.entity}}}",
            "title": self.title + (f"：{self.table}" if self.table else ""),
            "year": str(self.year or ""),
            "howpublished": f"\\url{{{self.url}}}" if self.url else PurePath(self.path).name,
            "urldate": f"{today:%Y-%m-%d}",
            "note": "; ".join(note for note in notes if note),
        }
        lines = [f"  {name} = {{{_escaped(value)}}}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{mingzhang-{self.document_id[:12]},", *lines, "}"])


def cite(connection: duckdb.DuckDBPyConnection, row: str) -> Cited:
    """The source of a row.

    Raises:
        NoSuchRowError: the address leads nowhere or to several places.
    """
    address, _, fact = row.partition("/")
    if not re.fullmatch(r"[0-9A-Za-z_-]{4,64}", address):
        raise NoSuchRowError("地址应为 document_id、document_id/fact_id 或 finding_id（至少写前 4 位）")
    documents = connection.execute(
        "SELECT * FROM dim_document WHERE starts_with(document_id, ?) ORDER BY document_id LIMIT 2", [address]
    )
    names = [column[0] for column in documents.description or []]
    found = [dict(zip(names, values, strict=True)) for values in documents.fetchall()]
    if len(found) > 1 and found[0]["document_id"] != address:
        raise NoSuchRowError(f"{address} 不唯一，请写得更长")
    if found:
        whole = _document(found[0])
        return _fact(connection, whole, fact) if fact else whole
    return _finding(connection, address)


def _document(row: dict[str, Any]) -> Cited:
    entity = row["entity_name"] or "（主体未识别）"
    year = row["fiscal_year"]
    title = f"{entity}{f'{year}年' if year else ''}{disclosure_name(row['doc_kind'])}"
    seen = row.get("first_seen_night")
    return Cited(
        row["document_id"], entity, title, year, row.get("url"), row["path"], str(seen) if seen else None
    )


def _fact(connection: duckdb.DuckDBPyConnection, whole: Cited, fact: str) -> Cited:
    for table in _BOXED:
        columns = _columns(connection, table)
        if not {"document_id", "fact_id", "page", "x0"} <= columns:
            continue
        printed = "amount_printed" if "amount_printed" in columns else "NULL"
        rows = connection.execute(
            f"SELECT table_id, page, x0, top, x1, bottom, {printed} FROM {table} "
            "WHERE document_id = ? AND fact_id = ? LIMIT 1",
            [whole.document_id, fact],
        ).fetchall()
        if rows:
            table_id, page, *sides, text = rows[0]
            box = Box(*(float(side) for side in sides)) if sides[0] is not None else None
            return replace(whole, table=_title(connection, whole, table_id), page=page, box=box, printed=text)
    raise NoSuchRowError(f"文件 {whole.document_id[:12]} 中没有编号为 {fact} 的数字")


def _finding(connection: duckdb.DuckDBPyConnection, address: str) -> Cited:
    try:
        proof = proof_of(connection, address)
    except NoSuchFindingError:
        raise NoSuchRowError(f"没有编号以 {address} 开头的文件或问题") from None
    rows = connection.execute(
        "SELECT document_id FROM fct_findings WHERE finding_id = ?", [proof.finding_id]
    ).fetchall()
    whole = cite(connection, rows[0][0])
    page = next(iter(proof.pages), None)
    return replace(whole, page=page, box=proof.pages[page][0] if page else None, printed=proof.message)


def _title(connection: duckdb.DuckDBPyConnection, whole: Cited, table_id: str) -> str | None:
    if "title" not in _columns(connection, "dim_table"):
        return None
    rows = connection.execute(
        "SELECT title FROM dim_table WHERE document_id = ? AND table_id = ?", [whole.document_id, table_id]
    ).fetchall()
    return str(rows[0][0]) if rows and rows[0][0] else None


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    rows = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = ?", [table]
    ).fetchall()
    return {row[0] for row in rows}


def _escaped(value: str) -> str:
    if value.startswith(("\\url", "{")):
        return value
    return re.sub(r"([&%$#_])", r"\\\1", value)
