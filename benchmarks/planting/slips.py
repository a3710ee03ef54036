"""A second set of errors, written after the rules: slips of copying and pasting in tables (抄错、贴错)."""

import random
from decimal import Decimal

from benchmarks.planting.copies import (
    ARITHMETIC,
    BETWEEN,
    CODED,
    ROWS,
    SUMMARIES,
    TREE,
    WHOLE_TABLE,
    Copy,
    Planted,
    Row,
    noticeable,
    pick,
    relabel_unit,
    set_amount,
    statement_facts,
)

NAMES = frozenset({"one_code_one_name", "functional_name_standard", "subject_code_known"})
NARRATIVE = frozenset(
    {"narrative_totals", "narrative_appropriation", "narrative_budgets", "narrative_basic_project"}
)


def _line(fact: Row) -> tuple[str, str, int]:
    return fact["table_id"], fact["side"], fact["row_index"]


def _items(copy: Copy) -> list[Row]:
    return [
        fact
        for fact in statement_facts(copy, CODED, 1000)
        if len(fact["subject_code"] or "") == 7 and fact["row_role"] == "item"
    ]


def row_under_other_parent(copy: Copy, chance: random.Random) -> Planted | None:
    """行挂错上级科目: an item is printed with the code of another group's item."""
    row = pick([fact for fact in _items(copy) if fact["column_id"] == "total"], chance)
    if row is None:
        return None
    codes = {f["subject_code"] for f in copy.facts if f["table_id"] == row["table_id"] and f["subject_code"]}
    parents = sorted(c for c in codes if len(c) == 5 and c != row["subject_code"][:5])
    parent = chance.choice(parents) if parents else None
    if parent is None or parent + row["subject_code"][5:] in codes:
        return None
    for fact in copy.facts:
        if _line(fact) == _line(row):
            fact["subject_code"] = fact["subject_code_full"] = parent + row["subject_code"][5:]
            copy.touched.add(fact["fact_id"])
    return Planted("行挂在别的款下", TREE | BETWEEN | NAMES)


def row_twice(copy: Copy, chance: random.Random) -> Planted | None:
    """行重复: a line is printed twice."""
    row = pick([fact for fact in _items(copy) if fact["column_id"] == "total"], chance)
    if row is None:
        return None
    for fact in copy.facts:
        if fact["table_id"] == row["table_id"] and fact["row_index"] > row["row_index"]:
            fact["row_index"] += 1
    for fact in [f for f in copy.facts if _line(f) == _line(row)]:
        copy.facts.append(fact | {"row_index": row["row_index"] + 1, "fact_id": fact["fact_id"] + "-again"})
    copy.touched.add(row["table_id"])
    return Planted("同一行列示两次", TREE | BETWEEN)


def rows_exchanged(copy: Copy, chance: random.Random) -> Planted | None:
    """两行金额互换: two items of one table have each other's amounts."""
    row = pick([fact for fact in _items(copy) if fact["column_id"] == "total"], chance)
    if row is None:
        return None
    others = [
        f
        for f in _items(copy)
        if f["table_id"] == row["table_id"] and f["column_id"] == "total" and f["side"] == row["side"]
        and noticeable(copy, row, f["amount_yuan"]) and f["subject_code"] != row["subject_code"]
    ]  # fmt: skip
    other = pick(others, chance)
    if other is None:
        return None
    mine, theirs = row["amount_yuan"], other["amount_yuan"]
    set_amount(copy, row, theirs)
    set_amount(copy, other, mine)
    return Planted("两行金额互换", ARITHMETIC | {"narrative_subjects"})


def digits_transposed(copy: Copy, chance: random.Random) -> Planted | None:
    """首末数字颠倒: two digits far apart change places, in any line of any table."""
    facts = [f for f in copy.facts if f["amount_yuan"] and abs(f["amount_yuan"]) > 1000]
    facts = [f for f in facts if f["table_kind"] in CODED | SUMMARIES]
    chance.shuffle(facts)
    for fact in facts[:20]:
        digits = str(int(abs(fact["amount_yuan"])))
        swapped = digits[-1] + digits[1:-1] + digits[0]
        yuan = Decimal(swapped)
        if swapped[0] != "0" and noticeable(copy, fact, yuan):
            set_amount(copy, fact, yuan)
            return Planted("首末数字颠倒", ARITHMETIC | NARRATIVE)
    return None


def decimal_point_moved(copy: Copy, chance: random.Random) -> Planted | None:
    """小数点错一位: an amount ten times too large."""
    fact = pick([f for f in statement_facts(copy, CODED, 1000) if f["row_role"] != "total"], chance)
    if fact is None:
        return None
    set_amount(copy, fact, fact["amount_yuan"] * 10)
    return Planted("小数点错位", ARITHMETIC)


def cell_blank(copy: Copy, chance: random.Random) -> Planted | None:
    """漏填一格: one amount of an item is left out."""
    fact = pick([f for f in _items(copy) if f["column_id"] in ("total", "basic", "project")], chance)
    if fact is None:
        return None
    copy.facts.remove(fact)
    copy.touched.add(fact["table_id"])
    return Planted("漏填一格", ARITHMETIC)


def headers_swapped(copy: Copy, chance: random.Random) -> Planted | None:
    """栏目标题互换: 基本支出 and 项目支出 stand above each other's column."""
    tables = {f["table_id"] for f in statement_facts(copy, CODED, 1000) if f["column_id"] == "basic"}
    tables &= {f["table_id"] for f in statement_facts(copy, CODED, 1000) if f["column_id"] == "project"}
    table = pick(sorted(tables), chance)
    if table is None:
        return None
    other = {"basic": "project", "project": "basic"}
    for fact in copy.facts:
        if fact["table_id"] == table and fact["column_id"] in other:
            fact["column_id"] = fact["column_label"] = other[fact["column_id"]]
            copy.touched.add(fact["fact_id"])
    return Planted("基本支出与项目支出栏互换", WHOLE_TABLE | ROWS - {"row_personnel_public_use"} | NARRATIVE)


def total_of_other_table(copy: Copy, chance: random.Random) -> Planted | None:
    """合计抄自别的表: the total stands there that belongs to another table."""
    totals = [f for f in statement_facts(copy, CODED, 1000) if f["row_role"] == "total"]
    totals = [f for f in totals if f["column_id"] == "total"]
    fact = pick(totals, chance)
    if fact is None:
        return None
    other = pick([f for f in totals if noticeable(copy, fact, f["amount_yuan"])], chance)
    if other is None:
        return None
    set_amount(copy, fact, other["amount_yuan"])
    return Planted("合计抄自别的表", ARITHMETIC | {"narrative_totals"})


def table_of_last_year(copy: Copy, chance: random.Random) -> Planted | None:
    """整表沿用上年: every amount of one table is another year's, in itself without fault."""
    kinds = {"income_summary", "expenditure_summary", "general_public_expenditure"}
    table = pick([t for t in copy.tables if t["kind"] in kinds and not t["is_empty"]], chance)
    if table is None:
        return None
    for fact in copy.facts:
        if fact["table_id"] == table["table_id"] and fact["amount_yuan"]:
            set_amount(copy, fact, fact["amount_yuan"] * 2)
    return Planted("整表沿用上年数", WHOLE_TABLE | NARRATIVE | {"narrative_subjects"})


def summary_in_wrong_unit(copy: Copy, chance: random.Random) -> Planted | None:
    """收支总表单位标错: 元 for 万元, or the other way round."""
    kinds = SUMMARIES | {"general_public_basic_by_economic", "three_public_expenses"}
    table = pick([t for t in copy.tables if t["kind"] in kinds and not t["is_empty"]], chance)
    if table is None:
        return None
    relabel_unit(copy, table)
    rules = {"narrative_three_public", "three_public_covers_economic", "narrative_operating_cost"}
    return Planted("收支总表等单位标错", WHOLE_TABLE | NARRATIVE | rules)


def carry_over_forgotten(copy: Copy, chance: random.Random) -> Planted | None:
    """漏列结转: the carry-over of a summary is left out."""
    rows = [
        f
        for f in statement_facts(copy, SUMMARIES, 1000)
        if f["row_role"] != "total" and "结转" in (f["subject_name"] or "") and f["column_index"] is not None
    ]
    row = pick([f for f in rows if (f["subject_name"] or "").startswith(("上年", "年终", "年末"))], chance)
    if row is None:
        return None
    copy.facts.remove(row)
    copy.touched.add(row["table_id"])
    return Planted("漏列结转", ARITHMETIC | {"narrative_carryover"})


def code_cut_short(copy: Copy, chance: random.Random) -> Planted | None:
    """科目编码少两位: an item is printed with the code of its group."""
    row = pick([fact for fact in _items(copy) if fact["column_id"] == "total"], chance)
    if row is None:
        return None
    for fact in copy.facts:
        if _line(fact) == _line(row):
            fact["subject_code"] = fact["subject_code_full"] = row["subject_code"][:5]
            copy.touched.add(fact["fact_id"])
    return Planted("科目编码少两位", TREE | BETWEEN | NAMES | {"detail_to_item"})
