"""Numbers under a table's caption that no table claims are reported; prose, years and lists of contents are not."""

from pipelines.domain.page import Box, Page, TextLine
from pipelines.recognise.unread import unread_numbers


def page(*lines: str) -> Page:
    texts = [TextLine(text, Box(0, 20 * k, 100, 20 * k + 10)) for k, text in enumerate(lines)]
    return Page(1, 600, 800, 0, True, 0.0, 100, 0, texts, [])


def tokens(*lines: str, has_table: bool = False) -> list[str]:
    return [token for problem in unread_numbers(page(*lines), has_table) for token in problem.tokens]


def test_whole_amounts_below_a_caption() -> None:
    found = tokens("部门支出总表", "单位：元", "科目编码 科目名称 合计", "2010301 行政运行 12345600 1000")
    assert found == ["12345600", "1000"]


def test_column_numbers_years_and_prose_are_none() -> None:
    assert tokens("部门支出总表", "单位：万元", "1 2 3", "2024", "本年预算1,000.00万元，比上年增加。") == []


def test_a_list_of_contents_is_none() -> None:
    assert tokens("目录", "部门收支总表 12", "部门收入总表 13") == []


def test_beside_a_table_all_that_looks_like_money() -> None:
    assert tokens("合计 1,234.56", has_table=True) == ["1,234.56"]
