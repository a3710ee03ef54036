"""Text that wraps out of its cell into the one below belongs to the cell it began in."""

from pipelines.domain.page import Box, Cell, TextLine
from pipelines.read.assemble import _without_spill


def cell(row: int, *lines: tuple[str, float]) -> Cell:
    box = Box(0, 20.0 * row, 100, 20.0 * row + 20)
    return Cell(row, 0, 1, 1, box, tuple(TextLine(text, Box(2, top, 90, top + 8)) for text, top in lines))


def texts(cells: list[Cell]) -> list[str]:
    return [one.text for one in cells]


def test_the_second_half_goes_back_up() -> None:
    spilled = [
        cell(0, ("2080506-机关事业单位职业年金", 6)),
        cell(1, ("缴费支出", 17), ("2101101-行政单位医疗", 24)),
    ]
    assert texts(_without_spill(spilled)) == ["2080506-机关事业单位职业年金缴费支出", "2101101-行政单位医疗"]


def test_a_tall_text_that_fills_its_cell_stays() -> None:
    full = [cell(0, ("基本工资", 6)), cell(1, ("机关事业单位", 17), ("基本养老保险", 25.5), ("缴费", 34))]
    assert texts(_without_spill(full)) == ["基本工资", "机关事业单位基本养老保险缴费"]
