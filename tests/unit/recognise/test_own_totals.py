"""The total row that bears the body's name, or none: known by its sums."""

from pipelines.domain.statement import RowRole
from pipelines.recognise.tables import recognise_tables
from tests.support.tables_by_hand import grid, page

HEADER = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
ITEMS = [
    ["201", "一般公共服务支出", "70.00", "60.00", "10.00"],
    ["20101", "人大事务", "70.00", "60.00", "10.00"],
    ["208", "社会保障和就业支出", "30.00", "30.00", ""],
]


def roles(rows: list[list[str]], entity: str = "部门：样例市水务局 单位：万元") -> dict[str | None, RowRole]:
    result = recognise_tables([page(1, "2024年部门支出总表", entity, grid(HEADER + rows))])
    return {fact.subject_name: fact.row_role for table in result.tables for fact in table.facts}


def test_the_first_row_bears_the_name_of_the_body() -> None:
    found = roles([["", "样例市水务局", "100.00", "90.00", "10.00"], *ITEMS])
    assert found["样例市水务局"] is RowRole.TOTAL
    assert found["一般公共服务支出"] is RowRole.SUBTOTAL


def test_a_row_without_a_name() -> None:
    assert roles([*ITEMS, ["", "", "100.00", "90.00", "10.00"]])[None] is RowRole.TOTAL


def test_what_is_no_sum_is_no_total() -> None:
    assert roles([["", "样例市水务局", "99.00", "90.00", "9.00"], *ITEMS])["样例市水务局"] is RowRole.ITEM


def test_a_printed_total_stays_the_only_one() -> None:
    rows = [
        ["", "合计", "100.00", "90.00", "10.00"],
        ["", "样例市水务局", "100.00", "90.00", "10.00"],
        *ITEMS,
    ]
    assert roles(rows)["样例市水务局"] is RowRole.ITEM


def test_the_own_row_is_all_there_is() -> None:
    assert roles([["", "样例市水务局", "5.00", "5.00", ""]])["样例市水务局"] is RowRole.TOTAL
    assert roles([["", "样例市水文站", "5.00", "5.00", ""]])["样例市水文站"] is RowRole.ITEM
