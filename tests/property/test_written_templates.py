"""Tables of many more templates, cell by cell → PDF → facts: code, name, column and amount of every number."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from unicodedata import normalize

import pytest

from pipelines.read import read_pdf
from pipelines.recognise.tables import recognise_tables
from tests.typesetter.canvas import Canvas
from tests.typesetter.style import A4_LANDSCAPE, ONE_COLUMN, Break, Ruling, Style
from tests.typesetter.tables import TablePrinter
from tests.typesetter.written import LABELS, Expected, Written, read_written

FOLDER = Path(__file__).parents[1] / "typesetter" / "templates"
BASE = replace(ONE_COLUMN, name="written", font="sans", table_page=A4_LANDSCAPE, size=6.5, row_height=13)
NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")
STYLES: dict[str, Style] = {
    "ruled": BASE,
    "open sides, dense": replace(BASE, ruling=Ruling.OPEN_SIDES, row_height=9.5),
    "dashed, turned, pages broken": replace(
        BASE,
        ruling=Ruling.DASHED,
        rotate_tables=True,
        table_page=(841.9, 270.0),
        on_break=Break.TITLE_AND_HEADER,
    ),
    "title in the grid": replace(BASE, title_in_grid=True, ruling=Ruling.RECTANGLES),
    "one after the other": replace(BASE, table_per_page=False, on_break=Break.NOTHING, ruling=Ruling.DOUBLED),
}
UNRULED = {
    "nothing": replace(BASE, ruling=Ruling.NONE),
    "three lines": replace(BASE, ruling=Ruling.THREE_LINES),
    "bands": replace(BASE, ruling=Ruling.BANDS),
}


@cache
def texts() -> tuple[str, ...]:
    return tuple((FOLDER / f"{name}.txt").read_text("utf-8") for name in ("budget", "final", "provinces"))


def tables() -> list[Written]:
    return [table for text in texts() for table in read_written(text)]


def typeset(written: list[Written], style: Style) -> bytes:
    canvas = Canvas(style.font, "样例")

    def new_page(size: tuple[float, float], rotate: bool = False) -> float:
        canvas.new_page(size, rotate)
        return style.margin + 12

    printer = TablePrinter(canvas, style, "样例市水务局", new_page)
    for table in written:
        printer.print(table.table(), table.plan(), not style.table_per_page)
    return canvas.finish()


def read(data: bytes) -> Counter[Expected]:
    result = recognise_tables(read_pdf(data).pages)
    facts = [(table.kind, fact) for table in result.tables for fact in table.facts]

    def plain(text: str | None) -> str | None:
        return normalize("NFKC", text) if text else text

    return Counter(
        Expected(
            kind,
            fact.subject_code,
            plain(fact.subject_name),
            fact.column_id,
            plain(fact.column_label.rsplit("/", 1)[-1]) or "",
            plain(fact.amount_printed) or "",
        )
        for kind, fact in facts
    )


def expected(written: list[Written]) -> Counter[Expected]:
    return Counter(one for table in written for one in table.expected())


@pytest.mark.parametrize("style", STYLES)
def test_every_number_of_every_template(style: str) -> None:
    printed, found = expected(tables()), read(typeset(tables(), STYLES[style]))
    assert printed - found == Counter()
    assert found - printed == Counter()


@pytest.mark.parametrize("style", UNRULED)
def test_tables_without_rules(style: str) -> None:
    printed, found = expected(tables()), read(typeset(tables(), UNRULED[style]))
    without = Counter((one.kind, one.code, one.name, one.text) for one in printed.elements())
    rows = Counter((one.kind, one.code, one.name, one.text) for one in found.elements())
    assert (rows & without).total() >= 0.98 * without.total()
    assert (rows & without).total() >= 0.98 * rows.total()
    assert (found & printed).total() >= 0.95 * printed.total()


def amounts(change: Callable[[str], str]) -> Callable[[Written], None]:
    def apply(table: Written) -> None:
        for row in table.body:
            for index, text in enumerate(row):
                if table.parts[index] not in LABELS and NUMBER.fullmatch(text):
                    row[index] = change(text)

    return apply


def labels(table: Written) -> None:
    """Header labels that wrap, names with their letters apart or on two lines."""
    for row in table.header:
        for index, text in enumerate(row):
            if len(text) > 3:
                row[index] = f"{text[: len(text) // 2]}\\n{text[len(text) // 2 :]}"
    for row in table.body:
        for index, text in enumerate(row):
            if table.parts[index] == "name" and len(text) > 1:
                row[index] = "　".join(text) if len(text) < 4 else f"{text[:3]}\\n{text[3:]}"


def dashes(table: Written) -> None:
    for row in table.body:
        for index, text in enumerate(row):
            if table.parts[index] not in LABELS and not text:
                row[index] = "—"


def wide(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


SPELLINGS: dict[str, Callable[[Written], None]] = {
    "wide digits": amounts(wide),
    "bracketed": amounts(lambda text: f"（{text.lstrip('-')}）"),
    "triangle": amounts(lambda text: f"△{text.lstrip('-')}"),
    "whole, without commas": amounts(lambda text: text.replace(",", "").split(".")[0]),
    "numbers that wrap": amounts(lambda text: f"{text[:-1]}\\n{text[-1]}" if len(text) > 5 else text),
    "labels apart and wrapped": labels,
    "dashes for nothing": dashes,
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings(spelling: str) -> None:
    written = tables()[::3]
    for table in written:
        SPELLINGS[spelling](table)
    printed, found = expected(written), read(typeset(written, BASE))
    assert printed - found == Counter()
    assert found - printed == Counter()
