"""What belongs to a grid on a page, and what hangs into it from the page before."""

import pytest

from pipelines.domain.page import Box, TextLine
from pipelines.recognise.matrix import page_parts
from tests.support.tables_by_hand import grid, page

GRID = grid([["科目名称", "合计"], ["教育支出", "1.00"]])


def lines_above(text: str, x0: float, x1: float, above: float, height: float = 10.0) -> list[str]:
    """The lines above the grid, of a page where one line ends `above` points over the grid's top border."""
    made = page(2, GRID)
    top = made.grids[0].box.top
    made.lines.append(TextLine(text, Box(x0, top - above - height, x1, top - above)))
    return page_parts(made)[0].lines


@pytest.mark.parametrize(
    ("text", "x0", "x1", "above", "kept"),
    [
        ("的支出，包括办公费等。", 52, 100, -4, False),  # hangs over the border inside the first column
        ("的支出，包括办公费等。", 52, 100, 0.5, True),  # stands above it
        ("2024年部门预算支出总体情况。", 60, 160, -4, True),  # reaches over two columns
        ("单位：万元", 115, 160, -4, True),
    ],
)
def test_the_end_of_a_row_cut_by_the_page_is_no_line_above(
    text: str, x0: float, x1: float, above: float, kept: bool
) -> None:
    assert lines_above(text, x0, x1, above) == ([text] if kept else [])
