"""The seed's template: 预算公开表1–13, one code column, 30 classes, two project tables, notes below empty tables."""

from tests.sample_city.ledger import (
    Books,
    is_basic,
    is_carried,
    is_current,
    is_fiscal,
    is_general,
    is_personnel,
    is_public_use,
    of_fund,
)
from tests.sample_city.parts import (
    EXPENDITURE,
    FUNDS,
    WAN,
    a,
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
    three_public,
)
from tests.sample_city.templates.plain_text import narrative
from tests.typesetter.content import Block, Contents, Cover, Heading, Table

_EMPTY = "注：本表无数据"


def tables(b: Books) -> list[Table]:
    y, general = b.year, [x for x in b.lines if is_general(x)]
    number = iter(range(1, 14))

    def n() -> str:
        return f"预算公开表{next(number)}"

    unit_funds = sum((b.sum(of_fund(f)) for f, _ in FUNDS[4:]), b.sum(of_fund("none")))
    split = {
        "expenditure_total": everything,
        "expenditure_current": is_current,
        "expenditure_carryover": is_carried,
    }
    total = {
        "expenditure_total": b.total,
        "expenditure_current": b.sum(is_current),
        "expenditure_carryover": b.sum(is_carried),
    }
    sources = [
        row(f"{i}、{label}", income_amount=b.sum(of_fund(f), is_current))
        for i, (f, label) in zip("一二三四", FUNDS, strict=False)
    ]
    sources.append(row("五、单位资金", income_amount=unit_funds))
    summary = halves(
        [h("收入", name(), a(f"{y}年", "income_amount"))],
        [
            h(
                "支出",
                name(),
                a(f"{y}年合计", "expenditure_total"),
                a("当年预算安排", "expenditure_current"),
                a("上年结转安排", "expenditure_carryover"),
            )
        ],
        sources,
        class_rows(b.lines, split),
        [
            row("本年收入合计", income_amount=b.sum(is_current)),
            row("上年结转", income_amount=b.sum(is_carried)),
            closing("收入总计", income_amount=b.total),
        ],
        [row("本年支出合计", **total), row("年终结转"), closing("支出总计", **total)],
    )
    income_columns = {
        "current_year_total": is_current,
        **{f: of_fund(f) for f, _ in FUNDS[:4]},
        "unit_funds": lambda x: x.fund in {f for f, _ in FUNDS[4:]},
        "carryover": is_carried,
    }
    income_heads = [
        h("项目", *code_name()),
        h(
            "本年收入",
            a("合计", "current_year_total"),
            *(a(label, f) for f, label in FUNDS[:4]),
            a("单位资金", "unit_funds"),
        ),
        a("上年结转", "carryover"),
    ]
    subject_heads = [
        h("项目", *code_name()),
        h(f"{y}年预算数", a("合计", "total"), a("基本支出", "basic"), a("项目支出", "project")),
    ]
    return [
        Table("income_expenditure_summary", f"{y}年预算收支总表", WAN, summary, number=n()),
        plain(
            "income_summary",
            f"{y}年预算收入总表",
            income_heads,
            function_rows(b.lines, income_columns),
            number=n(),
        ),
        plain(
            "expenditure_summary",
            f"{y}年预算支出总表",
            subject_heads,
            function_rows(b.lines, EXPENDITURE),
            number=n(),
        ),
        _fiscal_summary(b, n()),
        plain(
            "general_public_expenditure",
            f"{y}年一般公共预算支出预算表（不含上年结转）",
            subject_heads,
            function_rows(general, EXPENDITURE),
            number=n(),
        ),
        _economic(b, n()),
        plain(
            "gov_fund_income",
            f"{y}年政府性基金预算收入表（不含上年结转）",
            [h("项目", *code_name("收入科目编码")), a("政府性基金收入预算", "total")],
            [closing("合计")],
            number=n(),
            note=_EMPTY,
        ),
        plain(
            "gov_fund_expenditure",
            f"{y}年政府性基金预算支出表（不含上年结转）",
            [*code_name(), a("合计", "total"), a("基本支出", "basic"), a("项目支出", "project")],
            [closing("合计")],
            number=n(),
            note=_EMPTY,
        ),
        _state_capital(b, n()),
        _three_public(b, n()),
        _operating(b, n()),
        _projects(b, n()),
        plain(
            "project_expenditure_carryover",
            f"{y}年项目支出预算表（上年结转）",
            _project_heads(y)[:3],
            [],
            number=n(),
            numbers_row=True,
            note=_EMPTY,
        ),
    ]


def _fiscal_summary(b: Books, number: str) -> Table:
    columns = {"expenditure_total": is_fiscal, **{f: of_fund(f) for f, _ in FUNDS[:3]}}
    fiscal = [x for x in b.lines if is_fiscal(x)]
    end = {column: b.sum(is_fiscal, test) for column, test in columns.items()}
    left = [
        row(f"{i}、{label}", income_amount=b.sum(of_fund(f), is_current))
        for i, (f, label) in zip("一二三", FUNDS, strict=False)
    ]
    carried = [
        row(f"{i}、{label}", income_amount=b.sum(of_fund(f), is_carried))
        for i, (f, label) in zip("一二三", FUNDS, strict=False)
    ]
    income = b.sum(is_fiscal)
    sides = halves(
        [h("收入", name(), a("金额", "income_amount"))],
        [
            h(
                "支出",
                name(),
                h("金额", a("小计", "expenditure_total"), *(a(label, f) for f, label in FUNDS[:3])),
            )
        ],
        left,
        class_rows(fiscal, columns),
        [
            row("本年收入合计", income_amount=b.sum(is_fiscal, is_current)),
            row("上年财政拨款结转", income_amount=b.sum(is_fiscal, is_carried)),
            *carried,
            closing("收入总计", income_amount=income),
        ],
        [row("本年支出合计", **end), row("年终结转"), row(""), row(""), row(""), closing("支出总计", **end)],
    )
    return Table("fiscal_appropriation_summary", f"{b.year}年财政拨款收支总表", WAN, sides, number=number)


def _economic(b: Books, number: str) -> Table:
    lines = [x for x in b.lines if is_general(x) and is_basic(x)]
    columns = {"total": everything, "personnel": is_personnel, "public_use": is_public_use}
    heads = [
        h("部门预算支出经济科目", *code_name()),
        h(f"{b.year}年预算数", a("合计", "total"), a("人员经费", "personnel"), a("公用经费", "public_use")),
    ]
    title = f"{b.year}年一般公共预算安排基本支出分经济科目表（不含上年结转）"
    return plain(
        "general_public_basic_by_economic", title, heads, economic_rows(lines, columns), number=number
    )


def _state_capital(b: Books, number: str) -> Table:
    sides = halves(
        [
            h(
                "国有资本经营预算收入",
                h("项目", *code_name("收入科目编码")),
                a("国有资本经营收入预算", "income_amount"),
            )
        ],
        [
            h(
                "国有资本经营预算支出",
                *code_name(),
                a("合计", "total"),
                a("基本支出", "basic"),
                a("项目支出", "project"),
            )
        ],
        [],
        [],
        [closing("合计")],
        [],
    )
    title = f"{b.year}年国有资本经营预算收支预算表（不含上年结转）"
    return Table("state_capital_income_expenditure", title, WAN, sides, number=number, note=_EMPTY)


def _three_public(b: Books, number: str) -> Table:
    p = three_public(b)
    lines = (
        ("因公出国（境）费", "abroad"),
        ("公务接待费", "reception"),
        ("公务用车购置及运行费", "vehicle_total"),
        ("①公务用车购置费", "vehicle_purchase"),
        ("②公务用车运行维护费", "vehicle_operation"),
    )
    rows = [row(label, total=p[key], general_public=p[key]) for label, key in lines]
    rows.append(closing("合计", total=p["three_public_total"], general_public=p["three_public_total"]))
    heads = [name(), h(f"{b.year}年预算数", a("合计", "total"), *(a(label, f) for f, label in FUNDS[:3]))]
    note = None if p["three_public_total"] else _EMPTY
    return plain(
        "three_public_expenses",
        f"{b.year}年一般公共预算“三公”经费支出预算表",
        heads,
        rows,
        number=number,
        note=note,
    )


def _operating(b: Books, number: str) -> Table:
    heads = [
        name("单位名称"),
        h(f"{b.year}预算数", a("合计", "total"), *(a(label, f) for f, label in FUNDS[:3])),
    ]
    cost = b.operating_cost
    rows = [
        closing("部门合计", total=cost, general_public=cost),
        row(b.name, total=cost, general_public=cost),
    ]
    note = None if cost else _EMPTY
    return plain(
        "agency_operating_expenses",
        f"{b.year}年机关运行经费预算财政拨款情况统计表",
        heads,
        rows,
        number=number,
        note=note,
    )


def _project_heads(year: int) -> list:
    return [
        name("项目名称"),
        a("合计", "total"),
        h(f"{year}年财政拨款", *(a(label, f) for f, label in FUNDS[:3])),
        a("财政专户管理资金", "special_account"),
        a("单位资金", "unit_funds"),
    ]


def _projects(b: Books, number: str) -> Table:
    columns = {
        "total": everything,
        **{f: of_fund(f) for f, _ in FUNDS[:4]},
        "unit_funds": lambda x: x.fund in {f for f, _ in FUNDS[4:]},
    }
    rows = [
        row(
            label,
            **{c: sum((x.amount for x in lines if test(x)), 0 * b.total) for c, test in columns.items()},
        )
        for label, lines in b.projects()
    ]
    return plain(
        "project_expenditure",
        f"{b.year}年项目支出预算表（本年预算）",
        _project_heads(b.year),
        rows,
        number=number,
        numbers_row=True,
    )


def document(b: Books) -> list[tuple[str, list[Block]]]:
    made = tables(b)
    text = narrative(b)
    lines = (
        "第一部分 概况",
        f"第二部分 {b.year}年部门预算报表",
        *(x.title for x in made),
        *(x.text for x in text if isinstance(x, Heading)),
    )
    blocks = [
        Cover((b.name, f"{b.year}年度部门预算公开")),
        Contents(lines),
        Heading("第一部分 概况"),
        *section(
            "一、本部门职责", f"{b.name}依照职责承担本行业的管理和服务工作，落实市委、市政府部署的各项任务。"
        ),
        *section("二、机构设置情况", f"{b.name}是一级预算单位，无下属预算单位。"),
        Heading(f"第二部分 {b.year}年部门预算报表"),
        *made,
        *text,
        Heading("第四部分 名词解释"),
        *section("一、基本支出", "指为保障机构正常运转、完成日常工作任务而安排的人员支出和公用支出。"),
        *section("二、项目支出", "指在基本支出之外，为完成特定任务和事业发展目标安排的支出。"),
    ]
    return [("", blocks)]
