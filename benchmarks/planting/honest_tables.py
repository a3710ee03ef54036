"""The tables of an honest disclosure: the same accounts in the forms that cities use."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from benchmarks.planting.honest_books import Case, printed_value
from pipelines.domain.statement import RowRole
from tests.sample_city.ledger import (
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
    subjects,
)
from tests.sample_city.parts import (
    FUNDS,
    ORDINALS,
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
    t,
    three_public,
)
from tests.typesetter.content import Half, Head, Row, Table

ZERO = Decimal(0)
NOTES = (
    "本表无数据，以空表列示。", "注：本{w}无此项支出，故本表为空。", "说明：本{w}{y}年没有此类预算安排，此表为空表。",
    "备注：本{w}{y}年度无相关收支。", "注：{y}年本{w}未安排该项预算，空表列示。",
)  # fmt: skip


class Tables:
    """The tables of one case, in order."""

    def __init__(self, case: Case) -> None:
        self.case, self.books, self.habits = case, case.books, case.habits
        self.current = [x for x in self.books.lines if is_current(x)]

    def table(
        self, kind: str, title: str, heads: Sequence[Head], rows: Sequence[Row], **more: object
    ) -> Table:
        kept = tuple(self.row(x) for x in rows if self.keeps(x))
        return Table(kind, title, self.habits.unit, (Half(tuple(heads), kept),), **more)  # type: ignore[arg-type]

    def keeps(self, one: Row) -> bool:
        """Whether a row is printed where rows of nothing are left out."""
        return not (self.habits.drop_zero and one.code and not any(one.amounts.values()))

    def row(self, one: Row) -> Row:
        amounts = {
            key: printed_value(self.habits, x) if x is not None else None for key, x in one.amounts.items()
        }
        return replace(one, amounts=amounts)

    def note(self, seed: int) -> str | None:
        text = NOTES[(self.habits.wording + seed) % len(NOTES)].format(w=self.case.word, y=self.case.year)
        return text if self.habits.fund_note == "below" else None

    def sheet(self) -> Table:
        """收支总表: with or without the parts of the appropriation, the carry-over beside or inside."""
        b, habits = self.books, self.habits
        beside = habits.carry in ("beside", "own", "column")
        lines = self.current if beside else list(b.lines)
        left = []
        if habits.summary_parts:
            left.append(row("一、财政拨款收入", income_amount=_sum(lines, is_fiscal)))
            left += [
                row(f"{'其中：' if n == 0 else '　　　'}{label}", income_amount=_sum(lines, of_fund(f)))
                for n, (f, label) in enumerate(FUNDS[:3])
            ]
            rest = FUNDS[3:]
            left += [
                row(f"{ORDINALS[1 + n]}、{label}", income_amount=_sum(lines, of_fund(f)))
                for n, (f, label) in enumerate(rest)
            ]
        else:
            left = [
                row(f"{ORDINALS[n]}、{label}" + ("" if n > 3 else "拨款收入" if n < 3 else "收入"),
                    income_amount=_sum(lines, of_fund(f)))
                for n, (f, label) in enumerate(FUNDS)
            ]  # fmt: skip
        right = class_rows(b.lines, {"expenditure_amount": everything}, used_only=habits.drop_zero)
        left_end = [closing("本年收入合计", income_amount=_sum(lines, everything))]
        right_end = [closing("本年支出合计", expenditure_amount=b.total)]
        if habits.carry != "none":
            over = _sum(b.lines, is_carried) if beside else ZERO
            words = "上年结转结余" if habits.carry == "beside" else "上年结转"
            if habits.carry == "own":
                fiscal = _sum(b.lines, lambda x: is_carried(x) and is_fiscal(x))
                left_end.append(row("使用非财政拨款结余", income_amount=over - fiscal))
                left_end.append(row("上年结转", income_amount=fiscal))
                right_end.append(row("结余分配", expenditure_amount=ZERO))
            else:
                left_end.append(row(words, income_amount=over))
            right_end.append(
                row("年终结转结余" if habits.carry == "beside" else "结转下年", expenditure_amount=ZERO)
            )
        left_end.append(closing("收入总计", income_amount=b.total))
        right_end.append(closing("支出总计", expenditure_amount=b.total))
        if len(left_end) > len(right_end):
            right_end.insert(1, row(""))
        parts = halves(
            [h("收入", name("项目"), a(f"{b.year}年预算数" if habits.wording % 2 else "预算数", "income_amount"))],
            [h("支出", name("项目（按功能分类）"), a("预算数", "expenditure_amount"))],
            left, right, left_end, right_end,
        )  # fmt: skip
        return self.sided("income_expenditure_summary", "收支总表", parts)

    def sided(self, kind: str, title: str, parts: Sequence[Half]) -> Table:
        done = tuple(replace(half, rows=tuple(self.row(x) for x in half.rows)) for half in parts)
        return Table(kind, title, self.habits.unit, done)

    def income(self) -> Table:
        b = self.books
        used = [(f, x) for f, x in FUNDS if b.sum(of_fund(f)) or not self.habits.drop_zero]
        columns: dict[str, Test] = {"total": everything}
        heads = [*code_name(), a("合计", "total")]
        if self.habits.carry in ("beside", "column", "own"):
            columns["carried"] = is_carried
            columns |= {f: _both(of_fund(f), is_current) for f, _ in used}
            heads += [a("上年结转", "carried"), h("本年收入", *(a(x, f) for f, x in used))]
        else:
            columns |= {f: of_fund(f) for f, _ in used}
            heads += [a(x, f) for f, x in used]
        return self.table(
            "income_summary", "收入总表", heads, function_rows(b.lines, columns), landscape=True
        )

    def expenditure(self) -> Table:
        columns = {"total": everything, "basic": is_basic, "project": is_project}
        heads = [*code_name(), a("合计", "total"), a("基本支出", "basic"), a("项目支出", "project")]
        if self.habits.wording % 3 == 0:
            heads += [a("事业单位经营支出", "x1"), a("上缴上级支出", "x2"), a("对附属单位补助支出", "x3")]
        return self.table("expenditure_summary", "支出总表", heads, function_rows(self.books.lines, columns))

    def fiscal_sheet(self) -> Table:
        b, habits = self.books, self.habits
        fiscal = [x for x in b.lines if is_fiscal(x)]
        beside = habits.carry in ("beside", "column", "own")
        income = [x for x in fiscal if is_current(x)] if beside else fiscal
        columns: dict[str, Test] = {"expenditure_total": everything, **{f: of_fund(f) for f, _ in FUNDS[:3]}}
        left = [closing("一、本年收入", income_amount=_sum(income, everything))]
        left += [
            row(f"（{ORDINALS[n]}）{label}拨款", income_amount=_sum(income, of_fund(f)))
            for n, (f, label) in enumerate(FUNDS[:3])
        ]
        over = [x for x in fiscal if is_carried(x)] if beside else []
        left.append(closing("二、上年结转", income_amount=_sum(over, everything)))
        left += [
            row(f"（{ORDINALS[n]}）{label}拨款", income_amount=_sum(over, of_fund(f)))
            for n, (f, label) in enumerate(FUNDS[:3])
        ]
        right = [closing("一、本年支出", **amounts_of(fiscal, columns))]
        right += class_rows(fiscal, columns, used_only=habits.drop_zero, style="（{n}）{name}")
        right.append(closing("二、年终结转结余", **dict.fromkeys(columns, ZERO)))
        parts = halves(
            [h("收入", name("项目"), a("预算数", "income_amount"))],
            [h("支出", name("项目"), a("合计", "expenditure_total"), *(a(x, f) for f, x in FUNDS[:3]))],
            left, right,
            [closing("收入总计", income_amount=_sum(fiscal, everything))],
            [closing("支出总计", **amounts_of(fiscal, columns))],
        )  # fmt: skip
        return self.sided("fiscal_appropriation_summary", "财政拨款收支总表", parts)

    def general(self) -> Table:
        b = self.books
        general = [x for x in b.lines if is_general(x)]
        columns: dict[str, Test] = {"total": everything, "basic": is_basic, "project": is_project}
        basic: Head = a("基本支出", "basic")
        if self.habits.split_basic:
            columns |= {"personnel": is_personnel, "public_use": is_public_use}
            basic = h("基本支出", a("小计", "basic"), a("人员经费", "personnel"), a("公用经费", "public_use"))
        rows = list(function_rows(general, columns))
        heads = [*code_name(), a("合计", "total"), basic, a("项目支出", "project")]
        if self.habits.prior_column and not self.habits.first_year:
            before = [x for x in self.case.prior.lines if is_general(x)]
            rows = _with_prior(rows, before)
            heads.insert(2, a(f"{b.year - 1}年预算数", "prior_year_total"))
        return self.table("general_public_expenditure", "一般公共预算支出表", heads, rows)

    def basic(self) -> Table:
        lines = [x for x in self.books.lines if is_general(x) and is_basic(x)]
        columns: dict[str, Test] = {
            "total": everything,
            "personnel": is_personnel,
            "public_use": is_public_use,
        }
        heads = [
            h("部门预算支出经济分类科目", *code_name()),
            h(
                "本年一般公共预算基本支出",
                a("合计", "total"),
                a("人员经费", "personnel"),
                a("公用经费", "public_use"),
            ),
        ]
        return self.table(
            "general_public_basic_by_economic", "一般公共预算基本支出表", heads, economic_rows(lines, columns)
        )

    def three_public(self) -> Table:
        b, style = self.books, self.habits.three_public
        now, before = three_public(b), three_public(self.case.prior)
        labels = (
            ("three_public_total", "合计"), ("abroad", "因公出国（境）费用"), ("reception", "公务接待费"),
            ("vehicle_total", "公务用车购置及运行费"), ("vehicle_purchase", "其中：公务用车购置费"),
            ("vehicle_operation", "公务用车运行维护费"),
        )  # fmt: skip
        title = "一般公共预算“三公”经费支出表"
        if style in ("rows", "compare"):
            heads = [name("项目"), a(f"{b.year}年预算数", "x")]
            rows = [row(x, x=now[k]) for k, x in labels]
            if style == "compare" and not self.habits.first_year:
                heads = [
                    name("项目"),
                    a(f"{b.year - 1}年预算数", "p"),
                    a(f"{b.year}年预算数", "x"),
                    a("增减额", "d"),
                ]
                rows = [row(x, x=now[k], p=before[k], d=now[k] - before[k]) for k, x in labels]
            return self.table("three_public_expenses", title, heads, rows)
        groups, amounts = [], {}
        years = ((b.year - 1, before), (b.year, now)) if style == "years" else ((b.year, now),)
        for year, values in years:
            amounts |= {f"{key}{year}": value for key, value in values.items()}
            cars = h(
                "公务用车购置及运行费", a("小计", f"vehicle_total{year}"),
                a("购置费", f"vehicle_purchase{year}"), a("运行费", f"vehicle_operation{year}"),
            )  # fmt: skip
            leaves = [a("合计", f"three_public_total{year}"), a("因公出国（境）费", f"abroad{year}"), cars,
                      a("公务接待费", f"reception{year}")]  # fmt: skip
            groups += [h(f"{year}年预算数", *leaves)] if style == "years" else leaves
        if style == "with_meetings":
            meetings = b.sum(is_general, lambda x: x.economic == "30215")
            training = b.sum(is_general, lambda x: x.economic == "30216")
            groups = [
                a("合计", "all"),
                h("“三公”经费", *groups[0:1], *groups[1:]),
                a("会议费", "m"),
                a("培训费", "t"),
            ]
            amounts |= {"m": meetings, "t": training, "all": meetings + training + now["three_public_total"]}
            title = "一般公共预算“三公”经费、会议费、培训费支出表"
        return self.table("three_public_expenses", title, groups, [Row("", amounts)], landscape=True)

    def fund(self, fund: str, kind: str, title: str, seed: int) -> Table:
        lines = [x for x in self.books.lines if x.fund == fund]
        columns = {"total": everything, "basic": is_basic, "project": is_project}
        heads = [*code_name(), a("合计", "total"), a("基本支出", "basic"), a("项目支出", "project")]
        if lines:
            return self.table(kind, title, heads, function_rows(lines, columns))
        words = "（空表）" if self.habits.fund_note == "title" else ""
        rows = [closing("合计", **dict.fromkeys(columns, ZERO))]
        return self.table(kind, title + words, heads, rows, note=self.note(seed))

    def projects(self) -> Table:
        b = self.books
        rows = [
            closing(
                "合计", **{"total": b.sum(is_project), **{f: b.sum(is_project, of_fund(f)) for f, _ in FUNDS}}
            )
        ]
        for label, lines in b.projects():
            amounts = {f: share for f, _ in FUNDS if (share := _sum(lines, of_fund(f)))}
            rows.append(Row(label, {"total": _sum(lines, everything), **amounts}, texts={"who": b.name}))
        used = [(f, x) for f, x in FUNDS if b.sum(of_fund(f), is_project)]
        heads = [name("项目名称"), t("项目单位", "who"), a("合计", "total"), *(a(x, f) for f, x in used)]
        return self.table("project_expenditure", "项目支出表", heads, rows, landscape=True)

    def procurement(self) -> Table | None:
        b, style = self.books, self.habits.procurement
        buy = b.procurement()
        if style == "none":
            return None
        if style == "services":
            buy = buy | {"goods": ZERO, "works": ZERO}
        whole = sum(buy.values(), ZERO)
        rows = [closing("合计", total=whole, general_public=whole)]
        rows += [row(x, total=buy[k], general_public=buy[k]) for k, x in
                 (("goods", "货物"), ("works", "工程"), ("services", "服务"))]  # fmt: skip
        heads = [
            name("采购项目"),
            a("合计", "total"),
            a("一般公共预算", "general_public"),
            a("政府性基金预算", "gov_fund"),
        ]
        return self.table("gov_procurement", "政府采购预算表", heads, rows)

    def all(self) -> list[Table]:
        made = [
            self.sheet(), self.income(), self.expenditure(), self.fiscal_sheet(), self.general(), self.basic(),
            self.three_public(), self.fund("gov_fund", "gov_fund_expenditure", "政府性基金预算支出表", 0),
            self.fund("state_capital", "state_capital_expenditure", "国有资本经营预算支出表", 1),
        ]  # fmt: skip
        if self.books.projects():
            made.append(self.projects())
        buy = self.procurement()
        made += [buy] if buy else []
        return [self.titled(one, n) for n, one in enumerate(made, 1)]

    def titled(self, table: Table, n: int) -> Table:
        y, style = self.books.year, self.habits.wording % 4
        title = (
            f"{y}年{self.case.word}{table.title}",
            table.title,
            f"{y}年度{table.title}",
            f"{self.books.name}{y}年{table.title}",
        )[style]
        number = self.habits.numbers.format(n=n, c=ORDINALS[n - 1]) or None
        return replace(table, title=title, number=number)


def _both(*tests: Test) -> Test:
    return lambda line: all(test(line) for test in tests)


def _sum(lines: Sequence[Line], test: Test) -> Decimal:
    return sum((line.amount for line in lines if test(line)), ZERO)


def _with_prior(rows: Sequence[Row], before: Sequence[Line]) -> list[Row]:
    """Last year's amounts beside this year's; what last year alone had gets rows of its own."""
    names = subjects()["functional"]
    by_code = {one.code: one for one in rows if one.code}
    codes = {line.item[:n] for line in before for n in (3, 5, 7)} | set(by_code)
    total = replace(rows[0], amounts={**rows[0].amounts, "prior_year_total": _sum(before, everything)})
    made = [total]
    for code in sorted(codes):
        one = by_code.get(code) or Row(names[code], {"total": ZERO}, code, (3, 5, 7).index(len(code)) + 1,
                                       RowRole.ITEM if len(code) == 7 else RowRole.SUBTOTAL)  # fmt: skip
        amount = _sum(before, lambda line, code=code: line.item.startswith(code))
        made.append(replace(one, amounts={**one.amounts, "prior_year_total": amount}))
    return made
