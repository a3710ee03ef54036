"""The sentences of final accounts (决算情况说明): 年初预算, 支出决算, 完成预算的比例."""

from tests.sample_city.ledger import (
    Books,
    is_basic,
    is_fiscal,
    is_general,
    is_personnel,
    is_project,
    is_public_use,
    of_fund,
)
from tests.sample_city.parts import (
    percent,
    scope_word,
    section,
    three_public,
    wan,
)
from tests.typesetter.content import Block, Heading


def narrative(b: Books, budget: Books, prior: Books) -> list[Block]:
    scope = scope_word(b)
    y, tp, tp_budget = b.year, three_public(b), three_public(budget)
    basic, project, total = b.sum(is_basic), b.sum(is_project), b.total
    difference = total - prior.total
    direction = ("增加", "增长") if difference >= 0 else ("减少", "下降")

    def done(label: str, key: str) -> str:
        return f"{label}年初预算为{wan(tp_budget[key])}万元，支出决算为{wan(tp[key])}万元，完成预算的{percent(tp[key], tp_budget[key])}"

    return [
        Heading(f"第三部分 {b.name}{y}年度{scope}决算情况说明"),
        *section(
            "一、收入支出决算总体情况说明",
            f"{b.name}{y}年度收入支出总计{wan(total)}万元。与{y - 1}年度相比，收入支出总计{direction[0]}{wan(abs(difference))}万元，{direction[1]}{percent(abs(difference), prior.total)}。",
        ),
        *section(
            "二、收入决算情况说明",
            f"本年收入合计{wan(total)}万元，其中：财政拨款收入{wan(b.sum(is_fiscal))}万元，占{percent(b.sum(is_fiscal), total)}；其他收入{wan(b.sum(of_fund('other_income')))}万元，占{percent(b.sum(of_fund('other_income')), total)}。",
        ),
        *section(
            "三、支出决算情况说明",
            f"本年支出合计{wan(total)}万元，其中：基本支出{wan(basic)}万元，占{percent(basic, total)}；项目支出{wan(project)}万元，占{percent(project, total)}。",
        ),
        *section(
            "四、一般公共预算财政拨款支出决算情况说明",
            f"{y}年度一般公共预算财政拨款支出{wan(b.sum(is_general))}万元，占本年支出合计的{percent(b.sum(is_general), total)}。年初预算为{wan(budget.sum(is_general))}万元，支出决算为{wan(b.sum(is_general))}万元，完成年初预算的{percent(b.sum(is_general), budget.sum(is_general))}。",
        ),
        *section(
            "五、一般公共预算财政拨款基本支出决算情况说明",
            f"一般公共预算财政拨款基本支出{wan(b.sum(is_general, is_basic))}万元，其中：人员经费{wan(b.sum(is_general, is_personnel))}万元，公用经费{wan(b.sum(is_general, is_public_use))}万元。",
        ),
        *section(
            "六、“三公”经费支出决算情况说明",
            f"{y}年度“三公”经费{done('', 'three_public_total')}。其中：{done('公务用车运行维护费', 'vehicle_operation')}；{done('公务接待费', 'reception')}。",
        ),
        *section(
            "七、机关运行经费支出情况说明", f"{b.name}{y}年度机关运行经费支出{wan(b.operating_cost)}万元。"
        ),
        *section("八、国有资产占用情况说明", f"截至{y}年12月31日，{b.name}共有车辆{b.facts['cars']}辆。"),
    ]
