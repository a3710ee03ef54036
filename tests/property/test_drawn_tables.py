"""Tables as offices print them that no style of the typesetter draws: every amount beside its code and name."""

from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from tests.support.drawn_tables import Pair, canvas, pairs, read, table, title
from tests.typesetter.canvas import Canvas
from tests.typesetter.style import A4_LANDSCAPE

WIDTHS = (80.0, 260.0, 110.0, 110.0, 110.0)
HEADER = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
BODY = [
    ["", "合计", "1,284.56", "1,000.00", "284.56"],
    ["201", "一般公共服务支出", "1,150.00", "900.00", "250.00"],
    ["20103", "政府办公厅（室）及相关机构事务", "1,150.00", "900.00", "250.00"],
    ["2010301", "行政运行", "900.00", "900.00", ""],
    ["2010302", "一般行政管理事务", "250.00", "", "250.00"],
    ["208", "社会保障和就业支出", "134.56", "100.00", "34.56"],
    ["20805", "行政事业单位养老支出", "134.56", "100.00", "34.56"],
    ["2080505", "机关事业单位基本养老保险缴费支出", "134.56", "100.00", "34.56"],
]
WRAPPED = [[row[0], row[1][:8] + ("\n" + row[1][8:] if row[1][8:] else ""), *row[2:]] for row in BODY]
Drawn = tuple[Canvas, Counter[Pair]]
VARIANTS: dict[str, Callable[[], Drawn]] = {}


def variant(draw: Callable[[], Drawn]) -> Callable[[], Drawn]:
    VARIANTS[draw.__name__] = draw
    return draw


def level_rules(page: Canvas, ys: Sequence[float]) -> None:
    for y in ys:
        page.line(40, y, 40 + sum(WIDTHS), y)


@variant
def slanted_watermark() -> Drawn:
    page = canvas()
    page.pdf.set_text_color(220)
    for row in range(5):
        for column in range(4):
            x, y = 80.0 + 180 * column, 70.0 + 60 * row
            with page.pdf.rotation(30, x, y):
                page.text(x, y, "样例财政 2024-01-15", 9)
    page.pdf.set_text_color(0)
    table(page, title(page, 40, "部门支出总表"), WIDTHS, HEADER + BODY)
    return page, pairs(BODY)


@variant
def large_watermark() -> Drawn:
    page = canvas()
    page.pdf.set_text_color(225)
    for step in range(4):
        page.text(100 + 150 * step, 150 + 30 * step, "内部资料 严禁复制", 28)
    page.pdf.set_text_color(0)
    table(page, title(page, 40, "部门支出总表"), WIDTHS, HEADER + BODY)
    return page, pairs(BODY)


@variant
def page_number_over_the_table() -> Drawn:
    page = canvas()
    top = title(page, 40, "部门支出总表")
    table(page, top, WIDTHS, HEADER + BODY * 3, height=18)
    page.text(421, top + 200.3, "12", 9)
    return page, pairs(BODY * 3)


@variant
def only_column_numbers_repeated() -> Drawn:
    page = canvas()
    numbers = [["栏次", "", "1", "2", "3"]]
    table(page, title(page, 40, "部门支出总表"), WIDTHS, HEADER + numbers + BODY[:5], 2)
    page.new_page(A4_LANDSCAPE)
    table(page, 50, WIDTHS, numbers + BODY[5:])
    return page, pairs(BODY)


@variant
def title_and_unit_in_the_grid() -> Drawn:
    page = canvas()
    above = [
        ["2024年部门支出总表（公开03表）", "<", "<", "<", "<"],
        ["部门：样例市水务局", "<", "<", "单位：万元", "<"],
    ]
    table(page, 60, WIDTHS, above + HEADER + BODY, 3)
    return page, pairs(BODY)


@variant
def two_tables_beside_each_other() -> Drawn:
    page = canvas()
    income = [["一、一般公共预算拨款收入", "1,200.00"], ["二、事业收入", "84.56"], ["收入总计", "1,284.56"]]
    spent = [["一、教育支出", "1,000.00"], ["二、卫生健康支出", "284.56"], ["支出总计", "1,284.56"]]
    for name, rows, x in (("部门收入总表", income, 40.0), ("部门支出总表", spent, 420.0)):
        top = title(page, 40, name, x=(x, x + 340))
        table(page, top, (220, 120), [["项目", "预算数"], *rows], x=x)
    return page, pairs(income, None, 0, 1) + pairs(spent, None, 0, 1)


@variant
def last_columns_on_the_next_page() -> Drawn:
    page = canvas()
    header = [["科目编码", "科目名称", "合计", "一般公共预算", "政府性基金预算"]]
    rest = [
        ["5.00", "1.23"],
        ["5.00", ""],
        ["5.00", ""],
        ["", "2.34"],
        ["", "3.45"],
        ["", "4.56"],
        ["", ""],
        ["", "7.89"],
    ]
    top = title(page, 40, "部门收入总表")
    table(page, top, WIDTHS, header + BODY)
    page.new_page(A4_LANDSCAPE)
    table(page, top, (110, 110), [["事业收入", "其他收入"], *rest])
    return page, pairs(BODY) + pairs([[*row[:2], *more] for row, more in zip(BODY, rest, strict=True)])


@variant
def codes_with_dots() -> Drawn:
    page = canvas()
    dotted = [
        [".".join(part for part in (row[0][:3], row[0][3:5], row[0][5:]) if part), *row[1:]] for row in BODY
    ]
    table(page, title(page, 40, "部门支出总表"), WIDTHS, HEADER + dotted)
    return page, pairs(BODY)


@variant
def subtotals_below_and_no_total() -> Drawn:
    page = canvas()
    rows = [
        *BODY[3:5],
        ["小计", "<", "1,150.00", "900.00", "250.00"],
        BODY[7],
        ["小计", "<", "134.56", "100.00", "34.56"],
    ]
    table(page, title(page, 40, "部门支出总表"), WIDTHS, HEADER + rows)
    return page, pairs([*BODY[3:5], BODY[7]]) + pairs([row for row in rows if row[1] == "<"], None, 0)


@variant
def brackets_and_strokes_for_less_and_nothing() -> Drawn:
    page = canvas()
    rows = [
        ["合计", "9.60", "9.10", "（0.50）", "-5.21%"],
        ["因公出国（境）费", "—", "—", "—", "—"],
        ["公务接待费", "1.60", "1.10", "－0.50", "－31.25%"],
        ["其中：公务用车运行费", "8.00", "8.00", "/", "0.00%"],
    ]
    header = [["项目", "2023年预算数", "2024年预算数", "增减额", "增减幅度"]]
    table(page, title(page, 40, "“三公”经费支出预算表"), (260, 100, 100, 100, 100), header + rows)
    return page, pairs(rows, None, 0, 1)


@variant
def three_lines_codes_on_the_right() -> Drawn:
    page = canvas()
    top = title(page, 40, "部门支出总表")
    bottom = table(page, top, WIDTHS, HEADER + BODY, ruled=False)
    level_rules(page, (top, top + 16, bottom))
    return page, pairs(BODY)


@variant
def header_alone_ruled() -> Drawn:
    page = canvas()
    header = [["功能分类科目", "<", "支出", "<", "<"], *HEADER]
    bottom = table(page, title(page, 40, "部门支出总表"), WIDTHS, header, 2)
    table(page, bottom, WIDTHS, BODY, 0, ruled=False)
    page.text(40, bottom + 16 * len(BODY) + 12, "注：合计1,284.56万元，比上年减少。", 7)
    return page, pairs(BODY)


@variant
def header_ruled_names_wrapped() -> Drawn:
    page = canvas()
    widths = (80.0, 66.0, 110.0, 110.0, 110.0)
    bottom = table(page, title(page, 40, "部门支出总表"), widths, HEADER)
    table(page, bottom, widths, WRAPPED, 0, ruled=False, height=26)
    return page, pairs(BODY)


@variant
def body_with_level_rules_alone() -> Drawn:
    page = canvas()
    bottom = table(page, title(page, 40, "部门支出总表"), WIDTHS, HEADER)
    end = table(page, bottom, WIDTHS, BODY, 0, ruled=False)
    level_rules(page, [bottom + 16 * step for step in range(len(BODY) + 1)])
    for x in (40, 40 + sum(WIDTHS)):
        page.line(x, bottom, x, end)
    return page, pairs(BODY)


@variant
def rule_under_a_group_missing() -> Drawn:
    page = canvas()
    header = [["科目编码", "科目名称", "本年支出", "<", "<"], ["^", "^", "合计", "基本支出", "项目支出"]]
    top = title(page, 40, "部门支出总表")
    end = table(page, top, WIDTHS, header + BODY, 2, ruled=False)
    level_rules(page, [top, *(top + 32 + 16 * step for step in range(len(BODY) + 1))])
    x = 40.0
    for column in range(6):
        page.line(x, top if column not in (3, 4) else top + 16, x, end)
        x += WIDTHS[column] if column < 5 else 0
    return page, pairs(BODY)


@variant
def units_behind_the_amounts() -> Drawn:
    page = canvas()
    rows = [["一、基本支出", "1,000.00万元"], ["二、项目支出", "284.56万元"], ["合计", "1,284.56万元"]]
    table(page, title(page, 40, "部门支出总表", unit=""), (260, 140), [["项目", "金额"], *rows])
    return page, pairs([[name, amount.removesuffix("万元")] for name, amount in rows], None, 0, 1)


@variant
def header_written_downwards() -> Drawn:
    page = canvas()
    header = [["功\n能\n科\n目", "<", "合\n计", "基\n本\n支\n出", "项\n目\n支\n出"]]
    top = title(page, 40, "部门支出总表")
    table(page, top, WIDTHS, header, height=44)
    table(page, top + 44, WIDTHS, [["编码", "名称", "", "", ""], *BODY])
    return page, pairs(BODY)


@pytest.mark.parametrize("name", VARIANTS)
def test_every_amount_beside_its_row(name: str) -> None:
    page, printed = VARIANTS[name]()
    result, found = read(page)
    assert printed - found == Counter()
    assert found - printed == Counter()
    assert not [problem.message for problem in result.problems if problem.code == "unclaimed_number"]
