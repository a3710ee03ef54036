# ruff: noqa: E501
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
    change,
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
    t,
    three_public,
)
from tests.typesetter.content import Block, Contents, Cover, Head, Heading, Row, Table

_UNIT_FUNDS = (
    "business_income",
    "operating_income",
    "superior_subsidy",
    "affiliated_remittance",
    "other_income",
)
_INCOME = (
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
        for i, (f, label) in zip("一二三四五六七八九", _INCOME, strict=True)
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
        for i, (f, label) in enumerate(_INCOME, 1)
    ]
    classes = class_rows(b.lines, {"x": everything}, used_only=True, style="{name}")
    prior_classes = {x.name: x.amounts["x"] for x in class_rows(p.lines, {"x": everything}, style="{name}")}
    uses = [
        f"（{i}）{x.name}（类）支出{short_wan(x.amounts['x'] or Decimal(0))}万元，主要用于保障机构运转和事业发展。{than(x.amounts['x'] or Decimal(0), prior_classes[x.name] or Decimal(0))}。"
        for i, x in enumerate(classes, 1)
    ]
    shares = [
        f"本年{label.removesuffix('拨款收入')}收入{short_wan(b.sum(of_fund(f), is_current))}万元，占{percent(b.sum(of_fund(f), is_current), total)}；"
        for f, label in _INCOME[:3]
    ]
    shares += [
        f"本年{label.removesuffix('收入')}{short_wan(b.sum(of_fund(f), is_current))}万元，占{percent(b.sum(of_fund(f), is_current), total)}；"
        for f, label in _INCOME[3:5]
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
