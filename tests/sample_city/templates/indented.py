"""No codes, hierarchy by indentation, wide tables on large pages, three rows of 三公 by source (经济特区式)."""

from decimal import Decimal

from pipelines.domain.statement import RowRole
from tests.sample_city.ledger import (
    Books,
    Test,
    is_basic,
    is_fiscal,
    is_general,
    is_personnel,
    is_project,
    is_public_use,
    of_fund,
)
from tests.sample_city.parts import (
    FUNDS,
    ORDINALS,
    WAN,
    a,
    amounts_of,
    change,
    closing,
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
    t,
    three_public,
    wan,
)
from tests.typesetter.content import Block, Contents, Cover, Head, Heading, Row, Table

_SPENDING: dict[str, Test] = {"total": everything, "basic": is_basic, "project": is_project}
_NOTHING = Decimal(0)


def _never(_: object) -> bool:
    return False


def tables(b: Books) -> list[Table]:
    general = [x for x in b.lines if is_general(x)]
    full = {
        **_SPENDING,
        "operating_expenditure": _never,
        "subsidy_to_affiliates": _never,
        "remit_to_superior": _never,
    }
    amounts = [a("支出总计", "total"), a("基本支出", "basic"), a("项目支出", "project")]
    more = [
        a("事业单位经营支出", "operating_expenditure"),
        a("对附属单位补助支出", "subsidy_to_affiliates"),
        a("上缴上级支出", "remit_to_superior"),
    ]
    zero = dict.fromkeys(_SPENDING, _NOTHING)
    return [
        _summary(b, "income_expenditure_summary", "收支总表", "表1"),
        _income(b),
        plain(
            "expenditure_summary",
            "支出总表",
            [name("科目名称"), *amounts, *more],
            _by_name(b, function_rows(b.lines, full)),
            number="表3",
            keep_order=True,
        ),
        _by_category(b, "basic_expenditure", "基本支出总表", "表4"),
        _by_category(b, "project_expenditure", "项目支出总表", "表5"),
        _summary(b, "fiscal_appropriation_summary", "财政拨款收支总表", "表6"),
        plain(
            "general_public_expenditure",
            "一般公共预算支出表（按功能分类）",
            [name("科目名称"), *amounts],
            _by_name(b, function_rows(general, _SPENDING)),
            number="表7",
            keep_order=True,
        ),
        plain(
            "general_public_expenditure_by_economic",
            "一般公共预算支出表（按经济分类）",
            [name("科目名称"), *amounts],
            _by_name(b, economic_rows(general, _SPENDING)),
            number="表8",
            keep_order=True,
        ),
        _three_public(b),
        plain(
            "gov_fund_expenditure",
            "政府性基金预算支出表",
            [name("科目名称"), *amounts],
            [closing(b.name, **zero)],
            number="表10",
            note="注：本表本年无发生额。",
        ),
        plain(
            "state_capital_expenditure",
            "国有资本经营预算支出表",
            [name("科目名称"), *amounts],
            [closing(b.name, **zero)],
            number="表11",
            note="注：本表本年无发生额。",
        ),
    ]


def _by_name(b: Books, rows: tuple[Row, ...]) -> list[Row]:
    """The unit's own row instead of 合计, everything one step further in."""
    return [Row(b.name if x.role is RowRole.TOTAL else x.name, x.amounts, level=x.level + 1) for x in rows]


def _summary(b: Books, kind: str, title: str, number: str) -> Table:
    fiscal_only = kind.startswith("fiscal")
    lines = [x for x in b.lines if is_fiscal(x) or not fiscal_only]
    total, year = sum((x.amount for x in lines), _NOTHING), f"{b.year}年预算数"
    funds = [
        row(f"{i}.{label}拨款", level=2, income_amount=b.sum(of_fund(f)))
        for i, (f, label) in enumerate(FUNDS[:3], 1)
    ]
    left = [
        row("财政拨款" if fiscal_only else "一、财政拨款", level=1, income_amount=b.sum(is_fiscal)),
        *funds,
    ]
    if not fiscal_only:
        own = (
            "business_income",
            "operating_income",
            "superior_subsidy",
            "affiliated_remittance",
            "other_income",
        )
        left.append(row("二、财政专户管理资金", level=1, income_amount=b.sum(of_fund("special_account"))))
        left.append(row("三、单位资金", level=1, income_amount=b.sum(lambda x: x.fund in own)))
        left += [
            row(f"{i}.{dict(FUNDS)[f]}", level=2, income_amount=b.sum(of_fund(f)))
            for i, f in enumerate(own, 1)
        ]
    right, number_of_class = [], 0
    for x in function_rows(lines, {"expenditure_amount": everything}, total=None):
        label = f"{ORDINALS[number_of_class]}、{x.name}" if x.level == 1 else x.name
        number_of_class += x.level == 1
        right.append(Row(label, x.amounts, level=x.level))
    carried = [
        row(f"{i}.{label}结余、结转", level=2, income_amount=_NOTHING)
        for i, label in enumerate(("财政拨款", "非财政拨款"), 1)
    ]
    sides = halves(
        [h("收　　入", name("项　　目"), a(year, "income_amount"))],
        [h("支　　出", name("项　　目"), a(year, "expenditure_amount"))],
        left,
        right,
        [
            closing("本年收入合计", income_amount=total),
            row("上年结余、结转", level=1, income_amount=_NOTHING),
            *carried,
            closing("收入总计", income_amount=total),
        ],
        [
            closing("本年支出合计", expenditure_amount=total),
            row("结转下年", level=1, expenditure_amount=_NOTHING),
            row(""),
            row(""),
            closing("支出总计", expenditure_amount=total),
        ],
    )
    return Table(kind, title, WAN, sides, number=number, note="注：本套报表金额单位转换时可能存在尾数误差。")


def _sources() -> tuple[list[Head], dict[str, Test]]:
    heads = [
        a("总计", "total"),
        h("财政拨款", a("小计", "fiscal_total"), *(a(f"{label}拨款", f) for f, label in FUNDS[:3])),
        a("财政专户管理资金", "special_account"),
        h("单位资金", *(a(label, f) for f, label in FUNDS[4:])),
        a("上年结余、结转", "carryover"),
    ]
    return heads, {
        "total": everything,
        "fiscal_total": is_fiscal,
        **{f: of_fund(f) for f, _ in FUNDS},
        "carryover": _never,
    }


def _income(b: Books) -> Table:
    columns: dict[str, Test] = {"total": everything, **{f: of_fund(f) for f, _ in FUNDS}, "carryover": _never}
    heads = [
        name("预算单位"),
        a("收入总计", "total"),
        h(
            "本年收入",
            h("财政拨款", *(a(f"{label}拨款", f) for f, label in FUNDS[:3])),
            a("财政专户管理资金", "special_account"),
            h("单位资金", *(a(label, f) for f, label in FUNDS[4:])),
        ),
        a("上年结余、结转", "carryover"),
    ]
    return plain(
        "income_summary",
        "收入总表",
        heads,
        [Row(b.name, amounts_of(b.lines, columns), level=1)],
        number="表2",
    )


def _by_category(b: Books, kind: str, title: str, number: str) -> Table:
    heads, columns = _sources()
    lines = [x for x in b.lines if (is_basic if kind == "basic_expenditure" else is_project)(x)]
    rows = [Row(b.name, amounts_of(lines, columns), level=1)]
    if kind == "basic_expenditure":
        rows += [Row(x.name, x.amounts, level=x.level + 1) for x in economic_rows(lines, columns, total=None)]
    else:
        rows += [Row(label, amounts_of(below, columns), level=2) for label, below in b.projects()]
    return plain(kind, title, [name("支出项目类别"), *heads], rows, number=number, keep_order=True)


def _three_public(b: Books) -> Table:
    """18 amount columns: six items by three sources; last year, this year, change."""
    items = (
        "three_public_total",
        "abroad",
        "reception",
        "vehicle_total",
        "vehicle_purchase",
        "vehicle_operation",
    )

    def sources(item: str) -> tuple[Head, ...]:
        return tuple(a(label, f"{item}_{f}") for f, label in FUNDS[:3])

    def amounts(values: dict[str, Decimal]) -> dict[str, Decimal | None]:
        result: dict[str, Decimal | None] = {}
        for item in items:
            result |= {
                f"{item}_general_public": values[item],
                f"{item}_gov_fund": _NOTHING,
                f"{item}_state_capital": _NOTHING,
            }
        return result

    now, before = three_public(b), three_public(prior_of(b))
    delta = {item: now[item] - before[item] for item in items}
    rows = [
        Row(b.name, amounts(before), texts={"year": f"{b.year - 1}年"}),
        Row("", amounts(now), texts={"year": f"{b.year}年"}),
        Row("", amounts(delta), texts={"year": "增减变化金额"}),
    ]
    heads = [
        name("预算单位"),
        t("年度", "year", 60),
        h("总计", *sources("three_public_total")),
        h("因公出国(境)费", *sources("abroad")),
        h("公务接待费", *sources("reception")),
        h(
            "公务用车购置及运行维护费",
            h("小计", *sources("vehicle_total")),
            h("公务用车购置费", *sources("vehicle_purchase")),
            h("公务用车运行维护费", *sources("vehicle_operation")),
        ),
    ]
    return plain(
        "three_public_expenses",
        "财政拨款“三公”经费支出表",
        heads,
        rows,
        number="表9",
        keep_order=True,
        note="注：本套报表金额单位转换时可能存在尾数误差。",
    )


def narrative(b: Books) -> list[Block]:
    y, p, tp, tp0, buy = b.year, prior_of(b), three_public(b), three_public(prior_of(b)), b.procurement()

    def than(current: Decimal, prior: Decimal) -> str:
        return (
            f"较{y - 1}年年初预算{change(current, prior, 1)}"
            if current != prior
            else f"与{y - 1}年年初预算持平"
        )

    family = b.sum(is_personnel, lambda x: x.economic.startswith("303"))
    projects = [
        f"{i}.{label}{wan(sum((x.amount for x in lines), _NOTHING))}万元，用于开展相关工作。"
        for i, (label, lines) in enumerate(b.projects(), 1)
    ]
    return [
        Heading("第二部分 部门预算收支总体情况"),
        *section(
            "一、收支总体情况",
            f"{y}年{b.name}部门预算收入{wan(b.total)}万元，{than(b.total, p.total)}。{y}年{b.name}部门预算支出{wan(b.total)}万元，{than(b.total, p.total)}。",
        ),
        Heading("第三部分 部门预算支出具体情况"),
        *section(
            f"一、{b.name}",
            f"{b.name}预算{wan(b.total)}万元，包括在职人员经费{wan(b.sum(is_personnel) - family)}万元、公用经费{wan(b.sum(is_public_use))}万元、对个人和家庭的补助支出{wan(family)}万元、项目支出{wan(b.sum(is_project))}万元。",
            f"项目支出{wan(b.sum(is_project))}万元，具体包括：",
            *projects,
        ),
        Heading("第四部分 政府采购预算情况"),
        *section(
            "一、政府采购",
            f"政府采购项目纳入{y}年部门预算共计{wan(sum(buy.values(), _NOTHING))}万元，其中：货物类项目{wan(buy['goods'])}万元、工程类项目{wan(buy['works'])}万元、服务类项目{wan(buy['services'])}万元。",
        ),
        Heading("第五部分 “三公”经费财政拨款预算情况"),
        *section(
            "一、“三公”经费",
            f"{y}年“三公”经费财政拨款预算{wan(tp['three_public_total'])}万元，{than(tp['three_public_total'], tp0['three_public_total'])}。",
            f"1.因公出国（境）费用。{y}年预算数{wan(tp['abroad'])}万元。",
            f"2.公务接待费。{y}年预算数{wan(tp['reception'])}万元，{than(tp['reception'], tp0['reception'])}。",
            f"3.公务用车购置和运行维护费。{y}年预算数{wan(tp['vehicle_total'])}万元，其中：公务用车购置费{y}年预算数{wan(tp['vehicle_purchase'])}万元，公务用车运行维护费{y}年预算数{wan(tp['vehicle_operation'])}万元，{than(tp['vehicle_total'], tp0['vehicle_total'])}。",
        ),
        Heading("第六部分 部门预算绩效管理情况"),
        *section(
            "一、绩效目标",
            f"{y}年本部门设置并编报{len(b.projects())}个项目绩效目标，涉及预算资金{wan(b.sum(is_project))}万元。",
        ),
        Heading("第七部分 其他需要说明情况"),
        *section(
            "一、机关运行经费",
            f"{y}年本部门机关运行经费财政拨款预算{wan(b.operating_cost)}万元，{than(b.operating_cost, p.operating_cost)}。",
        ),
        *section(
            "二、国有资产占有使用情况",
            f"截至{y - 1}年12月31日，{b.name}共有车辆{b.facts['cars']}辆，单位价值100万元以上设备{b.facts['devices']}台（套）。",
        ),
    ]


def document(b: Books) -> list[tuple[str, list[Block]]]:
    text, made = narrative(b), tables(b)
    lines = (
        "第一部分 部门概况",
        *(x.text for x in text if isinstance(x, Heading) and x.level == 1),
        *(x.title for x in made),
    )
    return [
        (
            "",
            [
                Cover((f"{b.name}", f"{b.year}年部门预算")),
                Contents(lines),
                Heading("第一部分 部门概况"),
                *section("一、主要职能", f"{b.name}负责全市相应资源的培育、管理和保护。"),
                *text,
                *made,
            ],
        )
    ]
