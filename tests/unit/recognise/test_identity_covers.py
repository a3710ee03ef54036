"""Covers as cities print them: every order of name, year, scope and kind, over any number of lines."""

import pytest

from pipelines.domain.document import ContentClass, DocKind, Scope
from pipelines.domain.statement import Table
from pipelines.recognise.identity import identify
from tests.support.prose import label_grid, prose_page, prose_pages

REST = "\n为方便查阅，现将有关情况公开如下，表格详见附后各页，请社会各界予以监督。"

BUDGET, FINAL = DocKind.BUDGET, DocKind.FINAL
DEPARTMENT, UNIT = Scope.DEPARTMENT, Scope.UNIT


def tables(kind: DocKind) -> list[Table]:
    names = (
        ["final_income_expenditure_summary", "final_expenditure"]
        if kind is FINAL
        else ["income_expenditure_summary", "expenditure_summary"]
    )
    return [Table(f"t{number}", name, None, None, [2], "万元") for number, name in enumerate(names, start=1)]


COVERS = [
    ("云溪县审计局2020年部门决算\n目 录\n第一部分 部门概况", "云溪县审计局", DEPARTMENT, FINAL, 2020),
    ("2023年度云溪市中医医院单位决算\n目录\n公开日期：2024年9月26日", "云溪市中医医院", UNIT, FINAL, 2023),
    (
        "监督索引号53280011047601000\n云溪自治州农垦局2024年度\n部门决算",
        "云溪自治州农垦局",
        DEPARTMENT,
        FINAL,
        2024,
    ),
    ("云溪县林业局(本级) 2024 年度决算公开说明", "云溪县林业局（本级）", UNIT, FINAL, 2024),
    ("2024年度\n云溪县人民法院\n部门预算", "云溪县人民法院", DEPARTMENT, BUDGET, 2024),
    (
        "二〇二四年度部门预算\n中共云溪县委组织部\n二〇二四年二月",
        "中共云溪县委组织部",
        DEPARTMENT,
        BUDGET,
        2024,
    ),
    ("二○二五年\n云溪旗教育体育局\n部门预算公开报告", "云溪旗教育体育局", DEPARTMENT, BUDGET, 2025),
    ("２０２３年云溪镇人民政府\n部门预算", "云溪镇人民政府", DEPARTMENT, BUDGET, 2023),
    ("云溪街道2023年单位预算公开", "云溪街道", UNIT, BUDGET, 2023),
    ("云溪县第一中学\n2022年单位预算信息公开", "云溪县第一中学", UNIT, BUDGET, 2022),
    (
        "云溪市妇幼保健院（云溪市妇女儿童医院）\n2023年度单位决算公开",
        "云溪市妇幼保健院（云溪市妇女儿童医院）",
        UNIT,
        FINAL,
        2023,
    ),
    (
        "2026年云溪市规划和自然资源局东湖\n管理局部门预算",
        "云溪市规划和自然资源局东湖管理局",
        DEPARTMENT,
        BUDGET,
        2026,
    ),
    (
        "云溪市人民政府国有资产监督管理委员会部\n门预算\n2026年",
        "云溪市人民政府国有资产监督管理委员会",
        DEPARTMENT,
        BUDGET,
        2026,
    ),
    (
        "云溪市经济技术开发区管理委员会2024年部门预算公开",
        "云溪市经济技术开发区管理委员会",
        DEPARTMENT,
        BUDGET,
        2024,
    ),
    (
        "2024年部门预算公开\n单位名称：云溪市总工会\n编制日期：2024年2月",
        "云溪市总工会",
        DEPARTMENT,
        BUDGET,
        2024,
    ),
    ("云溪市2026年市级单位预算\n预算单位：云溪市审计局", "云溪市审计局", UNIT, BUDGET, 2026),
    ("云溪市2026年市级部门预算\n预算主管部门：云溪市财政局", "云溪市财政局", DEPARTMENT, BUDGET, 2026),
    ("云溪市教育委员会部门\n2026年度部门预算信息公开", "云溪市教育委员会", DEPARTMENT, BUDGET, 2026),
    (
        "附件2\n云溪市文学艺术界联合会2019年部门预算编制说明",
        "云溪市文学艺术界联合会",
        DEPARTMENT,
        BUDGET,
        2019,
    ),
    ("云溪市水务集团有限公司2024年单位预算", "云溪市水务集团有限公司", UNIT, BUDGET, 2024),
    ("部门预算公开文本\n（2024年度）\n云溪县农业农村局", "云溪县农业农村局", DEPARTMENT, BUDGET, 2024),
    ("云溪县财政局关于2024年部门预算公开的说明", "云溪县财政局", DEPARTMENT, BUDGET, 2024),
    (
        "部门代码：101001\n部门名称：云溪州林业和草原局\n2025年部门预算",
        "云溪州林业和草原局",
        DEPARTMENT,
        BUDGET,
        2025,
    ),
    ("云\n溪\n县\n公\n安\n局\n2\n0\n2\n4\n年\n部\n门\n预\n算", "云溪县公安局", DEPARTMENT, BUDGET, 2024),
]


@pytest.mark.parametrize(("cover", "entity", "scope", "kind", "year"), COVERS)
def test_cover(cover: str, entity: str, scope: Scope, kind: DocKind, year: int) -> None:
    found = identify(prose_pages(cover + REST), tables(kind))
    assert (found.entity_name, found.scope, found.doc_kind, found.fiscal_year) == (entity, scope, kind, year)
    assert found.content_class is ContentClass.TABLES_ONLY
    assert found.evidence


def test_running_header_names_the_body_where_the_cover_is_a_picture() -> None:
    body = (
        "2026年度云溪市统计局部门预算公开\n一、主要职能\n组织全市统计工作，确保数据真实、准确、完整、及时。"
    )
    found = identify(prose_pages(*[body] * 4), tables(BUDGET))
    assert (found.entity_name, found.fiscal_year) == ("云溪市统计局", 2026)


def test_labels_of_tables_without_cover() -> None:
    page = "收入预算总表\n公开02表\n部门：云溪省政协办公厅 单位：万元\n2017年政府采购预算表"
    found = identify(prose_pages(page, page), tables(BUDGET))
    assert (found.entity_name, found.scope, found.fiscal_year) == ("云溪省政协办公厅", DEPARTMENT, 2017)


def test_unit_of_money_is_no_name() -> None:
    page = "收支预算总表\n部门： 单位：万元\n金额单位：万元\n2023年部门预算收支总表，各项收支见下表。"
    assert identify(prose_pages(page), tables(BUDGET)).entity_name is None


def test_name_in_the_cell_beside_its_label() -> None:
    grid = label_grid(("部门名称", "云溪市重大项目办公室"), ("预算支出总额", "4,704.24"))
    page = prose_page(
        "预算13表 部门整体支出绩效目标表\n（2026年度）\n总体资金情况见表内各栏，绩效目标按年度公开。",
        1,
        [grid],
    )
    found = identify([page], tables(BUDGET))
    assert (found.entity_name, found.fiscal_year) == ("云溪市重大项目办公室", 2026)


def test_cover_wins_over_a_mistaken_header_and_over_bodies_spoken_of() -> None:
    first = "云溪区规划和自然资源局2024年度部门决算\n目录\n第一部分 概况"
    other = "收入支出决算总表\n部门：云溪市规划和自然资源局\n单位：万元"
    found = identify(
        prose_pages(first, other, "云溪区自然资源登记中心2023年度支出决算情况，仅供参考，不属于本表。"),
        tables(FINAL),
    )
    assert (found.entity_name, found.fiscal_year) == ("云溪区规划和自然资源局", 2024)


def test_last_year_in_comparisons_is_not_the_fiscal_year() -> None:
    text = "2025年，云溪市档案馆收入预算100万元，比2024年预算增加5万元，比2024年预算执行数增加6万元。"
    found = identify(prose_pages("单位预算\n预算单位：云溪市档案馆\n" + text), tables(BUDGET))
    assert found.fiscal_year == 2025


def test_empty_and_wordless_files_are_unreadable() -> None:
    assert identify([], []).content_class is ContentClass.UNREADABLE
    assert identify(prose_pages("3"), []).content_class is ContentClass.UNREADABLE


def test_blank_template() -> None:
    found = identify(
        prose_pages("云溪市XX局2024年度部门决算\n目录\n第一部分 部门概况\n一、主要职能" + REST), tables(FINAL)
    )
    assert found.is_blank_template
    assert found.content_class is ContentClass.NOT_A_DISCLOSURE


def test_cover_inside_a_frame() -> None:
    frame = label_grid(("2024年度",), ("云溪县公安局",), ("部门预算公开",))
    page = prose_page("", 1, [frame])
    page.char_count = 60
    found = identify([page, *prose_pages(REST)], tables(BUDGET))
    assert (found.entity_name, found.fiscal_year) == ("云溪县公安局", 2024)
