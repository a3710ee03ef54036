import pytest

from pipelines.domain.money import MoneyUnit
from pipelines.recognise.titles import (
    entity_in,
    kind_of_title,
    looks_like_title,
    money_unit_in,
    normalise_title,
    read_surroundings,
    states_emptiness,
)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2026年预算单位财务收支预算总表", "income_expenditure_summary"),
        ("预算01表 收支总表", "income_expenditure_summary"),
        ("公开02表：收入预算总表", "income_summary"),
        ("三、支出预算总表", "expenditure_summary"),
        ("2026年财政拨款收支总体情况表", "fiscal_appropriation_summary"),
        ("一般公共预算支出情况表（按功能分类科目）", "general_public_expenditure"),
        ("2023年一般公共预算安排基本支出分经济科目表（不含上年结转）", "general_public_basic_by_economic"),
        ("2025年单位“三公”经费和机关运行经费预算表", "three_public_expenses"),
        ("2023年国有资本经营预算收支预算表（不含上年结转）", "state_capital_income_expenditure"),
        ("政府性基金预算财政拨款收入支出决算表", "final_gov_fund_income_expenditure"),
        ("收入支出决算总表", "final_income_expenditure_summary"),
        ("财政拨款“三公”经费支出决算表", "final_three_public_expenses"),
        ("2023年项目支出预算表（上年结转）", "project_expenditure_carryover"),
        ("部门整体支出绩效目标申报表", "department_performance_target"),
        ("政府性基金预算支出表", "gov_fund_expenditure"),
        ("表七 一般公共预算项目支出情况表", "general_public_project_by_economic"),
        ("表十一 一般公共预算支出表", "general_public_expenditure"),
        ("2024年部门综合预算专项业务经费支出表", "project_expenditure"),
        ("部门项目支出预算表05-1表", "project_expenditure"),
        ("一般公共预算基本支出表－人员经费(工资福利支出)", "general_public_basic_by_economic"),
        ("部门决算收支总表", "final_income_expenditure_summary"),
        ("2023年度样例县人民法院支出决算表", "final_expenditure"),
        ("一般公共预算财政拨款基本支出决算公开表", "final_general_public_basic_by_economic"),
        ("财政拨款总体收支情况表", "fiscal_appropriation_summary"),
        ("政府性基金预算“三公”经费支出预算表", "other"),
        ("部门综合预算政府性基金收支表", "gov_fund_expenditure"),
        ("部门预算政府基金预算财政拨款支出表", "gov_fund_expenditure"),
        ("一般公共预算财政拨款支出决算明细表", "other"),
        ("一般公共预算财政拨款项目支出决算表", "other"),
        ("一般公共预算（财政拨款）支出表", "general_public_expenditure"),
        ("政府采购（资产配置、购买服务）预算表", "gov_procurement"),
        ("特定目标类项目支出预算表", "project_expenditure"),
        ("部门收支总体预算表", "income_expenditure_summary"),
        ("支出预算汇总表", "expenditure_summary"),
        ("支出预算分类汇总表（按部门预算经济分类）", None),
    ],
)
def test_titles_are_known_by_what_they_say(title: str, kind: str | None) -> None:
    assert kind_of_title(title) == kind


def test_number_year_and_owner_are_no_part_of_a_title() -> None:
    assert normalise_title("预算公开表10 2023年部门收入总表") == "收入总表"
    assert normalise_title("部门预算基本支出预算表").startswith("部门预算基本支出")


@pytest.mark.parametrize(
    "line", ["收入总表 ........ 5", "本表反映部门本年度收支情况。", "合计", "一、部门收支总体情况"]
)
def test_contents_and_sentences_are_no_titles(line: str) -> None:
    assert not looks_like_title(line)


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("金额单位：万元", MoneyUnit.TEN_THOUSAND_YUAN),
        ("编制单位：样例市审计局 单位：元", MoneyUnit.YUAN),
        ("单 位 ：万元", MoneyUnit.TEN_THOUSAND_YUAN),
        ("预算数（单位：万元）", MoneyUnit.TEN_THOUSAND_YUAN),
        ("单位：千元", MoneyUnit.THOUSAND_YUAN),
    ],
)
def test_unit_of_money_wherever_it_is_printed(line: str, unit: MoneyUnit) -> None:
    assert money_unit_in(line) is unit


@pytest.mark.parametrize(
    ("line", "unit", "entity"),
    [
        ("金额单位：元（列至角分）", "元", None),
        ("单位：万元（保留两位小数）", "万元", None),
        ("金额单位：人民币万元", "万元", None),
        ("单位：（万元）", "万元", None),
        ("单位编码及名称：101001样例市水务局   单位：万元", "万元", "样例市水务局"),
        ("部门（单位）名称：样例市水务局 单位：万元", "万元", "样例市水务局"),
        ("部门:[101]样例市水务局 单位:元", "元", "样例市水务局"),
        ("主管部门：样例市水务局 预算年度：2024 金额单位：万元", "万元", "样例市水务局"),
        ("部门：120急救中心 单位：万元", "万元", "120急救中心"),
        ("单位：元阳县财政局", None, "元阳县财政局"),
    ],
)
def test_whose_table_and_which_unit(line: str, unit: str | None, entity: str | None) -> None:
    found = money_unit_in(line)
    assert (found.printed if found else None, entity_in(line)) == (unit, entity)


def test_a_unit_of_money_is_no_entity() -> None:
    assert entity_in("单位：万元") is None
    assert entity_in("部门名称：样例市信访局 单位：万元") == "样例市信访局"


def test_title_wrapped_on_two_lines() -> None:
    lines = [
        "公开 09 表：一般公共预算“三公”经费、会议费、培训费",
        "支出预算表",
        "部门： 样例市检察院 单位：万元",
    ]
    found = read_surroundings(lines)
    assert found.kind == "three_public_expenses"
    assert found.money_unit is MoneyUnit.TEN_THOUSAND_YUAN
    assert found.entity == "样例市检察院"


def test_number_body_title_and_unit_on_one_line() -> None:
    found = read_surroundings(["公开02表 部门：样例市水务局 收入决算表 金额单位：万元"])
    assert (found.kind, found.entity, found.table_number) == ("final_income", "样例市水务局", "公开02表")
    assert read_surroundings(["样例市2024年部门预算表", "部门收支", "总体情况表"]).kind == (
        "income_expenditure_summary"
    )


def test_table_number_is_not_glued_to_the_title() -> None:
    found = read_surroundings(["预算公开表10", "2023年一般公共预算“三公”经费支出预算表", "单位：万元"])
    assert found.title == "2023年一般公共预算“三公”经费支出预算表"
    assert found.table_number == "预算公开表10"


def test_running_header_does_not_hide_the_title() -> None:
    found = read_surroundings(["样例市教育局2026年度部门预算公开", "公开02表", "收入总表", "单位：万元"])
    assert found.kind == "income_summary"


@pytest.mark.parametrize(
    "note", ["注：本表无数据", "注：本部门无国有资本经营预算支出，故本表无数据。", "此表为空"]
)
def test_notes_of_empty_tables(note: str) -> None:
    assert states_emptiness(note)


@pytest.mark.parametrize(
    ("line", "title", "number"),
    [
        ("预算01表 收支总表", "收支总表", "预算01表"),
        ("财决01表 收入支出决算总表", "收入支出决算总表", "财决01表"),
        ("公开09表：一般公共预算“三公”经费支出表", "一般公共预算“三公”经费支出表", "公开09表"),
        ("八、一般公共预算支出预算表", "一般公共预算支出预算表", None),
        ("表1-2 部门支出总表", "部门支出总表", "表1-2"),
        ("2024年部门支出总表", "2024年部门支出总表", None),
    ],
)
def test_a_title_is_told_from_its_number(line: str, title: str, number: str | None) -> None:
    found = read_surroundings([line, "单位：万元"])
    assert (found.title, found.table_number) == (title, number)
