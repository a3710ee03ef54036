"""The sentences of the numbered template (情况说明), with the change against last year's disclosure in each."""

from decimal import Decimal

from tests.sample_city.ledger import (
    Books,
    is_basic,
    is_carried,
    is_current,
    is_fiscal,
    is_personnel,
    is_project,
    is_public_use,
    of_fund,
)
from tests.sample_city.parts import (
    change,
    class_rows,
    everything,
    percent,
    prior_of,
    section,
    short_wan,
    three_public,
)
from tests.typesetter.content import Block, Heading

INCOME = (
    ("general_public", "一般公共预算拨款收入"),
    ("gov_fund", "政府性基金预算拨款收入"),
    ("state_capital", "国有资本经营预算拨款收入"),
    ("special_account", "财政专户管理资金收入"),
    ("business_income", "事业收入"),
    ("operating_income", "事业单位经营收入"),
    ("superior_subsidy", "上级补助收入"),
    ("affiliated_remittance", "附属单位上缴收入"),
    ("other_income", "其他收入"),
)


def narrative(b: Books) -> list[Block]:
    y, p, who = b.year, prior_of(b), b.name
    scope = "部门" if b.scope == "department" else "单位"
    total, basic, project, fiscal = b.total, b.sum(is_basic), b.sum(is_project), b.sum(is_fiscal)
    tp, buy = three_public(b), b.procurement()
    tp0 = three_public(p)

    def than(current: Decimal, prior: Decimal) -> str:
        if current == prior:
            return "与上年预算数相同"
        words = change(current, prior)
        return "与上年相比" + words

    sources = [
        f"（{i}）{label}{short_wan(b.sum(of_fund(f), is_current))}万元，{than(b.sum(of_fund(f), is_current), p.sum(of_fund(f), is_current))}。"
        for i, (f, label) in enumerate(INCOME, 1)
    ]
    classes = class_rows(b.lines, {"x": everything}, used_only=True, style="{name}")
    prior_classes = {x.name: x.amounts["x"] for x in class_rows(p.lines, {"x": everything}, style="{name}")}
    uses = [
        f"（{i}）{x.name}（类）支出{short_wan(x.amounts['x'] or Decimal(0))}万元，主要用于保障机构运转和事业发展。{than(x.amounts['x'] or Decimal(0), prior_classes[x.name] or Decimal(0))}。"
        for i, x in enumerate(classes, 1)
    ]
    shares = [
        f"本年{label.removesuffix('拨款收入')}收入{short_wan(b.sum(of_fund(f), is_current))}万元，占{percent(b.sum(of_fund(f), is_current), total)}；"
        for f, label in INCOME[:3]
    ]
    shares += [
        f"本年{label.removesuffix('收入')}{short_wan(b.sum(of_fund(f), is_current))}万元，占{percent(b.sum(of_fund(f), is_current), total)}；"
        for f, label in INCOME[3:5]
    ]
    shares.append(
        f"上年结转结余的一般公共预算收入{short_wan(b.sum(is_carried))}万元，占{percent(b.sum(is_carried), total)}。"
    )
    return [
        Heading(f"第三部分 {y}年度{scope}预算情况说明"),
        *section(
            "一、收支预算总体情况说明",
            f"{who}{y}年度收入、支出预算总计{short_wan(total)}万元，与上年相比收、支预算总计各{change(total, p.total)}。其中：",
            f"（一）收入预算总计{short_wan(total)}万元。包括：",
            f"1．本年收入合计{short_wan(b.sum(is_current))}万元。",
            *sources,
            f"2．上年结转结余为{short_wan(b.sum(is_carried))}万元。",
            f"（二）支出预算总计{short_wan(total)}万元。包括：",
            f"1．本年支出合计{short_wan(total)}万元。",
            *uses,
            "2．年终结转结余为0万元。",
        ),
        *section(
            "二、收入预算情况说明",
            f"{who}{y}年收入预算合计{short_wan(total)}万元，包括本年收入{short_wan(b.sum(is_current))}万元，上年结转结余{short_wan(b.sum(is_carried))}万元。其中：",
            *shares,
        ),
        *section(
            "三、支出预算情况说明",
            f"{who}{y}年支出预算合计{short_wan(total)}万元，其中：",
            f"基本支出{short_wan(basic)}万元，占{percent(basic, total)}；",
            f"项目支出{short_wan(project)}万元，占{percent(project, total)}。",
        ),
        *section(
            "四、财政拨款收支预算总体情况说明",
            f"{who}{y}年度财政拨款收、支总预算{short_wan(fiscal)}万元。与上年相比，财政拨款收、支总计各{change(fiscal, p.sum(is_fiscal))}。",
        ),
        *section(
            "五、财政拨款支出预算情况说明",
            f"{who}{y}年财政拨款预算支出{short_wan(fiscal)}万元，占本年支出合计的{percent(fiscal, total)}。与上年相比，财政拨款支出{change(fiscal, p.sum(is_fiscal))}。",
        ),
        *section(
            "六、财政拨款基本支出预算情况说明",
            f"{who}{y}年度财政拨款基本支出预算{short_wan(b.sum(is_fiscal, is_basic))}万元，其中：",
            f"（一）人员经费{short_wan(b.sum(is_fiscal, is_personnel))}万元。主要包括：基本工资、津贴补贴、奖金、社会保障缴费、住房公积金、退休费等。",
            f"（二）公用经费{short_wan(b.sum(is_fiscal, is_public_use))}万元。主要包括：办公费、印刷费、邮电费、差旅费、会议费、培训费、工会经费等。",
        ),
        *section(
            "七、一般公共预算“三公”经费、会议费、培训费支出预算情况说明",
            f"{who}{y}年度一般公共预算拨款安排的“三公”经费支出预算{short_wan(tp['three_public_total'])}万元，{than(tp['three_public_total'], tp0['three_public_total'])}。其中，因公出国（境）费支出{short_wan(tp['abroad'])}万元，占“三公”经费的{percent(tp['abroad'], tp['three_public_total'])}；公务用车购置及运行维护费支出{short_wan(tp['vehicle_total'])}万元，占“三公”经费的{percent(tp['vehicle_total'], tp['three_public_total'])}；公务接待费支出{short_wan(tp['reception'])}万元，占“三公”经费的{percent(tp['reception'], tp['three_public_total'])}。",
        ),
        *section(
            "八、一般公共预算机关运行经费支出预算情况说明",
            f"{y}年本{scope}一般公共预算机关运行经费预算支出{short_wan(b.operating_cost)}万元，{than(b.operating_cost, p.operating_cost)}。",
        ),
        *section(
            "九、政府采购支出预算情况说明",
            f"{y}年度政府采购支出预算总额{short_wan(sum(buy.values(), Decimal(0)))}万元，其中：拟采购货物支出{short_wan(buy['goods'])}万元、拟采购工程支出{short_wan(buy['works'])}万元、拟采购服务支出{short_wan(buy['services'])}万元。",
        ),
        *section(
            "十、国有资产占用情况说明",
            f"本{scope}共有车辆{b.facts['cars']}辆，其中，机要通信用车1辆、其他用车{b.facts['cars'] - 1}辆；单价100万元（含）以上的设备{b.facts['devices']}台（套）。",
        ),
        *section(
            "十一、预算绩效目标设置情况说明",
            f"{y}年度，本{scope}整体支出纳入绩效目标管理，涉及财政性资金{short_wan(fiscal)}万元；本{scope}共{len(b.projects())}个项目纳入绩效目标管理，涉及财政性资金合计{short_wan(b.sum(is_fiscal, is_project))}万元。",
        ),
    ]
