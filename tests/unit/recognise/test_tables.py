from decimal import Decimal

from pipelines.domain.problem import ProblemCode
from pipelines.domain.statement import RowRole, Side, Table
from pipelines.recognise.tables import Recognised, recognise_tables
from tests.support.tables_by_hand import grid, page

TOP = ("2024年部门支出总表", "部门：样例市信访局 单位：万元")
HEADER = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
FIRST = [
    ["合计", None, "30.00", "20.00", "10.00"],
    ["201", "一般公共服务支出", "30.00", "20.00", "10.00"],
    ["20101", "人大事务", "30.00", "20.00", "10.00"],
]
SECOND = [
    ["2010101", "行政运行", "20.00", "20.00", ""],
    ["2010102", "一般行政管理\n事务", "10.00", "", "10.0\n0"],
]


def only(result: Recognised) -> Table:
    assert len(result.tables) == 1, [table.title for table in result.tables]
    return result.tables[0]


def amounts(table: Table) -> list[tuple[int, str | None, str, Decimal | None]]:
    return [(f.row_index, f.subject_code, f.column_id, f.amount_yuan) for f in table.facts]


def test_one_table_on_one_page() -> None:
    table = only(recognise_tables([page(1, *TOP, grid(HEADER + FIRST + SECOND))]))
    assert (table.kind, table.money_unit, table.entity_line) == (
        "expenditure_summary",
        "万元",
        "样例市信访局",
    )
    assert table.columns == ["total", "basic", "project"]
    assert (4, "2010102", "project", Decimal("100000.00")) in amounts(table)
    assert table.facts[-1].subject_name == "一般行政管理事务"
    assert table.facts[0].row_role is RowRole.TOTAL
    assert table.closure == 1.0


def test_pages_joined_with_nothing_header_or_all_repeated() -> None:
    whole = amounts(only(recognise_tables([page(1, *TOP, grid(HEADER + FIRST + SECOND))])))
    for second in ((grid(SECOND),), (grid(HEADER + SECOND),), (*TOP, grid(HEADER + SECOND))):
        table = only(recognise_tables([page(1, *TOP, grid(HEADER + FIRST)), page(2, *second)]))
        assert table.pages == [1, 2]
        assert amounts(table) == whole


def test_total_row_repeated_on_each_page_counts_once() -> None:
    table = only(
        recognise_tables(
            [page(1, *TOP, grid(HEADER + FIRST)), page(2, *TOP, grid(HEADER + FIRST[:1] + SECOND))]
        )
    )
    assert sum(1 for fact in table.facts if fact.row_role is RowRole.TOTAL) == 3


def test_next_title_begins_the_next_table_even_at_the_foot_of_a_page() -> None:
    other = "一般公共预算支出表"
    first = page(1, *TOP, grid(HEADER + FIRST + SECOND), other, "单位：元")
    result = recognise_tables([first, page(2, grid(HEADER + FIRST))])
    assert [table.kind for table in result.tables] == ["expenditure_summary", "general_public_expenditure"]
    assert result.tables[1].money_unit == "元"


def test_two_tables_drawn_as_one_grid_are_parted() -> None:
    caption: list[list[str | None]] = [["一般公共预算支出表", None, None, None, None]]
    rows = HEADER + FIRST + caption + HEADER + FIRST
    result = recognise_tables([page(1, *TOP, grid(rows))])
    assert [table.kind for table in result.tables] == ["expenditure_summary", "general_public_expenditure"]
    assert [len(table.facts) for table in result.tables] == [9, 9]


def test_split_codes_keep_what_is_printed_and_restore_the_rest() -> None:
    header = [["类", "款", "项", "功能科目", "合计"]]
    rows = [
        ["201", "", "", "一般公共服务支出", "5.00"],
        ["", "40", "", "信访事务", "5.00"],
        ["301", "2", "", "津贴补贴", "1.00"],
    ]
    table = only(recognise_tables([page(1, *TOP, grid(header + rows))]))
    assert [fact.subject_code for fact in table.facts] == ["201", "40", "3012"]
    assert [fact.subject_code_full for fact in table.facts] == ["201", "20140", "30102"]


def test_halves_side_by_side_have_rows_of_their_own() -> None:
    rows: list[list[str | None]] = [
        ["收入", None, "支出", None],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款收入", "9.00", "一、教育支出", "4.00"],
        ["", "", "二、卫生健康支出", "5.00"],
        ["收入总计", "9.00", "支出总计", "9.00"],
    ]
    table = only(recognise_tables([page(1, "收支总表", "单位：万元", grid(rows))]))
    assert table.columns == ["income_amount", "expenditure_amount"]
    sides = {(fact.side, fact.subject_name) for fact in table.facts}
    assert (Side.LEFT, "收入总计") in sides and (Side.RIGHT, "二、卫生健康支出") in sides


def test_column_numbers_are_no_data() -> None:
    numbers = [["栏次", None, "1", "2", "3"]]
    table = only(recognise_tables([page(1, *TOP, grid(HEADER + numbers + FIRST))]))
    assert len(table.facts) == 9


def test_blank_dash_and_zero_stay_different() -> None:
    rows = [["201", "一般公共服务支出", "0.00", "-", ""]]
    table = only(recognise_tables([page(1, *TOP, grid(HEADER + rows))]))
    assert [(f.amount_printed, f.amount_yuan) for f in table.facts] == [
        ("0.00", Decimal("0.00")),
        ("-", None),
    ]


def test_empty_table_with_its_note() -> None:
    rows = [["合计", None, "", "", ""]]
    table = only(
        recognise_tables(
            [page(1, "政府性基金预算支出表", "单位：万元", grid(HEADER + rows), "注：本表无数据")]
        )
    )
    assert table.is_empty and table.empty_statement == "注：本表无数据" and table.row_count == 1


def test_last_years_column_is_not_this_years() -> None:
    header = [
        ["科目编码", "科目名称", "2025年预算数", "2026年预算数", None],
        ["^", "^", "^", "总计", "基本支出"],
    ]
    rows = [["205", "教育支出", "52.17", "54.94", "54.94"]]
    table = only(recognise_tables([page(1, "一般公共预算支出情况表", "单位：万元", grid(header + rows))]))
    assert table.columns == ["prior_year_total", "total", "basic"]


def test_three_public_columns() -> None:
    header = [
        ["“三公”经费预算数", None, None, None, None, None, "机关运行经费预算数"],
        ["合计", "因公出国(境)费", "公务接待费", "公务用车购置及运行费", None, None, "^"],
        ["^", "^", "^", "小计", "购置费", "运行费", "^"],
    ]
    rows = [["237.92", "201.80", "8.12", "28.00", "", "28.00", "2,180.26"]]
    table = only(
        recognise_tables(
            [page(1, "2026年单位“三公”经费和机关运行经费预算表", "单位:万元", grid(header + rows))]
        )
    )
    assert table.columns == [
        "three_public_total",
        "abroad",
        "reception",
        "vehicle_total",
        "vehicle_purchase",
        "vehicle_operation",
        "agency_operating",
    ]
    assert table.facts[0].subject_name is None


def test_row_label_cut_by_the_page_break() -> None:
    header = [["项目", "预算数"]]
    first = [["八、社会保障和就", "1,608.51"]]
    second = [["业支出", ""], ["九、卫生健康支出", "2.00"]]
    table = only(
        recognise_tables([page(1, "支出总表", "单位：万元", grid(header + first)), page(2, grid(second))])
    )
    assert [fact.subject_name for fact in table.facts] == ["八、社会保障和就业支出", "九、卫生健康支出"]


def test_columns_cut_off_to_a_later_page_go_back_to_their_rows() -> None:
    left = [
        ["科目编码", "科目名称", "合计"],
        ["201", "一般公共服务支出", "9.00"],
        ["208", "社会保障和就业支出", "4.00"],
    ]
    right = [["其他收入"], ["2.00"], ["1.00"]]
    table = only(
        recognise_tables([page(1, "收入总表", "单位：元", grid(left)), page(2, " ", "单位：元", grid(right))])
    )
    found = [(f.subject_code, f.column_id, f.amount_printed, f.page) for f in table.facts]
    assert ("208", "other_income", "1.00", 2) in found and ("201", "total", "9.00", 1) in found


def test_cut_off_columns_may_be_more_than_those_they_were_cut_from() -> None:
    left = [["科目编码", "科目名称", "合计"], ["201", "一般公共服务支出", "9.00"]]
    right = [["事业收入", "经营收入", "其他收入", "上年结转"], ["", "", "2.00", "1.00"]]
    below = [["208", "社会保障和就业支出", "4.00"], ["221", "住房保障支出", "3.00"]]
    beside = [["4.00", "", "", ""], ["", "", "", "3.00"]]
    over_then_down = [left, right, below, beside]
    down_then_over = [left, below, right, beside]
    for order in (over_then_down, down_then_over):
        pages = [page(1, "收入总表", "单位：元", grid(order[0]))]
        for number, rows in enumerate(order[1:], 2):
            lines = (" ", "单位：元") if rows is right else ()
            pages.append(page(number, *lines, grid(rows)))
        found = {(f.subject_code, f.column_id, f.amount_printed) for f in only(recognise_tables(pages)).facts}
        assert found == {
            ("201", "total", "9.00"),
            ("201", "other_income", "2.00"),
            ("201", "carryover", "1.00"),
            ("208", "total", "4.00"),
            ("208", "business_income", "4.00"),
            ("221", "total", "3.00"),
            ("221", "carryover", "3.00"),
        }


def test_an_amount_where_codes_stand_is_reported_though_it_has_a_dot() -> None:
    rows = [*FIRST, ["843.40", "", "", "", ""], ["201.03", "政府办公厅及相关机构事务", "1.00", "1.00", ""]]
    result = recognise_tables([page(1, *TOP, grid(HEADER + rows))])
    assert [p.tokens for p in result.problems if p.code is ProblemCode.UNCLAIMED_NUMBER] == [("843.40",)]


def test_basic_expenditure_of_one_source_beside_another_is_not_that_of_the_table() -> None:
    header = [
        ["科目编码", "科目名称", "合计", "一般公共预算", None, "单位资金"],
        ["^", "^", "^", "基本支出", "项目支出", "项目支出"],
    ]
    rows = [["201", "一般公共服务支出", "9.00", "4.00", "3.00", "2.00"]]
    table = only(recognise_tables([page(1, *TOP, grid(header + rows))]))
    assert table.columns == ["total", "other", "other", "other"]
    alone = [
        ["科目编码", "科目名称", "合计", "一般公共预算", None],
        ["^", "^", "^", "基本支出", "项目支出"],
    ]
    table = only(
        recognise_tables([page(1, *TOP, grid([*alone, ["201", "教育支出", "7.00", "4.00", "3.00"]]))])
    )
    assert table.columns == ["total", "basic", "project"]


def test_a_list_in_halves_goes_on_in_the_second_and_a_summary_does_not() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "科目编码", "科目名称", "合计"],
        ["201", "一般公共服务支出", "9.00", "208", "社会保障和就业支出", "4.00"],
        ["20101", "人大事务", "9.00", "20805", "行政事业单位养老支出", "4.00"],
    ]
    table = only(recognise_tables([page(1, "一般公共预算支出表", "单位：元", grid(rows))]))
    assert [(f.row_index, f.subject_code) for f in table.facts] == [
        (0, "201"),
        (1, "20101"),
        (2, "208"),
        (3, "20805"),
    ]
    rows = [["收入项目", "预算数", "支出项目", "预算数"], ["一、事业收入", "9.00", "一、教育支出", "9.00"]]
    table = only(recognise_tables([page(1, "部门收支总表", "单位：元", grid(rows))]))
    assert [fact.row_index for fact in table.facts] == [0, 0]


def test_a_list_of_the_three_public_items_under_one_heading() -> None:
    rows = [["项目", "2023年“三公”经费决算数", "2024年“三公”经费预算数"], ["共计", "3.00", "2.00"]]
    rows += [["1、公务接待费", "1.00", "0.50"], ["2、公务用车费", "2.00", "1.50"]]
    table = only(recognise_tables([page(1, "一般公共预算“三公”经费支出表", "单位：万元", grid(rows))]))
    assert table.columns == ["total_prior", "total"]


def test_names_of_classes_before_the_codes_are_no_part_of_them() -> None:
    header = [["类", "科目编码", "科目名称", "合计"]]
    rows = [["教育支出", "2050201", "学前教育", "9.00"], ["^", "2050202", "小学教育", "4.00"]]
    table = only(recognise_tables([page(1, *TOP, grid(header + rows))]))
    assert [(f.subject_code, f.subject_name) for f in table.facts] == [
        ("2050201", "学前教育"),
        ("2050202", "小学教育"),
    ]


def test_the_sentence_of_a_table_without_data_is_none_of_its_header() -> None:
    rows = [*HEADER, ["本部门2025年无政府性基金预算支出", None, None, None, None]]
    table = only(recognise_tables([page(1, "政府性基金预算支出表", "单位：万元", grid(rows))]))
    assert table.empty_statement == "本部门2025年无政府性基金预算支出"
    assert table.columns == ["total", "basic", "project"] and not table.facts


def test_unknown_table_is_kept_and_reported() -> None:
    rows = [["事项", "金额"], ["甲", "12.50"], ["乙", "3.00"]]
    result = recognise_tables([page(1, "某某专项清单明细表", "单位：万元", grid(rows))])
    assert only(result).kind == "other" and len(only(result).facts) == 2
    assert [problem.code for problem in result.problems] == [ProblemCode.UNKNOWN_TABLE]


def test_a_number_no_column_takes_is_reported() -> None:
    rows = [*FIRST, ["201", "见附件 12.34 说明", "1.00", "1.00", ""]]
    result = recognise_tables([page(1, *TOP, grid(HEADER + rows))])
    assert [p.tokens for p in result.problems if p.code is ProblemCode.UNCLAIMED_NUMBER] == [("12.34",)]
    assert result.counts[1].tokens == result.counts[1].claimed + 1


def test_missing_unit_of_money_is_reported() -> None:
    result = recognise_tables([page(1, "支出总表", grid(HEADER + FIRST))])
    assert ProblemCode.MONEY_UNIT_UNKNOWN in {problem.code for problem in result.problems}


def test_names_under_the_departments_axis_beside_split_codes() -> None:
    header = [
        ["项目", None, None, "合计"],
        ["经济分类科目编码", None, "部门经济分类科目名称", "^"],
        ["类", "款", "^", "^"],
    ]
    rows = [["301", "", "工资福利支出", "5.00"], ["301", "01", "基本工资", "5.00"]]
    title = "2024年预算单位一般公共预算基本支出部门预算经济分类预算表"
    table = only(recognise_tables([page(1, title, "单位：元", grid(header + rows))]))
    assert [(f.subject_code, f.subject_name) for f in table.facts] == [
        ("301", "工资福利支出"),
        ("30101", "基本工资"),
    ]


def test_one_header_over_code_and_name_columns() -> None:
    header = [["功能分类科目", None, "合计"]]
    rows = [["201", "一般公共服务支出", "5.00"], ["20101", "人大事务", "5.00"]]
    table = only(recognise_tables([page(1, "支出总表", "单位：万元", grid(header + rows))]))
    assert [(f.subject_code, f.subject_name) for f in table.facts] == [
        ("201", "一般公共服务支出"),
        ("20101", "人大事务"),
    ]


def test_a_row_that_goes_on_in_a_grid_with_more_columns() -> None:
    """The page between shows only the last column: the row above has no place for what goes on."""
    rows: list[list[str | None]] = [["科目名称", "备注", "合计"], ["一、教育支出", "", "3.00"]]
    narrow = grid([["2.00"]], left=170.0)
    whole = grid([["", "业支出", ""], ["二、卫生健康支出", "", "1.00"]])
    table = only(recognise_tables([page(1, *TOP, grid(rows)), page(2, narrow), page(3, whole)]))
    assert [fact.amount_printed for fact in table.facts] == ["3.00", "2.00", "1.00"]


def test_a_report_s_table_of_projects_is_no_project_table_of_a_disclosure() -> None:
    rows: list[list[str | None]] = [["设备购置", "3.00", "2.00"], ["设备维护", "1.00", "1.00"]]
    for heads, kind in ((["预算批复", "指标结余"], "other"), (["合计", "财政拨款"], "project_expenditure")):
        table = only(
            recognise_tables([page(1, "项目支出情况表", "单位：万元", grid([["项目", *heads], *rows]))])
        )
        assert (table.kind, len(table.facts)) == (kind, 4)


def test_every_column_of_names_stays_in_the_path() -> None:
    header = [["专项名称", "经济科目名称", "采购品目", "合计"]]
    rows = [
        ["一般会议", "会议费", "会议服务", "30.00"],
        ["年度大会", "会议费", "会议服务", "20.00"],
        ["合计", None, None, "50.00"],
    ]
    top = ("2024年政府采购支出表", "部门：样例市信访局 单位：万元")
    table = only(recognise_tables([page(1, *top, grid(header + rows))]))
    paths = [fact.name_path or "" for fact in table.facts]
    assert len(set(paths)) == 3
    assert ["一般会议" in path or "年度大会" in path for path in paths] == [True, True, False]


def test_rows_of_one_body_are_told_apart_by_their_year() -> None:
    header = [["预算单位", "年度", "“三公”经费合计", "因公出国（境）费", "公务接待费"]]
    rows = [
        ["样例市信访局", "2023年", "3.00", "1.00", "2.00"],
        ["", "2024年", "2.00", "1.00", "1.00"],
    ]
    top = ("2024年“三公”经费支出表", "部门：样例市信访局 单位：万元")
    table = only(recognise_tables([page(1, *top, grid(header + rows))]))
    assert {(fact.row_index, fact.subject_name) for fact in table.facts} == {(0, "2023年"), (1, "2024年")}
    assert table.facts[0].unit_name == "样例市信访局"
