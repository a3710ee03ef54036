"""表一–表九: one code column, totals on top, two years of 三公 side by side, prior-year column (直辖市式)."""

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
    prior_of,
    row,
    section,
    three_public,
    wan,
)
from tests.typesetter.content import Block, Contents, Cover, Heading, Row, Table

_LABELS = (
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
    y, general = b.year, [x for x in b.lines if is_general(x)]
    scope = "部门" if b.scope == "department" else "单位"
    left = [row(label, income_amount=b.sum(of_fund(f))) for f, label in _LABELS]
    used = class_rows(b.lines, {"expenditure_amount": everything}, used_only=True, style="{name}")
    summary = halves(
        [h("收入", name("项目"), a("预算数", "income_amount"))],
        [h("支出", name("项目"), a("预算数", "expenditure_amount"))],
        [closing("合计", income_amount=b.total), *left],
        [closing("合计", expenditure_amount=b.total), *used],
        [],
        [],
    )
    income = {"total": everything, **{f: of_fund(f) for f, _ in _LABELS}}
    basic = {"total": is_basic, "personnel": is_personnel, "public_use": is_public_use}
    subject = h("功能分类科目", *code_name())
    return [
        Table("income_expenditure_summary", f"{y}年{scope}收支总体情况表", WAN, summary, number="表一"),
        plain(
            "income_summary",
            f"{y}年{scope}收入总体情况表",
            [h("科目", *code_name()), a("总计", "total"), *(a(label, f) for f, label in _LABELS)],
            function_rows(b.lines, income),
            number="表二",
            landscape=True,
        ),
        plain(
            "expenditure_summary",
            f"{y}年{scope}支出总体情况表",
            [*code_name(), a("总计", "total"), a("基本支出", "basic"), a("项目支出", "project")],
            function_rows(b.lines, {"total": everything, "basic": is_basic, "project": is_project}),
            number="表三",
        ),
        _fiscal_summary(b),
        plain(
            "general_public_expenditure",
            f"{y}年一般公共预算支出情况表",
            [
                subject,
                a(f"{y - 1}年预算数", "prior_year_total"),
                h(
                    f"{y}年预算数",
                    a("总计", "total"),
                    h(
                        "基本支出",
                        a("小计", "basic"),
                        a("人员经费", "personnel"),
                        a("公用经费", "public_use"),
                    ),
                    a("项目支出", "project"),
                ),
            ],
            _with_prior(
                b,
                function_rows(
                    general,
                    {
                        "total": everything,
                        "basic": is_basic,
                        "personnel": is_personnel,
                        "public_use": is_public_use,
                        "project": is_project,
                    },
                ),
            ),
            number="表五",
            landscape=True,
        ),
        plain(
            "general_public_basic_by_economic",
            f"{y}年一般公共预算基本支出情况表",
            [
                h("经济分类科目", *code_name()),
                h("基本支出", a("总计", "total"), a("人员经费", "personnel"), a("公用经费", "public_use")),
            ],
            economic_rows([x for x in general if is_basic(x)], basic),
            number="表六",
        ),
        plain(
            "gov_fund_expenditure",
            f"{y}年政府性基金预算支出情况表",
            [
                h("功能分类科目", *code_name()),
                h("预算数", a("总计", "total"), a("基本支出", "basic"), a("项目支出", "project")),
            ],
            [closing("合计")],
            number="表七",
            note="备注：本单位无政府性基金收支，故此表无数据。",
        ),
        _three_public(b),
        _procurement(b),
    ]


def _with_prior(b: Books, rows: tuple[Row, ...]) -> list[Row]:
    prior = [x for x in prior_of(b).lines if is_general(x)]
    result = []
    for line in rows:
        below = [x for x in prior if x.item.startswith(line.code or "")]
        amounts = {**amounts_of(below, {"prior_year_total": everything}), **line.amounts}
        result.append(Row(line.name, amounts, line.code, line.level, line.role))
    return result


def _fiscal_summary(b: Books) -> Table:
    columns = {"expenditure_total": is_fiscal, **{f: of_fund(f) for f, _ in FUNDS[:3]}}
    fiscal = [x for x in b.lines if is_fiscal(x)]
    end = amounts_of(fiscal, columns)
    total = b.sum(is_fiscal)
    left = [
        closing("一、本年收入", income_amount=total),
        *(
            row(f"（{i}）{label}资金", income_amount=b.sum(of_fund(f)))
            for i, (f, label) in zip("一二三", FUNDS, strict=False)
        ),
    ]
    right = [
        closing("一、本年支出", **end),
        *class_rows(fiscal, columns, used_only=True, style="（{n}）{name}"),
    ]
    left_end = [
        closing("二、上年结转", income_amount=0 * total),
        *(
            row(f"（{i}）{label}拨款", income_amount=0 * total)
            for i, (_, label) in zip("一二三", FUNDS, strict=False)
        ),
        closing("收入合计", income_amount=total),
    ]
    right_end = [closing("二、结转下年"), row(""), row(""), row(""), closing("支出合计", **end)]
    heads = (
        [h("收入", name("项目"), a("预算数", "income_amount"))],
        [h("支出", name("项目"), a("总计", "expenditure_total"), *(a(label, f) for f, label in FUNDS[:3]))],
    )
    return Table(
        "fiscal_appropriation_summary",
        f"{b.year}年财政拨款收支总体情况表",
        WAN,
        halves(*heads, left, right, left_end, right_end),
        number="表四",
    )


def _three_public(b: Books) -> Table:
    def group(suffix: str) -> list:
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

    amounts = {}
    for suffix, books in (("_prior", prior_of(b)), ("", b)):
        for key, value in three_public(books).items():
            amounts[("total" if key == "three_public_total" else key) + suffix] = value
    heads = [h(f"{b.year - 1}年预算数", *group("_prior")), h(f"{b.year}年预算数", *group(""))]
    return plain(
        "three_public_expenses",
        f"{b.year}年财政拨款“三公”经费支出情况表",
        heads,
        [Row("", amounts)],
        number="表八",
        landscape=True,
    )


def _procurement(b: Books) -> Table:
    buy = b.procurement()
    rows = [closing("合计", total=sum(buy.values()), general_public=sum(buy.values()))]
    rows += [
        row(label, total=buy[key], general_public=buy[key])
        for label, key in (("货物类", "goods"), ("工程类", "works"), ("服务类", "services"))
    ]
    heads = [name("项目"), a("总计", "total"), *(a(label, f) for f, label in _LABELS)]
    return plain(
        "gov_procurement", f"{b.year}年政府采购预算明细表", heads, rows, number="表九", landscape=True
    )


def narrative(b: Books) -> list[Block]:
    y, p = b.year, prior_of(b)
    total, basic, project = b.total, b.sum(is_basic), b.sum(is_project)
    tp, tp0 = three_public(b), three_public(p)
    classes = [
        (x.name, x.amounts["total"] or 0 * total)
        for x in class_rows(b.lines, {"total": everything}, used_only=True, style="{name}")
    ]
    buy = b.procurement()

    def than(current, prior) -> str:
        return f"比{y - 1}年{'增加' if current >= prior else '减少'}{wan(abs(current - prior))}万元"

    parts = "；".join(
        f"{label}{wan(tp[key])}万元，{than(tp[key], tp0[key])}"
        for label, key in (
            ("因公出国（境）费用", "abroad"),
            ("公务接待费", "reception"),
            ("公务用车运行维护费", "vehicle_operation"),
            ("公务用车购置费", "vehicle_purchase"),
        )
    )
    return [
        Heading(f"{b.name}{y}年部门预算情况说明"),
        *section(
            "一、部门基本情况",
            f"{b.name}贯彻执行国家和省有关方针政策，承担全市相应领域的管理职责。{b.name}为一级预算单位，本部门预算为本级预算。",
        ),
        *section(
            "二、部门收支总体情况",
            f"（一）收入预算：{y}年年初预算数{wan(total)}万元，其中：一般公共预算拨款{wan(b.sum(is_general))}万元；收入{than(total, p.total)}，主要是人员经费和项目经费变动。",
            f"（二）支出预算：{y}年年初预算数{wan(total)}万元。按支出功能分类，包括"
            + "，".join(f"{label}{wan(x)}万元" for label, x in classes)
            + f"。支出{than(total, p.total)}。",
        ),
        *section(
            "三、财政拨款情况说明",
            f"{y}年一般公共预算财政拨款收入{wan(b.sum(is_general))}万元，一般公共预算财政拨款支出{wan(b.sum(is_general))}万元，{than(b.sum(is_general), p.sum(is_general))}。其中：基本支出{wan(basic)}万元，主要用于保障在职人员工资福利及社会保险缴费、退休人员补助等，{than(basic, p.sum(is_basic))}；项目支出{wan(project)}万元，主要用于"
            + "、".join(label for label, _ in b.projects())
            + f"等重点工作，{than(project, p.sum(is_project))}。",
        ),
        *section(
            "四、“三公”经费情况说明",
            f"{y}年“三公”经费预算{wan(tp['three_public_total'])}万元，{than(tp['three_public_total'], tp0['three_public_total'])}。其中：{parts}。",
        ),
        *section(
            "五、其他重要事项的情况说明",
            f"1.机关运行经费。{y}年一般公共预算财政拨款机关运行经费预算{wan(b.operating_cost)}万元，{than(b.operating_cost, p.operating_cost)}，主要用于办公费、印刷费、邮电费、差旅费、会议费、培训费及日常维修费等。",
            f"2.政府采购情况。所属各预算单位政府采购预算总额{wan(sum(buy.values()))}万元：政府采购货物预算{wan(buy['goods'])}万元、政府采购工程预算{wan(buy['works'])}万元、政府采购服务预算{wan(buy['services'])}万元。",
            f"3.绩效目标设置情况。{y}年项目支出均实行了绩效目标管理，涉及一般公共预算财政拨款{wan(b.sum(is_general, is_project))}万元。",
            f"4.国有资产占有使用情况。所属各预算单位共有车辆{b.facts['cars']}辆，其中一般公务用车{b.facts['cars']}辆。",
        ),
        *section(
            "六、专业性名词解释",
            "（一）财政拨款收入：指本年度从本级财政部门取得的财政拨款。",
            "（二）基本支出：指为保障机构正常运转、完成日常工作任务所发生的人员经费和公用经费。",
        ),
    ]


def document(b: Books) -> list[tuple[str, list[Block]]]:
    made = tables(b)
    text = narrative(b)
    lines = (*(x.text for x in text if isinstance(x, Heading)), *(x.title for x in made))
    return [("", [Cover((f"{b.name}", f"{b.year}年部门预算")), Contents(lines), *text, *made])]
