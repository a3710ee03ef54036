"""类/款/项 in three columns, whole 元, totals at the bottom, landscape; 三公 in 万元 with the operating cost."""

from decimal import Decimal

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
    EXPENDITURE,
    FUNDS,
    WAN,
    YUAN,
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
    plain,
    prior_of,
    row,
    section,
    three_public,
    wan,
)
from tests.typesetter.content import Block, Contents, Cover, Head, Heading, Row, Table

_LABELS = (
    ("fiscal_appropriation", "财政拨款收入"),
    ("business_income", "事业收入"),
    ("operating_income", "事业单位经营收入"),
    ("other_income", "其他收入"),
)


def _subject(name_label: str = "功能分类科目名称", code_label: str = "功能分类科目编码") -> Head:
    return h("项目", *code_name(code_label, name_label))


def tables(b: Books) -> list[Table]:
    y, who = b.year, "部门" if b.scope == "department" else "预算单位"
    general, fund = [x for x in b.lines if is_general(x)], [x for x in b.lines if x.fund == "gov_fund"]
    income = {
        "total": everything,
        "fiscal_appropriation": is_fiscal,
        **{f: of_fund(f) for f, _ in _LABELS[1:]},
    }

    def spending(label: str) -> list[Head]:
        return [_subject(), h(label, a("合计", "total"), a("基本支出", "basic"), a("项目支出", "project"))]

    economic = h("项目", *code_name("经济分类科目编码", "部门经济分类科目名称"))
    columns = {"basic": is_basic, "personnel": is_personnel, "public_use": is_public_use}
    return [
        _summary(b, who),
        plain(
            "income_summary",
            f"{y}年{who}收入预算总表",
            [_subject(), h("收入预算", a("合计", "total"), *(a(label, f) for f, label in _LABELS))],
            function_rows(b.lines, income),
            YUAN,
        ),
        plain(
            "expenditure_summary",
            f"{y}年{who}支出预算总表",
            spending("支出预算"),
            function_rows(b.lines, EXPENDITURE),
            YUAN,
        ),
        _fiscal_summary(b, who),
        plain(
            "general_public_expenditure",
            f"{y}年{who}一般公共预算支出功能分类预算表",
            spending("一般公共预算支出"),
            function_rows(general, EXPENDITURE),
            YUAN,
        ),
        plain(
            "gov_fund_expenditure",
            f"{y}年{who}政府性基金预算支出功能分类预算表",
            spending("政府性基金预算支出"),
            function_rows(fund, EXPENDITURE),
            YUAN,
        ),
        plain(
            "state_capital_expenditure",
            f"{y}年{who}国有资本经营预算支出功能分类预算表",
            spending("国有资本经营预算支出"),
            [closing("合计")],
            YUAN,
        ),
        plain(
            "general_public_basic_by_economic",
            f"{y}年{who}一般公共预算基本支出部门预算经济分类预算表",
            [
                economic,
                h(
                    "一般公共预算基本支出",
                    a("合计", "basic"),
                    a("人员经费", "personnel"),
                    a("公用经费", "public_use"),
                ),
            ],
            economic_rows([x for x in general if is_basic(x)], columns),
            YUAN,
        ),
        _three_public(b),
    ]


def _summary(b: Books, who: str) -> Table:
    uses = {
        "expenditure_total": everything,
        "personnel": is_personnel,
        "public_use": is_public_use,
        "project": is_project,
    }
    left = [
        row("一、财政拨款收入", income_amount=b.sum(is_fiscal)),
        *(row(f"{i}、{label}", income_amount=b.sum(of_fund(f))) for i, (f, label) in enumerate(FUNDS[:3], 1)),
    ]
    left += [
        row(f"{i}、{label}", income_amount=b.sum(of_fund(f)))
        for i, (f, label) in zip("二三四", _LABELS[1:], strict=True)
    ]
    sides = halves(
        [h("本年收入", name(), a("预算数", "income_amount"))],
        [
            h(
                "本年支出",
                name(),
                h(
                    "预算数",
                    a("合计", "expenditure_total"),
                    h("基本支出", a("人员经费", "personnel"), a("公用经费", "public_use")),
                    a("项目支出", "project"),
                ),
            )
        ],
        left,
        class_rows(b.lines, uses, used_only=True),
        [closing("收入总计", income_amount=b.total)],
        [closing("支出总计", **amounts_of(b.lines, uses))],
        height=10,
    )
    return Table("income_expenditure_summary", f"{b.year}年{who}财务收支预算总表", YUAN, sides)


def _fiscal_summary(b: Books, who: str) -> Table:
    fiscal = [x for x in b.lines if is_fiscal(x)]
    columns = {"expenditure_total": everything, **{f: of_fund(f) for f, _ in FUNDS[:3]}}
    left = [
        row(f"{i}、{label}资金", income_amount=b.sum(of_fund(f)))
        for i, (f, label) in zip("一二三", FUNDS, strict=False)
    ]
    sides = halves(
        [h("财政拨款收入", name(), a("预算数", "income_amount"))],
        [h("财政拨款支出", name(), a("合计", "expenditure_total"), *(a(label, f) for f, label in FUNDS[:3]))],
        left,
        class_rows(fiscal, columns, used_only=True),
        [closing("收入总计", income_amount=b.sum(is_fiscal))],
        [closing("支出总计", **amounts_of(fiscal, columns))],
        height=9,
    )
    return Table("fiscal_appropriation_summary", f"{b.year}年{who}财政拨款收支预算总表", YUAN, sides)


def _three_public(b: Books) -> Table:
    amounts = {**three_public(b), "agency_operating": b.operating_cost}
    heads = [
        h(
            "“三公”经费预算数",
            a("合计", "three_public_total"),
            a("因公出国(境)费", "abroad"),
            a("公务接待费", "reception"),
            h(
                "公务用车购置及运行费",
                a("小计", "vehicle_total"),
                a("购置费", "vehicle_purchase"),
                a("运行费", "vehicle_operation"),
            ),
        ),
        a("机关运行经费预算数", "agency_operating"),
    ]
    return plain(
        "three_public_expenses",
        f"{b.year}年{'部门' if b.scope == 'department' else '单位'}“三公”经费和机关运行经费预算表",
        heads,
        [Row("", amounts)],
        WAN,
    )


def narrative(b: Books) -> list[Block]:
    y, p, buy, tp, tp0 = b.year, prior_of(b), b.procurement(), three_public(b), three_public(prior_of(b))

    def than(current: Decimal, prior: Decimal) -> str:
        return (
            f"比{y - 1}年预算{'增加' if current >= prior else '减少'}{wan(abs(current - prior))}万元"
            if current != prior
            else f"与{y - 1}年预算持平"
        )

    fiscal = b.sum(is_fiscal)
    parts = [
        f"{i}.“{x.name}”科目{wan(x.amounts['x'] or Decimal(0))}万元，主要用于人员经费、公用经费和项目支出。"
        for i, x in enumerate(
            class_rows(
                [x for x in b.lines if is_fiscal(x)], {"x": everything}, used_only=True, style="{name}"
            ),
            1,
        )
    ]
    return [
        Heading(f"{y}年{'部门' if b.scope == 'department' else '单位'}预算编制说明"),
        *section(
            "收支预算情况",
            f"{y}年，{b.name}收入预算{wan(b.total)}万元，其中：财政拨款收入{wan(fiscal)}万元，{than(fiscal, p.sum(is_fiscal))}；事业收入{wan(b.sum(of_fund('business_income')))}万元；事业单位经营收入0.00万元；其他收入{wan(b.sum(of_fund('other_income')))}万元。",
            f"支出预算{wan(b.total)}万元，其中：财政拨款支出预算{wan(fiscal)}万元，{than(fiscal, p.sum(is_fiscal))}。财政拨款支出预算中，一般公共预算拨款支出预算{wan(b.sum(is_general))}万元，{than(b.sum(is_general), p.sum(is_general))}；政府性基金拨款支出预算{wan(b.sum(of_fund('gov_fund')))}万元，{than(b.sum(of_fund('gov_fund')), p.sum(of_fund('gov_fund')))}；国有资本经营预算拨款支出预算0.00万元。",
            "财政拨款支出主要内容如下：",
            *parts,
        ),
        Heading("其他相关情况说明"),
        *section(
            "一、“三公”经费预算情况说明",
            f"{y}年“三公”经费预算数为{wan(tp['three_public_total'])}万元，{than(tp['three_public_total'], tp0['three_public_total'])}。其中：因公出国（境）费{wan(tp['abroad'])}万元，{than(tp['abroad'], tp0['abroad'])}；公务接待费{wan(tp['reception'])}万元，{than(tp['reception'], tp0['reception'])}；公务用车购置及运行费{wan(tp['vehicle_total'])}万元，{than(tp['vehicle_total'], tp0['vehicle_total'])}（其中：公务用车购置费{wan(tp['vehicle_purchase'])}万元，公务用车运行费{wan(tp['vehicle_operation'])}万元）。",
        ),
        *section(
            "二、机关运行经费预算",
            f"{y}年，{b.name}财政拨款的机关运行经费预算为{wan(b.operating_cost)}万元。",
        ),
        *section(
            "三、政府采购预算情况",
            f"{y}年，本{'部门' if b.scope == 'department' else '单位'}政府采购预算{wan(sum(buy.values(), Decimal(0)))}万元，其中：政府采购货物预算{wan(buy['goods'])}万元、政府采购工程预算{wan(buy['works'])}万元、政府采购服务预算{wan(buy['services'])}万元。",
        ),
        *section(
            "四、绩效目标设置情况",
            f"按照本市预算绩效管理工作的总体要求，{b.name}编报绩效目标的项目共{len(b.projects())}个，涉及项目预算资金{wan(b.sum(is_project))}万元。",
        ),
        *section(
            "五、国有资产占有使用情况",
            f"截至{y - 1}年8月31日，{b.name}共有车辆{b.facts['cars']}辆，其中：一般公务用车{b.facts['cars']}辆。",
        ),
    ]


def document(b: Books) -> list[tuple[str, list[Block]]]:
    made, text = tables(b), narrative(b)
    split = next(i for i, x in enumerate(text) if isinstance(x, Heading) and x.text.startswith("其他相关"))
    lines = (text[0].text, *(x.title for x in made), "其他相关情况说明")  # type: ignore[union-attr]
    kind = "市级部门预算" if b.scope == "department" else "市级单位预算"
    return [
        (
            "",
            [
                Cover((f"样例市{b.year}年{kind}", "", f"预算单位：{b.name}")),
                Contents(lines),
                *text[:split],
                *made,
                *text[split:],
            ],
        )
    ]
