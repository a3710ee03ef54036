"""The third set, in tables: other slips, other magnitudes, other places, each proven before it counts."""

import random
from decimal import Decimal

from benchmarks.planting.copies import (
    BETWEEN,
    ROWS,
    SUMMARY,
    TREE,
    Copy,
    Row,
    pick,
    set_amount,
)
from benchmarks.planting.proof import TREES, proven_by, relations

MEANT = (
    (" = Σ", TREE),
    (" uses", ROWS),
    (" office", ROWS),
    (" Σ classes", SUMMARY),
    (" balance", SUMMARY),
    (" = ", BETWEEN),
    (" ≤ ", BETWEEN),
)
"""The rules meant for a broken relation, by its name."""


def meant_for(names: list[str]) -> frozenset[str]:
    """The rules meant for any of the broken relations."""
    rules: set[str] = set()
    for name in names:
        rules |= next(meant for mark, meant in MEANT if mark in name)
    return frozenset(rules)


proven = proven_by(relations, meant_for)
"""The planting where a relation of the tables proves it; the rules meant are those of the proof."""


def _facts(copy: Copy, kinds: frozenset[str] = TREES, *columns: str) -> list[Row]:
    return [
        fact for fact in copy.facts
        if fact["table_kind"] in kinds and fact["amount_yuan"]
        and (not columns or fact["column_id"] in columns)
    ]  # fmt: skip


def _unit(copy: Copy, fact: Row) -> Decimal:
    return Decimal(copy.table_of(fact)["unit_multiplier"] or 1).scaleb(-(fact["decimals_printed"] or 0))


@proven
def one_digit_wrong(copy: Copy, chance: random.Random) -> str | None:
    """打错一位: one digit of an amount, at any place, even behind the point, is another one."""
    fact = pick(_facts(copy), chance)
    if fact is None:
        return None
    unit = _unit(copy, fact)
    digits = list(str(int(abs(fact["amount_yuan"]) / unit)))
    place = chance.randrange(len(digits))
    digits[place] = chance.choice([d for d in "123456789" if d != digits[place]])
    set_amount(copy, fact, Decimal("".join(digits)) * unit)
    return "打错一位数字"


@proven
def small_difference(copy: Copy, chance: random.Random) -> str | None:
    """差几个末位: an amount is off by a few units of its last place, more than rounding explains."""
    fact = pick(_facts(copy), chance)
    if fact is None:
        return None
    set_amount(copy, fact, fact["amount_yuan"] + chance.choice([12, 25, 40, -15, -30]) * _unit(copy, fact))
    return "差若干末位"


@proven
def digit_lost(copy: Copy, chance: random.Random) -> str | None:
    """漏打一位: a digit of an amount is missing."""
    fact = pick([f for f in _facts(copy) if abs(f["amount_yuan"]) > 100000], chance)
    if fact is None:
        return None
    unit = _unit(copy, fact)
    digits = str(int(abs(fact["amount_yuan"]) / unit))
    place = chance.randrange(len(digits) - 1)
    set_amount(copy, fact, Decimal(digits[:place] + digits[place + 1 :]) * unit)
    return "漏打一位数字"


@proven
def class_forgotten_in_total(copy: Copy, chance: random.Random) -> str | None:
    """合计漏加一类: the total leaves one class out."""
    total = pick([f for f in _facts(copy) if f["row_role"] == "total" and not f["subject_code"]], chance)
    if total is None:
        return None
    classes = [
        f for f in _facts(copy, frozenset({total["table_kind"]}), total["column_id"])
        if f["table_id"] == total["table_id"] and len(f["subject_code"] or "") == 3
    ]  # fmt: skip
    one = pick(classes, chance) if len(classes) > 1 else None
    if one is None:
        return None
    set_amount(copy, total, total["amount_yuan"] - one["amount_yuan"])
    return "合计漏加一类"


@proven
def group_is_first_item(copy: Copy, chance: random.Random) -> str | None:
    """款只抄了第一项: a group prints the amount of its first item only."""
    groups = [f for f in _facts(copy) if len(f["subject_code"] or "") == 5]
    chance.shuffle(groups)
    for group in groups:
        items = [
            f for f in copy.facts
            if f["table_id"] == group["table_id"] and f["column_id"] == group["column_id"]
            and f["amount_yuan"] and len(f["subject_code"] or "") == 7
            and f["subject_code"].startswith(group["subject_code"])
        ]  # fmt: skip
        if len(items) > 1:
            set_amount(copy, group, items[0]["amount_yuan"])
            return "款级只抄第一项"
    return None


@proven
def group_dropped(copy: Copy, chance: random.Random) -> str | None:
    """漏列一款: a group and all its items are missing from one table."""
    group = pick([f for f in _facts(copy) if len(f["subject_code"] or "") == 5], chance)
    if group is None:
        return None
    copy.facts[:] = [
        f for f in copy.facts
        if f["table_id"] != group["table_id"]
        or not (f["subject_code"] or "").startswith(group["subject_code"])
    ]  # fmt: skip
    copy.touched.add(group["table_id"])
    return "漏列一款及其各项"


@proven
def cell_in_other_unit(copy: Copy, chance: random.Random) -> str | None:
    """一格单位错: one cell is printed in the other unit of money."""
    fact = pick([f for f in _facts(copy) if abs(f["amount_yuan"]) > 10000], chance)
    if fact is None:
        return None
    set_amount(copy, fact, fact["amount_yuan"] * (10000 if chance.random() < 0.5 else Decimal("0.0001")))
    return "一格金额单位错"


@proven
def line_shifted(copy: Copy, chance: random.Random) -> str | None:
    """整行串栏: the parts of a line stand in each other's columns."""
    lines = [f for f in _facts(copy) if f["column_id"] in ("basic", "personnel", "general_public")]
    fact = pick([f for f in lines if f["subject_code"]], chance)
    if fact is None:
        return None
    other = {"basic": "project", "personnel": "public_use", "general_public": "gov_fund"}[fact["column_id"]]
    heads = {
        f["column_id"]: {key: f[key] for key in ("column_id", "column_label", "column_index")}
        for f in copy.facts
        if f["table_id"] == fact["table_id"] and f["column_id"] in (fact["column_id"], other)
    }
    if len(heads) != 2:
        return None
    mine, theirs = heads[fact["column_id"]], heads[other]
    for twin in copy.facts:
        if (twin["table_id"], twin["side"], twin["row_index"]) == (
            fact["table_id"], fact["side"], fact["row_index"]
        ) and twin["column_id"] in heads:  # fmt: skip
            twin.update(theirs if twin["column_id"] == mine["column_id"] else mine)
            copy.touched.add(twin["fact_id"])
    return "整行串栏"


@proven
def column_of_last_year(copy: Copy, chance: random.Random) -> str | None:
    """一栏沿用上年: one column of a table is last year's, a few percent off, its own sums right."""
    fact = pick([f for f in _facts(copy) if not f["subject_code"] and f["row_role"] == "total"], chance)
    if fact is None:
        return None
    ratio = chance.choice([Decimal("0.97"), Decimal("0.9"), Decimal("1.04")])
    for twin in copy.facts:
        if (
            twin["table_id"] == fact["table_id"]
            and twin["column_id"] == fact["column_id"]
            and twin["amount_yuan"]
        ):
            set_amount(copy, twin, twin["amount_yuan"] * ratio)
    return "一栏沿用上年数"


@proven
def table_of_last_year_slightly(copy: Copy, chance: random.Random) -> str | None:
    """整表沿用上年: a whole table a few percent off, its own sums right."""
    kinds = TREES | {"income_expenditure_summary", "fiscal_appropriation_summary"}
    table = pick([t for t in copy.tables if t["kind"] in kinds and not t["is_empty"]], chance)
    if table is None:
        return None
    ratio = chance.choice([Decimal("0.95"), Decimal("0.985"), Decimal("1.06")])
    for fact in copy.facts:
        if fact["table_id"] == table["table_id"] and fact["amount_yuan"]:
            set_amount(copy, fact, fact["amount_yuan"] * ratio)
    return "整表沿用上年数"


SUMMARIES = frozenset({"income_expenditure_summary", "fiscal_appropriation_summary"})


def _classes(copy: Copy) -> list[Row]:
    return [
        f for f in _facts(copy, SUMMARIES) if "、" in (f["subject_name"] or "")[:4] and f["side"] != "middle"
    ]


@proven
def summary_class_missing(copy: Copy, chance: random.Random) -> str | None:
    """收支总表漏列一类."""
    fact = pick(_classes(copy), chance)
    if fact is None:
        return None
    line = (fact["table_id"], fact["side"], fact["row_index"])
    copy.facts[:] = [f for f in copy.facts if (f["table_id"], f["side"], f["row_index"]) != line]
    copy.touched.add(fact["table_id"])
    return "收支总表漏列一类"


@proven
def summary_class_tenth(copy: Copy, chance: random.Random) -> str | None:
    """收支总表一类少抄一位: one class of the summary is a tenth of what it was."""
    fact = pick([f for f in _classes(copy) if abs(f["amount_yuan"]) > 200000], chance)
    if fact is None:
        return None
    set_amount(copy, fact, (fact["amount_yuan"] / 10))
    return "收支总表一类少抄一位"


@proven
def summary_end_wrong(copy: Copy, chance: random.Random) -> str | None:
    """总计打错一位: a digit of a total of a summary is another one."""
    facts = [f for f in _facts(copy, SUMMARIES) if f["row_role"] in ("total", "subtotal")]
    fact = pick(facts, chance)
    if fact is None:
        return None
    unit = _unit(copy, fact)
    digits = list(str(int(abs(fact["amount_yuan"]) / unit)))
    place = chance.randrange(len(digits))
    digits[place] = chance.choice([d for d in "123456789" if d != digits[place]])
    set_amount(copy, fact, Decimal("".join(digits)) * unit)
    return "总计打错一位"
