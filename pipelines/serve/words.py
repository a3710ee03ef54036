"""Chinese words for what the warehouse names in English (用语).

In: names of the marts. Out: words people read. Does not belong here: queries.
"""

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


def disclosure_name(kind: str | None) -> str:
    """部门预算, 部门决算 or 信息公开."""
    return {"budget": "部门预算", "final": "部门决算"}.get(kind or "", "信息公开")
