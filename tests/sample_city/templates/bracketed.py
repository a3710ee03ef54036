"""表1–表12: `[201]名称` cells, 0.00 everywhere, header repeated, notes below each table, two project lists."""

from decimal import Decimal

from tests.sample_city.ledger import Books, Test, is_basic, is_fiscal, is_general, is_project, of_fund
from tests.sample_city.parts import (
    EXPENDITURE,
    FUNDS,
    WAN,
    a,
    amounts_of,
    class_rows,
    closing,
    code_name,
    economic_rows,
    everything,
    function_rows,
    h,
    halves,
    name,
    percent,
    plain,
    prior_of,
    row,
    section,
    short_wan,
    three_public,
)
from tests.typesetter.content import Block, Contents, Cover, Head, Heading, Row, Table

_NOTE, _NONE = "注：无。", "注：本表本年无发生额。"


def tables(b: Books) -> list[Table]:
    general = [x for x in b.lines if is_general(x)]
    basic, project = [x for x in general if is_basic(x)], [x for x in general if is_project(x)]
    zero = {"total": Decimal(0), "basic": Decimal(0), "project": Decimal(0)}
    more = {"operating_expenditure": _never, "subsidy_to_affiliates": _never, "remit_to_superior": _never}

    def spending(label: str) -> list[Head]:
        return [
            h("功能分类科目", *code_name()),
            h(label, a("小计", "total"), a("其中：基本支出", "basic"), a("项目支出", "project")),
        ]

    economic = [*code_name("科目编码", "部门预算支出经济科目"), a("预算", "total")]
    return [
        _summary(b),
        _income(b),
        plain(
            "expenditure_summary",
            "本年支出总体情况表",
            [
                h("功能分类科目", *code_name()),
                a("合计", "total"),
                a("基本支出", "basic"),
                a("项目支出", "project"),
                a("事业单位经营支出", "operating_expenditure"),
                a("对附属单位补助支出", "subsidy_to_affiliates"),
                a("上缴上级支出", "remit_to_superior"),
            ],
            function_rows(b.lines, {**EXPENDITURE, **more}),
            number="表3",
            note=_NOTE,
        ),
        _fiscal_summary(b),
        plain(
            "general_public_expenditure",
            "一般公共预算支出情况表（按功能分类科目）",
            spending("一般公共预算支出"),
            function_rows(general, EXPENDITURE),
            number="表5",
            note=_NOTE,
        ),
        plain(
            "general_public_basic_by_economic",
            "一般公共预算基本支出情况表（按经济分类科目）",
            economic,
            economic_rows(basic, {"total": everything}),
            number="表6",
            note=_NOTE,
            landscape=False,
        ),
        plain(
            "general_public_project_by_economic",
            "一般公共预算项目支出情况表（按经济分类科目）",
            economic,
            economic_rows(project, {"total": everything}),
            number="表7",
            note=_NOTE,
            landscape=False,
        ),
        _three_public(b),
        plain(
            "gov_fund_expenditure",
            "政府性基金预算支出情况表",
            spending("政府性基金预算支出"),
            [closing("合计", **zero)],
            number="表9",
            note=_NONE,
        ),
        plain(
            "state_capital_expenditure",
            "国有资本经营预算支出情况表",
            spending("国有资本经营预算支出"),
            [closing("合计", **zero)],
            number="表10",
            note=_NONE,
        ),
        _by_unit(b, "basic_expenditure", "部门预算基本支出预算表", "表11"),
        _by_unit(b, "project_expenditure", "部门预算项目支出及其他支出预算表", "表12"),
    ]


def _never(_: object) -> bool:
    return False


def _summary(b: Books) -> Table:
    labels = (
        "预算拨款",
        "财政专户拨款",
        "事业收入",
        "事业单位经营收入",
        "其他收入",
        "上级补助收入",
        "附属单位上缴收入",
    )
    tests: tuple[Test, ...] = (
        is_fiscal,
        *(
            of_fund(f)
            for f in (
                "special_account",
                "business_income",
                "operating_income",
                "other_income",
                "superior_subsidy",
                "affiliated_remittance",
            )
        ),
    )
    left = [
        row(f"{i}、{label}", income_amount=b.sum(test))
        for i, label, test in zip("一二三四五六七", labels, tests, strict=True)
    ]
    nothing = Decimal(0)
    sides = halves(
        [h("收入", name(), a("预算", "income_amount"))],
        [h("支出", name(), a("预算", "expenditure_amount"))],
        left,
        class_rows(b.lines, {"expenditure_amount": everything}),
        [
            row("本年收入合计", income_amount=b.total),
            row("上年结转结余", income_amount=nothing),
            closing("收入总计", income_amount=b.total),
        ],
        [
            row("本年支出合计", expenditure_amount=b.total),
            row("结转结余下年", expenditure_amount=nothing),
            closing("支出总计", expenditure_amount=b.total),
        ],
    )
    return Table(
        "income_expenditure_summary",
        "收支总体情况表",
        WAN,
        sides,
        number="表1",
        landscape=False,
        note="注：财政拨款收支情况包括一般公共预算、政府性基金预算、国有资本经营预算拨款收支情况。",
    )


def _income(b: Books) -> Table:
    columns: dict[str, Test] = {"total": everything, **{f: of_fund(f) for f, _ in FUNDS[:3]}}
    columns |= {"special_account_education": _never, "special_account_other": of_fund("special_account")}
    columns |= {
        f: of_fund(f)
        for f in (
            "business_income",
            "operating_income",
            "other_income",
            "superior_subsidy",
            "affiliated_remittance",
        )
    }
    columns["carryover"] = _never
    heads = [
        name("单位名称"),
        a("合计", "total"),
        h("财政拨款收入", *(a(label, f) for f, label in FUNDS[:3])),
        h(
            "财政专户拨款收入",
            a("教育收费", "special_account_education"),
            a("其他专户收入拨款", "special_account_other"),
        ),
        h(
            "其他资金收入",
            a("事业收入", "business_income"),
            a("事业单位经营收入", "operating_income"),
            a("其他收入", "other_income"),
        ),
        a("上级补助收入", "superior_subsidy"),
        a("附属单位上缴收入", "affiliated_remittance"),
        a("上年结转结余", "carryover"),
    ]
    amounts = amounts_of(b.lines, columns)
    return plain(
        "income_summary",
        "收入总体情况表",
        heads,
        [closing("合计", **amounts), Row(b.name, amounts)],
        number="表2",
        note=_NOTE,
    )


def _fiscal_summary(b: Books) -> Table:
    fiscal = [x for x in b.lines if is_fiscal(x)]
    total, nothing = b.sum(is_fiscal), Decimal(0)
    left = [
        row(f"{i}、{label}", income_amount=b.sum(of_fund(f)))
        for i, (f, label) in zip("一二三", FUNDS, strict=False)
    ]
    sides = halves(
        [h("收入", name(), a("预算", "income_amount"))],
        [h("支出", name(), a("预算", "expenditure_amount"))],
        left,
        class_rows(fiscal, {"expenditure_amount": everything}),
        [
            row("本年收入合计", income_amount=total),
            row("上年结转结余", income_amount=nothing),
            closing("收入总计", income_amount=total),
        ],
        [
            row("本年支出合计", expenditure_amount=total),
            row("结转结余下年", expenditure_amount=nothing),
            closing("支出总计", expenditure_amount=total),
        ],
    )
    return Table(
        "fiscal_appropriation_summary",
        "财政拨款收支总体情况表",
        WAN,
        sides,
        number="表4",
        landscape=False,
        note=_NOTE,
    )


def _three_public(b: Books) -> Table:
    p = three_public(b)
    lines = (
        ("行政经费", b.operating_cost),
        ("“三公”经费", p["three_public_total"]),
        ("　　其中：（一）因公出国（境）支出", p["abroad"]),
        ("　　　　　（二）公务用车购置及运行维护支出", p["vehicle_total"]),
        ("　　　　　　　　1.公务用车购置费", p["vehicle_purchase"]),
        ("　　　　　　　　2.公务用车运行维护费", p["vehicle_operation"]),
        ("　　　　　（三）公务接待费支出", p["reception"]),
    )
    nothing = Decimal(0)
    rows = [
        row(label, total=x, general_public=x, gov_fund=nothing, state_capital=nothing) for label, x in lines
    ]
    heads = [name(), a("合计", "total"), *(a(label, f) for f, label in FUNDS[:3])]
    return plain(
        "three_public_expenses",
        "财政拨款安排的行政经费及“三公”经费预算表",
        heads,
        rows,
        number="表8",
        note=_NOTE,
    )


def _by_unit(b: Books, kind: str, title: str, number: str) -> Table:
    columns: dict[str, Test] = {
        "total": everything,
        "fiscal_total": is_fiscal,
        **{f: of_fund(f) for f, _ in FUNDS[:3]},
    }
    columns |= {
        "special_account": of_fund("special_account"),
        "other_funds": lambda x: x.fund in {f for f, _ in FUNDS[4:]},
    }
    wanted = is_basic if kind == "basic_expenditure" else is_project
    lines = [x for x in b.lines if wanted(x)]
    rows = [closing("合计", **amounts_of(lines, columns)), Row(b.name, amounts_of(lines, columns), level=1)]
    if kind == "basic_expenditure":
        rows += [
            Row(x.name, x.amounts, level=2)
            for x in economic_rows(lines, columns)
            if x.code and len(x.code) == 3
        ]
    else:
        rows += [Row(label, amounts_of(below, columns), level=3) for label, below in b.projects()]
    heads = [
        name("支出项目类别（资金使用单位）"),
        a("总计", "total"),
        h("财政拨款", a("合计", "fiscal_total"), *(a(label, f) for f, label in FUNDS[:3])),
        a("财政专户拨款", "special_account"),
        a("其他资金", "other_funds"),
    ]
    return plain(kind, title, heads, rows, number=number, note=_NOTE, keep_order=True)


def narrative(b: Books) -> list[Block]:
    y, p, tp, tp0, buy = b.year, prior_of(b), three_public(b), three_public(prior_of(b)), b.procurement()

    def than(current: Decimal, prior: Decimal) -> str:
        up = current >= prior
        rate = percent(abs(current - prior), prior, 1) if prior else "0%"
        return f"比上年{'增加' if up else '减少'}{short_wan(abs(current - prior))}万元，{'增长' if up else '下降'}{rate}"

    consulting, consulting0 = (x.sum(is_general, lambda line: line.economic == "30227") for x in (b, p))
    return [
        Heading(f"第三部分 {y}年部门预算情况说明"),
        *section(
            "一、部门预算收支增减变化情况",
            f"{y}年本部门收入预算{short_wan(b.total)}万元，{than(b.total, p.total)}，主要原因是人员及项目经费变动；支出预算{short_wan(b.total)}万元，{than(b.total, p.total)}。",
        ),
        *section(
            "二、“三公”经费安排情况",
            f"{y}年本部门财政拨款安排“三公”经费{short_wan(tp['three_public_total'])}万元，{than(tp['three_public_total'], tp0['three_public_total'])}。其中：因公出国（境）费{short_wan(tp['abroad'])}万元，{than(tp['abroad'], tp0['abroad'])}；公务用车购置及运行维护费{short_wan(tp['vehicle_total'])}万元（公务用车购置费{short_wan(tp['vehicle_purchase'])}万元；公务用车运行维护费{short_wan(tp['vehicle_operation'])}万元。）{than(tp['vehicle_total'], tp0['vehicle_total'])}；公务接待费{short_wan(tp['reception'])}万元，{than(tp['reception'], tp0['reception'])}。",
        ),
        *section(
            "三、机关运行经费安排情况",
            f"{y}年，本部门机关运行经费安排{short_wan(b.operating_cost)}万元，{than(b.operating_cost, p.operating_cost)}，主要原因是公用经费定额调整。",
        ),
        *section(
            "四、政府采购情况",
            f"{y}年本部门政府采购安排{short_wan(sum(buy.values(), Decimal(0)))}万元，其中：货物类采购预算{short_wan(buy['goods'])}万元，工程类采购预算{short_wan(buy['works'])}万元，服务类采购预算{short_wan(buy['services'])}万元等。",
        ),
        *section(
            "五、国有资产占有使用情况",
            f"截至{y}年1月31日，本部门车辆{b.facts['cars']}辆，单价在100万元以上的设备{b.facts['devices']}台等。",
        ),
        *section(
            "六、委托业务费安排情况",
            f"{y}年本部门一般公共预算安排委托业务费{short_wan(consulting)}万元，{than(consulting, consulting0)}。",
        ),
        *section(
            "七、重点项目预算绩效目标情况",
            f"{y}年本部门项目支出均编报绩效目标，共{len(b.projects())}个项目，涉及资金{short_wan(b.sum(is_project))}万元。",
        ),
        Heading("第四部分 名词解释"),
        *section("一、财政拨款", "指本级财政部门当年拨付的资金。"),
    ]


def document(b: Books) -> list[tuple[str, list[Block]]]:
    made, text = tables(b), narrative(b)
    lines = (
        "第一部分 部门概况",
        f"第二部分 {b.year}年部门预算表",
        *(x.title for x in made),
        f"第三部分 {b.year}年部门预算情况说明",
        "第四部分 名词解释",
    )
    return [
        (
            "",
            [
                Cover((f"{b.year}年{b.name}部门预算",)),
                Contents(lines),
                Heading("第一部分 部门概况"),
                *section("一、主要职能", f"{b.name}依法独立行使职权，完成市委、市政府交办的任务。"),
                *section("二、机构设置", "本部门为一级预算单位，无下属预算单位。"),
                Heading(f"第二部分 {b.year}年部门预算表"),
                *made,
                *text,
            ],
        )
    ]
