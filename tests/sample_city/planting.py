"""Errors put into an otherwise consistent disclosure, and where they can be seen afterwards."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pypdfium2

from tests.typesetter.book import Book
from tests.typesetter.content import Block, Half, Paragraph, Row, Table
from tests.typesetter.grid import format_amount
from tests.typesetter.style import Style


@dataclass(frozen=True)
class Planted:
    """One planted error, as publications.yml declares it."""

    id: str
    what: str
    rule: str
    also: tuple[str, ...]
    table: str | None
    changes: tuple[dict[str, Any], ...]
    sentence: str | None
    swap: bool
    times: int
    corrected_on_second_night: bool

    @classmethod
    def of(cls, entry: dict[str, Any]) -> "Planted":
        return cls(
            entry["id"],
            entry["what"],
            entry["rule"],
            tuple(entry.get("also", ())),
            entry.get("table"),
            tuple(entry.get("changes", ())),
            entry.get("sentence"),
            entry.get("swap", False),
            entry.get("times", 1),
            entry.get("corrected_on_second_night", False),
        )


def plant(blocks: Sequence[Block], error: Planted) -> list[Block]:
    """The content with the error in it.

    Raises:
        ValueError: the place where it belongs is not there.
    """
    result, hits = [], 0
    for block in blocks:
        if isinstance(block, Table) and block.kind == error.table:
            block, count = _change_table(block, error)
            hits += count
        elif isinstance(block, Paragraph) and error.sentence and re.search(error.sentence, block.text):
            block = replace(block, text=_change_sentence(block.text, error))
            hits += 1
        result.append(block)
    if hits != max(1, len(error.changes)):
        raise ValueError(f"{error.id}: {hits} places changed")
    return result


def _change_table(table: Table, error: Planted) -> tuple[Table, int]:
    halves, hits = [], 0
    for half in table.halves:
        rows = []
        for row in half.rows:
            for change in error.changes:
                if _fits(row, half, change):
                    row = _changed(row, change)
                    hits += 1
            rows.append(row)
        halves.append(replace(half, rows=tuple(rows)))
    return replace(table, halves=tuple(halves)), hits


def _fits(row: Row, half: Half, change: dict[str, Any]) -> bool:
    here = row.code == change["code"] if "code" in change else row.name == change["name"]
    column = change["column"]
    return here and column in row.amounts and any(leaf.column == column for leaf in half.leaves())


def _changed(row: Row, change: dict[str, Any]) -> Row:
    if "new_code" in change:
        return replace(row, code=change["new_code"])
    column = change["column"]
    before = row.amounts[column] or Decimal(0)
    return replace(row, amounts={**row.amounts, column: before + Decimal(change["add"])})


def _change_sentence(text: str, error: Planted) -> str:
    match = re.search(error.sentence or "", text)
    assert match is not None
    return text[: match.start(1)] + wrong_number(match[1], error) + text[match.end(1) :]


def wrong_number(printed: str, error: Planted) -> str:
    """The number as misprinted: ten times too large, or with two neighbouring digits exchanged."""
    if not error.swap:
        return f"{Decimal(printed.replace(',', '')) * error.times:.1f}"
    for index in range(len(printed) - 1, 0, -1):
        one, other = printed[index - 1], printed[index]
        if one.isdigit() and other.isdigit() and one != other:
            return printed[: index - 1] + other + one + printed[index + 1 :]
    raise ValueError(f"no digits to exchange in {printed}")


def described(error: Planted, right: Sequence[Block], style: Style, book: Book) -> dict[str, Any]:
    """For PLANTED.yml: page, table or sentence, what should stand there and what stands there."""
    return _sentence_place(error, right, book) if error.sentence else _table_place(error, right, style, book)


def _sentence_place(error: Planted, right: Sequence[Block], book: Book) -> dict[str, Any]:
    for block in right:
        match = re.search(error.sentence or "", block.text) if isinstance(block, Paragraph) else None
        if isinstance(block, Paragraph) and match:
            wrong, text = wrong_number(match[1], error), _change_sentence(block.text, error)
            begins = next(page for said, page in book.paragraph_pages if said == text)
            page = _page_of(book, wrong, begins, begins + 1)
            return {"page": page, "sentence": text, "expected": match[1], "actual": wrong}
    raise ValueError(f"{error.id} is nowhere")


def _table_place(error: Planted, right: Sequence[Block], style: Style, book: Book) -> dict[str, Any]:
    table = next(x for x in right if isinstance(x, Table) and x.kind == error.table)
    change = error.changes[0]
    row = next(row for half in table.halves for row in half.rows if _fits(row, half, change))
    expected, actual = (_shown(x, change, table, style) for x in (row, _changed(row, change)))
    first, last = next((a, b) for title, a, b in book.table_pages if title == table.title)
    return {
        "page": _page_of(book, actual, first, last),
        "table": table.title,
        "row": " ".join(x for x in (row.code, row.name) if x),
        "column": change["column"],
        "expected": expected,
        "actual": actual,
    }


def _shown(row: Row, change: dict[str, Any], table: Table, style: Style) -> str:
    return (
        row.code or "" if "new_code" in change else format_amount(row.amounts[change["column"]], table, style)
    )


def _page_of(book: Book, printed: str, first: int, last: int) -> int:
    """The first of the pages on which the wrong number stands."""
    with pypdfium2.PdfDocument(book.data) as document:
        for number in range(first, min(last, len(document)) + 1):
            text = "".join(document[number - 1].get_textpage().get_text_range().split())
            if printed in text:
                return number
    raise ValueError(f"{printed} stands on none of pages {first}–{last}")
