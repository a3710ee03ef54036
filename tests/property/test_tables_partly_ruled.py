"""Every template with part of its rules, or none: (code, name, amount) read, wrong pairs rare, nothing lost in silence."""

import copy
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from pipelines.read import read_pdf
from pipelines.recognise.tables import recognise_tables
from tests.support.browser_tables import print_tables
from tests.typesetter.canvas import Canvas
from tests.typesetter.style import A4_LANDSCAPE, ONE_COLUMN, Ruling
from tests.typesetter.tables import TablePrinter
from tests.typesetter.written import LABELS, Written, all_tables, plain

BASE = replace(ONE_COLUMN, font="serif", table_page=A4_LANDSCAPE, size=6.5, row_height=13)
Pair = tuple[str | None, str | None, str]


def some(every: int = 4, start: int = 1) -> list[Written]:
    return copy.deepcopy(all_tables()[start::every])


def amounts(tables: list[Written], change: Callable[[Decimal], str], unit: str) -> list[Written]:
    for table in tables:
        table.unit = unit
        for row in table.body:
            for column, text in enumerate(row):
                bare = text.replace(",", "")
                if table.parts[column] not in LABELS and bare.lstrip("-").replace(".", "", 1).isdigit():
                    row[column] = change(Decimal(bare))
    return tables


def yuan(tables: list[Written]) -> list[Written]:
    """Whole yuan without commas."""
    return amounts(tables, lambda amount: str(int(amount * 10000)), "元")


def typeset(tables: list[Written], ruling: Ruling) -> bytes:
    style = replace(BASE, ruling=ruling)
    canvas = Canvas(style.font, "样例")

    def new_page(size: tuple[float, float], rotate: bool = False) -> float:
        canvas.new_page(size, rotate)
        return style.margin + 12

    printer = TablePrinter(canvas, style, "样例市水务局", new_page)
    for table in tables:
        printer.print(table.table(), table.plan(), flows=False)
    return canvas.finish()


def measured(data: bytes, tables: list[Written]) -> tuple[float, float, int]:
    """Recall and precision of (code, name, amount), and how many amounts are neither read nor reported."""
    result = recognise_tables(read_pdf(data).pages)
    printed = Counter(
        (one.code, one.name, one.text)
        for table in tables
        for one in table.expected()
        if any(sign.isdigit() for sign in one.text)
    )
    found: Counter[Pair] = Counter(
        (fact.subject_code, plain(fact.subject_name or "") or None, plain(fact.amount_printed or ""))
        for table in result.tables
        for fact in table.facts
        if any(sign.isdigit() for sign in fact.amount_printed or "")
    )
    hits = (printed & found).total()
    seen = Counter(key[-1] for key in found.elements())
    seen.update(plain(token) for problem in result.problems for token in problem.tokens)
    silent = Counter(key[-1] for key in printed.elements()) - seen
    return hits / printed.total(), hits / max(found.total(), 1), silent.total()


@pytest.mark.parametrize(
    "ruling", [Ruling.NONE, Ruling.BANDS, Ruling.THREE_LINES, Ruling.HORIZONTAL, Ruling.VERTICAL]
)
@pytest.mark.parametrize("whole", [False, True], ids=["decimals", "whole yuan"])
def test_part_of_the_rules(ruling: Ruling, whole: bool) -> None:
    tables = yuan(some()) if whole else some()
    recall, precision, silent = measured(typeset(tables, ruling), tables)
    assert recall >= 0.98
    assert precision >= 0.98
    assert silent == 0


FULL = "td{border:.6pt solid #000}"
UPRIGHT = "td{border-left:.6pt solid #000;border-right:.6pt solid #000} table{border:1pt solid #000}"
CLASSES = {
    "nothing": "",
    "amounts in the middle": "td.right{text-align:center}",
    "three lines": "table{border-top:1.5pt solid;border-bottom:1.5pt solid} thead{border-bottom:.75pt solid}",
    "every other row shaded": "tbody tr:nth-child(even){background:#dde6f2}",
    "shaded cells, white between": "table{border-collapse:separate;border-spacing:1pt} td{background:#d9e2f3}",
    "dark header": "thead td{background:#1f4e79;color:#fff}",
    "level rules": "td{border-top:.6pt solid #888;border-bottom:.6pt solid #888}",
    "dots between rows": "td{border-bottom:1px dotted #444}",
    "dashed": "td{border:1px dashed #000}",
    "double": "td{border:3px double #000}",
    "frame": "table{border:1pt solid #000}",
    "frame and level rules": "table{border:1pt solid #000} td{border-top:.6pt solid;border-bottom:.6pt solid}",
    "frame and uprights": UPRIGHT,
    "header, frame and uprights": UPRIGHT + "thead td{border:.6pt solid #000}",
    "header alone": "thead td{border:.6pt solid #000}",
    "body alone": "tbody td{border:.6pt solid #000}",
}


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium to print HTML with")
@pytest.mark.parametrize("css", CLASSES)
def test_printed_by_a_browser(css: str) -> None:
    tables = [table for table in some(6, 0) if not _reaches_into_body(table)]
    recall, precision, silent = measured(print_tables(tables, CLASSES[css]), tables)
    assert recall >= 0.95
    assert precision >= 0.95
    assert silent <= 3


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium to print HTML with")
@pytest.mark.parametrize("column", [2, 3])
@pytest.mark.parametrize("whole", [False, True], ids=["decimals", "whole yuan"])
def test_one_upright_lost(column: int, whole: bool) -> None:
    tables = [t for t in some(3, 0) if not any(text in ("<", "^") for row in t.body for text in row)]
    tables = yuan(tables) if whole else tables
    lost = f"tbody td:nth-child({column}){{border-right:none}} tbody td:nth-child({column + 1}){{border-left:none}}"
    recall, precision, silent = measured(print_tables(tables, FULL + lost), tables)
    assert recall >= 0.98
    assert precision >= 0.98
    assert silent == 0


def _reaches_into_body(table: Written) -> bool:
    """Whether a header cell goes on beside the first rows, which no browser prints."""
    return "^" in table.body[0]
