"""A piece of a rule is missing: what stood on both sides of it is still read as two cells."""

from collections.abc import Collection

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.support.drawn_page import page_of, texts

XS, YS = [50, 110, 250, 330, 410, 490], [400, 380, 360, 340, 320, 300]
ROWS = [
    ["code", "name", "total", "basic", "other"],
    ["201", "services", "3.00", "2.00", "1.00"],
    ["20101", "congress", "3.00", "2.00", "1.00"],
    ["2010101", "running", "2.00", "2.00", ""],
    ["2010102", "duties", "1.00", "", "1.00"],
]
Edge = tuple[int, int]


def drawn(canvas: Canvas, rows: list[list[str]], upright: Collection[Edge], level: Collection[Edge]) -> None:
    """A table without the pieces (row, border) of its upright and (border, column) of its level rules."""
    for row in range(len(rows)):
        for border, x in enumerate(XS):
            if (row, border) not in upright:
                canvas.line(x, YS[row], x, YS[row + 1])
        for column, text in enumerate(rows[row]):
            y = (YS[row] + YS[row + 1]) / 2 - 3
            if text[:1].isdigit() and "." in text:
                canvas.drawRightString(XS[column + 1] - 2, y, text)
            else:
                canvas.drawString(XS[column] + 2, y, text)
    for border, y in enumerate(YS):
        for column in range(len(XS) - 1):
            if (border, column) not in level:
                canvas.line(XS[column], y, XS[column + 1], y)


def read(
    rows: list[list[str]], upright: Collection[Edge] = (), level: Collection[Edge] = ()
) -> list[list[str]]:
    (grid,) = page_of(lambda canvas: drawn(canvas, rows, upright, level)).grids
    return texts(grid)


@pytest.mark.parametrize("row", range(1, 5))
@pytest.mark.parametrize("border", range(1, 5))
def test_an_upright_piece_is_missing(row: int, border: int) -> None:
    found = read(ROWS, upright={(row, border)})
    assert [text for text in found[row] if text] == [text for text in ROWS[row] if text]


@pytest.mark.parametrize("border", range(2, 5))
@pytest.mark.parametrize("column", range(1, 4))
def test_a_level_piece_is_missing(border: int, column: int) -> None:
    assert read(ROWS, level={(border, column)}) == ROWS


def test_merged_cells_stay_merged() -> None:
    label = [ROWS[0], ["sum total", "", "3.00", "2.00", "1.00"], *ROWS[2:]]
    assert read(label, upright={(1, 1)})[1] == ["sumtotal", "3.00", "2.00", "1.00"]
    heads = [["code", "name of", "total", "basic", "other"], ["201x", "subject", "a", "b", "c"], *ROWS[2:]]
    assert [row[1] for row in read(heads, level={(1, 1)})[:2]] == ["nameofsubject", "a"]


@pytest.mark.parametrize("border", range(2, 5))
def test_a_whole_level_rule_is_missing(border: int) -> None:
    assert read(ROWS, level={(border, column) for column in range(5)}) == ROWS


@pytest.mark.parametrize("border", range(2, 5))
def test_a_whole_upright_rule_is_missing(border: int) -> None:
    found = read(ROWS, upright={(row, border) for row in range(5)})
    assert [[text for text in row if text] for row in found] == [
        [text for text in row if text] for row in ROWS
    ]


def test_a_number_that_wraps_is_one_row() -> None:
    def wrapped(canvas: Canvas) -> None:
        drawn(canvas, [ROWS[0], ["201", "", "", "2.00", "1.00"], *ROWS[2:]], set(), set())
        canvas.setFont("Helvetica", 8)
        canvas.drawString(252, 371, "143,999.0")
        canvas.drawString(252, 363, "0")
        canvas.drawString(112, 371, "general public")
        canvas.drawString(112, 363, "services")

    (grid,) = page_of(wrapped).grids
    assert texts(grid)[1] == ["201", "generalpublicservices", "143,999.00", "2.00", "1.00"]
