"""What a file is: tables, narrative, both, or another kind of paper that also speaks of budgets."""

import pytest

from pipelines.domain.document import ContentClass, DocKind
from pipelines.domain.statement import Table
from pipelines.recognise.identity import identify
from tests.support.prose import prose_pages

NARRATIVE = """一、收入预算情况说明
2024年收入预算1,200.50万元，其中：财政拨款收入1,200.50万元，比2023年预算增加10.00万元。
二、支出预算情况说明
2024年支出预算1,200.50万元，其中：基本支出900.00万元，项目支出300.50万元。
三、“三公”经费预算5.00万元，机关运行经费80.00万元，政府采购预算20.00万元。"""


def table(kind: str) -> Table:
    return Table("t1", kind, None, None, [2], "万元")


def test_narrative_without_tables() -> None:
    found = identify(prose_pages("云溪市民政局2024年部门预算情况说明", NARRATIVE), [])
    assert found.content_class is ContentClass.NARRATIVE_ONLY


def test_tables_and_narrative() -> None:
    pages = prose_pages("云溪市民政局2024年部门预算", NARRATIVE)
    assert identify(pages, [table("income_summary")]).content_class is ContentClass.BUDGET_DISCLOSURE
    final = prose_pages("云溪市民政局2024年部门决算", NARRATIVE.replace("预算", "决算"))
    found = identify(final, [table("final_income"), table("final_expenditure")])
    assert (found.content_class, found.doc_kind) == (ContentClass.FINAL_DISCLOSURE, DocKind.FINAL)


def test_performance_form_alone_discloses() -> None:
    page = "部门整体预算绩效目标申报表\n部门名称 云溪市商务局\n年度总体目标为推动商务发展，完善市场体系。"
    found = identify(prose_pages(page), [table("department_performance_target")])
    assert found.content_class is ContentClass.TABLES_ONLY


def test_table_of_unknown_kind_discloses_nothing() -> None:
    page = (
        "建设工程消防设计抽查情况表\n序号 抽查项目 建设单位 设计单位 审图机构 抽查结果 备注 联系方式 其他事项"
    )
    found = identify(prose_pages(page), [table("other")])
    assert found.content_class is ContentClass.NOT_A_DISCLOSURE


@pytest.mark.parametrize(
    "heading",
    [
        "云溪市财政项目支出绩效评价报告",
        "云溪县审计局\n2024年度部门整体支出绩效自评报告",
        "云溪县财政局关于批复2024年部门预算的通知",
        "关于云溪市2024年预算执行情况和2025年预算草案的报告",
        "政府网站工作年度报表\n（2025年度）\n填报单位:云溪市财政局",
        "云溪市专项资金管理办法",
        "云溪市政府信息公开申请表",
        "关于2026年第一季度政务公开检查情况的通报",
    ],
)
def test_other_papers(heading: str) -> None:
    found = identify(prose_pages(heading + "\n" + NARRATIVE), [])
    assert found.content_class is ContentClass.NOT_A_DISCLOSURE
    assert (found.doc_kind, found.scope, found.fiscal_year) == (None, None, None)
