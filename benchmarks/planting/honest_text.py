"""The 情况说明 of an honest disclosure, in the wordings of several cities; every figure is true to the books."""

from collections.abc import Iterator
from decimal import Decimal

from benchmarks.planting.honest_books import Case
from tests.sample_city.ledger import (
    Books,
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
from tests.sample_city.parts import FUNDS, class_rows, everything, section, three_public
from tests.typesetter.content import Block, Heading, Paragraph

ZERO = Decimal(0)


def narrative(case: Case) -> list[Block]:
    """All sections, in the order that most templates keep."""
    text = Text(case)
    w, y = case.word, case.year
    parts = [
        *section("一、收支总体情况", *text.totals()),
        *section("二、收入预算情况", *text.income()),
        *section("三、支出预算情况", *text.expenditure()),
        *section("四、财政拨款收支总体情况", *text.fiscal()),
        *section("五、一般公共预算支出情况", *text.general()),
        *section("六、一般公共预算基本支出情况", *text.basic()),
        *section("七、“三公”经费情况", *text.three_public()),
        *section("八、政府性基金预算支出情况", *text.fund("gov_fund", "政府性基金预算", 0)),
        *section("九、国有资本经营预算支出情况", *text.fund("state_capital", "国有资本经营预算", 1)),
        *section("十、其他重要事项的情况说明", *text.others()),
    ]
    return [Heading(f"第三部分 {y}年{w}预算情况说明"), *parts]


class Text:
    """Sentences over one case."""

    def __init__(self, case: Case) -> None:
        self.case, self.b, self.p = case, case.books, case.prior
        self.m, self.than = case.money, case.than
        self.who = (
            case.books.name,
            "我" + ("局" if case.books.name.endswith("局") else "单位"),
            f"本{case.word}",
        )[case.habits.wording % 3]

    def pick(self, *texts: str) -> str:
        return texts[self.case.habits.wording // 7 % len(texts)]

    def why(self, current: Decimal, prior: Decimal) -> str:
        """A reason that does not exhaust the change."""
        staff = self.b.sum(is_personnel) - self.p.sum(is_personnel)
        if current == prior or self.case.habits.first_year:
            return "。"
        up = current > prior
        return self.pick(
            f"，主要原因是{'人员增资及项目增加' if up else '落实过紧日子要求，压减一般性支出'}。",
            f"，主要是人员经费{'增加' if staff > 0 else '减少'}{self.m(abs(staff))}以及项目安排变化。"
            if staff
            else "。",
            "。变动原因：" + ("一是工资标准调整；二是新增项目。" if up else "一是人员退休；二是项目到期。"),
            "，主要原因是按照有关要求编制预算。",
        )

    def totals(self) -> Iterator[str]:
        b, p, y, m = self.b, self.p, self.case.year, self.m
        than = self.than(b.total, p.total) + self.why(b.total, p.total)
        h = self.case.habits
        yield self.pick(
            f"按照综合预算的原则，{self.who}所有收入和支出均纳入{self.case.word}预算管理。{y}年收支总预算{m(b.total)}，{than}",
            f"{self.who}{y}年收入总计{m(b.total)}，支出总计{m(b.total)}，{than}",
            f"{y}年度{self.who}收、支总计均为{m(b.total)}。{than}",
            f"{y}年{self.who}预算收入总额{m(b.total)}，预算支出总额{m(b.total)}。收支{than}",
        )
        if h.former_merger:
            yield f"因机构改革，{y - 1}年数据按合并后的口径统计，与当年公开的预算不完全一致。"

    def sources(self) -> list[tuple[str, Decimal]]:
        beside = self.case.habits.carry in ("beside", "column", "own")
        tests = (is_current,) if beside else ()
        made = [(label, self.b.sum(of_fund(f), *tests)) for f, label in FUNDS]
        over = self.b.sum(is_carried) if beside else ZERO
        return [*made, ("上年结转", over)]

    def income(self) -> Iterator[str]:
        b, y, m, percent = self.b, self.case.year, self.m, self.case.percent
        used = [(x, v) for x, v in self.sources() if v]
        listed = "；".join(f"{x}{m(v)}，占{percent(v, b.total)}" for x, v in used)
        over = dict(self.sources())["上年结转"]
        yield self.pick(
            f"{y}年收入预算{m(b.total)}，其中：{listed}。",
            f"{self.who}{y}年收入总计{m(b.total)}，包括：{'、'.join(f'{x}{m(v)}' for x, v in used)}。",
            f"{y}年预算收入合计{m(b.total)}。其中：本年收入{m(b.total - over)}，占{percent(b.total - over, b.total)}；上年结转{m(over)}，占{percent(over, b.total)}。",
            f"{y}年收入预算总额{m(b.total)}，其中：{used[0][0]}{m(used[0][1])}，占收入预算的{percent(used[0][1], b.total)}，{self.than(b.sum(is_general), self.p.sum(is_general)) if over == 0 and used[0][0] == '一般公共预算' else '为主要收入来源'}。",
        )

    def expenditure(self) -> Iterator[str]:
        b, p, y, m, percent = self.b, self.p, self.case.year, self.m, self.case.percent
        basic, project = b.sum(is_basic), b.sum(is_project)
        p_basic, p_project = p.sum(is_basic), p.sum(is_project)
        yield self.pick(
            f"{y}年支出预算{m(b.total)}，其中：基本支出{m(basic)}，占{percent(basic, b.total)}；项目支出{m(project)}，占{percent(project, b.total)}。",
            f"{y}年支出预算{m(b.total)}，{self.than(b.total, p.total)}。其中，基本支出{m(basic)}，{self.than(basic, p_basic)}；项目支出{m(project)}，{self.than(project, p_project)}。",
            f"{self.who}{y}年支出总计{m(b.total)}。按支出性质分：基本支出{m(basic)}（其中：人员经费{m(b.sum(is_personnel))}，公用经费{m(b.sum(is_public_use))}），项目支出{m(project)}。",
            f"{y}年{self.who}支出预算合计{m(b.total)}，基本支出占比{percent(basic, b.total)}，项目支出占比{percent(project, b.total)}。",
        )
        classes = class_rows(b.lines, {"x": everything}, used_only=True, style="{name}")
        yield (
            "按支出功能分类："
            + "；".join(f"{one.name}{m(one.amounts['x'] or ZERO)}" for one in classes)
            + "。"
        )

    def fiscal(self) -> Iterator[str]:
        b, p, y, m = self.b, self.p, self.case.year, self.m
        now, before = b.sum(is_fiscal), p.sum(is_fiscal)
        listed = "、".join(f"{x}{m(b.sum(of_fund(f)))}" for f, x in FUNDS[:3])
        yield self.pick(
            f"{self.who}{y}年财政拨款收支总预算{m(now)}。收入包括：{listed}。",
            f"{y}年财政拨款收入总计{m(now)}，支出总计{m(now)}，{self.than(now, before)}{self.why(now, before)}",
            f"{y}年度财政拨款收、支总计{m(now)}，{self.than(now, before)}。其中：{listed}。",
        )

    def general(self) -> Iterator[str]:
        b, p, y, m, percent = self.b, self.p, self.case.year, self.m, self.case.percent
        now, before = b.sum(is_general), p.sum(is_general)
        yield f"{y}年一般公共预算支出{m(now)}，{self.than(now, before)}{self.why(now, before)}"
        lines = [x for x in b.lines if is_general(x)]
        classes = class_rows(lines, {"x": everything}, used_only=True, style="{name}")
        if self.pick("a", "b") == "a":
            yield (
                "支出结构："
                + "；".join(
                    f"{one.name}（类）支出{m(one.amounts['x'] or ZERO)}，占{percent(one.amounts['x'] or ZERO, now)}"
                    for one in classes
                )
                + "。"
            )
        names = subjects()["functional"]
        for number, code in enumerate(sorted({x.item for x in lines}), 1):
            amount = b.sum(is_general, lambda x, c=code: x.item == c)
            last = p.sum(is_general, lambda x, c=code: x.item == c)
            named = f"{names[code[:3]]}（类）{names[code[:5]]}（款）{names[code]}（项）"
            yield self.pick(
                f"{number}.{named}{y}年预算数为{m(amount)}，{self.than(amount, last)}{self.why(amount, last)}",
                f"（{number}）{named}：{m(amount)}，主要用于保障机构正常运转。",
                f"{number}、{named}{m(amount)}，占{percent(amount, now)}，{self.than(amount, last)}。",
            )

    def basic(self) -> Iterator[str]:
        b, y, m = self.b, self.case.year, self.m
        staff, office = b.sum(is_general, is_personnel), b.sum(is_general, is_public_use)
        yield self.pick(
            f"{y}年一般公共预算基本支出{m(staff + office)}，其中：",
            f"{self.who}{y}年一般公共预算财政拨款安排的基本支出{m(staff + office)}。",
        )
        yield f"人员经费{m(staff)}，主要包括：基本工资、津贴补贴、奖金、机关事业单位基本养老保险缴费、住房公积金、退休费等。"
        yield f"公用经费{m(office)}，主要包括：办公费、印刷费、邮电费、差旅费、会议费、培训费、工会经费、其他商品和服务支出等。"

    def three_public(self) -> Iterator[str]:
        b, y, m = self.b, self.case.year, self.m
        now, before = three_public(b), three_public(self.p)
        whole = now["three_public_total"]
        if not whole and not before["three_public_total"]:
            yield self.pick(
                f"{self.who}{y}年没有使用一般公共预算拨款安排的“三公”经费支出。",
                f"{self.who}{y}年无“三公”经费预算，与上年持平。",
                f"{y}年“三公”经费预算0万元。",
            )
            return
        yield f"{self.who}{y}年“三公”经费预算{m(whole)}，{self.than(whole, before['three_public_total'])}{self.why(whole, before['three_public_total'])}"
        labels = (
            ("因公出国（境）费用", "abroad"), ("公务接待费", "reception"), ("公务用车购置及运行维护费", "vehicle_total"),
        )  # fmt: skip
        for number, (label, key) in enumerate(labels, 1):
            extra = ""
            if key == "vehicle_total" and now[key]:
                extra = f"其中：公务用车购置费{m(now['vehicle_purchase'])}，公务用车运行维护费{m(now['vehicle_operation'])}。"
            if not now[key] and not before[key]:
                yield self.pick(f"{number}.{label}0万元，与上年持平。", f"{number}.{label}：本年未安排。")
            else:
                yield f"{number}.{label}{m(now[key])}，{self.than(now[key], before[key])}{self.why(now[key], before[key])}{extra}"

    def fund(self, fund: str, label: str, seed: int) -> Iterator[str]:
        b, p, y = self.b, self.p, self.case.year
        now = b.sum(of_fund(fund))
        if now:
            yield f"{y}年{label}支出{self.m(now)}，{self.than(now, p.sum(of_fund(fund)))}。"
            return
        yield (
            f"{self.who}{y}年没有{label}安排的支出。", f"{self.who}不涉及{label}收支。", f"{self.who}{y}年无{label}支出，《{label}支出表》为空表。",
            f"{y}年本{self.case.word}{label}支出0万元，与上年持平。",
        )[(self.case.habits.wording + seed) % 4]  # fmt: skip

    def others(self) -> Iterator[str]:
        b, p, y, m = self.b, self.p, self.case.year, self.m
        cost, before = b.operating_cost, p.operating_cost
        if cost:
            yield f"（一）机关运行经费。{y}年{self.who}机关运行经费预算{m(cost)}，{self.than(cost, before)}{self.why(cost, before)}"
        else:
            yield self.pick(
                f"（一）机关运行经费。{self.who}为公益一类事业单位，不属于机关运行经费统计范围。",
                f"（一）机关运行经费。{self.who}{y}年无机关运行经费。",
            )
        yield from self._procurement()
        cars, devices = b.facts["cars"], b.facts["devices"]
        yield self.pick(
            f"（三）国有资产占有使用情况。截至{y - 1}年底，{self.who}共有车辆{cars}辆，其中：一般公务用车{cars}辆；单价100万元（含）以上设备{devices}台（套）。",
            f"（三）国有资产占有使用情况。{self.who}共有车辆{cars}辆，单位价值50万元以上通用设备{devices}台（套），单位价值100万元以上专用设备0台（套）。{y}年预算安排购置车辆0辆。",
            f"（三）国有资产占用情况。截至{y - 1}年12月31日，本{self.case.word}占用房屋3260.5平方米，车辆{cars}辆。",
        )
        yield from self._performance(b)

    def _procurement(self) -> Iterator[str]:
        b, y, m = self.b, self.case.year, self.m
        buy = b.procurement()
        style = self.case.habits.procurement
        if style == "none":
            yield self.pick(
                f"（二）政府采购情况。{self.who}{y}年未安排政府采购预算。",
                f"（二）政府采购情况。{y}年{self.who}政府采购预算总额0万元。",
            )
            return
        if style == "services":
            yield f"（二）政府采购情况。{y}年{self.who}政府采购预算{m(buy['services'])}，全部为政府采购服务预算。"
            return
        whole = sum(buy.values(), ZERO)
        parts = f"政府采购货物预算{m(buy['goods'])}、政府采购工程预算{m(buy['works'])}、政府采购服务预算{m(buy['services'])}"
        small = (
            "" if self.case.habits.wording % 2 else f"其中面向中小企业预留{m(whole)}，占政府采购预算的100%。"
        )
        yield f"（二）政府采购情况。{y}年{self.who}政府采购预算总额{m(whole)}，其中：{parts}。{small}"

    def _performance(self, b: Books) -> Iterator[str]:
        style, y, m = self.case.habits.performance, self.case.year, self.m
        count, amount = len(b.projects()), b.sum(is_project)
        if style == "sentence":
            yield f"（四）预算绩效情况。{y}年{self.who}实行绩效目标管理的项目{count}个，涉及资金{m(amount)}。"
        elif style == "count":
            yield f"（四）预算绩效情况。{self.who}{count}个项目全部编报绩效目标，预计服务群众12000人次，满意度达到95%以上，三年累计投入5000万元。"
        elif style == "form":
            yield f"（四）绩效目标设置情况。按照要求，本{self.case.word}对预算安排100万元以上的项目开展事前绩效评估。"


def glossary(case: Case) -> list[Block]:
    """名词解释 as everybody copies it, with subjects that the tables do not have."""
    return [
        Heading("第四部分 名词解释"),
        *(
            Paragraph(text)
            for text in (
                "一、财政拨款收入：指由一般公共预算、政府性基金预算、国有资本经营预算拨款安排给各部门的资金。",
                "二、事业收入：指事业单位开展专业业务活动及辅助活动所取得的收入。",
                "三、上年结转：指以前年度尚未完成、结转到本年仍按原规定用途继续使用的资金。",
                "四、基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。",
                "五、项目支出：指在基本支出之外为完成特定行政任务和事业发展目标所发生的支出。",
                "六、“三公”经费：指用财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费。",
                "七、机关运行经费：指为保障行政单位（含参照公务员法管理的事业单位）运行用于购买货物和服务的各项资金。",
                "八、科学技术支出（类）科技条件与服务（款）机构运行（项）：反映科技条件专业机构的支出。",
            )
        ),
    ]


def duties(case: Case) -> list[Block]:
    """第一部分: duties and organisation, with the words that look like other bodies and levels."""
    y, who = case.year, case.books.name
    return [
        Heading(f"第一部分 {case.word}概况"),
        *section(
            "一、主要职责",
            f"（一）贯彻执行国家和省有关方针政策和法律法规，拟订全{case.habits.level}相关规划并组织实施。",
            "（二）会同财政局、发展改革委等部门编制“十五五”专项规划，落实2021—2025年行动计划的后续任务。",
            "（三）承办上级交办的其他事项，配合省级主管部门开展督查。",
        ),
        *section(
            "二、机构设置",
            f"{who}内设办公室、业务科、财务科等6个科室，无下属预算单位。编制42名，在职41人，其中行政29人、事业12人，退休17人。",
            f"从预算单位构成看，{who}{case.word}预算为本级预算，{y}年无变化。"
            if case.word == "部门"
            else f"{who}为独立核算的预算单位。",
        ),
    ]


def contents(case: Case, titles: list[str]) -> tuple[str, ...]:
    """目录: full titles, or the short names of the tables."""
    w = case.word
    lines = [
        f"第一部分 {w}概况",
        "第二部分 预算表",
        *titles,
        f"第三部分 {case.year}年{w}预算情况说明",
        "第四部分 名词解释",
    ]
    if case.habits.contents == "short":
        lines = [f"第一部分 {w}概况", "第二部分 预算公开表", f"第三部分 {w}预算情况说明", "第四部分 名词解释"]
    return tuple(lines)


__all__ = ["contents", "duties", "glossary", "narrative"]
