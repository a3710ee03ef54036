"""收入 | 功能分类 | 支出用途 side by side, numbered titles, tables flowing down turned pages (旧省级模板)."""

from decimal import Decimal

from pipelines.domain.statement import Side
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
    WAN,
    a,
    change,
    class_rows,
    closing,
    code_name,
    economic_rows,
    everything,
    function_rows,
    h,
    name,
    percent,
    plain,
    prior_of,
    row,
    section,
    short_wan,
    three_public,
)
from tests.typesetter.content import Block, Contents, Cover, Half, Head, Heading, Row, Table

_NOTHING = Decimal(0)


def tables(b: Books) -> list[Table]:
    fiscal, general = [x for x in b.lines if is_fiscal(x)], [x for x in b.lines if is_general(x)]
    subject = [*code_name("功能科目代码", "功能科目名称"), a("金额", "total")]
    economic = [*code_name(), a("金额", "total")]
    one = {"total": everything}
    return [
        _summary(b),
        _income(b),
        plain(
            "expenditure_summary",
            "三、支出预算总表",
            [
                a("合计", "total"),
                a("基本支出", "basic"),
                a("项目支出", "project"),
                a("单位预留机动经费", "reserve"),
                a("结转下年资金", "carry_forward"),
            ],
            [Row("", {"total": b.total, "basic": b.sum(is_basic), "project": b.sum(is_project)})],
        ),
        _fiscal_summary(b),
        plain(
            "fiscal_appropriation_expenditure", "五、财政拨款支出预算表", subject, function_rows(fiscal, one)
        ),
        plain(
            "fiscal_appropriation_basic_by_economic",
            "六、财政拨款基本支出预算表",
            economic,
            economic_rows([x for x in fiscal if is_basic(x)], one),
        ),
        plain("gov_fund_expenditure", "七、政府性基金支出预算表", subject, [closing("合计")]),
        plain(
            "general_public_expenditure", "八、一般公共预算支出预算表", subject, function_rows(general, one)
        ),
        plain(
            "general_public_basic_by_economic",
            "九、一般公共预算基本支出预算表",
            economic,
            economic_rows([x for x in general if is_basic(x)], one),
        ),
        plain(
            "agency_operating_expenses",
            "十、一般公共预算机关运行经费支出预算表",
            [*code_name(), a("机关运行经费支出", "total")],
            [closing("合计")],
            note="此表为空：本单位无机关运行经费支出。",
        ),
        _three_public(b),
        _procurement(b),
    ]


def _summary(b: Books) -> Table:
    other = b.sum(lambda x: not is_fiscal(x))
    income = [
        row("一、财政拨款", income_amount=b.sum(is_fiscal)),
        row("1.一般公共预算", income_amount=b.sum(is_general)),
        row("2.政府性基金预算", income_amount=b.sum(of_fund("gov_fund"))),
        row("二、财政专户管理资金", income_amount=b.sum(of_fund("special_account"))),
        row("三、其他资金", income_amount=other),
    ]
    classes = class_rows(b.lines, {"expenditure_amount": everything})
    uses = [
        row("一、基本支出", use_amount=b.sum(is_basic)),
        row("二、项目支出", use_amount=b.sum(is_project)),
        row("三、单位预留机动经费", use_amount=_NOTHING),
    ]
    size = len(classes)
    blank = [Row()]
    end = (
        [
            row("当年收入小计", income_amount=b.total),
            row("上年结转资金", income_amount=_NOTHING),
            closing("收入合计", income_amount=b.total),
        ],
        [
            row("当年支出小计", expenditure_amount=b.total),
            row("结转下年资金", expenditure_amount=_NOTHING),
            closing("支出合计", expenditure_amount=b.total),
        ],
        [
            row("当年支出小计", use_amount=b.total),
            row("结转下年资金", use_amount=_NOTHING),
            closing("支出合计", use_amount=b.total),
        ],
    )
    parts = (
        Half(
            (h("收入", name("项目名称"), a("金额", "income_amount")),),
            (*income, *blank * (size - len(income)), *end[0]),
            Side.LEFT,
        ),
        Half(
            (h("支出（功能分类）", name("功能科目名称"), a("金额", "expenditure_amount")),),
            (*classes, *end[1]),
            Side.RIGHT,
        ),
        Half(
            (h("支出（支出用途）", name("项目名称"), a("金额", "use_amount")),),
            (*uses, *blank * (size - len(uses)), *end[2]),
            Side.RIGHT2,
        ),
    )
    return Table("income_expenditure_summary", "一、收支预算总表", WAN, parts)


def _income(b: Books) -> Table:
    lines = (
        ("一般公共预算资金", b.sum(is_general)),
        ("政府性基金", b.sum(of_fund("gov_fund"))),
        ("财政专户管理资金", b.sum(of_fund("special_account"))),
        ("其他资金", b.sum(lambda x: not is_fiscal(x) and x.fund != "special_account")),
        ("上年结转和结余资金", _NOTHING),
    )
    rows = [closing("收入总计", total=b.total), *(row(label, total=x) for label, x in lines)]
    return plain("income_summary", "二、收入预算总表", [name("项目名称"), a("金额", "total")], rows)


def _fiscal_summary(b: Books) -> Table:
    income = (
        row("一、一般公共预算", income_amount=b.sum(is_general)),
        row("二、政府性基金预算", income_amount=b.sum(of_fund("gov_fund"))),
        row(""),
        closing("收入合计", income_amount=b.sum(is_fiscal)),
    )
    uses = (
        row("一、基本支出", use_amount=b.sum(is_fiscal, is_basic)),
        row("二、项目支出", use_amount=b.sum(is_fiscal, is_project)),
        row("三、单位预留机动经费", use_amount=_NOTHING),
        closing("支出合计", use_amount=b.sum(is_fiscal)),
    )
    parts = (
        Half((h("收入", name("项目名称"), a("金额", "income_amount")),), income, Side.LEFT),
        Half((h("支出用途", name("项目名称"), a("金额", "use_amount")),), uses, Side.RIGHT),
    )
    return Table("fiscal_appropriation_summary", "四、财政拨款收支预算总表", WAN, parts)


def _three_public(b: Books) -> Table:
    p = three_public(b)
    meeting, training = b.three_public("30215"), b.three_public("30216")
    amounts = {
        "total": p["three_public_total"] + meeting + training,
        "three_public_total": p["three_public_total"],
        "abroad": p["abroad"],
        "vehicle_total": p["vehicle_total"],
        "vehicle_purchase": p["vehicle_purchase"],
        "vehicle_operation": p["vehicle_operation"],
        "reception": p["reception"],
        "meeting": meeting,
        "training": training,
    }
    heads: list[Head] = [
        a("合计", "total"),
        h(
            "“三公”经费",
            a("小计", "three_public_total"),
            a("因公出国（境）费", "abroad"),
            h(
                "公务用车购置及运行维护费",
                a("小计", "vehicle_total"),
                a("公务用车购置费", "vehicle_purchase"),
                a("公务用车运行维护费", "vehicle_operation"),
            ),
            a("公务接待费", "reception"),
        ),
        a("会议费", "meeting"),
        a("培训费", "training"),
    ]
    return plain(
        "three_public_expenses",
        "十一、一般公共预算“三公”经费、会议费、培训费支出预算表",
        heads,
        [Row("", amounts)],
    )


def _procurement(b: Books) -> Table:
    buy = b.procurement()
    rows = [
        closing("合计", total=sum(buy.values(), _NOTHING)),
        *(
            row(label, total=buy[key])
            for label, key in (("一、货物A", "goods"), ("二、工程B", "works"), ("三、服务C", "services"))
        ),
    ]
    return plain(
        "gov_procurement", "十二、政府采购支出预算表", [name("采购品目大类"), a("总计", "total")], rows
    )


def narrative(b: Books) -> list[Block]:
    y, p, who, tp, buy = b.year, prior_of(b), b.name, three_public(b), b.procurement()
    total, basic, project = b.total, b.sum(is_basic), b.sum(is_project)
    other, other0 = (x.sum(lambda line: not is_fiscal(line)) for x in (b, p))
    classes = class_rows(b.lines, {"x": everything}, used_only=True, style="{name}")
    prior = {x.name: x.amounts["x"] for x in class_rows(p.lines, {"x": everything}, style="{name}")}
    uses = [
        f"{i}．{x.name.removesuffix('支出')}（类）支出{short_wan(x.amounts['x'] or _NOTHING)}万元，主要用于单位运转和业务开展。与上年相比{change(x.amounts['x'] or _NOTHING, prior[x.name] or _NOTHING)}。"
        for i, x in enumerate(classes, 1)
    ]
    return [
        Heading(f"第三部分 {who}{y}年度单位预算情况说明"),
        *section(
            "一、收支预算总表情况说明",
            f"{y}年度收入、支出预算总计{short_wan(total)}万元，与上年相比收、支预算总计各{change(total, p.total)}。其中：",
            f"（一）收入预算总计{short_wan(total)}万元。包括：",
            f"1．财政拨款收入预算总计{short_wan(b.sum(is_fiscal))}万元。与上年相比{change(b.sum(is_fiscal), p.sum(is_fiscal))}。",
            f"2．其他资金收入预算总计{short_wan(other)}万元。与上年相比{change(other, other0)}。",
            f"（二）支出预算总计{short_wan(total)}万元。包括：",
            *uses,
        ),
        *section(
            "二、收入预算情况说明",
            f"{who}本年收入预算合计{short_wan(total)}万元，其中：",
            f"一般公共预算收入{short_wan(b.sum(is_general))}万元，占{percent(b.sum(is_general), total)}；",
            f"其他资金{short_wan(other)}万元，占{percent(other, total)}。",
        ),
        *section(
            "三、支出预算情况说明",
            f"{who}本年支出预算合计{short_wan(total)}万元，其中：",
            f"基本支出{short_wan(basic)}万元，占{percent(basic, total)}；",
            f"项目支出{short_wan(project)}万元，占{percent(project, total)}。",
        ),
        *section(
            "四、财政拨款收支预算总表情况说明",
            f"{who}{y}年度财政拨款收、支总预算{short_wan(b.sum(is_fiscal))}万元。与上年相比，财政拨款收、支总计各{change(b.sum(is_fiscal), p.sum(is_fiscal))}。",
        ),
        *section(
            "五、财政拨款基本支出预算情况说明",
            f"{who}{y}年度财政拨款基本支出预算{short_wan(b.sum(is_fiscal, is_basic))}万元，其中：",
            f"（一）人员经费{short_wan(b.sum(is_fiscal, is_personnel))}万元。主要包括：基本工资、津贴补贴、绩效工资、社会保障缴费、住房公积金等。",
            f"（二）公用经费{short_wan(b.sum(is_fiscal, is_public_use))}万元。主要包括：办公费、印刷费、差旅费、会议费、培训费等。",
        ),
        *section(
            "六、“三公”经费支出预算情况说明",
            f"{y}年度一般公共预算拨款安排的“三公”经费预算支出中，因公出国（境）费支出{short_wan(tp['abroad'])}万元，占“三公”经费的{percent(tp['abroad'], tp['three_public_total'])}；公务用车购置及运行费支出{short_wan(tp['vehicle_total'])}万元，占“三公”经费的{percent(tp['vehicle_total'], tp['three_public_total'])}；公务接待费支出{short_wan(tp['reception'])}万元，占“三公”经费的{percent(tp['reception'], tp['three_public_total'])}。",
        ),
        *section(
            "七、政府采购支出预算情况说明",
            f"{y}年度政府采购支出预算总额{short_wan(sum(buy.values(), _NOTHING))}万元，其中：拟采购货物支出{short_wan(buy['goods'])}万元、拟采购工程支出{short_wan(buy['works'])}万元、拟购买服务支出{short_wan(buy['services'])}万元。",
        ),
        *section(
            "八、预算绩效情况说明",
            f"{y}年度，本单位共{len(b.projects())}个项目纳入绩效目标管理，涉及资金合计{short_wan(project)}万元。本单位共有车辆{b.facts['cars']}辆。",
        ),
    ]


def document(b: Books) -> list[tuple[str, list[Block]]]:
    made, text = tables(b), narrative(b)
    lines = (
        "第一部分 单位概况",
        "第二部分 单位预算表",
        *(x.title for x in made),
        *(x.text for x in text if isinstance(x, Heading)),
    )
    return [
        (
            "",
            [
                Cover((b.name, f"{b.year}年度单位预算公开")),
                Contents(lines),
                Heading("第一部分 单位概况"),
                *section("一、主要职能", f"{b.name}面向公众开展免费开放和公益服务。"),
                Heading("第二部分 单位预算表"),
                *made,
                *text,
            ],
        )
    ]
