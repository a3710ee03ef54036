"""公开01–13表: landscape, codes indented, unit rows in the 收入总表, 结转 in columns of its own, running header."""

from decimal import Decimal

from tests.sample_city.ledger import (
    Books,
    Line,
    Test,
    is_basic,
    is_carried,
    is_current,
    is_fiscal,
    is_general,
    is_personnel,
    is_project,
    is_public_use,
    of_fund,
)
from tests.sample_city.parts import (
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
    plain,
    row,
    section,
    t,
    three_public,
)
from tests.sample_city.templates.numbered_text import INCOME, narrative
from tests.typesetter.content import Block, Contents, Cover, Head, Heading, Row, Table

_UNIT_FUNDS = (
    "business_income",
    "operating_income",
    "superior_subsidy",
    "affiliated_remittance",
    "other_income",
)
_SPLIT = {
    "total": everything,
    "basic": is_basic,
    "personnel": is_personnel,
    "public_use": is_public_use,
    "project": is_project,
}
_ECONOMIC = {"basic": is_basic, "personnel": is_personnel, "public_use": is_public_use}


def tables(b: Books) -> list[Table]:
    fiscal, general = [x for x in b.lines if is_fiscal(x)], [x for x in b.lines if is_general(x)]
    subject = [
        *code_name(),
        a("合计", "total"),
        h("基本支出", a("小计", "basic"), a("人员经费", "personnel"), a("公用经费", "public_use")),
        a("项目支出", "project"),
    ]
    whose = "本部门" if b.scope == "department" else "本单位"
    return [
        _summary(b),
        _income(b),
        plain(
            "expenditure_summary",
            "支出总表",
            [
                *code_name(),
                a("合计", "total"),
                a("基本支出", "basic"),
                a("项目支出", "project"),
                a("事业单位经营支出", "operating_expenditure"),
                a("上缴上级支出", "remit_to_superior"),
                a("对附属单位补助支出", "subsidy_to_affiliates"),
            ],
            function_rows(b.lines, {"total": everything, "basic": is_basic, "project": is_project}),
            number="公开03表",
        ),
        _fiscal_summary(b),
        plain(
            "fiscal_appropriation_expenditure",
            "财政拨款支出表（功能科目）",
            subject,
            function_rows(fiscal, _SPLIT),
            number="公开05表",
        ),
        plain(
            "fiscal_appropriation_basic_by_economic",
            "财政拨款基本支出表（经济科目）",
            _economic_heads("本年财政拨款基本支出"),
            economic_rows([x for x in fiscal if is_basic(x)], _ECONOMIC),
            number="公开06表",
        ),
        plain(
            "general_public_expenditure",
            "一般公共预算支出表",
            subject,
            function_rows(general, _SPLIT),
            number="公开07表",
        ),
        plain(
            "general_public_basic_by_economic",
            "一般公共预算基本支出表",
            _economic_heads("本年一般公共预算基本支出"),
            economic_rows([x for x in general if is_basic(x)], _ECONOMIC),
            number="公开08表",
        ),
        _three_public(b),
        plain(
            "gov_fund_expenditure",
            "政府性基金预算支出表",
            [
                *code_name(),
                h(
                    "本年政府性基金预算支出",
                    a("合计", "total"),
                    a("基本支出", "basic"),
                    a("项目支出", "project"),
                ),
            ],
            [closing("合计")],
            number="公开10表",
            note=f"注：{whose}无政府性基金预算，也没有使用政府性基金安排的支出，故本表无数据。",
        ),
        plain(
            "state_capital_expenditure",
            "国有资本经营预算支出预算表",
            [
                h("项目", *code_name("功能分类科目编码")),
                a("本年支出合计", "total"),
                a("基本支出", "basic"),
                a("项目支出", "project"),
            ],
            [closing("合计")],
            number="公开11表",
            numbers_row=True,
            note=f"注：{whose}无国有资本经营预算支出，故本表无数据。",
        ),
        _operating(b, whose),
        _procurement(b),
    ]


def _economic_heads(label: str) -> list[Head]:
    return [
        h("部门预算支出经济分类科目", *code_name()),
        h(label, a("合计", "basic"), a("人员经费", "personnel"), a("公用经费", "public_use")),
    ]


def _summary(b: Books) -> Table:
    left = [
        row(f"{i}、{label}", income_amount=b.sum(of_fund(f), is_current))
        for i, (f, label) in zip("一二三四五六七八九", INCOME, strict=True)
    ]
    right = class_rows(b.lines, {"expenditure_amount": everything})
    sides = halves(
        [h("收入", name(), a("预算数", "income_amount"))],
        [h("支出", name(), a("预算数", "expenditure_amount"))],
        left,
        right,
        [
            row("本年收入合计", income_amount=b.sum(is_current)),
            row("上年结转结余", income_amount=b.sum(is_carried)),
            closing("收入总计", income_amount=b.total),
        ],
        [
            row("本年支出合计", expenditure_amount=b.total),
            row("年终结转结余"),
            closing("支出总计", expenditure_amount=b.total),
        ],
    )
    return Table("income_expenditure_summary", "收支总表", WAN, sides, number="公开01表", landscape=False)


def _income(b: Books) -> Table:
    """By unit: 合计, the department, each of its members."""
    columns: dict[str, Test] = {"total": everything, "current_year_total": is_current}
    columns |= {f: _both(of_fund(f), is_current) for f, _ in FUNDS}
    columns |= {"carryover_total": is_carried}
    columns |= {f"carryover_{f}": _both(of_fund(f), is_carried) for f, _ in FUNDS[:4]}
    columns["carryover_unit_funds"] = lambda x: is_carried(x) and x.fund in _UNIT_FUNDS
    rows = [Row("合计", amounts_of(b.lines, columns), bold=True)]
    rows += [
        Row(
            book.name,
            amounts_of(book.lines, columns),
            texts={"unit_code": book.code},
            level=1 + (book is not b),
        )
        for book in (b, *b.members)
    ]
    heads = [
        t("单位代码", "unit_code", 38),
        Head("单位名称", "name", width=90),
        a("合计", "total", 46),
        h(
            "本年收入",
            a("小计", "current_year_total", 46),
            a("一般公共预算", "general_public", 46),
            *(a(label, f, 37) for f, label in FUNDS[1:]),
        ),
        h(
            "上年结转结余",
            a("小计", "carryover_total", 36),
            a("一般公共预算", "carryover_general_public", 36),
            *(a(label, f"carryover_{f}", 32) for f, label in FUNDS[1:4]),
            a("单位资金", "carryover_unit_funds", 32),
        ),
    ]
    return plain("income_summary", "收入总表", heads, rows, number="公开02表", keep_order=True)


def _both(one: Test, other: Test) -> Test:
    def test(line: Line) -> bool:
        return one(line) and other(line)

    return test


def _fiscal_summary(b: Books) -> Table:
    fiscal = [x for x in b.lines if is_fiscal(x)]
    total = b.sum(is_fiscal)

    def by_fund(test: Test) -> list[Row]:
        return [
            row(f"（{i}）{label}拨款", income_amount=b.sum(of_fund(f), test))
            for i, (f, label) in zip("一二三", FUNDS, strict=False)
        ]

    left = [
        row("一、本年收入", income_amount=b.sum(is_fiscal, is_current)),
        *by_fund(is_current),
        row("二、上年结转", income_amount=b.sum(is_fiscal, is_carried)),
        *by_fund(is_carried),
    ]
    right = [
        row("一、本年支出", expenditure_amount=total),
        *class_rows(fiscal, {"expenditure_amount": everything}, style="（{n}）{name}"),
        row("二、年终结转结余"),
    ]
    sides = halves(
        [h("收入", name(), a("预算数", "income_amount"))],
        [h("支出", name(), a("预算数", "expenditure_amount"))],
        left,
        right,
        [closing("收入总计", income_amount=total)],
        [closing("支出总计", expenditure_amount=total)],
    )
    return Table(
        "fiscal_appropriation_summary", "财政拨款收支总表", WAN, sides, number="公开04表", landscape=False
    )


def _three_public(b: Books) -> Table:
    amounts = dict(three_public(b))
    amounts |= {"meeting": b.three_public("30215"), "training": b.three_public("30216")}
    heads = [
        a("“三公”经费合计", "three_public_total"),
        a("因公出国（境）费", "abroad"),
        h(
            "公务用车购置及运行维护费",
            a("小计", "vehicle_total"),
            a("公务用车购置费", "vehicle_purchase"),
            a("公务用车运行维护费", "vehicle_operation"),
        ),
        a("公务接待费", "reception"),
        a("会议费", "meeting"),
        a("培训费", "training"),
    ]
    return plain(
        "three_public_expenses",
        "一般公共预算“三公”经费、会议费、培训费支出表",
        heads,
        [Row("", amounts)],
        number="公开09表",
    )


def _operating(b: Books, whose: str) -> Table:
    members = [x for x in (b.members or (b,)) if x.administrative]
    lines = [x for book in members for x in book.lines if is_general(x) and is_public_use(x)]
    heads = [*code_name(), a("机关运行经费支出", "total")]
    rows = economic_rows(lines, {"total": everything}) if lines else (closing("合计"),)
    note = "注：1.“机关运行经费”指行政单位（含参照公务员法管理的事业单位）使用一般公共预算安排的基本支出中的日常公用经费支出。"
    return plain(
        "agency_operating_expenses",
        "一般公共预算机关运行经费支出预算表",
        heads,
        rows,
        number="公开12表",
        landscape=False,
        note=note if lines else f"注：{whose}无机关运行经费支出，故本表无数据。",
    )


def _procurement(b: Books) -> Table:
    buy = b.procurement()
    rows = [
        closing("合计", general_public=sum(buy.values(), Decimal(0)), total=sum(buy.values(), Decimal(0)))
    ]
    for label, key in (("一、货物", "goods"), ("二、工程", "works"), ("三、服务", "services")):
        if buy[key]:
            rows.append(Row(label, {"general_public": buy[key], "total": buy[key]}, texts={"mode": ""}))
            rows.append(
                Row(
                    "",
                    {"general_public": buy[key], "total": buy[key]},
                    texts={
                        "item": {"goods": "办公设备", "works": "修缮工程", "services": "信息技术服务"}[key],
                        "mode": "政府集中采购",
                    },
                )
            )
    heads = [
        Head("采购品目大类", "name"),
        t("采购品目名称", "item"),
        t("采购组织形式", "mode"),
        h(
            "资金来源",
            a("一般公共预算资金", "general_public"),
            a("政府性基金", "gov_fund"),
            a("其他资金", "other_funds"),
            a("上年结转和结余资金", "carryover"),
        ),
        a("总计", "total"),
    ]
    return plain("gov_procurement", "政府采购支出表", heads, rows, number="公开13表")


def document(b: Books) -> list[tuple[str, list[Block]]]:
    made = tables(b)
    scope = "部门" if b.scope == "department" else "单位"
    members = "、".join(x.name for x in b.members)
    lines = (
        f"第一部分 {scope}概况",
        f"第二部分 {b.year}年度{scope}预算表",
        *(x.title for x in made),
        f"第三部分 {b.year}年度{scope}预算情况说明",
        "第四部分 名词解释",
    )
    return [
        (
            "",
            [
                Cover((f"{b.year}年度", b.name, f"{scope}预算公开")),
                Contents(lines),
                Heading(f"第一部分 {scope}概况"),
                *section(
                    "一、主要职能", f"{b.name}负责全市相应领域的管理与服务，落实市委、市政府的工作部署。"
                ),
                *section(
                    f"二、{scope}机构设置及预算单位构成情况",
                    f"纳入本{scope}预算编制范围的预算单位：{members}。"
                    if members
                    else f"本{scope}内设机构若干，无下属单位。",
                ),
                Heading(f"第二部分 {b.year}年度{scope}预算表"),
                *made,
                *narrative(b),
                Heading("第四部分 名词解释"),
                *section("一、财政拨款", "由一般公共预算、政府性基金预算、国有资本经营预算安排的资金。"),
            ],
        )
    ]
