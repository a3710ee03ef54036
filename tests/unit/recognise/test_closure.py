from pipelines.recognise.closure import closure, equations
from pipelines.recognise.tables import recognise_tables
from tests.support.tables_by_hand import grid, page

HEADER = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
ROWS = [
    ["合计", None, "30.00", "20.00", "10.00"],
    ["201", "一般公共服务支出", "30.00", "20.00", "10.00"],
    ["20101", "人大事务", "20.00", "20.00", ""],
    ["20102", "政协事务", "10.00", "", "10.00"],
]


def read(rows: list[list[str | None]]) -> list[tuple[str, bool]]:
    table = recognise_tables([page(1, "支出总表", "单位：万元", grid(HEADER + rows))]).tables[0]
    return [(equation.name, equation.closes) for equation in equations(table)]


def test_all_sums_of_a_right_table_close() -> None:
    results = read(ROWS)
    assert {name for name, _ in results} == {"subject = Σ children", "total = Σ roots", "total = Σ natures"}
    assert all(closes for _, closes in results)


def test_a_wrong_digit_breaks_the_sums_it_stands_in() -> None:
    wrong = [list(row) for row in ROWS]
    wrong[2][2] = "21.00"
    assert {name for name, closes in read(wrong) if not closes} == {"subject = Σ children"}


def test_rounding_of_the_last_place_is_no_break() -> None:
    rounded = [list(row) for row in ROWS]
    rounded[2][2] = "20.01"
    assert all(closes for _, closes in read(rounded))


def test_nothing_to_try_is_none() -> None:
    table = recognise_tables(
        [page(1, "支出总表", "单位：万元", grid([["项目", "金额"], ["甲", "1.00"]]))]
    ).tables[0]
    assert closure(table) is None
