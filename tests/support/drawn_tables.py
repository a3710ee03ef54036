"""Tables drawn freely on a page of the typesetter; ``<`` goes on with the cell on the left, ``^`` with the one above."""

from collections import Counter
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from pipelines.domain.money import parse_amount
from pipelines.read import read_pdf
from pipelines.recognise.tables import Recognised, recognise_tables
from tests.typesetter.canvas import Canvas
from tests.typesetter.style import A4_LANDSCAPE

LEFT, RIGHT = 40.0, A4_LANDSCAPE[0] - 40
SIZE = 7.0
Rows = Sequence[Sequence[str]]
Pair = tuple[str | None, str | None, str]


def canvas(rotate: bool = False) -> Canvas:
    """An open page, landscape."""
    new = Canvas("sans", "样例")
    new.new_page(A4_LANDSCAPE, rotate)
    return new


def title(
    page: Canvas, y: float, text: str, unit: str = "单位：万元", x: tuple[float, float] = (LEFT, RIGHT)
) -> float:
    """A title with the line of body and unit below it; y of the table's top."""
    page.text((x[0] + x[1] - page.text_width(text, 13)) / 2, y + 13, text, 13)
    page.text(x[0], y + 30, "部门：样例市水务局", SIZE)
    page.text(x[1] - page.text_width(unit, SIZE), y + 30, unit, SIZE)
    return y + 35


def cells(rows: Rows) -> Iterator[tuple[int, int, int, int, str]]:
    """(row, column, rows down, columns across, text) of every cell."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            across, down = 1, 1
            while c + across < len(row) and row[c + across] == "<":
                across += 1
            while r + down < len(rows) and rows[r + down][c] == "^":
                down += 1
            yield r, c, down, across, text


def table(
    page: Canvas,
    y: float,
    widths: Sequence[float],
    rows: Rows,
    header: int = 1,
    *,
    ruled: bool = True,
    height: float = 16.0,
    x: float = LEFT,
) -> float:
    """Draws the cells, headers and merged ones centred, amounts and codes on the right; y of its bottom."""
    for r, c, down, across, text in cells(rows):
        x0, y0 = x + sum(widths[:c]), y + r * height
        x1, y1 = x0 + sum(widths[c : c + across]), y0 + down * height
        if ruled:
            page.box(x0, y0, x1, y1, stroke=True)
        lines = text.split("\n")
        for k, line in enumerate(lines):
            width = page.text_width(line, SIZE)
            right = x1 - width - 2.5 if parse_amount(line) is not None and len(line) > 2 else x0 + 2.5
            at = (x0 + x1 - width) / 2 if r < header or across > 1 else right
            page.text(at, (y0 + y1) / 2 + SIZE * 0.36 + (k - (len(lines) - 1) / 2) * SIZE * 1.25, line, SIZE)
    return y + len(rows) * height


def pairs(rows: Rows, code: int | None = 0, name: int = 1, first: int = 2) -> Counter[Pair]:
    """Every amount of the rows with their code and name."""
    return Counter(
        ((row[code] or None) if code is not None else None, plain(row[name]), plain(text) or "")
        for row in rows
        for text in row[first:]
        if parse_amount(text) is not None
    )


def plain(text: str | None) -> str | None:
    """The text without white space and in plain characters, None for none."""
    return normalize("NFKC", "".join(text.split())) if text else None


def read(page: Canvas) -> tuple[Recognised, Counter[Pair]]:
    """What is read of the finished pages, and its pairs."""
    result = recognise_tables(read_pdf(page.finish()).pages)
    found = Counter(
        (fact.subject_code, plain(fact.subject_name), plain(fact.amount_printed) or "")
        for one in result.tables
        for fact in one.facts
        if parse_amount(fact.amount_printed) is not None
    )
    return result, found
