"""The fourth set, between tables: each adds up in itself and another table, a name or a sentence tells."""

import random
from decimal import Decimal

from benchmarks.planting.copies import (
    ARITHMETIC,
    BETWEEN,
    CODED,
    WHOLE_TABLE,
    Copy,
    Planted,
    Row,
    noticeable,
    pick,
    relabel_unit,
    set_amount,
)
from benchmarks.planting.fourth_tables import (
    NAMES,
    SAID,
    SHEETS,
    SLIP,
    THREE,
    items,
    line_of,
    parents,
    three_public_of,
)


def _whole_path(copy: Copy, chance: random.Random, kind: str, name: str) -> Planted | None:
    """One subject and all that hold it are changed alike: the table adds up in itself."""
    fact = pick([f for f in items(copy, frozenset({kind})) if f["column_id"] == "total"], chance)
    if fact is None or sum(t["kind"] != kind for t in copy.tables if not t["is_empty"]) < 2:
        return None
    more = (fact["amount_yuan"] * Decimal("0.35")).quantize(Decimal("100"))
    columns = {f["column_id"] for f in line_of(copy, fact)} & {"basic", "project", "personnel", "public_use"}
    held = parents(copy, fact)
    if not held or len(columns) != 1 or not noticeable(copy, fact, fact["amount_yuan"] + more):
        return None
    side = next(f for f in line_of(copy, fact) if f["column_id"] in columns)
    for one in [fact, *held, side, *parents(copy, side)]:
        set_amount(copy, one, one["amount_yuan"] + more)
    rules = BETWEEN | SAID | {"gov_fund_tables_agree", "economic_axes_agree", "project_economic_agrees",
                              "three_public_covers_economic", "narrative_operating_cost",
                              "operating_cost_within_public_use"}  # fmt: skip
    return Planted(f"{name}自成一体地改动", rules)


def spending_changed_through(copy: Copy, chance: random.Random) -> Planted | None:
    return _whole_path(copy, chance, "expenditure_summary", "支出总表")


def general_public_changed_through(copy: Copy, chance: random.Random) -> Planted | None:
    return _whole_path(copy, chance, "general_public_expenditure", "一般公共预算支出表")


def economic_changed_through(copy: Copy, chance: random.Random) -> Planted | None:
    return _whole_path(copy, chance, "general_public_basic_by_economic", "基本支出表")


def fund_table_changed_through(copy: Copy, chance: random.Random) -> Planted | None:
    fund = [f for f in copy.facts if f["table_kind"] in ("gov_fund_expenditure", "state_capital_expenditure")
            and f["amount_yuan"]]  # fmt: skip
    if not fund:
        return None
    chosen = chance.choice(sorted({f["table_id"] for f in fund}))
    for fact in fund:
        if fact["table_id"] == chosen:
            set_amount(copy, fact, fact["amount_yuan"] * 2)
    rules = BETWEEN | SAID | {"gov_fund_tables_agree", "state_capital_tables_agree"}
    return Planted("基金（国资）表全表加倍", rules)


def classes_exchanged(copy: Copy, chance: random.Random) -> Planted | None:
    lines = [f for f in copy.facts if f["table_kind"] in SHEETS and f["side"] == "right" and f["amount_yuan"]
             and f["row_role"] == "item" and f["column_id"] in ("expenditure_amount", "total")
             and "、" in (f["subject_name"] or "")[:4]]  # fmt: skip
    one = pick(lines, chance)
    other = one and pick([f for f in lines if f["table_id"] == one["table_id"] and f is not one], chance)
    if not one or not other or not noticeable(copy, one, other["amount_yuan"]):
        return None
    first, second = one["amount_yuan"], other["amount_yuan"]
    set_amount(copy, one, second)
    set_amount(copy, other, first)
    return Planted("收支总表两类金额互换", ARITHMETIC | SAID)


def class_under_other_name(copy: Copy, chance: random.Random) -> Planted | None:
    lines = [f for f in copy.facts if f["table_kind"] == "income_expenditure_summary"
             and f["side"] == "right" and f["amount_yuan"] and "支出" in (f["subject_name"] or "")
             and f["row_role"] == "item" and "、" in (f["subject_name"] or "")[:4]]  # fmt: skip
    fact = pick(lines, chance)
    if fact is None or "、" not in fact["subject_name"]:
        return None
    other = chance.choice(("商业服务业等支出", "援助其他地区支出", "交通运输支出"))
    if any(other in (f["subject_name"] or "") for f in copy.facts):
        return None
    name = f"{fact['subject_name'].split('、')[0]}、{other}"
    for one in line_of(copy, fact):
        one["subject_name"] = one["name_path"] = name
        copy.touched.add(one["fact_id"])
    return Planted("收支总表类名写成别类", NAMES | BETWEEN | SAID)


def other_codes_name(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick([f for f in items(copy) if len(f["subject_code_full"]) == 7], chance)
    if fact is None:
        return None
    names = {f["subject_name"] for f in items(copy)} - {fact["subject_name"], None}
    if not names:
        return None
    name = chance.choice(sorted(names))
    for one in line_of(copy, fact):
        one["subject_name"] = name
        one["name_path"] = (one["name_path"] or "").replace(fact["subject_name"] or "", name)
        copy.touched.add(one["fact_id"])
    return Planted(f"{fact['subject_code']}写成{name}", NAMES | SAID)


def _recode(copy: Copy, fact: Row, code: str) -> None:
    for one in line_of(copy, fact):
        one["subject_code"] = one["subject_code_full"] = code
        copy.touched.add(one["fact_id"])


def code_not_existing(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick([f for f in items(copy) if len(f["subject_code_full"]) == 7], chance)
    if fact is None:
        return None
    _recode(copy, fact, fact["subject_code_full"][:5] + chance.choice(("87", "76", "93")))
    return Planted(f"{fact['subject_name']}用了没有的编码", NAMES | ARITHMETIC)


def code_of_other_class(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick([f for f in items(copy) if len(f["subject_code_full"]) == 7], chance)
    if fact is None:
        return None
    code = fact["subject_code_full"]
    _recode(copy, fact, ("213" if code[:3] != "213" else "206") + code[3:])
    return Planted(f"{fact['subject_name']}编码属于别类", NAMES | ARITHMETIC)


def project_and_total_changed(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick([f for f in copy.facts if f["table_kind"] == "project_expenditure"
                 and f["column_id"] == "total" and f["row_role"] == "item"
                 and (f["amount_yuan"] or 0) > 50000], chance)  # fmt: skip
    totals = [p for p in parents(copy, fact) if p["row_role"] == "total"] if fact else []
    if fact is None or len(totals) != 1:
        return None
    for one in (fact, totals[0]):
        set_amount(copy, one, one["amount_yuan"] + fact["amount_yuan"])
    rules = {"project_list_agrees", "list_tree", "row_funding_total", "row_fiscal_total",
             "key_project_agrees", "total_row", "narrative_performance_within_project",
             "subject_tree"}  # fmt: skip
    return Planted("项目及合计同改", frozenset(rules))


def reception_and_total_changed(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick(three_public_of(copy, "reception"), chance)
    said = [f for f in copy.figures if f["figure_id"] in ("three_public_reception", "three_public_total")]
    total = fact and next((f for f in line_of(copy, fact) if f["column_id"] == "three_public_total"), None)
    if not fact or not total or not said or fact["amount_yuan"] < 2000:
        return None
    more = fact["amount_yuan"]
    for one in (fact, total):
        set_amount(copy, one, one["amount_yuan"] + more)
    return Planted("“三公”表自平而与文字不符", THREE)


def reception_below_economic(copy: Copy, chance: random.Random) -> Planted | None:
    fact = pick(three_public_of(copy, "reception"), chance)
    economic = [f for f in copy.facts if f["subject_code_full"] == "30217" and f["column_id"] == "total"
                and f["table_kind"] == "general_public_basic_by_economic"
                and (f["amount_yuan"] or 0) > 2000]  # fmt: skip
    total = fact and next((f for f in line_of(copy, fact) if f["column_id"] == "three_public_total"), None)
    if not fact or not total or not economic or len(three_public_of(copy, "reception")) > 1:
        return None
    less = fact["amount_yuan"] - economic[0]["amount_yuan"] / 2
    if less <= 0:
        return None
    for one in (fact, total):
        set_amount(copy, one, one["amount_yuan"] - less)
    return Planted("“三公”接待费小于经济科目", THREE)


def table_in_other_unit(copy: Copy, chance: random.Random) -> Planted | None:
    table = pick([t for t in copy.tables if t["kind"] in CODED | SHEETS and not t["is_empty"]], chance)
    if table is None or sum(f["table_id"] == table["table_id"] for f in copy.facts) < 6:
        return None
    relabel_unit(copy, table)
    return Planted(f"{table['kind']}单位标错", WHOLE_TABLE | SAID | SLIP)


def three_public_all_zero(copy: Copy, chance: random.Random) -> Planted | None:
    table = [f for f in copy.facts if f["table_kind"] == "three_public_expenses" and f["amount_yuan"]]
    said = [f for f in copy.figures if f["figure_id"] == "three_public_total" and (f["value"] or 0) > 0]
    if not table or not said:
        return None
    for fact in table:
        set_amount(copy, fact, Decimal(0))
    return Planted("“三公”表全填0.00", THREE | {"empty_note_contradicted", "grand_total_printed"})


def mandated_table_missing(copy: Copy, chance: random.Random) -> Planted | None:
    kinds = ("expenditure_summary", "income_summary", "general_public_basic_by_economic",
             "three_public_expenses", "gov_fund_expenditure", "fiscal_appropriation_summary")  # fmt: skip
    table = pick([t for t in copy.tables if t["kind"] in kinds], chance)
    if table is None or sum(t["kind"] == table["kind"] for t in copy.tables) > 1:
        return None
    copy.tables = [t for t in copy.tables if t is not table]
    copy.facts = [f for f in copy.facts if f["table_id"] != table["table_id"]]
    rules = {"mandated_tables", "tables_against_peers", "contents_agree"}
    return Planted(f"缺{table['kind']}", frozenset(rules))


BETWEEN_TABLES = (
    spending_changed_through, general_public_changed_through, economic_changed_through,
    fund_table_changed_through, classes_exchanged, class_under_other_name, other_codes_name,
    code_not_existing, code_of_other_class, project_and_total_changed, reception_and_total_changed,
    reception_below_economic, table_in_other_unit, three_public_all_zero, mandated_table_missing,
)  # fmt: skip
