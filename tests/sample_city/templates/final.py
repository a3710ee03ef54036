"""Final accounts (决算): 公开01–08表 with 行次 and 栏次, 0.00, no separators, title and header on every page."""

from dataclasses import replace
from decimal import Decimal

from pipelines.domain.statement import RowRole, Side
from tests.sample_city.ledger import (
    Books,
    Line,
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
    name,
    plain,
    row,
    scope_word,
    section,
    t,
    three_public,
)
from tests.sample_city.templates.final_text import narrative
from tests.typesetter.content import Block, Contents, Cover, Half, Head, Heading, Row, Table

_NOTHING = Decimal(0)
_NOTE = "注：本表反映部门本年度{what}情况。"


def settled(b: Books) -> Books:
    """The year's final accounts of a unit: a little less was spent than budgeted, line by line."""
    lines = tuple(replace(x, amount=_spent(x)) for x in b.lines)
    return replace(b, lines=lines)


def _spent(line: Line) -> Decimal:
    share = (
        Decimal("0.9")
        if line.economic in ("30217", "30231", "30212")
        else Decimal("0.98")
        if line.project
        else Decimal("1.01")
    )
    return (line.amount * share / 100).quantize(Decimal(1)) * 100


def tables(b: Books, budget: Books) -> list[Table]:
    general = [x for x in b.lines if is_general(x)]
    subject = h("项目", *code_name("功能分类科目编码"))
    income = {
        "total": everything,
        "fiscal_appropriation": is_fiscal,
        "superior_subsidy": of_fund("superior_subsidy"),
        "business_income": of_fund("business_income"),
        "operating_income": of_fund("operating_income"),
        "affiliated_remittance": of_fund("affiliated_remittance"),
        "other_income": of_fund("other_income"),
    }
    spending: dict[str, Test] = {"total": everything, "basic": is_basic, "project": is_project}
    full = {
        **spending,
        "remit_to_superior": _never,
        "operating_expenditure": _never,
        "subsidy_to_affiliates": _never,
    }
    return [
        _summary(b),
        plain(
            "final_income",
            "收入决算表",
            [
                subject,
                a("本年收入合计", "total"),
                a("财政拨款收入", "fiscal_appropriation"),
                a("上级补助收入", "superior_subsidy"),
                a("事业收入", "business_income"),
                a("经营收入", "operating_income"),
                a("附属单位上缴收入", "affiliated_remittance"),
                a("其他收入", "other_income"),
            ],
            function_rows(b.lines, income),
            number="公开02表",
            numbers_row=True,
            note=_NOTE.format(what="取得的各项收入"),
        ),
        plain(
            "final_expenditure",
            "支出决算表",
            [
                subject,
                a("本年支出合计", "total"),
                a("基本支出", "basic"),
                a("项目支出", "project"),
                a("上缴上级支出", "remit_to_superior"),
                a("经营支出", "operating_expenditure"),
                a("对附属单位补助支出", "subsidy_to_affiliates"),
            ],
            function_rows(b.lines, full),
            number="公开03表",
            numbers_row=True,
            note=_NOTE.format(what="各项支出"),
        ),
        _fiscal_summary(b),
        plain(
            "final_general_public_expenditure",
            "一般公共预算财政拨款支出决算表",
            [subject, a("本年支出合计", "total"), a("基本支出", "basic"), a("项目支出", "project")],
            function_rows(general, spending),
            number="公开05表",
            numbers_row=True,
            note=_NOTE.format(what="一般公共预算财政拨款支出"),
        ),
        _economic(b),
        _three_public(b, budget),
        _funds(
            "final_gov_fund_income_expenditure",
            "政府性基金预算财政拨款收入支出决算表",
            "公开08表",
            "政府性基金预算财政拨款收入支出",
        ),
        _funds(
            "final_state_capital_income_expenditure",
            "国有资本经营预算财政拨款支出决算表",
            "公开09表",
            "国有资本经营预算财政拨款支出",
        ),
    ]


def _never(_: object) -> bool:
    return False


def _numbered(rows: list[Row], start: int) -> tuple[Row, ...]:
    return tuple(replace(x, texts={"row_no": str(start + i)}) for i, x in enumerate(rows))


def _summary(b: Books) -> Table:
    labels = (
        ("一、一般公共预算财政拨款收入", is_general),
        ("二、政府性基金预算财政拨款收入", of_fund("gov_fund")),
        ("三、国有资本经营预算财政拨款收入", of_fund("state_capital")),
        ("四、上级补助收入", of_fund("superior_subsidy")),
        ("五、事业收入", of_fund("business_income")),
        ("六、经营收入", of_fund("operating_income")),
        ("七、附属单位上缴收入", of_fund("affiliated_remittance")),
        ("八、其他收入", of_fund("other_income")),
    )
    classes = class_rows(b.lines, {"expenditure_amount": everything})
    left = [row(label, income_amount=b.sum(test)) for label, test in labels] + [Row()] * (
        len(classes) - len(labels)
    )
    left += [
        closing("本年收入合计", income_amount=b.total),
        row("使用非财政拨款结余", income_amount=_NOTHING),
        row("年初结转和结余", income_amount=_NOTHING),
        closing("总计", income_amount=b.total),
    ]
    right = [
        *classes,
        closing("本年支出合计", expenditure_amount=b.total),
        row("结余分配", expenditure_amount=_NOTHING),
        row("年末结转和结余", expenditure_amount=_NOTHING),
        closing("总计", expenditure_amount=b.total),
    ]
    return Table(
        "final_income_expenditure_summary",
        "收入支出决算总表",
        WAN,
        (
            Half(
                (h("收入", name("项　　目"), t("行次", "row_no", 34), a("决算数", "income_amount")),),
                _numbered(left, 1),
                Side.LEFT,
            ),
            Half(
                (h("支出", name("项　　目"), t("行次", "row_no", 34), a("决算数", "expenditure_amount")),),
                _numbered(right, 1 + len(left)),
                Side.RIGHT,
            ),
        ),
        number="公开01表",
        numbers_row=True,
        note=_NOTE.format(what="的总收支和年末结转结余"),
    )


def _fiscal_summary(b: Books) -> Table:
    fiscal = [x for x in b.lines if is_fiscal(x)]
    columns = {
        "expenditure_total": everything,
        "general_public": is_general,
        "gov_fund": of_fund("gov_fund"),
        "state_capital": of_fund("state_capital"),
    }
    classes, end = class_rows(fiscal, columns), amounts_of(fiscal, columns)
    zero = dict.fromkeys(columns, _NOTHING)
    income = [
        row(f"{i}、{label}财政拨款", income_amount=b.sum(of_fund(f)))
        for i, f, label in (
            ("一", "general_public", "一般公共预算"),
            ("二", "gov_fund", "政府性基金预算"),
            ("三", "state_capital", "国有资本经营预算"),
        )
    ]
    total = b.sum(is_fiscal)
    left = (
        income
        + [Row()] * (len(classes) - 3)
        + [
            closing("本年收入合计", income_amount=total),
            row("年初财政拨款结转和结余", income_amount=_NOTHING),
            closing("总计", income_amount=total),
        ]
    )
    right = [
        *classes,
        closing("本年支出合计", **end),
        row("年末财政拨款结转和结余", **zero),
        closing("总计", **end),
    ]
    heads = [
        a("合计", "expenditure_total"),
        a("一般公共预算财政拨款", "general_public"),
        a("政府性基金预算财政拨款", "gov_fund"),
        a("国有资本经营预算财政拨款", "state_capital"),
    ]
    return Table(
        "final_fiscal_appropriation_summary",
        "财政拨款收入支出决算总表",
        WAN,
        (
            Half(
                (h("收入", name("项　　目"), t("行次", "row_no", 34), a("金额", "income_amount")),),
                _numbered(left, 1),
                Side.LEFT,
            ),
            Half(
                (h("支出", name("项　　目"), t("行次", "row_no", 34), *heads),),
                _numbered(right, 1 + len(left)),
                Side.RIGHT,
            ),
        ),
        number="公开04表",
        numbers_row=True,
        note=_NOTE.format(what="财政拨款的总收支和年末结转结余"),
    )


def _economic(b: Books) -> Table:
    lines = [x for x in b.lines if is_general(x) and is_basic(x)]
    parts = []
    for side, label, test, total in (
        (Side.LEFT, "人员经费", is_personnel, "人员经费合计"),
        (Side.RIGHT, "公用经费", is_public_use, "公用经费合计"),
    ):
        kept = [x for x in lines if test(x)]
        rows = [*economic_rows(kept, {"total": everything}, total=None)]
        parts.append(
            (
                side,
                label,
                rows,
                Row(total, {"total": sum((x.amount for x in kept), _NOTHING)}, role=RowRole.TOTAL),
            )
        )
    size = max(len(rows) for _, _, rows, _ in parts)
    made = tuple(
        Half(
            (h(label, *code_name("经济分类科目编码"), a("决算数", "total")),),
            (*rows, *[Row()] * (size - len(rows)), end),
            side,
        )
        for side, label, rows, end in parts
    )
    return Table(
        "final_general_public_basic_by_economic",
        "一般公共预算财政拨款基本支出决算明细表",
        WAN,
        made,
        number="公开06表",
        note=_NOTE.format(what="一般公共预算财政拨款基本支出明细"),
    )


def _three_public(b: Books, budget: Books) -> Table:
    amounts: dict[str, Decimal | None] = {}
    for suffix, books in (("_budget", budget), ("_final", b)):
        amounts |= {
            ("total" if key == "three_public_total" else key) + suffix: value
            for key, value in three_public(books).items()
        }

    def group(suffix: str) -> list[Head]:
        return [
            a("合计", f"total{suffix}"),
            a("因公出国（境）费", f"abroad{suffix}"),
            h(
                "公务用车购置及运行费",
                a("小计", f"vehicle_total{suffix}"),
                a("公务用车购置费", f"vehicle_purchase{suffix}"),
                a("公务用车运行费", f"vehicle_operation{suffix}"),
            ),
            a("公务接待费", f"reception{suffix}"),
        ]

    heads = [h("预算数", *group("_budget")), h("决算数", *group("_final"))]
    note = "注：本表反映部门本年度“三公”经费支出预决算情况。其中，预算数为“三公”经费年初预算数。"
    return plain(
        "final_three_public_expenses",
        "一般公共预算财政拨款“三公”经费支出决算表",
        heads,
        [Row("", amounts)],
        number="公开07表",
        numbers_row=True,
        note=note,
    )


def _funds(kind: str, title: str, number: str, what: str) -> Table:
    heads = [
        h("项目", *code_name("功能分类科目编码")),
        a("年初结转和结余", "opening_carryover"),
        a("本年收入", "current_income"),
        h("本年支出", a("小计", "total"), a("基本支出", "basic"), a("项目支出", "project")),
        a("年末结转和结余", "closing_carryover"),
    ]
    zero = dict.fromkeys(
        ("opening_carryover", "current_income", "total", "basic", "project", "closing_carryover"), _NOTHING
    )
    return plain(
        kind,
        title,
        heads,
        [closing("合计", **zero)],
        number=number,
        numbers_row=True,
        note=f"注：本部门本年度没有{what}，故本表无数据。",
    )


def document(b: Books) -> list[tuple[str, list[Block]]]:
    """The final accounts of the year whose budget is `b`."""
    assert b.prior is not None
    now, before = settled(b), settled(b.prior)
    scope = scope_word(b)
    made, text = tables(now, b), narrative(now, b, before)
    lines = (
        f"第一部分 {scope}概况",
        f"第二部分 {b.name}{b.year}年度{scope}决算表",
        *(x.title for x in made),
        *(x.text for x in text if isinstance(x, Heading)),
    )
    return [
        (
            "",
            [
                Cover((b.name, f"{b.year}年度{scope}决算")),
                Contents(lines),
                Heading(f"第一部分 {scope}概况"),
                *section("一、主要职能", f"{b.name}承担全市相应领域的管理职责。"),
                Heading(f"第二部分 {b.name}{b.year}年度{scope}决算表"),
                *made,
                *text,
            ],
        )
    ]
