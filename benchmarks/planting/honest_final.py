"""Honest final accounts: opening and closing balances, surplus distributed, budgets that were exceeded."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from benchmarks.planting.honest_books import Case
from benchmarks.planting.honest_tables import Tables
from pipelines.domain.statement import RowRole
from tests.sample_city.ledger import (
    Books,
    Line,
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
    FUNDS,
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
    row,
    section,
    three_public,
)
from tests.typesetter.content import Block, Contents, Cover, Heading, Row, Table

ZERO = Decimal(0)


class Accounts(Tables):
    """A year's final accounts: what was spent, what was left."""

    def __init__(self, case: Case) -> None:
        budget = case.books
        share = {True: Decimal("0.97"), False: Decimal("1.08")}
        spent = tuple(
            replace(
                x,
                amount=(x.amount * share[x.project is not None] / budget.quantum).quantize(Decimal(1))
                * budget.quantum,
            )
            for x in budget.lines
        )
        super().__init__(replace(case, books=replace(budget, lines=spent)))
        self.budget = budget
        plain = case.habits.wording % 3 == 0
        self.left = (
            ZERO if plain else (budget.total / 37 / budget.quantum).quantize(Decimal(1)) * budget.quantum
        )
        self.surplus = (
            ZERO
            if plain or budget.administrative
            else 2 * (self.left / 5 / budget.quantum).quantize(Decimal(1)) * budget.quantum
        )
        extra = Line(budget.lines[0].item, "", self.surplus, fund="other_income")
        self.income_lines = [*(x for x in spent if is_current(x)), *([extra] if self.surplus else [])]
        self.opening = self.books.sum(is_carried) + self.left
        self.fiscal_opening = self.books.sum(is_carried, is_fiscal) + self.left
        self.closing = self.left + self.surplus / 2
        self.whole = _sum(self.income_lines) + self.opening

    def summary(self) -> Table:
        b = self.books
        labels = (
            ("一、一般公共预算财政拨款收入", is_general), ("二、政府性基金预算财政拨款收入", of_fund("gov_fund")),
            ("三、国有资本经营预算财政拨款收入", of_fund("state_capital")), ("四、上级补助收入", of_fund("superior_subsidy")),
            ("五、事业收入", of_fund("business_income")), ("六、经营收入", of_fund("operating_income")),
            ("七、附属单位上缴收入", of_fund("affiliated_remittance")),
            ("八、其他收入", lambda x: x.fund in ("other_income", "special_account")),
        )  # fmt: skip
        left = [row(x, income_amount=_sum([y for y in self.income_lines if test(y)])) for x, test in labels]
        left_end = [
            closing("本年收入合计", income_amount=_sum(self.income_lines)),
            row("使用非财政拨款结余（含专用结余）", income_amount=ZERO), row("年初结转和结余", income_amount=self.opening),
            closing("总计", income_amount=self.whole),
        ]  # fmt: skip
        right = class_rows(b.lines, {"expenditure_amount": everything}, used_only=self.habits.drop_zero)
        right_end = [
            closing("本年支出合计", expenditure_amount=b.total), row("结余分配", expenditure_amount=self.surplus / 2),
            row("年末结转和结余", expenditure_amount=self.closing), closing("总计", expenditure_amount=self.whole),
        ]  # fmt: skip
        return self.sided(
            "final_income_expenditure_summary", "收入支出决算总表",
            halves([h("收入", name(), a("决算数", "income_amount"))],
                   [h("支出", name(), a("决算数", "expenditure_amount"))], left, right, left_end, right_end),
        )  # fmt: skip

    def incomes(self) -> Table:
        columns = {
            "total": everything, "fiscal": is_fiscal, "superior": of_fund("superior_subsidy"),
            "business": of_fund("business_income"), "operating": of_fund("operating_income"),
            "affiliated": of_fund("affiliated_remittance"), "other": lambda x: x.fund in ("other_income", "special_account"),
        }  # fmt: skip
        labels = (
            "本年收入合计",
            "财政拨款收入",
            "上级补助收入",
            "事业收入",
            "经营收入",
            "附属单位上缴收入",
            "其他收入",
        )
        heads = [
            h("项目", *code_name("功能分类科目编码")),
            *(a(x, k) for x, k in zip(labels, columns, strict=True)),
        ]
        return self.table(
            "final_income", "收入决算表", heads, function_rows(self.income_lines, columns), landscape=True
        )

    def spending(self) -> Table:
        columns = {"total": everything, "basic": is_basic, "project": is_project}
        heads = [
            h("项目", *code_name("功能分类科目编码")), a("本年支出合计", "total"), a("基本支出", "basic"), a("项目支出", "project"),
            a("上缴上级支出", "x1"), a("经营支出", "x2"), a("对附属单位补助支出", "x3"),
        ]  # fmt: skip
        return self.table(
            "final_expenditure", "支出决算表", heads, function_rows(self.books.lines, columns), landscape=True
        )

    def fiscal_summary(self) -> Table:
        b = self.books
        fiscal = [x for x in b.lines if is_fiscal(x)]
        columns = {"expenditure_total": everything, **{f: of_fund(f) for f, _ in FUNDS[:3]}}
        income = [x for x in self.income_lines if is_fiscal(x)]
        left = [row(f"{n}、{x}财政拨款", income_amount=_sum([y for y in income if y.fund == f]))
                for n, (f, x) in zip("一二三", FUNDS, strict=False)]  # fmt: skip
        whole = _sum(income) + self.fiscal_opening
        fund_open = b.sum(is_carried, of_fund("gov_fund"))
        left_end = [
            closing("本年收入合计", income_amount=_sum(income)), row("年初财政拨款结转和结余", income_amount=self.fiscal_opening),
            row("　一般公共预算财政拨款", income_amount=self.fiscal_opening - fund_open),
            row("　政府性基金预算财政拨款", income_amount=fund_open), closing("总计", income_amount=whole),
        ]  # fmt: skip
        ends, kept = (
            amounts_of(fiscal, columns),
            dict.fromkeys(columns, ZERO) | {"expenditure_total": self.left, "general_public": self.left},
        )
        both = {key: (ends[key] or ZERO) + kept[key] for key in columns}
        right_end = [
            closing("本年支出合计", **ends),
            row("年末财政拨款结转和结余", **kept),
            row(""),
            row(""),
            closing("总计", **both),
        ]
        right = class_rows(fiscal, columns, used_only=self.habits.drop_zero)
        return self.sided(
            "final_fiscal_appropriation_summary", "财政拨款收入支出决算总表",
            halves([h("收入", name(), a("金额", "income_amount"))],
                   [h("支出", name(), a("合计", "expenditure_total"), *(a(f"{x}财政拨款", f) for f, x in FUNDS[:3]))],
                   left, right, left_end, right_end),
        )  # fmt: skip

    def generals(self) -> Table:
        lines = [x for x in self.books.lines if is_general(x)]
        columns = {"total": everything, "basic": is_basic, "project": is_project}
        heads = [
            h("项目", *code_name("功能分类科目编码")),
            h("本年支出", a("小计", "total"), a("基本支出", "basic"), a("项目支出", "project")),
        ]
        return self.table(
            "final_general_public_expenditure",
            "一般公共预算财政拨款支出决算表",
            heads,
            function_rows(lines, columns),
        )

    def economics(self) -> Table:
        lines = [x for x in self.books.lines if is_general(x) and is_basic(x)]
        columns = {"total": everything, "personnel": is_personnel, "public_use": is_public_use}
        heads = [
            *code_name("经济分类科目编码"),
            a("合计", "total"),
            a("人员经费", "personnel"),
            a("公用经费", "public_use"),
        ]
        return self.table(
            "final_general_public_basic_by_economic",
            "一般公共预算财政拨款基本支出决算表",
            heads,
            economic_rows(lines, columns),
        )

    def cars(self) -> Table:
        amounts, heads = {}, []
        for word, key, books in (("预算数", "b", self.budget), ("决算数", "f", self.books)):
            amounts |= {f"{x}_{key}": v for x, v in three_public(books).items()}
            vehicles = h("公务用车购置及运行维护费", a("小计", f"vehicle_total_{key}"), a("公务用车购置费", f"vehicle_purchase_{key}"),
                         a("公务用车运行维护费", f"vehicle_operation_{key}"))  # fmt: skip
            heads.append(
                h(
                    word,
                    a("合计", f"three_public_total_{key}"),
                    a("因公出国（境）费", f"abroad_{key}"),
                    vehicles,
                    a("公务接待费", f"reception_{key}"),
                )
            )
        return self.table(
            "final_three_public_expenses",
            "财政拨款“三公”经费支出决算表",
            heads,
            [Row("", amounts)],
            landscape=True,
        )

    def funds(self, fund: str, title: str, seed: int) -> Table:
        b = self.books
        lines = [x for x in b.lines if x.fund == fund]
        columns = {
            "opening": is_carried, "income": is_current, "total": everything, "basic": is_basic, "project": is_project,
            "closing": lambda _: False,
        }  # fmt: skip
        labels = ("年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余")
        leaves = [a(x, k) for x, k in zip(labels, columns, strict=True)]
        heads = [
            h("项目", *code_name("功能分类科目编码")),
            *leaves[:2],
            h("本年支出", *leaves[2:5]),
            leaves[5],
        ]
        rows = (
            function_rows(lines, columns)
            if lines
            else [Row("合计", dict.fromkeys(columns, ZERO), role=RowRole.TOTAL)]
        )
        return self.table(
            f"final_{fund}_income_expenditure",
            title,
            heads,
            rows,
            note=None if lines else self.note(seed),
            landscape=True,
        )

    def all(self) -> list[Table]:
        made = [
            self.summary(), self.incomes(), self.spending(), self.fiscal_summary(), self.generals(), self.economics(),
            self.cars(), self.funds("gov_fund", "政府性基金预算财政拨款收入支出决算表", 0),
            self.funds("state_capital", "国有资本经营预算财政拨款支出决算表", 1),
        ]  # fmt: skip
        return [replace(one, number=self.habits.numbers.format(n=n, c="一二三四五六七八九"[n - 1]) or None)
                for n, one in enumerate(made, 1)]  # fmt: skip


def _sum(lines: list[Line]) -> Decimal:
    return sum((x.amount for x in lines), ZERO)


def _sentences(made: Accounts) -> Iterator[Block]:
    case, b, budget = made.case, made.books, made.budget
    before: Books = case.prior
    m, percent, y = case.money, case.percent, case.year
    yield Heading(f"第三部分 {y}年度{case.word}决算情况说明")
    yield from section(
        "一、收入支出决算总体情况说明",
        f"{y}年度收、支总计{m(made.whole)}。与{y - 1}年度相比，收、支总计各{'增加' if made.whole > before.total else '减少'}{m(abs(made.whole - before.total))}，主要是项目变动。",
    )
    income = _sum(made.income_lines)
    listed = "；".join(
        f"{label}{m(x)}，占{percent(x, income)}"
        for label, x in (
            ("财政拨款收入", _sum([x for x in made.income_lines if is_fiscal(x)])),
            ("事业收入", _sum([x for x in made.income_lines if x.fund == "business_income"])),
            (
                "其他收入",
                _sum([x for x in made.income_lines if x.fund in ("other_income", "special_account")]),
            ),
        )
    )
    yield from section("二、收入决算情况说明", f"本年收入合计{m(income)}，其中：{listed}。")
    yield from section(
        "三、支出决算情况说明",
        f"本年支出合计{m(b.total)}，其中：基本支出{m(b.sum(is_basic))}，占{percent(b.sum(is_basic), b.total)}；项目支出{m(b.sum(is_project))}，占{percent(b.sum(is_project), b.total)}。",
    )
    whole = _sum([x for x in made.income_lines if is_fiscal(x)]) + made.fiscal_opening
    yield from section("四、财政拨款收入支出决算总体情况说明", f"{y}年度财政拨款收、支总计{m(whole)}。")
    general, planned = b.sum(is_general), budget.sum(is_general)
    lines = [
        f"（一）总体情况。{y}年度一般公共预算财政拨款支出{m(general)}，占本年支出合计的{percent(general, b.total)}。",
        f"（二）具体情况。{y}年度一般公共预算财政拨款支出年初预算为{m(planned)}，支出决算为{m(general)}，完成年初预算的{percent(general, planned)}。其中：",
    ]
    names = subjects()["functional"]
    for number, code in enumerate(sorted({x.item for x in b.lines if is_general(x)}), 1):
        now, plan = (x.sum(is_general, lambda line, c=code: line.item == c) for x in (b, budget))
        lines.append(
            f"{number}.{names[code[:3]]}（类）{names[code[:5]]}（款）{names[code]}（项）。年初预算为{m(plan)}，支出决算为{m(now)}，完成年初预算的{percent(now, plan)}，决算数{'大于' if now > plan else '小于'}年初预算数的主要原因是据实结算。"
            if now != plan
            else f"{number}.{names[code[:3]]}（类）{names[code[:5]]}（款）{names[code]}（项）。年初预算为{m(plan)}，支出决算为{m(now)}，完成年初预算的100%，与年初预算持平。"
        )
    yield from section("五、一般公共预算财政拨款支出决算情况说明", *lines)
    yield from _further_sentences(made)


def _further_sentences(made: Accounts) -> Iterator[Block]:
    case, b, budget = made.case, made.books, made.budget
    before: Books = case.prior
    m, percent, who, y = case.money, case.percent, case.books.name, case.year
    staff, office = b.sum(is_general, is_personnel), b.sum(is_general, is_public_use)
    yield from section(
        "六、一般公共预算财政拨款基本支出决算情况说明",
        f"{y}年度一般公共预算财政拨款基本支出{m(staff + office)}，其中：人员经费{m(staff)}，公用经费{m(office)}。",
    )
    now_3, plan_3 = three_public(b), three_public(budget)
    if plan_3["three_public_total"]:
        yield from section(
            "七、“三公”经费支出决算情况说明",
            f"{y}年度“三公”经费支出预算为{m(plan_3['three_public_total'])}，支出决算为{m(now_3['three_public_total'])}，完成预算的{percent(now_3['three_public_total'], plan_3['three_public_total'])}，其中：因公出国（境）费决算{m(now_3['abroad'])}，公务用车购置及运行维护费决算{m(now_3['vehicle_total'])}，公务接待费决算{m(now_3['reception'])}。国内公务接待12批次，96人次。",
        )
    else:
        yield from section("七、“三公”经费支出决算情况说明", f"{who}{y}年度未发生“三公”经费支出。")
    if not b.sum(of_fund("gov_fund")):
        yield from section(
            "八、政府性基金预算财政拨款收入支出决算情况说明",
            f"{who}{y}年度无政府性基金预算财政拨款收入支出。",
        )
    if b.operating_cost:
        yield from section(
            "九、机关运行经费支出情况",
            f"{y}年度机关运行经费支出{m(b.operating_cost)}，比{y - 1}年度{'增加' if b.operating_cost > before.operating_cost else '减少'}{m(abs(b.operating_cost - before.operating_cost))}。",
        )
    buy = b.procurement()
    yield from section(
        "十、政府采购支出情况",
        f"{y}年度政府采购支出总额{m(sum(buy.values(), ZERO))}，其中：政府采购货物支出{m(buy['goods'])}、政府采购工程支出{m(buy['works'])}、政府采购服务支出{m(buy['services'])}。授予中小企业合同金额{m(buy['services'])}，占政府采购支出总额的{percent(buy['services'], sum(buy.values(), ZERO)) if sum(buy.values()) else '0%'}。",
    )
    yield from section(
        "十一、国有资产占用情况说明",
        f"截至{y}年12月31日，{who}共有车辆{b.facts['cars']}辆，其中，应急保障用车{b.facts['cars']}辆。",
    )


def final_blocks(case: Case) -> tuple[str, list[Block]]:
    """Title and blocks of the final accounts."""
    made = Accounts(case)
    tables = made.all()
    title = f"{case.books.name}{case.year}年度{case.word}决算"
    w = case.word
    lines = [
        f"第一部分 {w}概况",
        f"第二部分 {case.year}年度{w}决算表",
        *(one.title for one in tables),
        f"第三部分 {case.year}年度{w}决算情况说明",
    ]
    return title, [
        Cover((case.books.name, f"{case.year}年度{w}决算")), Contents(tuple(lines)), Heading(lines[0]),
        *section("一、主要职责", f"{case.books.name}承担全{case.habits.level}相应领域的管理职责。"),
        Heading(lines[1]), *tables, *_sentences(made),
    ]  # fmt: skip
