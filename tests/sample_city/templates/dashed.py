"""Two files: a narrative, and tables 预算01–09表 with `2010301-行政运行`, three axes a row and six decimals."""

from decimal import Decimal

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
    of_fund,
    subjects,
)
from tests.sample_city.parts import (
    EXPENDITURE,
    FUNDS,
    WAN,
    a,
    amounts_of,
    class_rows,
    closing,
    code_name,
    everything,
    h,
    halves,
    name,
    percent,
    plain,
    prior_of,
    row,
    section,
    t,
    three_public,
    wan,
)
from tests.typesetter.content import Block, Contents, Cover, Head, Heading, Row, Table

_INCOME = (
    ("general_public", "一般公共预算拨款收入"),
    ("gov_fund", "政府性基金预算拨款收入"),
    ("state_capital", "国有资本经营预算拨款收入"),
    ("special_account", "财政专户管理资金收入"),
    ("business_income", "事业收入"),
    ("superior_subsidy", "上级补助收入"),
    ("affiliated_remittance", "附属单位上缴收入"),
    ("operating_income", "事业单位经营收入"),
    ("other_income", "其他收入"),
)


def tables(b: Books) -> list[Table]:
    general = [x for x in b.lines if is_general(x)]
    subject = h("功能分类科目", *code_name())
    amount_heads = [a("合计", "total"), a("基本支出", "basic"), a("项目支出", "project")]
    memo = h(
        "其中",
        a("事业单位经营支出", "operating_expenditure"),
        a("上缴上级支出", "remit_to_superior"),
        a("对附属单位补助支出", "subsidy_to_affiliates"),
    )
    return [
        _summary(b, "income_expenditure_summary", "收支总表", "预算01表"),
        _income(b),
        plain(
            "expenditure_summary",
            "支出总表",
            [*_axes(), *amount_heads, memo],
            _detail(b, b.lines),
            number="预算03表",
        ),
        _summary(b, "fiscal_appropriation_summary", "财政拨款收支总表", "预算04表"),
        plain(
            "general_public_expenditure",
            "一般公共预算支出表",
            [
                Head("支出功能分类科目编码", "code"),
                Head("功能分类科目名称", "name"),
                h(
                    "预算数",
                    a("合计", "total"),
                    h(
                        "基本支出",
                        a("小计", "basic"),
                        a("人员经费", "personnel"),
                        a("公用经费", "public_use"),
                    ),
                    h("项目支出", a("项目支出总数", "project")),
                ),
            ],
            _items(general),
            number="预算05表",
        ),
        plain(
            "general_public_basic_by_economic",
            "一般公共预算基本支出表",
            [
                t("政府支出经济分类科目", "gov", 170),
                Head("编码", "code"),
                Head("部门支出经济分类科目", "name"),
                h("预算数", a("合计", "total"), a("人员经费", "personnel"), a("公用经费", "public_use")),
            ],
            _economic([x for x in general if is_basic(x)]),
            number="预算06表",
        ),
        plain(
            "gov_fund_expenditure",
            "政府性基金预算支出表",
            [subject, h("预算数", *amount_heads)],
            [closing("合　　计")],
            number="预算07表",
        ),
        plain(
            "state_capital_expenditure",
            "国有资本经营预算支出表",
            [subject, h("预算数", *amount_heads)],
            [closing("合　　计")],
            number="预算08表",
        ),
        _three_public(b),
    ]


def _axes() -> list[Head]:
    return [
        Head("编码", "code"),
        Head("支出功能分类科目", "name"),
        t("政府支出经济分类科目", "gov", 120),
        t("部门支出经济分类科目", "dept", 150),
    ]


def _detail(b: Books, lines: tuple) -> list[Row]:
    names = subjects()
    keys = sorted({(x.item, x.economic) for x in lines})
    rows = [closing("合　　计", **amounts_of(lines, EXPENDITURE))]
    for item, economic in keys:
        below = [x for x in lines if (x.item, x.economic) == (item, economic)]
        texts = {
            "gov": names["government"].get(economic, "59999-其他支出"),
            "dept": f"{economic}-{names['economic'][economic]}",
        }
        rows.append(Row(names["functional"][item], amounts_of(below, EXPENDITURE), item, 3, texts=texts))
    return rows


def _items(lines: list) -> list[Row]:
    columns = {**EXPENDITURE, "personnel": is_personnel, "public_use": is_public_use}
    rows = [closing("合　　计", **amounts_of(lines, columns))]
    for item in sorted({x.item for x in lines}):
        rows.append(
            Row(
                subjects()["functional"][item],
                amounts_of([x for x in lines if x.item == item], columns),
                item,
            )
        )
    return rows


def _economic(lines: list) -> list[Row]:
    columns = {"total": everything, "personnel": is_personnel, "public_use": is_public_use}
    rows = [closing("合　　计", **amounts_of(lines, columns))]
    for code in sorted({x.economic for x in lines}):
        texts = {"gov": subjects()["government"].get(code, "59999-其他支出")}
        rows.append(
            Row(
                subjects()["economic"][code],
                amounts_of([x for x in lines if x.economic == code], columns),
                code,
                texts=texts,
            )
        )
    return rows


def _summary(b: Books, kind: str, title: str, number: str) -> Table:
    fiscal_only = kind.startswith("fiscal")
    lines = [x for x in b.lines if is_fiscal(x) or not fiscal_only]
    sources = [(f, f"{label}资金") for f, label in FUNDS[:3]] if fiscal_only else list(_INCOME)
    left = [
        row(f"{i}、{label}", income_amount=b.sum(of_fund(f), is_current))
        for i, (f, label) in zip("一二三四五六七八九", sources, strict=False)
    ]
    total, current, carried = (
        sum((x.amount for x in lines if test(x)), Decimal(0)) for test in (everything, is_current, is_carried)
    )
    by_fund = [
        row(f"{i}、{label}资金", income_amount=b.sum(of_fund(f), is_carried))
        for i, (f, label) in zip("一二三", FUNDS, strict=False)
    ]
    by_fund = by_fund if fiscal_only else []
    sides = halves(
        [h("收 入", name("项　　目"), a("预算数", "income_amount"))],
        [h("支 出", name("项　　目"), a("预算数", "expenditure_amount"))],
        left,
        class_rows(lines, {"expenditure_amount": everything}),
        [
            closing("本年收入合计", income_amount=current),
            row("上年结转结余", income_amount=carried),
            *by_fund,
            closing("收入总计", income_amount=total),
        ],
        [
            closing("本年支出合计", expenditure_amount=total),
            row("年终结转结余"),
            *[row("")] * len(by_fund),
            closing("支出总计", expenditure_amount=total),
        ],
    )
    return Table(kind, title, WAN, sides, number=number)


def _income(b: Books) -> Table:
    amounts = {
        "total": b.total,
        "current_year_total": b.sum(is_current),
        "carryover_total": b.sum(is_carried),
        "carryover_general_public": b.sum(is_carried, is_general),
    }
    amounts |= {f: b.sum(of_fund(f), is_current) for f, _ in FUNDS}
    heads = [
        a("合计", "total"),
        h(
            "本年收入",
            a("小计", "current_year_total"),
            *(a(label + ("资金" if "预算" in label else ""), f) for f, label in FUNDS),
        ),
        h(
            "上年结转结余",
            a("小计", "carryover_total"),
            *(a(label + ("资金" if "预算" in label else ""), f"carryover_{f}") for f, label in FUNDS[:4]),
            a("单位资金", "carryover_unit_funds"),
        ),
    ]
    return plain("income_summary", "收入总表", heads, [Row("", amounts)], number="预算02表")


def _three_public(b: Books) -> Table:
    heads = [
        a("“三公”经费财政拨款预算总额", "three_public_total"),
        a("因公出国（境）费用", "abroad"),
        a("公务接待费", "reception"),
        h(
            "公务用车购置及运行维护费",
            a("小计", "vehicle_total"),
            a("公务用车购置费", "vehicle_purchase"),
            a("公务用车运行维护费", "vehicle_operation"),
        ),
    ]
    return plain(
        "three_public_expenses",
        "财政拨款“三公”经费支出表",
        heads,
        [Row("", dict(three_public(b)))],
        number="预算09表",
    )


def narrative(b: Books) -> list[Block]:
    y, p, tp, tp0, buy = b.year, prior_of(b), three_public(b), three_public(prior_of(b)), b.procurement()
    basic, project = b.sum(is_basic), b.sum(is_project)

    def than(current: Decimal, prior: Decimal) -> str:
        up = current >= prior
        return f"比{y - 1}年年初预算数{wan(prior)}万元{'增加' if up else '减少'}{wan(abs(current - prior))}万元，{'增长' if up else '下降'}{percent(abs(current - prior), prior)}"

    return [
        Heading(f"第一部分 {y}年度部门预算情况说明"),
        *section(
            "一、部门情况说明",
            f"{b.name}负责拟订并组织实施全市国民经济和社会发展规划、年度计划，统筹重大项目和价格管理。本部门行政编制人员和内设机构按规定设置。",
        ),
        *section(
            "二、收入预算情况说明",
            f"{y}年度收入预算{wan(b.total)}万元，{than(b.total, p.total)}。其中：",
            f"本年财政拨款收入{wan(b.sum(is_fiscal, is_current))}万元，上年结转结余{wan(b.sum(is_carried))}万元。",
        ),
        *section(
            "三、支出预算情况说明",
            f"{y}年度支出预算{wan(b.total)}万元，{than(b.total, p.total)}。其中：基本支出预算{wan(basic)}万元，占本年支出预算{percent(basic, b.total)}，{than(basic, p.sum(is_basic))}；项目支出预算{wan(project)}万元，占本年支出预算{percent(project, b.total)}，{than(project, p.sum(is_project))}。",
        ),
        *section(
            "四、部门“三公”经费财政拨款预算说明",
            f"{y}年度财政拨款“三公”经费预算{wan(tp['three_public_total'])}万元，{than(tp['three_public_total'], tp0['three_public_total'])}。",
            f"1.因公出国（境）费用。{y}年预算数{wan(tp['abroad'])}万元。",
            f"2.公务接待费。{y}年预算数{wan(tp['reception'])}万元。",
            f"3.公务用车购置和运行维护费。{y}年预算数{wan(tp['vehicle_total'])}万元，其中，公务用车购置费{y}年预算数{wan(tp['vehicle_purchase'])}万元，公务用车运行维护费{y}年预算数{wan(tp['vehicle_operation'])}万元。",
        ),
        *section(
            "五、其他情况说明",
            f"（一）政府采购预算说明。{y}年{b.name}政府采购预算总额{wan(sum(buy.values(), Decimal(0)))}万元，其中：政府采购货物预算{wan(buy['goods'])}万元，政府采购工程预算{wan(buy['works'])}万元，政府采购服务预算{wan(buy['services'])}万元。",
            f"（二）机关运行经费说明。{y}年本部门财政拨款安排的机关运行经费预算{wan(b.operating_cost)}万元。",
            f"（三）项目支出绩效目标情况说明。{y}年，{b.name}填报绩效目标的预算项目{len(b.projects())}个，涉及项目支出{wan(project)}万元。",
            f"（四）国有资产占用情况说明。{b.name}固定资产中，车辆{b.facts['cars']}台，单位价值100万元以上的设备{b.facts['devices']}台（套）。",
        ),
    ]


def document(b: Books) -> list[tuple[str, list[Block]]]:
    return [
        (
            "情况说明",
            [
                Cover((f"{b.name}", f"{b.year}年度部门预算情况说明")),
                Contents((f"第一部分 {b.year}年度部门预算情况说明",)),
                *narrative(b),
            ],
        ),
        ("报表", [Cover((f"{b.name}", f"{b.year}年度部门预算报表")), *tables(b)]),
    ]
