"""Chinese words for what the warehouse names in English (用语).

In: names and values of the marts. Out: words people read. Does not belong here: queries.
"""

import re

from pipelines.domain.problem import ProblemCode

FIGURE_NAMES = {
    "total_income": "收入总计",
    "total_expenditure": "支出总计",
    "basic_expenditure": "基本支出",
    "project_expenditure": "项目支出",
    "general_public_budget_expenditure": "一般公共预算支出",
    "gov_fund_expenditure": "政府性基金支出",
    "state_capital_expenditure": "国有资本经营预算支出",
    "fiscal_appropriation_total": "财政拨款总计",
    "carryover_in": "上年结转",
    "three_public_total": "“三公”经费",
    "three_public_abroad": "因公出国（境）",
    "three_public_vehicle_purchase": "公务用车购置",
    "three_public_vehicle_running": "公务用车运行",
    "three_public_reception": "公务接待",
    "operating_cost": "机关运行经费",
    "procurement_total": "政府采购",
}
FIGURE_GROUPS = {
    "totals": ("total_income", "total_expenditure", "basic_expenditure", "project_expenditure"),
    "three-public": (
        "three_public_total",
        "three_public_abroad",
        "three_public_vehicle_purchase",
        "three_public_vehicle_running",
        "three_public_reception",
    ),
}
"""Charts a unit's page shows: name → figure ids."""

KIND_NAMES = {"budget": "部门预算", "final": "部门决算"}
RESULT_NAMES = {
    "pass": "相符",
    "fail": "不符",
    "explained": "可解释",
    "not_applicable": "不适用",
    "not_checked": "未核",
}
STATUS_NAMES = {
    "published": "已公开",
    "late": "逾期公开",
    "missing": "未公开",
    "narrative_only": "仅有说明",
    "tables_only": "仅有表格",
    "unreadable": "未能读取",
    "not_a_disclosure": "内容不符",
}
READ_NAMES = {"ok": "完整", "partial": "部分", "unreadable": "无法读取"}
CONTENT_NAMES = {
    "budget_disclosure": "预算公开",
    "final_disclosure": "决算公开",
    "tables_only": "仅有表格",
    "narrative_only": "仅有说明",
    "not_a_disclosure": "不是预决算公开",
    "unreadable": "无法读取",
}
SCOPE_NAMES = {"department": "部门", "unit": "单位"}
BUDGET_SCOPE_NAMES = {
    "all_funds": "全部资金",
    "fiscal_appropriation": "财政拨款",
    "general_public": "一般公共预算",
    "gov_fund": "政府性基金",
    "state_capital": "国有资本经营预算",
}
CHANGE_NAMES = {"changed": "改动", "added": "新增", "removed": "删去"}
PROBLEM_NAMES = {code.value: code.chinese for code in ProblemCode}
_SPLIT = re.compile(r"(?<=[.:)。])\s+(?=[一-鿿《“])")


def disclosure_name(kind: str | None, scope: str | None = None) -> str:
    """部门预算, 单位决算 … as the body's scope has it, or 信息公开."""
    name = KIND_NAMES.get(kind or "", "信息公开")
    return name.replace("部门", "单位") if scope == "unit" else name


def chinese_part(description: str | None) -> str:
    """The Chinese sentence of a description that says everything twice, English first."""
    parts = _SPLIT.split(description or "", maxsplit=1)
    return parts[-1]
