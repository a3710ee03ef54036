"""The fourth set, inside one table: written by somebody who had read neither the rules nor the other sets.

Each error is one that a checker of a finance bureau would make on purpose to try a tool; only the printed
tables of the document (or its sentences) prove it.
"""

import random
from collections import defaultdict
from decimal import Decimal

from benchmarks.planting.copies import (
    ARITHMETIC,
    CODED,
    Copy,
    Planted,
    Row,
    noticeable,
    pick,
    set_amount,
)

SPENDING = frozenset({"expenditure_summary", "general_public_expenditure", "final_expenditure"})
ECONOMIC = frozenset({"general_public_basic_by_economic", "fiscal_appropriation_basic_by_economic"})
SHEETS = frozenset({"income_expenditure_summary", "fiscal_appropriation_summary"})
NAMES = frozenset(
    {"one_code_one_name", "functional_name_standard", "economic_name_standard", "class_names_agree",
     "subject_code_known"}
)  # fmt: skip
SAID = frozenset(
    {"narrative_totals", "narrative_basic_project", "narrative_budgets", "narrative_income_sources",
     "narrative_subjects", "narrative_appropriation", "narrative_personnel_public_use",
     "narrative_carryover"}
)  # fmt: skip
THREE = frozenset(
    {"three_public_total", "three_public_vehicles", "three_public_meetings", "three_public_sources",
     "narrative_three_public", "three_public_covers_economic"}
)  # fmt: skip
SLIP = frozenset({"unit_of_money_slip", "unit_slip_against_peers"})


def rows_of(copy: Copy, kinds: frozenset[str]) -> dict[tuple[str, str, int], list[Row]]:
    """The amounts of each printed line of the tables of these kinds."""
    lines: dict[tuple[str, str, int], list[Row]] = defaultdict(list)
    for fact in copy.facts:
        if fact["table_kind"] in kinds and fact["amount_yuan"] is not None:
            lines[fact["table_id"], fact["side"], fact["row_index"]].append(fact)
    return lines


def parents(copy: Copy, fact: Row) -> list[Row]:
    """The amounts of the same column that hold this one: 款, 类 and 合计."""
    code = fact["subject_code_full"] or ""
    return [
        other
        for other in copy.facts
        if other["table_id"] == fact["table_id"]
        and other["column_id"] == fact["column_id"]
        and other["amount_yuan"] is not None
        and other["fact_id"] != fact["fact_id"]
        and (
            other["row_role"] == "total"
            or (code.startswith(other["subject_code_full"] or "-") and other["subject_code_full"] != code)
        )
    ]


def items(copy: Copy, kinds: frozenset[str] = CODED) -> list[Row]:
    """Amounts of lowest subjects that stand below a printed group of the same column."""
    coded = [f for f in copy.facts if f["table_kind"] in kinds and f["subject_code_full"]]
    held = {(f["table_id"], f["column_id"], f["subject_code_full"]) for f in coded if f["amount_yuan"]}
    return [
        f
        for f in coded
        if f["amount_yuan"]
        and len(f["subject_code_full"]) in (5, 7)
        and f["row_role"] == "item"
        and (f["table_id"], f["column_id"], f["subject_code_full"][:-2]) in held
    ]


def line_of(copy: Copy, fact: Row) -> list[Row]:
    return [
        f for f in copy.facts
        if (f["table_id"], f["side"], f["row_index"]) == (fact["table_id"], fact["side"], fact["row_index"])
        and f["amount_yuan"] is not None
    ]  # fmt: skip


def _drop(copy: Copy, line: list[Row]) -> None:
    gone = {fact["fact_id"] for fact in line}
    copy.touched |= gone
    copy.facts = [fact for fact in copy.facts if fact["fact_id"] not in gone]


def _swapped(amount: Decimal, chance: random.Random) -> Decimal:
    digits = list(str(abs(int(amount))))
    places = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and (i or digits[1] != "0")]
    if not places:
        return amount
    place = chance.choice(places[: max(1, len(places) // 2)])
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    return Decimal("".join(digits)) + abs(amount) % 1


def _in_yuan(copy: Copy, fact: Row, printed: Decimal) -> Decimal:
    return printed * Decimal(copy.table_of(fact)["unit_multiplier"] or 1)


def _printed(copy: Copy, fact: Row) -> Decimal:
    return Decimal(fact["amount_yuan"]) / Decimal(copy.table_of(fact)["unit_multiplier"] or 1)


def item_digits_exchanged(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick(items(copy), chance)
    if fact is None:
        return None
    yuan = _in_yuan(copy, fact, _swapped(_printed(copy, fact), chance))
    if not noticeable(copy, fact, yuan):
        return None
    set_amount(copy, fact, yuan)
    return Planted(f"{fact['subject_name']}数字颠倒", ARITHMETIC | SAID)


def basic_project_exchanged(copy: Copy, chance: random.Random) -> Planted | None:
    basic = pick([f for f in items(copy, SPENDING) if f["column_id"] == "basic"], chance)
    if basic is None:
        return None
    project = next((f for f in line_of(copy, basic) if f["column_id"] == "project"), None)
    if project is None or not noticeable(copy, basic, project["amount_yuan"]):
        return None
    one, other = basic["amount_yuan"], project["amount_yuan"]
    set_amount(copy, basic, other)
    set_amount(copy, project, one)
    return Planted(f"{basic['subject_name']}基本与项目互换", ARITHMETIC)


def total_row_stale(copy: Copy, chance: random.Random) -> Planted | None:
    total = pick(
        [f for f in copy.facts if f["table_kind"] in CODED and f["row_role"] == "total" and f["amount_yuan"]],
        chance,
    )
    if total is None:
        return None
    for fact in line_of(copy, total):
        set_amount(copy, fact, fact["amount_yuan"] * Decimal("0.93"))
    return Planted(f"{total['table_kind']}合计行为上年数", ARITHMETIC | SAID)


def item_printed_twice(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick([f for f in items(copy) if f["column_id"] == "total"], chance)
    if fact is None or abs(fact["amount_yuan"]) < 5000:
        return None
    line = line_of(copy, fact)
    for other in copy.facts:
        if other["table_id"] == fact["table_id"] and other["row_index"] > fact["row_index"]:
            other["row_index"] += 1
    copy.facts += [
        one | {"row_index": one["row_index"] + 1, "fact_id": f"{one['fact_id']}-twice"} for one in line
    ]
    copy.touched |= {f"{one['fact_id']}-twice" for one in line}
    return Planted(f"{fact['subject_name']}重复一行", ARITHMETIC)


def class_line_lost(copy: Copy, chance: random.Random) -> Planted | None:
    classes = [
        f for f in copy.facts
        if f["table_kind"] in CODED and f["column_id"] == "total" and f["row_role"] == "subtotal"
        and len(f["subject_code_full"] or "") == 3 and f["amount_yuan"]
    ]  # fmt: skip
    fact = pick(classes, chance)
    # where it is the table's only class nothing but the shape of the list tells
    if fact is None or sum(one["table_id"] == fact["table_id"] for one in classes) < 2:
        return None
    _drop(copy, line_of(copy, fact))
    return Planted(f"{fact['subject_name']}类级行漏列", ARITHMETIC | SAID | {"subject_has_group"})


def item_lost(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick([f for f in items(copy) if f["column_id"] == "total"], chance)
    if fact is None or abs(fact["amount_yuan"]) < 5000:
        return None
    _drop(copy, line_of(copy, fact))
    return Planted(f"{fact['subject_name']}漏列", ARITHMETIC | SAID)


def column_one_line_down(copy: Copy, chance: random.Random) -> Planted | None:
    """From one item on, three amounts of a column stand one line too low."""
    fact = pick(items(copy), chance)
    if fact is None:
        return None
    column = sorted(
        (f for f in copy.facts if f["table_id"] == fact["table_id"] and f["column_id"] == fact["column_id"]
         and f["amount_yuan"] is not None and f["row_index"] >= fact["row_index"]),
        key=lambda f: int(f["row_index"]),
    )[:4]  # fmt: skip
    if len(column) < 4 or column[0] is not fact:
        return None
    amounts = [f["amount_yuan"] for f in column]
    if not noticeable(copy, column[1], amounts[0]) or not noticeable(copy, column[2], amounts[1]):
        return None
    for target, amount in zip(column, [amounts[3], *amounts[:3]], strict=True):
        set_amount(copy, target, amount)
    return Planted(f"{fact['column_id']}栏错行", ARITHMETIC | SAID)


def line_one_column_right(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick([f for f in items(copy, SPENDING) if f["column_id"] == "total"], chance)
    if fact is None or abs(fact["amount_yuan"]) < 5000:
        return None
    columns = list(dict.fromkeys(copy.table_of(fact)["columns"] or []))
    line = sorted(line_of(copy, fact), key=lambda f: int(f["column_index"]))
    places = [columns.index(f["column_id"]) for f in line if f["column_id"] in columns]
    if len(places) != len(line) or max(places) + 1 >= len(columns):
        return None
    for one, place in zip(line, places, strict=True):
        one["column_id"], one["column_index"] = columns[place + 1], one["column_index"] + 1
        copy.touched.add(one["fact_id"])
    return Planted(f"{fact['subject_name']}整行右移一栏", ARITHMETIC | SAID)


def minus_before_amount(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick(items(copy), chance)
    if fact is None or fact["amount_yuan"] < 5000:
        return None
    set_amount(copy, fact, -fact["amount_yuan"])
    return Planted(f"{fact['subject_name']}多一负号", ARITHMETIC | {"amounts_not_negative"})


def line_in_yuan(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick([f for f in items(copy) if f["column_id"] == "total"], chance)
    if fact is None or copy.table_of(fact)["money_unit"] != "万元":
        return None
    for one in line_of(copy, fact):
        set_amount(copy, one, one["amount_yuan"] * 10000)
    return Planted(f"{fact['subject_name']}一行按元填列", ARITHMETIC)


def ten_times(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick(items(copy), chance)
    if fact is None or abs(fact["amount_yuan"]) < 5000:
        return None
    set_amount(copy, fact, fact["amount_yuan"] * 10)
    return Planted(f"{fact['subject_name']}小数点错一位", ARITHMETIC | SAID)


def three_public_of(copy: Copy, column: str) -> list[Row]:
    return [
        f for f in copy.facts
        if f["table_kind"] == "three_public_expenses" and f["column_id"] == column and f["amount_yuan"]
    ]  # fmt: skip


def vehicle_part_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick(three_public_of(copy, "vehicle_operation"), chance)
    if fact is None or not any(f["column_id"] == "vehicle_total" for f in line_of(copy, fact)):
        return None
    yuan = fact["amount_yuan"] * Decimal("1.3")
    if not noticeable(copy, fact, yuan):
        return None
    set_amount(copy, fact, yuan)
    return Planted("公务用车运行费与小计不符", THREE)


def three_public_total_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick(three_public_of(copy, "three_public_total"), chance)
    if fact is None or not noticeable(copy, fact, fact["amount_yuan"] * Decimal("1.1")):
        return None
    set_amount(copy, fact, fact["amount_yuan"] * Decimal("1.1"))
    return Planted("“三公”合计与各项不符", THREE)


def procurement_goods_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    goods = [
        f for f in copy.facts
        if f["table_kind"] == "gov_procurement" and f["amount_yuan"]
        and any(word in (f["subject_name"] or "") for word in ("货物", "服务", "工程"))
        and any(p["row_role"] == "total" for p in parents(copy, f))
    ]  # fmt: skip
    fact = pick(goods, chance)
    if fact is None or not noticeable(copy, fact, fact["amount_yuan"] * Decimal("1.4")):
        return None
    set_amount(copy, fact, fact["amount_yuan"] * Decimal("1.4"))
    rules = {"procurement_total", "total_row", "list_tree", "narrative_procurement",
             "row_procurement_sources", "row_funding_total"}  # fmt: skip
    return Planted("采购分类与合计不符", frozenset(rules))


def income_source_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    sources = [
        f for f in copy.facts
        if f["table_kind"] == "income_summary" and f["amount_yuan"] and f["column_id"] != "total"
        and any(o["column_id"] == "total" and o["amount_yuan"] for o in line_of(copy, f))
    ]  # fmt: skip
    fact = pick(sources, chance)
    if fact is None or not noticeable(copy, fact, fact["amount_yuan"] * Decimal("1.2")):
        return None
    set_amount(copy, fact, fact["amount_yuan"] * Decimal("1.2"))
    return Planted(f"收入来源{fact['column_id']}有误", ARITHMETIC | SAID)


def sheet_ends_differ(copy: Copy, chance: random.Random) -> Planted | None:
    ends = [f for f in copy.facts if f["table_kind"] in SHEETS and f["row_role"] == "total"
            and f["amount_yuan"]]  # fmt: skip
    fact = pick(ends, chance)
    if fact is None or len(ends) < 2:
        return None
    yuan = fact["amount_yuan"] + fact["amount_yuan"] * Decimal("0.03")
    if not noticeable(copy, fact, yuan):
        return None
    set_amount(copy, fact, yuan)
    return Planted("收支总表总计有误", ARITHMETIC | SAID)


def carry_over_lost(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick(
        [f for f in copy.facts if f["table_kind"] in SHEETS and "结转" in (f["subject_name"] or "")
         and f["row_role"] != "total" and (f["amount_yuan"] or 0) > 5000],
        chance,
    )  # fmt: skip
    if fact is None:
        return None
    _drop(copy, line_of(copy, fact))
    return Planted("收支总表漏上年结转", ARITHMETIC | SAID)


def fund_column_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    funds = frozenset({"general_public", "gov_fund", "state_capital"})
    cells = [
        f for f in copy.facts
        if f["table_kind"] == "fiscal_appropriation_summary" and f["column_id"] in funds and f["amount_yuan"]
    ]  # fmt: skip
    fact = pick(cells, chance)
    if fact is None or not noticeable(copy, fact, fact["amount_yuan"] * Decimal("0.8")):
        return None
    set_amount(copy, fact, fact["amount_yuan"] * Decimal("0.8"))
    return Planted("财政拨款收支总表分预算数有误", ARITHMETIC | SAID)


def personnel_as_public_use(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick([f for f in items(copy, ECONOMIC) if f["column_id"] == "personnel"], chance)
    if fact is None or abs(fact["amount_yuan"]) < 5000:
        return None
    if any(f["column_id"] == "public_use" for f in line_of(copy, fact)):
        return None
    beside = next(
        (f for f in copy.facts if f["table_id"] == fact["table_id"] and f["side"] == fact["side"]
         and f["column_id"] == "public_use"),
        None,
    )  # fmt: skip
    if beside is None:
        return None
    fact |= {key: beside[key] for key in ("column_id", "column_index", "column_label")}
    copy.touched.add(fact["fact_id"])
    return Planted(f"{fact['subject_name']}填入公用栏", ARITHMETIC)


def personnel_and_public_use_moved(copy: Copy, chance: random.Random) -> Planted | None:
    totals = [f for f in copy.facts if f["table_kind"] in ECONOMIC and f["row_role"] == "total"
              and f["column_id"] == "personnel" and f["amount_yuan"]]  # fmt: skip
    fact = pick(totals, chance)
    other = fact and next((f for f in line_of(copy, fact) if f["column_id"] == "public_use"), None)
    if not fact or not other:
        return None
    moved = other["amount_yuan"] / 4
    if not noticeable(copy, fact, fact["amount_yuan"] + moved):
        return None
    set_amount(copy, fact, fact["amount_yuan"] + moved)
    set_amount(copy, other, other["amount_yuan"] - moved)
    return Planted("合计行人员与公用此增彼减", ARITHMETIC | SAID)


def project_line_lost(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick([f for f in copy.facts if f["table_kind"] == "project_expenditure"
                 and f["column_id"] == "total" and f["row_role"] == "item"
                 and (f["amount_yuan"] or 0) > 5000], chance)  # fmt: skip
    if fact is None or not any(p["row_role"] == "total" for p in parents(copy, fact)):
        return None
    _drop(copy, line_of(copy, fact))
    return Planted("项目漏列一行", frozenset({"list_tree", "total_row", "project_list_agrees", "subject_tree",
                                        "key_project_agrees"}))  # fmt: skip


TABLES = (
    item_digits_exchanged, basic_project_exchanged, total_row_stale, item_printed_twice,
    class_line_lost, item_lost, column_one_line_down, line_one_column_right, minus_before_amount,
    line_in_yuan, ten_times, vehicle_part_wrong, three_public_total_wrong, procurement_goods_wrong,
    income_source_wrong, sheet_ends_differ, carry_over_lost, fund_column_wrong, personnel_as_public_use,
    personnel_and_public_use_moved, project_line_lost,
)  # fmt: skip
