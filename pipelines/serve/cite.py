"""Provenance and citation (出处与引用): from a row to its document, page, picture and a citation text.

In: a locked-down connection, a row's address ``document``, ``document/fact``, ``document/number`` of a figure
in the narrative (beginnings suffice for documents), or a finding's id. Out: `Cited` with GB/T 7714 and
BibTeX texts. Does not belong here: pictures (`evidence`).
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

import duckdb

from pipelines.domain.local_time import minute_of
from pipelines.domain.page import Box
from pipelines.serve.findings import NoSuchFindingError, proof_of
from pipelines.serve.words import disclosure_name

_BOXED = ("fct_printed_amount", "fct_expenditure_by_function",
          "fct_expenditure_by_function_by_budget", "fct_income_by_source",
          "fct_basic_expenditure_by_economic", "fct_three_public", "fct_key_figures")  # fmt: skip
"""Tables whose rows carry a fact's page and box, the most complete first."""


class NoSuchRowError(LookupError):
    """No row has that address, or several begin with it."""


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a number stands.

    Attributes:
        printed: the number as printed, the sentence of a figure, a finding's message; None for a document.
        seen: the night it was first captured, as kept in the ledger.
        fetched: the moment of the request that brought it.
        boxes: where it stands on the page.
    """

    document_id: str
    entity: str
    title: str
    year: int | None
    url: str | None
    path: str
    seen: str | None
    fetched: datetime | None = None
    table: str | None = None
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    printed: str | None = None

    @property
    def first_fetched(self) -> str | None:
        """The moment in China's time, the night where the moment is not on record."""
        return minute_of(self.fetched) if self.fetched else self.seen

    @property
    def file(self) -> str:
        """The file's own name: where an installation keeps it is nobody's business."""
        return PurePath(self.path).name

    def gbt7714(self, today: date) -> str:
        """GB/T 7714—2015, electronic resource."""
        place = "".join([f"：{self.table}" if self.table else "", f"：第{self.page}页" if self.page else ""])
        shown = f"({self.seen})" if self.seen else ""
        where = self.url or f"{self.file}（SHA-256：{self.document_id}）"
        return f"{self.entity}. {self.title}{place}[EB/OL]. {shown}[{today:%Y-%m-%d}]. {where}."

    def bibtex(self, today: date) -> str:
        """A BibTeX entry."""
        notes = [f"第{self.page}页" if self.page else "", f"SHA-256: {self.document_id}"]
        fields = {
            "author": f"{{{self.entity}}}",
            "title": self.title + (f"：{self.table}" if self.table else ""),
            "year": str(self.year or ""),
            "howpublished": f"\\url{{{self.url}}}" if self.url else self.file,
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
    address, _, part = row.strip().partition("/")
    if not re.fullmatch(r"[0-9A-Za-z_-]{4,64}", address):
        raise NoSuchRowError("地址应为 文件编号、文件编号/数字编号 或 问题编号（至少写前 4 位）")
    documents = connection.execute(
        "SELECT * FROM dim_document WHERE starts_with(document_id, ?) ORDER BY document_id LIMIT 2", [address]
    )
    names = [column[0] for column in documents.description or []]
    found = [dict(zip(names, values, strict=True)) for values in documents.fetchall()]
    if len(found) > 1 and found[0]["document_id"] != address:
        raise NoSuchRowError(f"{address} 不唯一，请写得更长")
    if found:
        whole = _document(found[0])
        if part.isascii() and part.isdigit():
            return _figure(connection, whole, int(part))
        return _fact(connection, whole, part) if part else whole
    return _finding(connection, address)


def _document(row: dict[str, Any]) -> Cited:
    entity = row["entity_name"] or "（主体未识别）"
    year = row["fiscal_year"]
    title = f"{entity}{f'{year}年' if year else ''}{disclosure_name(row['doc_kind'], row.get('scope'))}"
    seen = row.get("first_seen_night")
    night = str(seen) if seen else None
    return Cited(
        row["document_id"], entity, title, year, row.get("url"), row["path"], night, row.get("first_seen_at")
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
            title = _title(connection, whole, table_id)
            return replace(whole, table=title, page=page, boxes=_boxes(sides), printed=text)
    raise NoSuchRowError(f"文件 {whole.document_id[:12]} 中没有编号为 {fact} 的数字")


def _figure(connection: duckdb.DuckDBPyConnection, whole: Cited, number: int) -> Cited:
    """A figure of the narrative, by its number in the document."""
    columns = _columns(connection, "fct_narrative_figures")
    sides = "x0, top, x1, bottom" if "x0" in columns else "NULL, NULL, NULL, NULL"
    rows = (
        connection.execute(
            f"SELECT page, value_printed, sentence, {sides} FROM fct_narrative_figures "
            "WHERE document_id = ? AND figure_no = ?",
            [whole.document_id, number],
        ).fetchall()
        if columns
        else []
    )
    if not rows:
        raise NoSuchRowError(f"文件 {whole.document_id[:12]} 的说明文字中没有第 {number} 个数字")
    page, printed, sentence, *box = rows[0]
    return replace(whole, page=page, boxes=_boxes(box), printed=f"{printed}（{sentence}）")


def _boxes(sides: list[float | None]) -> tuple[Box, ...]:
    known = [float(side) for side in sides if side is not None]
    return (Box(*known),) if len(known) == 4 else ()


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
    return replace(whole, page=page, boxes=proof.pages[page] if page else (), printed=proof.message)


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
