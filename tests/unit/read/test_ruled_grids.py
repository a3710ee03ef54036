"""Ruling lines of every make become the same grid: strokes, bars, trapezoids, dashes, doubled borders."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from pipelines.read.grid import rules_to_grids
from tests.support.drawn_page import filled, page_of, ruled, texts

XS, YS = [50.0, 200.0, 300.0, 400.0], [350.0, 330.0, 310.0, 290.0]
WORDS = [["name", "code", "sum"], ["a", "30114", "1,234.56"], ["b", "30201", "7.00"]]


def bars(canvas: Canvas) -> None:
    for x in XS:
        canvas.rect(x - 0.4, YS[-1], 0.8, YS[0] - YS[-1], stroke=0, fill=1)
    for y in YS:
        canvas.rect(XS[0], y - 0.4, XS[-1] - XS[0], 0.8, stroke=0, fill=1)


def trapezoids(canvas: Canvas) -> None:
    """Each edge a thin filled quadrilateral with mitred ends."""
    for x in XS:
        _quadrilateral(canvas, (x, YS[0]), (x + 1, YS[0] - 1), (x + 1, YS[-1] + 1), (x, YS[-1]))
    for y in YS:
        _quadrilateral(canvas, (XS[0], y), (XS[0] + 1, y - 1), (XS[-1] - 1, y - 1), (XS[-1], y))


def _quadrilateral(canvas: Canvas, *corners: tuple[float, float]) -> None:
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def dashes(canvas: Canvas) -> None:
    """Dashes drawn one by one, 3 points long and 2 apart."""
    for x in XS:
        for y in np.arange(YS[-1], YS[0], 5.0):
            canvas.line(x, y, x, min(y + 3.2, YS[0]))
    for y in YS:
        for x in np.arange(XS[0], XS[-1], 5.0):
            canvas.line(x, y, min(x + 3.2, XS[-1]), y)


def doubled(canvas: Canvas) -> None:
    """Each cell with its own border, a point inside its neighbour's."""
    for x0, x1 in pairwise(XS):
        for y1, y0 in pairwise(YS):
            canvas.rect(x0 + 0.5, y0 + 0.5, x1 - x0 - 1, y1 - y0 - 1)


def one_path(canvas: Canvas) -> None:
    path = canvas.beginPath()
    for x in XS:
        path.moveTo(x, YS[0])
        path.lineTo(x, YS[-1])
    for y in YS:
        path.moveTo(XS[0], y)
        path.lineTo(XS[-1], y)
    canvas.drawPath(path)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("table")
    canvas.translate(-10, -10)
    ruled(canvas, [x + 10 for x in XS], [y + 10 for y in YS])
    canvas.endForm()
    canvas.doForm("table")


def strokes(canvas: Canvas) -> None:
    ruled(canvas, XS, YS)


@pytest.mark.parametrize(
    "rule", [strokes, bars, trapezoids, dashes, doubled, one_path, in_a_form], ids=lambda rule: rule.__name__
)
def test_all_ways_of_ruling_give_one_grid(rule: Callable[[Canvas], None]) -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas)
        filled(canvas, XS, YS, WORDS)

    page = page_of(draw)
    assert [texts(grid) for grid in page.grids] == [WORDS]
    assert not page.lines


def test_white_and_fat_shapes_are_no_rules() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        canvas.rect(XS[0], YS[1], XS[-1] - XS[0], 20, stroke=0, fill=1)
        canvas.setFillGray(1)
        for y in (335.0, 320.0, 300.0):
            canvas.rect(XS[0], y, XS[-1] - XS[0], 0.8, stroke=0, fill=1)
        canvas.setStrokeGray(1)
        canvas.line(120, YS[0], 120, YS[-1])
        canvas.setStrokeGray(0)
        canvas.setFillGray(0)
        ruled(canvas, XS, YS)
        filled(canvas, XS, YS, WORDS)

    assert [texts(grid) for grid in page_of(draw).grids] == [WORDS]


def test_sides_left_open_are_closed() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS)
        canvas.setFillGray(0)
        filled(canvas, XS, YS, WORDS)
        for x in XS:  # the table goes on below its last rule, up to the page break
            canvas.line(x, YS[-1], x, YS[-1] - 25)
        canvas.drawString(XS[0] + 4, YS[-1] - 18, "c")

    (grid,) = page_of(draw).grids
    assert texts(grid) == [*WORDS, ["c", "", ""]]


def test_a_cell_is_what_no_rule_parts() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, [XS[0], XS[-1]], [YS[0], YS[1], YS[3]])
        canvas.line(XS[1], YS[0], XS[1], YS[3])
        canvas.line(XS[2], YS[1], XS[2], YS[3])
        canvas.line(XS[1], YS[2], XS[-1], YS[2])
        canvas.drawString(XS[1] + 4, YS[1] + 5, "wide")
        canvas.drawString(XS[0] + 4, YS[2] - 4, "tall")
        canvas.drawString(XS[2] + 4, YS[3] + 5, "9.99")

    (grid,) = page_of(draw).grids
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}
    assert (grid.row_count, grid.column_count) == (3, 3)
    assert spans["wide"] == (0, 1, 1, 2)
    assert spans["tall"] == (1, 0, 2, 1)
    assert spans["9.99"] == (2, 2, 1, 1)
    assert sum(cell.row_span * cell.column_span for cell in grid.cells) == 9


def test_two_tables_on_a_page_stay_two() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS)
        filled(canvas, XS, YS, WORDS)
        lower = [y - 150 for y in YS]
        ruled(canvas, XS, lower)
        filled(canvas, XS, lower, WORDS)
        canvas.drawString(XS[0], 250, "between")

    page = page_of(draw)
    assert [texts(grid) for grid in page.grids] == [WORDS, WORDS]
    assert [line.text for line in page.lines] == ["between"]


def test_a_drawing_of_a_million_cells_is_no_table() -> None:
    at = np.linspace(0, 14000, 1500)
    end = np.full_like(at, 14000)
    across, down = np.stack((0 * at, at, end, at), 1), np.stack((at, 0 * at, at, end), 1)
    assert rules_to_grids(np.concatenate((across, down))) == []


BORDERS = st.lists(st.integers(8, 80), min_size=2, max_size=8).map(lambda gaps: np.cumsum([20, *gaps]))


@settings(deadline=None, max_examples=60)
@given(BORDERS, BORDERS, st.randoms(use_true_random=False), st.floats(0, 1.5))
def test_any_table_in_any_order_of_pieces(xs: np.ndarray, ys: np.ndarray, chance, wobble: float) -> None:
    """Rules cut into pieces that overlap or nearly touch, shuffled and off by a point: the same grid."""
    pieces = []
    for y in ys.tolist():
        for x0, x1 in pairwise(xs.tolist()):
            off = chance.uniform(-wobble / 2, wobble / 2)
            pieces.append((x0 - chance.uniform(0, 1), y + off, x1 + chance.uniform(0, 1), y + off))
    for x in xs.tolist():
        for y0, y1 in pairwise(ys.tolist()):
            off = chance.uniform(-wobble / 2, wobble / 2)
            pieces.append((x + off, y0 - chance.uniform(0, 1), x + off, y1 + chance.uniform(0, 1)))
    chance.shuffle(pieces)
    (shape,) = rules_to_grids(np.array(pieces, np.float64))
    assert shape.labels.shape == (len(ys) - 1, len(xs) - 1)
    assert len(np.unique(shape.labels)) == shape.labels.size
    assert np.abs(shape.xs - xs).max() <= 2 and np.abs(shape.ys - ys).max() <= 2


def test_cells_taller_than_the_page_are_part_of_the_grid_beside_them() -> None:
    """Their upper and lower borders are on other pages: only upright rules part them."""

    def cut(canvas: Canvas) -> None:
        for x in (50, 130, 210, 290, 370):
            canvas.line(x, 100, x, 160)
        for y in (100, 120, 140, 160):
            canvas.line(210, y, 370, y)
        canvas.line(40, 40, 40, 90)  # a mark below, not as tall as the grid
        canvas.drawString(52, 110, "project")
        canvas.drawString(132, 110, "691.78")
        filled(canvas, [210, 290, 370], [160, 140, 120, 100], [["a", "1"], ["b", "2"], ["c", "3"]])

    (grid,) = page_of(cut).grids
    assert (grid.row_count, grid.column_count) == (3, 4)
    tall = [(cell.text, cell.row_span) for cell in grid.cells if cell.column < 2]
    assert tall == [("project", 3), ("691.78", 3)]


@pytest.mark.parametrize(("turn", "rotation"), [(90, 90), (180, 180), (270, 270)])
def test_a_page_printed_sideways_without_saying_so_is_read_upright(turn: int, rotation: int) -> None:
    """Word prints landscape tables on portrait sheets: the letters lie on their side, /Rotate is absent."""

    def sideways(canvas: Canvas) -> None:
        shift = {90: (400, 100), 180: (500, 300), 270: (100, 300)}[turn]
        canvas.translate(*shift)
        canvas.rotate(turn)
        ruled(canvas, [0, 80, 160], [0, 20, 40])
        filled(canvas, [0, 80, 160], [40, 20, 0], [["name", "total"], ["school", "1,234.50"]])

    page = page_of(sideways)
    assert page.rotation == rotation
    assert texts(page.grids[0]) == [["name", "total"], ["school", "1,234.50"]]


def test_a_few_turned_letters_do_not_turn_the_page() -> None:
    def stamped(canvas: Canvas) -> None:
        ruled(canvas, [50, 200, 350], [100, 130, 160])
        filled(
            canvas, [50, 200, 350], [160, 130, 100], [["name of subject", "total"], ["schools", "1,234.50"]]
        )
        canvas.rotate(90)
        canvas.drawString(20, -20, "copy")

    page = page_of(stamped)
    assert page.rotation == 0
    assert texts(page.grids[0])[1] == ["schools", "1,234.50"]
