"""The sentences of the seed's template (第三部分 情况说明), in the wording the seed has."""

from tests.sample_city.ledger import (
    Books,
    is_basic,
    is_carried,
    is_current,
    is_fiscal,
    is_general,
    is_personnel,
    is_project,
    is_public_use,
)
from tests.sample_city.parts import (
    change,
    class_rows,
    everything,
    percent,
    prior_of,
    section,
    three_public,
    wan,
)
from tests.typesetter.content import Block, Heading


def narrative(b: Books) -> list[Block]:
    """第三部分, in the wording the seed has."""
    y, p, total, basic, project = b.year, prior_of(b), b.total, b.sum(is_basic), b.sum(is_project)
    public, staff = b.sum(is_general, is_public_use), b.sum(is_general, is_personnel)
    classes = [
        (x.name.split("、")[1], x.amounts["total"] or 0)
        for x in class_rows(b.lines, {"total": everything}, used_only=True)
    ]
    buy = b.procurement()
    tp, tp0 = three_public(b), three_public(p)
    cost, cost0 = b.operating_cost, p.operating_cost
    operating = (
        f"{y}年机关运行经费财政拨款预算{wan(cost)}万元，比去年同期预算{wan(cost0)}万元，{change(cost, cost0)}。"
        if cost
        else "本单位无机关运行经费预算。"
    )
    shares = "；".join(f"{label}{wan(x)}万元，占{percent(x, total)}" for label, x in classes)
    return [
        Heading(f"第三部分 {y}年度部门预算情况说明"),
        *section(
            "一、部门预算收支数据变动情况及原因",
            f"{y}年度预算收入总计{wan(total)}万元，其中：本年收入{wan(b.sum(is_current))}万元，上年结转{wan(b.sum(is_carried))}万元，比上年{change(total, p.total)}，主要原因是人员经费和项目安排变化；本年部门预算支出总计{wan(total)}万元，其中：本年预算安排{wan(b.sum(is_current))}万元，上年结转{wan(b.sum(is_carried))}万元，比上年{change(total, p.total)}。",
        ),
        *section(
            "二、收入预算情况说明",
            f"{y}年度预算收入{wan(total)}万元，主要包括一般公共预算拨款收入{wan(b.sum(is_general))}万元，占{percent(b.sum(is_general), total)}；政府性基金预算拨款收入0.00万元，占0.00%；国有资本经营预算拨款收入0.00万元，占0.00%；上年结转0.00万元，占0.00%。",
        ),
        *section(
            "三、支出预算情况说明",
            f"{y}年度支出预算{wan(total)}万元，其中：基本支出{wan(basic)}万元，占{percent(basic, total)}；项目支出{wan(project)}万元，占{percent(project, total)}。",
        ),
        *section(
            "四、财政拨款收支预算总体情况说明",
            f"{y}年度财政拨款收支总预算{wan(b.sum(is_fiscal))}万元。收入为一般公共预算拨款{wan(b.sum(is_general))}万元。支出包括："
            + "、".join(f"{label}{wan(x)}万元" for label, x in classes)
            + "。",
        ),
        *section(
            "五、一般公共预算支出情况说明",
            f"{y}年度一般公共预算当年拨款{wan(b.sum(is_general))}万元，比上年{change(b.sum(is_general), p.sum(is_general))}，主要用于以下方面：{shares}。",
        ),
        *section(
            "六、一般公共预算基本支出情况说明",
            f"{y}年度一般公共预算基本支出{wan(b.sum(is_general, is_basic))}万元，其中：",
            f"人员经费{wan(staff)}万元，主要包括：基本工资、津贴补贴、奖金、社会保障缴费、住房公积金、退休费等；",
            f"公用经费{wan(public)}万元，主要包括：办公费、印刷费、邮电费、差旅费、会议费、培训费、工会经费、福利费等。",
        ),
        *section(
            "七、“三公”经费增减变动原因说明",
            f"{y}年“三公”经费预算{wan(tp['three_public_total'])}万元，比上年{change(tp['three_public_total'], tp0['three_public_total'])}。其中：因公出国（境）费{wan(tp['abroad'])}万元，公务接待费{wan(tp['reception'])}万元，公务用车购置费{wan(tp['vehicle_purchase'])}万元，公务用车运行维护费{wan(tp['vehicle_operation'])}万元。",
        ),
        *section("八、机关运行经费增减变动原因说明", operating),
        *section(
            "九、政府采购情况",
            f"{y}年{b.name}各单位政府采购预算总额{wan(sum(buy.values()))}万元。其中：政府采购货物预算{wan(buy['goods'])}万元、政府采购工程预算{wan(buy['works'])}万元、政府采购服务预算{wan(buy['services'])}万元。",
        ),
        *section(
            "十、绩效管理情况",
            f"{y}年{b.name}实行绩效目标管理的项目{len(b.projects())}个，涉及一般公共预算当年拨款{wan(b.sum(is_general, is_project))}万元。",
        ),
        *section(
            "十一、国有资产占有使用情况",
            f"本单位共有车辆{b.facts['cars']}辆，其中：机要通信用车1辆、应急保障用车{b.facts['cars'] - 1}辆；单价50万元以上通用设备{b.facts['devices']}台（套）。",
        ),
    ]
