"""Whole numbers: amounts by where they stand, codes, years, numbers of rows and of pages."""

from pipelines.read.amounts import WholeAmount, join_words, mark_whole_amounts
from pipelines.read.text import OUTSIDE, Run


def row(y: float, *words: tuple[float, str]) -> list[Run]:
    """Words by their right edges, five points a sign."""
    return [Run(text, right - 5 * len(text), y, right, y + 8) for right, text in words]


def marked(*rows: list[Run]) -> set[str]:
    runs = {OUTSIDE: [run for line in rows for run in line]}
    mark_whole_amounts(runs)
    return {run.text for run in runs[OUTSIDE] if isinstance(run, WholeAmount)}


def test_amounts_end_under_each_other_and_codes_do_not() -> None:
    found = marked(
        row(0, (35, "2010301"), (100, "行政运行"), (200, "12345600"), (300, "1000")),
        row(20, (35, "2010302"), (100, "一般事务"), (200, "395600"), (300, "20")),
    )
    assert found == {"12345600", "395600", "1000", "20"}


def test_years_numbers_of_rows_and_of_columns_are_none() -> None:
    found = marked(
        row(0, (60, "栏次"), (200, "1"), (300, "2"), (400, "3")),
        row(20, (100, "项目"), (150, "1"), (300, "2024")),
        row(40, (100, "其他"), (150, "2"), (300, "2024")),
    )
    assert found == set()


def test_beside_amounts_with_decimals_only_what_is_aligned_with_them() -> None:
    found = marked(
        row(0, (100, "行政运行"), (150, "330301"), (250, "12.50")),
        row(20, (100, "一般事务"), (150, "330301"), (250, "4.00")),
        row(40, (100, "培训支出"), (150, "330301"), (250, "0")),
    )
    assert found == {"0"}


def test_a_number_that_wraps_in_its_cell_is_one() -> None:
    cells = {place: [*row(0, (100.0, "12345678")), *row(10, (60.0, "9"))] for place in (0, 1)}
    mark_whole_amounts(cells)
    assert not any(isinstance(run, WholeAmount) for part in cells.values() for run in part)


def test_two_numbers_below_each_other_in_cells_side_by_side_are_two() -> None:
    cells = {
        place: [*row(0, (x, "305000")), *row(20, (x, "305000"))] for place, x in ((0, 100.0), (1, 200.0))
    }
    mark_whole_amounts(cells)
    assert all(isinstance(run, WholeAmount) for part in cells.values() for run in part)


def test_letters_placed_one_by_one_make_words_and_numbers_do_not_touch() -> None:
    words = join_words([Run("合", 0, 0, 10, 10), Run("计", 60, 0, 70, 10), Run("12.00", 90, 0, 115, 10)])
    assert [run.text for run in words] == ["合计", "12.00"]
