"""Errors in the amounts of tables (表内金额)."""

import random
from decimal import Decimal

from benchmarks.planting.copies import (
    ARITHMETIC,
    BETWEEN,
    CODED,
    ROWS,
    SUMMARIES,
    SUMMARY,
    TREE,
    WHOLE_TABLE,
    Copy,
    Planted,
    noticeable,
    pick,
    relabel_unit,
    set_amount,
    statement_facts,
)


def digit_swapped(copy: Copy, chance: random.Random) -> Planted | None:
    """数字错位: two neighbouring digits of an amount change places."""
    facts = statement_facts(copy, CODED, 1000)
    chance.shuffle(facts)
    for fact in facts[:20]:
        digits = str(int(fact["amount_yuan"]))
        for place in chance.sample(range(len(digits) - 1), len(digits) - 1):
            swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
            yuan = Decimal(swapped) + fact["amount_yuan"] % 1
            if swapped[0] != "0" and noticeable(copy, fact, yuan):
                set_amount(copy, fact, yuan)
                return Planted("两位数字颠倒", ARITHMETIC)
    return None


def row_dropped(copy: Copy, chance: random.Random) -> Planted | None:
    """漏行: a line of the lowest level is left out."""
    facts = [
        fact
        for fact in statement_facts(copy, CODED, 1000)
        if fact["row_role"] == "item"
        and len(fact["subject_code"] or "") in (5, 7)
        and fact["column_id"] == "total"
    ]
    fact = pick(facts, chance)
    if fact is None:
        return None
    gone = (fact["table_id"], fact["side"], fact["row_index"])
    copy.touched.add(fact["table_id"])
    copy.facts[:] = [f for f in copy.facts if (f["table_id"], f["side"], f["row_index"]) != gone]
    return Planted("漏列一行", TREE | BETWEEN)


def column_shifted(copy: Copy, chance: random.Random) -> Planted | None:
    """串栏: an amount stands in the neighbouring column."""
    facts = [
        fact
        for fact in statement_facts(copy, CODED, 1000)
        if fact["column_id"] in ("basic", "project") and fact["row_role"] != "total"
    ]
    chance.shuffle(facts)
    for fact in facts[:20]:
        other = "project" if fact["column_id"] == "basic" else "basic"
        twin = next(
            (f for f in copy.facts if f["table_id"] == fact["table_id"] and f["column_id"] == other), None
        )
        beside = any(
            f["table_id"] == fact["table_id"]
            and f["row_index"] == fact["row_index"]
            and f["column_id"] == other
            for f in copy.facts
        )
        if twin is not None and not beside:
            for key in ("column_id", "column_label", "column_index"):
                fact[key] = twin[key]
            copy.touched.add(fact["fact_id"])
            return Planted("金额串入邻栏", TREE | BETWEEN | ROWS)
    return None


def wrong_total(copy: Copy, chance: random.Random) -> Planted | None:
    """合计错: the total of a table is not what its lines add up to."""
    facts = [fact for fact in statement_facts(copy, CODED, 1000) if fact["row_role"] == "total"]
    fact = pick(facts, chance)
    if fact is None:
        return None
    set_amount(copy, fact, fact["amount_yuan"] * Decimal("1.1"))
    return Planted("合计数错误", ARITHMETIC | {"narrative_totals"})


def summary_line_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """收支总表一项错: a line of the summary is changed."""
    fact = pick(statement_facts(copy, SUMMARIES, 1000), chance)
    if fact is None:
        return None
    set_amount(copy, fact, fact["amount_yuan"] * Decimal("1.2"))
    return Planted("收支总表一行金额错误", ARITHMETIC)


def unit_slip(copy: Copy, chance: random.Random) -> Planted | None:
    """元万元错位: one table is labelled with the wrong unit of money."""
    kinds = {"income_summary", "expenditure_summary", "general_public_expenditure", "final_expenditure"}
    table = pick([t for t in copy.tables if t["kind"] in kinds and not t["is_empty"]], chance)
    if table is None:
        return None
    relabel_unit(copy, table)
    return Planted("金额单位标错", WHOLE_TABLE | {"narrative_totals", "narrative_subjects"})


def balance_broken(copy: Copy, chance: random.Random) -> Planted | None:
    """收支不平: one of the two grand totals is changed."""
    facts = [f for f in statement_facts(copy, SUMMARIES, 1000) if f["row_role"] == "total"]
    fact = pick(facts, chance)
    if fact is None:
        return None
    set_amount(copy, fact, fact["amount_yuan"] + Decimal(1234500))
    return Planted(
        "收支总计不相等", SUMMARY | BETWEEN | ROWS | {"narrative_totals", "narrative_appropriation"}
    )


def three_public_part(copy: Copy, chance: random.Random) -> Planted | None:
    """三公分项错: an item of the three public expenses is changed."""
    items = {
        "three_public_total",
        "abroad",
        "reception",
        "vehicle_total",
        "vehicle_purchase",
        "vehicle_operation",
    }
    facts = [
        f
        for f in copy.facts
        if f["table_kind"] == "three_public_expenses" and f["column_id"] in items and f["amount_yuan"]
    ]
    fact = pick(facts, chance)
    if fact is None:
        return None
    set_amount(copy, fact, fact["amount_yuan"] + Decimal(53000))
    return Planted("“三公”经费一项错误", frozenset({"three_public_total", "three_public_vehicles"}))


def minus_sign(copy: Copy, chance: random.Random) -> Planted | None:
    """多了负号."""
    fact = pick(statement_facts(copy, CODED, 1000), chance)
    if fact is None:
        return None
    set_amount(copy, fact, -fact["amount_yuan"])
    return Planted("金额多出负号", frozenset({"amounts_not_negative"}))
