"""What titles announce: units, years, kinds, and what only looks like a disclosure."""

import pytest

from pipelines.acquire.describe import announced, doc_kind, fiscal_year, is_other_matter, unit_name


@pytest.mark.parametrize(
    ("title", "unit", "year", "kind"),
    [
        ("样例市民政局2026年部门预算", "样例市民政局", 2026, "budget"),
        ("2024年度样例市公安局南区分局决算公开", "样例市公安局南区分局", 2024, "final"),
        ("000-418-样例市规划局-2026年部门预算情况说明.pdf", "样例市规划局", 2026, "budget"),
        ("062-418032001-样例市测绘院2026年单位预算情况说明.pdf", "样例市测绘院", 2026, "budget"),
        ("12、 样例市商务局（本级）2026年单位预算.pdf", "样例市商务局（本级）", 2026, "budget"),
        ("样例市卫健委及部分直属单位2024年决算公开", "样例市卫健委及部分直属单位", 2024, "final"),
        ("样例市审计局2026年度重点绩效管理项目绩效目标", "样例市审计局", 2026, "other"),
        ("关于公开样例市统计局2025年度部门决算的说明", "样例市统计局", 2025, "final"),
        ("附件：部门预算公开表.xls", None, None, "budget"),
        ("2026年部门预算公开（样例市教育局）", "样例市教育局", 2026, "budget"),
        ("二〇二六年部门预算——样例市档案馆", "样例市档案馆", 2026, "budget"),
        ("样例市财政局预算评审中心2026年单位预算", "样例市财政局预算评审中心", 2026, "budget"),
        ("样例市水利局2024部门决算", "样例市水利局", 2024, "final"),
        ("样例市林业局2026年市级部门预算及绩效目标公开", "样例市林业局", 2026, "budget"),
        ("表1 收支总表.xls", None, None, None),
        ("1．样例市体育局", "样例市体育局", None, None),
        ("http://platform.example/#/detail?id=1", None, None, None),
        ("[财务公开]", None, None, None),
    ],
)
def test_title_says_unit_year_kind(title: str, unit: str | None, year: int | None, kind: str | None) -> None:
    assert (unit_name(title), fiscal_year(title), doc_kind(title)) == (unit, year, kind)


@pytest.mark.parametrize("code", ["418-2019-样例市统计局部门预算", "文号20260001", "12026年"])
def test_digits_of_codes_are_no_year(code: str) -> None:
    assert fiscal_year(code) is None


def test_later_titles_fill_what_the_nearest_leaves_open() -> None:
    said = announced("样例市体育局", "样例市2026年部门预算公开目录")
    assert (said.department, said.fiscal_year, said.doc_kind) == ("样例市体育局", 2026, "budget")


@pytest.mark.parametrize(
    "title",
    [
        "关于2024年度市本级预算执行和其他财政收支的审计工作报告",
        "一图读懂：2026年样例市预算",
        "样例市卫健委预算管理系统项目招标公告",
        "样例市部门预算管理办法",
    ],
)
def test_other_matters_are_told_apart(title: str) -> None:
    assert is_other_matter(title)


@pytest.mark.parametrize("title", ["样例市审计局2026年部门预算情况说明", "样例市审计局2024年度部门决算"])
def test_an_audit_bureaus_own_budget_is_a_disclosure(title: str) -> None:
    assert not is_other_matter(title)
