"""The fifth set, in the sentences of invented cities' disclosures (honest.py), before they are typeset."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from benchmarks.planting.fourth_text import BUYING, CHANGES, COST, THREE
from tests.typesetter.content import Block, Contents, Heading, Paragraph

Made = tuple[list[Block], str, frozenset[str]]
Misprint = Callable[[list[Block], random.Random], Made | None]

NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
UNIT = r"(万元|亿元|千元|元)"
TOTALS = frozenset(
    {"narrative_totals", "narrative_stated_twice", "narrative_basic_project", "narrative_shares",
     "narrative_expenditure_sum", "narrative_appropriation"}
)  # fmt: skip
PARTS = frozenset(
    {"narrative_basic_project", "narrative_expenditure_sum", "narrative_shares", "narrative_stated_twice"}
)
STAFF = frozenset({"narrative_personnel_public_use", "narrative_stated_twice"})
INCOME = frozenset(
    {"narrative_income_sources", "narrative_shares", "narrative_carryover", "narrative_budgets"}
)
SUBJECTS = frozenset({"narrative_subjects", "narrative_shares"})
CHANGED = CHANGES | {"narrative_stated_twice"}
FINAL = frozenset({"narrative_completion_percent", "final_initial_budget_agrees", "narrative_subjects"})


def put(blocks: Sequence[Block], place: int, block: Block) -> list[Block]:
    return [block if i == place else one for i, one in enumerate(blocks)]


def said(blocks: Sequence[Block], pattern: str) -> list[tuple[int, Paragraph, re.Match[str]]]:
    """The paragraphs in which the pattern stands, once each."""
    return [
        (i, one, hit)
        for i, one in enumerate(blocks)
        if isinstance(one, Paragraph) and (hit := re.search(pattern, one.text))
    ]


def changed(number: str, factor: Decimal) -> str | None:
    """The number times `factor`, printed alike; nothing where nobody would notice."""
    value = Decimal(number.replace(",", ""))
    decimals = len(number.partition(".")[2])
    made = (value * factor).quantize(Decimal(1).scaleb(-decimals))
    if abs(made - value) < 60 * Decimal(1).scaleb(-decimals):
        return None
    return f"{made:,f}" if "," in number else f"{made:f}"


def _amount(
    pattern: str, what: str, rules: frozenset[str], factors: tuple[str, ...] = ("1.13", "0.79", "1.9")
) -> Misprint:
    """An amount (the first group) is another one."""

    def plant(blocks: list[Block], chance: random.Random) -> Made | None:
        hits = said(blocks, pattern)
        if not hits:
            return None
        at, block, hit = chance.choice(hits)
        printed = changed(hit[1], Decimal(chance.choice(factors)))
        if printed is None:
            return None
        text = block.text[: hit.start(1)] + printed + block.text[hit.end(1) :]
        return put(blocks, at, replace(block, text=text)), f"{what}：{hit[1]}→{printed}", rules

    plant.__doc__ = what
    return plant


def _exchange(pattern: str, what: str, rules: frozenset[str]) -> Misprint:
    """Two groups of the pattern have each other's place."""

    def plant(blocks: list[Block], chance: random.Random) -> Made | None:
        hits = [
            one for one in said(blocks, pattern) if one[2][1] != one[2][2] and _apart(one[2][1], one[2][2])
        ]
        if not hits:
            return None
        at, block, hit = chance.choice(hits)
        text = block.text
        text = text[: hit.start(1)] + hit[2] + text[hit.end(1) : hit.start(2)] + hit[1] + text[hit.end(2) :]
        return put(blocks, at, replace(block, text=text)), f"{what}：{hit[1]}⇄{hit[2]}", rules

    plant.__doc__ = what
    return plant


def _apart(left: str, right: str) -> bool:
    try:
        one, other = (Decimal(x.replace(",", "")) for x in (left, right))
    except ArithmeticError:
        return True
    return abs(one - other) > Decimal("0.1") * max(one, other)


def _words(pattern: str, new: str | Sequence[str], what: str, rules: frozenset[str]) -> Misprint:
    """Words are replaced by others."""

    def plant(blocks: list[Block], chance: random.Random) -> Made | None:
        hits = said(blocks, pattern)
        if not hits:
            return None
        at, block, hit = chance.choice(hits)
        text = (
            block.text[: hit.start()]
            + hit.expand(new if isinstance(new, str) else chance.choice(new))
            + block.text[hit.end() :]
        )
        return None if text == block.text else (put(blocks, at, replace(block, text=text)), what, rules)

    plant.__doc__ = what
    return plant


def percent_on_this_year(blocks: list[Block], chance: random.Random) -> Made | None:
    """The rate is worked out on this year's amount."""
    pattern = rf"{NUMBER}{UNIT}，[^，。；]*(?:增加|减少|增长|降低|多|少|压减){NUMBER}\2，(?:增长|下降|上升|增幅|降幅|压减){NUMBER}%"
    hits = []
    for at, block, hit in said(blocks, pattern):
        now, change, rate = (Decimal(hit[n].replace(",", "")) for n in (1, 3, 4))
        decimals = len(hit[4].partition(".")[2])
        made = (100 * change / now).quantize(Decimal(1).scaleb(-decimals)) if now else rate
        if abs(made - rate) >= max(Decimal("0.3"), 3 * Decimal(1).scaleb(-decimals)) and now > 100:
            hits.append((at, block, hit, made))
    if not hits:
        return None
    at, block, hit, made = chance.choice(hits)
    text = block.text[: hit.start(4)] + f"{made}" + block.text[hit.end(4) :]
    return put(blocks, at, replace(block, text=text)), f"增减率以本年数为基数：{made}%", CHANGED


def rate_of_other_line(blocks: list[Block], chance: random.Random) -> Made | None:
    """Two sentences have each other's rate of change."""
    pattern = rf"{NUMBER}{UNIT}，(?:增长|下降|上升|增幅|降幅|压减){NUMBER}%"
    hits = [one for one in said(blocks, pattern) if Decimal(one[2][1].replace(",", "")) > 5]
    if len(hits) < 2:
        return None
    (one, block, hit), (other, _, from_other) = chance.sample(hits, 2)
    if one == other or abs(Decimal(hit[3]) - Decimal(from_other[3])) < 2:
        return None
    text = block.text[: hit.start(3)] + from_other[3] + block.text[hit.end(3) :]
    return put(blocks, one, replace(block, text=text)), f"增减率抄自别处：{from_other[3]}%", CHANGED


def said_none(section: str, text: str, rules: frozenset[str]) -> Misprint:
    """The section says that there is nothing, though the tables have amounts."""

    def plant(blocks: list[Block], _: random.Random) -> Made | None:
        starts = [i for i, one in enumerate(blocks) if isinstance(one, Heading) and section in one.text]
        if not starts:
            return None
        start = starts[-1] + 1
        end = next(
            (i for i in range(start, len(blocks)) if not isinstance(blocks[i], Paragraph)), len(blocks)
        )
        told = " ".join(one.text for one in blocks[start:end] if isinstance(one, Paragraph))
        if not re.search(rf"[1-9][\d,.]*{UNIT}", told):
            return None
        return [*blocks[:start], Paragraph(text), *blocks[end:]], f"误称没有：{section}", rules

    plant.__doc__ = section
    return plant


def paragraph_twice(blocks: list[Block], chance: random.Random) -> Made | None:
    """A paragraph with amounts is printed twice."""
    hits = said(blocks, rf"{NUMBER}{UNIT}.*{NUMBER}{UNIT}")
    if not hits:
        return None
    at, block, _ = chance.choice(hits)
    return (
        [*blocks[: at + 1], block, *blocks[at + 1 :]],
        "段落重复",
        frozenset({"wording_slips", "page_twice", "paragraph_twice"}),
    )


def section_number_twice(blocks: list[Block], chance: random.Random) -> Made | None:
    """Two headings that follow each other have one number."""
    heads = [
        i
        for i, one in enumerate(blocks)
        if isinstance(one, Heading) and re.match("[二三四五六七八九]、", one.text)
    ]
    if not heads:
        return None
    at = chance.choice(heads)
    block = blocks[at]
    assert isinstance(block, Heading)
    before = "一二三四五六七八九"["一二三四五六七八九".index(block.text[0]) - 1]
    made = put(blocks, at, replace(block, text=before + block.text[1:]))
    return made, "标题序号重复", frozenset({"heading_number_order", "wording_slips"})


def contents_of_other_year(blocks: list[Block], chance: random.Random) -> Made | None:
    """目录 still has last year's titles."""
    for at, one in enumerate(blocks):
        if isinstance(one, Contents) and any(re.search(r"20\d\d", line) for line in one.lines):
            lines = tuple(re.sub(r"20(\d\d)", lambda m: f"20{int(m[1]) - 1}", line) for line in one.lines)
            return (
                put(blocks, at, Contents(lines)),
                "目录年度为上年",
                frozenset({"contents_agree", "year_in_text", "year_in_title", "year_in_heading"}),
            )
    return None


def year_of_sentence(blocks: list[Block], chance: random.Random) -> Made | None:
    """A sentence about this year's amounts names last year."""
    hits = said(blocks, r"(20\d\d)年[^，。比较]{0,12}(?:预算|支出|收入)[^比较]{0,12}\d")
    if not hits:
        return None
    at, block, hit = chance.choice(hits)
    text = block.text[: hit.start(1)] + str(int(hit[1]) - 1) + block.text[hit.end(1) :]
    return put(blocks, at, replace(block, text=text)), "文字年度为上年", frozenset({"year_in_text"})


PLANTS: dict[str, Misprint] = {
    "total_in_overview": _amount(rf"收支?总(?:预算|计)(?:均为)?{NUMBER}{UNIT}", "总体情况总额", TOTALS),
    "expenditure_total_said": _amount(rf"支出(?:预算|总计|预算合计){NUMBER}{UNIT}，?(?:其中|按|基本|比|较|与)", "支出总额", TOTALS),
    "income_source_said": _amount(rf"(?:其中|包括)：一般公共预算{NUMBER}{UNIT}", "收入来源", INCOME),
    "carry_over_said": _amount(rf"上年结转{NUMBER}{UNIT}", "上年结转", INCOME),
    "general_budget_said": _amount(rf"年一般公共预算支出{NUMBER}{UNIT}", "一般公共预算支出", frozenset({"narrative_budgets", "narrative_change_percent", "narrative_appropriation"})),
    "fund_budget_said": _amount(rf"年政府性基金预算支出{NUMBER}{UNIT}", "政府性基金支出", frozenset({"narrative_budgets"})),
    "fiscal_total_said": _amount(rf"财政拨款收(?:支总预算|入总计|、支总计){NUMBER}{UNIT}", "财政拨款总额", frozenset({"narrative_appropriation", "narrative_totals", "narrative_stated_twice"})),
    "basic_said": _amount(rf"[：，。]基本支出{NUMBER}{UNIT}", "基本支出", PARTS),
    "project_said": _amount(rf"[；，]项目支出{NUMBER}{UNIT}", "项目支出", PARTS),
    "basic_of_general_said": _amount(rf"基本支出{NUMBER}{UNIT}[，。](?:其中：)?$", "一般公共基本支出", PARTS | STAFF),
    "personnel_said": _amount(rf"^人员经费{NUMBER}{UNIT}", "人员经费", STAFF),
    "public_use_said": _amount(rf"^公用经费{NUMBER}{UNIT}", "公用经费", STAFF),
    "staff_in_brackets_said": _amount(rf"（其中：人员经费{NUMBER}{UNIT}", "括号内人员经费", STAFF),
    "class_said": _amount(rf"按支出功能分类：[^\d]+{NUMBER}{UNIT}", "类级科目", SUBJECTS),
    "last_class_said": _amount(rf"按支出功能分类：.*[^\d]+{NUMBER}{UNIT}。", "末一类科目", SUBJECTS),
    "item_said": _amount(rf"（项）(?:20\d\d年预算数为|：)?{NUMBER}{UNIT}", "项级科目", SUBJECTS | CHANGED),
    "structure_said": _amount(rf"支出结构：[^\d]*{NUMBER}{UNIT}", "支出结构", SUBJECTS),
    "three_public_said": _amount(rf"“三公”经费预算{NUMBER}{UNIT}", "三公合计", THREE | CHANGED),
    "reception_said": _amount(rf"公务接待费{NUMBER}{UNIT}", "公务接待费", THREE | CHANGED),
    "vehicles_said": _amount(rf"公务用车购置及运行维护费{NUMBER}{UNIT}", "公务用车", THREE | CHANGED),
    "operation_said": _amount(rf"其中：公务用车购置费[\d,.]+{UNIT[:0]}(?:万元|元|亿元|千元)，公务用车运行维护费{NUMBER}{UNIT}", "用车运行", THREE),
    "procurement_said": _amount(rf"政府采购预算(?:总额)?{NUMBER}{UNIT}，", "采购总额", BUYING | {"narrative_procurement"}),
    "services_said": _amount(rf"政府采购服务预算{NUMBER}{UNIT}", "采购服务", BUYING | {"narrative_procurement"}),
    "reserved_for_small_said": _amount(rf"面向中小企业预留{NUMBER}{UNIT}", "中小企业", BUYING | {"narrative_procurement", "sme_within_procurement", "narrative_shares"}, ("1.6",)),
    "reserved_share_said": _words(r"占政府采购预算的100%", ("占政府采购预算的120%", "占政府采购预算的1000%"), "中小企业占比", frozenset({"share_within_hundred", "narrative_shares"})),
    "operating_cost_said": _amount(rf"机关运行经费预算{NUMBER}{UNIT}", "机关运行经费", COST | CHANGED, ("2.7", "0.4", "1.13")),
    "performance_said": _amount(rf"项目\d+个，涉及资金{NUMBER}{UNIT}", "绩效资金", frozenset({"narrative_performance_within_project"}), ("6.3",)),
    "change_said": _amount(rf"(?:增加|减少|增长|降低|多|少|压减){NUMBER}{UNIT}，(?:增长|下降|上升|增幅|降幅|压减)", "增减额", CHANGED, ("1.6", "0.5")),
    "staff_exchanged": _exchange(rf"其中：人员经费{NUMBER}{UNIT}，公用经费{NUMBER}".replace(UNIT, "(?:万元|亿元|千元|元)"), "人员公用互换", STAFF),
    "shares_exchanged": _exchange(rf"基本支出(?:占比|[\d,.]+(?:万元|元|亿元|千元)，占){NUMBER}%[；，]项目支出(?:占比|[\d,.]+(?:万元|元|亿元|千元)，占){NUMBER}%", "占比互换", frozenset({"narrative_shares"})),
    "classes_exchanged": _exchange(rf"按支出功能分类：[^\d]+{NUMBER}(?:万元|元|亿元|千元)；[^\d；]+{NUMBER}", "两类互换", SUBJECTS),
    "share_off": _amount(rf"占{NUMBER}%", "占比错", frozenset({"narrative_shares"}), ("0.8", "1.25")),
    "unit_lost": _words(rf"(收支?总(?:预算|计)(?:均为)?|支出(?:预算|总计|预算合计)){NUMBER}万元", r"\1\2元", "万元写成元", TOTALS | CHANGED | {"narrative_unit_slip"}),
    "unit_too_large": _words(rf"(一般公共预算支出|“三公”经费预算){NUMBER}万元", r"\1\2亿元", "万元写成亿元", TOTALS | THREE | CHANGED | {"narrative_budgets"}),
    "compared_with_earlier_year": _words(r"(比|较|与)(2025年|2024年)(?=(?:预算|年初预算)?(?:相比)?(?:增加|减少|增长|降低|多|少|压减))", (r"\g<1>2022年", r"\g<1>2021年"), "比较年度错", frozenset({"year_in_text"})),
    "vehicles_not_adding": _words(r"共有车辆(\d)辆，其中", (r"共有车辆1\1辆，其中",), "车辆合计错", frozenset({"narrative_vehicle_count"})),
    "staff_not_adding": _words(r"在职41人", ("在职45人", "在职37人"), "人员数不合", frozenset()),
    "completion_off": _amount(rf"完成(?:年初)?预算的{NUMBER}%", "完成率错", FINAL, ("0.8", "1.2")),
    "initial_and_final_exchanged": _exchange(rf"年初预算为{NUMBER}(?:万元|元|亿元|千元)，支出决算为{NUMBER}", "年初决算互换", FINAL),
    "final_item_said": _amount(rf"（项）。年初预算为[\d,.]+(?:万元|元|亿元|千元)，支出决算为{NUMBER}", "决算项级", FINAL),
    "final_three_public_said": _amount(rf"支出预算为[\d,.]+(?:万元|元|亿元|千元)，支出决算为{NUMBER}", "决算三公", THREE | FINAL),
    "final_small_said": _amount(rf"授予中小企业合同金额{NUMBER}", "中小企业合同", BUYING | {"narrative_shares", "sme_within_procurement"}, ("3.1",)),
    "final_income_said": _amount(rf"本年收入合计{NUMBER}", "本年收入", TOTALS | INCOME),
    "final_expenditure_said": _amount(rf"本年支出合计{NUMBER}", "本年支出", TOTALS),
    "instruction_left": _words(r"。$", ("。（此处填写增减变化原因）", "。（请根据实际情况填写）", "。XXXX。"), "填写说明未删", frozenset({"template_leftovers"})),
    "bracket_open": _words(r"（(其中|含|套|款|类|项)([^（）]*)）", r"（\1\2", "括号不成对", frozenset({"wording_slips"})),
    "unit_twice": _words(r"(\d)(万元|元)(?!元)", r"\1\2元", "单位重复", frozenset({"wording_slips"})),
    "marks_together": _words(r"。(?=.)", "，。", "标点连用", frozenset({"wording_slips"})),
    "year_in_full_wrong": _words(r"截至20\d\d年", "截至2019年", "截至年度错", frozenset({"year_in_text"})),
    "fund_said_none": said_none("政府性基金预算支出情况", "2026年没有政府性基金预算安排的支出。", frozenset({"narrative_budgets"})),
    "three_public_said_none": said_none("“三公”经费情况", "2026年没有使用一般公共预算拨款安排的“三公”经费支出。", THREE),
    "percent_on_this_year": percent_on_this_year,
    "rate_of_other_line": rate_of_other_line,
    "paragraph_twice": paragraph_twice,
    "section_number_twice": section_number_twice,
    "contents_of_other_year": contents_of_other_year,
    "year_of_sentence": year_of_sentence,
}  # fmt: skip
