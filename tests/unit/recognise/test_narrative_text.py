"""Paragraphs over lines and pages; glossaries, contents, running headers and tables give no figures."""

from decimal import Decimal

from pipelines.domain.page import Box, Page, TextLine
from pipelines.recognise.narrative import narrative_figures
from pipelines.recognise.narrative_text import blocks
from tests.support.prose import label_grid, prose_page, prose_pages


def test_numbers_and_units_broken_over_lines_and_pages() -> None:
    header = "云溪市交通运输局2026年度部门预算公开"
    first = f"""{header}
- 30 -
第三部分 2026年度部门预算情况说明
一、收支预算总体情况说明
云溪市交通运输局2026年度收入、支出预算总计 984,760.87 万
元，与上年相比收、支预算总计各增加 108,584.28 万元，增长 12.
39 %。
（一）收入预算总计"""
    second = f"""{header}
- 31 -
984,760.87 万元。"""
    third = f"{header}\n- 32 -\n以上为全部说明。"
    figures = narrative_figures(prose_pages(first, second, third))
    found = [(figure.figure_id, figure.value, figure.page) for figure in figures]
    assert found[0] == ("total_income", Decimal("9847608700.00"), 1)
    assert found[-2] == ("yoy_percent", Decimal("12.39"), 1)
    assert found[-1] == ("total_income", Decimal("9847608700.00"), 1)
    assert header not in "".join(figure.sentence for figure in figures)


def test_spans_point_at_the_number() -> None:
    text = "2026年“三公”经费预算44.17万元，比2025年减少0.73万元，下降1.63%。其中：公务接待费 5 万元。"
    for figure in narrative_figures(prose_pages(text)):
        assert figure.sentence[figure.char_start : figure.char_end] == figure.value_printed


def test_glossary_gives_nothing_and_what_follows_it_does() -> None:
    text = """三、名词解释
（一）机关运行经费：指行政单位使用一般公共预算安排的经费，例如办公费100万元。
（二）“三公”经费：指因公出国（境）费、公务接待费等，单价50万元以上设备除外。
四、部门预算编制说明
2025年收入预算3,121.42万元。"""
    figures = narrative_figures(prose_pages(text))
    assert [(figure.figure_id, figure.value) for figure in figures] == [
        ("total_income", Decimal("31214200.00"))
    ]


def test_glossary_to_the_end_with_items_numbered_anew() -> None:
    text = """第三部分 情况说明
一、收入预算100万元。
第四部分 名词解释
一、财政拨款收入：指从财政部门取得的资金。
二、“三公”经费：预算5万元以内的各项支出，指公务接待费2万元等。"""
    assert [figure.figure_id for figure in narrative_figures(prose_pages(text))] == ["total_income"]


def test_contents_give_nothing() -> None:
    text = """目 录
第一部分 部门概况......1
第二部分 2026年部门预算情况说明......3
六、名词解释......9
七、2026年“三公”经费预算情况说明......12"""
    assert narrative_figures(prose_pages(text)) == []


def test_tables_are_left_to_the_tables() -> None:
    grid = label_grid(("项目", "预算数（万元）"), ("“三公”经费预算100万元", "100.00"))
    page = prose_page("一般公共预算“三公”经费支出表\n单位：万元", 1, [grid])
    assert narrative_figures([page]) == []


def test_full_width_digits_and_radicals() -> None:
    text = "２０２６年⼀般公共预算机关运⾏经费１２，３４５．６７万元，⽐上年减少１．２％。"
    figures = narrative_figures(prose_pages(text))
    assert [(figure.figure_id, figure.value) for figure in figures] == [
        ("operating_cost", Decimal("123456700.00")),
        ("yoy_percent", Decimal("-1.2")),
    ]


def test_prose_in_a_box_is_prose() -> None:
    box = label_grid(("2024年“三公”经费预算8.00万元，比上年减少1.00万元。",))
    figures = narrative_figures([prose_page("情况说明", 1, [box])])
    assert [figure.figure_id for figure in figures] == ["three_public_total", "yoy_change"]


def typeset(*lines: tuple[float, float, str]) -> Page:
    """A page of lines given by where they begin, where they end and their text."""
    printed = [
        TextLine(text, Box(left, 80 + 30 * index, right, 95 + 30 * index))
        for index, (left, right, text) in enumerate(lines)
    ]
    return Page(1, 600, 850, 0, True, 0.0, sum(len(text) for _, _, text in lines), 0, printed, [])


def test_a_full_line_of_a_heading_is_not_glued_to_the_paragraph() -> None:
    page = typeset(
        (118, 507, "九、一般公共预算“三公”经费、会议费、培训费支出预算情"),
        (88, 133, "况说明"),
        (118, 507, "云溪市商务局2026年度“三公”经费支出预算6.4万元，比上"),
        (88, 268, "年预算减少1.5万元。"),
        (89, 507, "第五部分 财政拨款会议费和培训费预算支出安排情况"),
        (118, 507, "2026年会议费预算2万元，与上年预算数相同。主要用于召开"),
        (88, 200, "工作会议。"),
    )
    assert [block.text[:10] for block in blocks([page])] == [
        "九、一般公共预算“三",
        "云溪市商务局2026",
        "第五部分财政拨款会议",
        "2026年会议费预算",
    ]


def test_hanging_lines_of_a_list_stay_with_it() -> None:
    page = typeset(
        (88, 507, "1.公务接待费预算2万元，比上年减少0.5万元，下降20%，主"),
        (118, 507, "要原因是压减接待费用，严格执行接待标准，按规定审批接待"),
        (118, 300, "事项，控制陪同人数。"),
        (88, 300, "2.会议费预算1万元。"),
    )
    assert [block.text[:7] for block in blocks([page])] == ["1.公务接待费", "2.会议费预算"]
