"""The fourth set, across documents: last year's disclosure, the department and its units, final accounts.

An error is planted in one document of a body whose other documents lie beside it untouched.
"""

import random
import re
from decimal import Decimal

from benchmarks.planting.copies import Copy, Planted, Row, noticeable, pick, set_amount
from benchmarks.planting.fourth_tables import THREE, items, parents
from benchmarks.planting.fourth_text import rewrite

SLIP = frozenset({"unit_of_money_slip", "unit_slip_against_peers", "prior_year_agrees"})
CODES = ("expenditure_summary", "income_summary", "general_public_expenditure",
         "fiscal_appropriation_expenditure")  # fmt: skip


def _earlier(copy: Copy, kind: str = "budget") -> list[Copy]:
    """The same body's documents of the year before."""
    head = copy.document
    return [
        other for other in copy.siblings
        if other.document["entity_name"] == head["entity_name"] and other.document["doc_kind"] == kind
        and other.document["fiscal_year"] is not None and head["fiscal_year"] is not None
        and other.document["fiscal_year"] == head["fiscal_year"] - 1
    ]  # fmt: skip


def change_from_wrong_prior(copy: Copy, chance: random.Random) -> Planted | None:
    """Change and percentage are right for a prior that last year's disclosure does not have."""
    if copy.document["doc_kind"] != "budget" or not _earlier(copy):
        return None
    ids = ("total_income", "total_expenditure", "three_public_total", "operating_cost",
           "fiscal_appropriation_total")  # fmt: skip
    known = {(f["figure_id"], f["value"]) for other in _earlier(copy) for f in other.figures}
    told = []
    for figure in copy.figures:
        mine = [o for o in copy.figures if o["sentence"] == figure["sentence"]
                and o["subject"] == figure["figure_id"] and o["value"]]  # fmt: skip
        change = next((o for o in mine if o["figure_id"] == "yoy_change" and o["unit"] == "yuan"), None)
        percent = next((o for o in mine if o["figure_id"] == "yoy_percent"), None)
        if figure["figure_id"] in ids and change and percent and figure["value"]:
            prior = figure["value"] - change["value"]
            half = figure["value"] / 10000
            if any(i == figure["figure_id"] and v is not None and abs(v - prior) < half for i, v in known):
                told.append((figure, change, percent))
    if not told:
        return None
    figure, change, percent = chance.choice(told)
    prior = (figure["value"] - change["value"]) * (Decimal("0.9") if change["value"] > 0 else Decimal("1.1"))
    new = figure["value"] - prior
    decimals = change["decimals_printed"] or 0
    rewrite(copy, change, f"{abs(new) / 10000:.{decimals}f}", new)
    told_percent = 100 * new / prior
    rewrite(copy, percent, f"{abs(told_percent):.{percent['decimals_printed'] or 0}f}", told_percent)
    return Planted("增减与上年公开数不符", frozenset({"prior_year_agrees", "prior_column_agrees"}))


def unit_line_of_department_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """Two units' lines of the department's 收入总表 changed so that the total stays."""
    if copy.document["scope"] != "department":
        return None
    bodies = {
        other.document["entity_name"] for other in copy.siblings
        if other.document["fiscal_year"] == copy.document["fiscal_year"]
    }  # fmt: skip
    lines = [f for f in copy.facts if f["table_kind"] == "income_summary" and f["unit_name"] in bodies
             and f["column_id"] == "total" and f["amount_yuan"]
             and not f["subject_code"]]  # fmt: skip
    if len(lines) < 2:
        lines = [f for f in copy.facts if f["table_kind"] == "income_summary" and f["column_id"] == "total"
                 and f["amount_yuan"] and f["subject_name"] in bodies]  # fmt: skip
    if len(lines) < 2:
        return None
    one, other = chance.sample(lines, 2)
    moved = (min(one["amount_yuan"], other["amount_yuan"]) / 5).quantize(Decimal(100))
    for fact, step in ((one, moved), (other, -moved)):
        for cell in copy.facts:
            same = cell["table_id"] == fact["table_id"] and cell["row_index"] == fact["row_index"]
            if same and cell["amount_yuan"] == fact["amount_yuan"] and cell is not fact:
                set_amount(copy, cell, cell["amount_yuan"] + step)
        set_amount(copy, fact, fact["amount_yuan"] + step)
    rules = {"department_unit_row_agrees", "total_row", "list_tree", "row_income_current",
             "row_income_sources", "row_income_two_levels"}  # fmt: skip
    return Planted("部门表中单位数与单位公开不符", frozenset(rules))


def initial_budget_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    if copy.document["doc_kind"] != "final":
        return None
    figures = [f for f in copy.figures if f["figure_id"] == "initial_budget" and (f["value"] or 0) > 20000
               and re.fullmatch(r"[\d,.]+", f["value_printed"] or "")]  # fmt: skip
    figure = pick(figures, chance)
    if figure is None:
        return None
    new = figure["value"] * Decimal("1.2")
    rewrite(copy, figure, f"{new / 10000:.{figure['decimals_printed'] or 0}f}", new)
    rules = {"final_initial_budget_agrees", "narrative_completion_percent", "narrative_three_public",
             "narrative_stated_twice"}  # fmt: skip
    return Planted("决算所述年初预算与预算公开不符", frozenset(rules))


def three_public_budget_column_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """The final accounts' 预算数 of “三公” not that of the budget."""
    if copy.document["doc_kind"] != "final":
        return None
    facts = [f for f in copy.facts if f["table_kind"] == "final_three_public_expenses"
             and "预算" in (f["column_label"] or "") and f["amount_yuan"]]  # fmt: skip
    fact = pick(facts, chance)
    if fact is None:
        return None
    for one in facts:
        if one["amount_yuan"] == fact["amount_yuan"] or one["column_id"].startswith("three_public_total"):
            set_amount(copy, one, one["amount_yuan"] + fact["amount_yuan"] / 2)
    return Planted("三公决算表预算数与预算公开不符", THREE | {"final_initial_budget_agrees",
                   "narrative_completion_percent"})  # fmt: skip


def opening_carry_over_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    if copy.document["doc_kind"] != "final" or not _earlier(copy, "final"):
        return None
    facts = [
        f for f in copy.facts
        if f["table_kind"].startswith("final_") and f["amount_yuan"]
        and ("年初结转" in (f["subject_name"] or "") or f["column_id"] == "opening_carryover")
    ]  # fmt: skip
    if not facts:
        return None
    more = max(f["amount_yuan"] for f in facts) / 2
    tables = {f["table_id"] for f in facts}
    ends = [
        f for f in copy.facts if f["table_id"] in tables and f["row_role"] == "total" and f["amount_yuan"]
    ]
    for fact in [*facts, *ends]:
        set_amount(copy, fact, fact["amount_yuan"] + more)
    return Planted("年初结转与上年决算不衔接", frozenset({"carryover_across_years", "final_fund_balance",
                   "narrative_carryover", "fiscal_grand_total", "summary_grand_total",
                   "narrative_totals", "fiscal_balance", "summary_balance"}))  # fmt: skip


def other_name_in_one_year(copy: Copy, chance: random.Random) -> Planted | None:
    """One code bears an outdated or private name wherever this document prints it."""
    if not copy.siblings:
        return None
    fact = pick([f for f in items(copy, frozenset(CODES)) if len(f["subject_code_full"]) == 7], chance)
    if fact is None or not fact["subject_name"]:
        return None
    name = f"{fact['subject_name'].removesuffix('支出')}专项经费"
    for one in copy.facts:
        if one["subject_code_full"] == fact["subject_code_full"] and one["table_kind"] in CODES:
            one["subject_name"] = name
            copy.touched.add(one["fact_id"])
    rules = {"code_name_across_units", "functional_name_standard", "one_code_one_name"}
    return Planted(f"{fact['subject_code_full']}全文自拟名称", frozenset(rules))


def whole_document_in_wrong_unit(copy: Copy, chance: random.Random) -> Planted | None:
    if not _earlier(copy):
        return None
    for fact in copy.facts:
        if fact["amount_yuan"] is not None:
            fact["amount_yuan"] = (fact["amount_yuan"] / 10000).quantize(Decimal("0.01"))
    for figure in copy.figures:
        if figure["unit"] == "yuan" and figure["value"] is not None:
            figure["value"] = (figure["value"] / 10000).quantize(Decimal("0.000001"))
    copy.touched.add("document")
    return Planted("全文单位错位一万倍", SLIP)


def prior_column_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    if not _earlier(copy):
        return None
    facts = [f for f in copy.facts if f["column_id"] == "prior_year_total" and f["amount_yuan"]]
    if not facts:
        return None
    for fact in facts:
        set_amount(copy, fact, fact["amount_yuan"] * Decimal("0.9"))
    return Planted("上年预算数栏与上年公开不符", frozenset({"prior_column_agrees", "prior_year_agrees",
                   "narrative_subjects", "narrative_change_prior"}))  # fmt: skip


def prior_column_cell_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """One subject's prior-year amount, with the groups and the total that hold it."""
    if not _earlier(copy):
        return None
    fact = pick([f for f in items(copy, frozenset(CODES)) if f["column_id"] == "prior_year_total"], chance)
    if fact is None:
        return None
    more = (fact["amount_yuan"] * Decimal("0.3")).quantize(Decimal(100))
    if not noticeable(copy, fact, fact["amount_yuan"] + more):
        return None
    for one in [fact, *parents(copy, fact)]:
        set_amount(copy, one, one["amount_yuan"] + more)
    return Planted("上年预算数一项与上年公开不符", frozenset({"prior_column_agrees", "prior_year_agrees"}))


def other_bodys_tables(copy: Copy, chance: random.Random) -> Planted | None:
    """Another year's tables handed in again under this year's title."""
    earlier = [o for o in _earlier(copy) if o.facts and o.tables]
    if not earlier or not copy.facts:
        return None
    other = earlier[0]
    name = copy.document["document_id"]
    copy.tables = [t | {"document_id": name} for t in other.tables]
    copy.facts = [f | {"document_id": name} for f in other.facts]
    copy.touched |= {t["table_id"] for t in copy.tables}
    rules = {"same_figures_twice", "narrative_totals", "narrative_basic_project", "year_in_title",
             "narrative_three_public", "narrative_appropriation", "prior_year_agrees"}  # fmt: skip
    return Planted("各表为上年的表", frozenset(rules))


def narrative_of_last_year(copy: Copy, chance: random.Random) -> Planted | None:
    """Last year's sentences under this year's tables, their years put forward."""
    earlier = [o for o in _earlier(copy) if o.figures]
    if not earlier or not copy.figures or not copy.facts:
        return None
    other, name = earlier[0], copy.document["document_id"]
    year = copy.document["fiscal_year"]

    def later(text: str | None) -> str | None:
        return text and text.replace(str(year - 1), str(year)).replace(str(year - 2), str(year - 1))

    copy.figures = [f | {"document_id": name, "sentence": later(f["sentence"])} for f in other.figures]
    copy.paragraphs = [p | {"document_id": name, "text": later(p["text"])} for p in other.paragraphs]
    copy.touched.add("narrative")
    rules = {"narrative_totals", "narrative_basic_project", "narrative_subjects", "narrative_three_public",
             "copied_narrative", "same_text_twice", "narrative_appropriation",
             "prior_year_agrees"}  # fmt: skip
    return Planted("说明沿用上年文字与数字", frozenset(rules))


def _given(copy: Copy, table: str) -> list[Row]:
    return [f for f in copy.facts if f["table_kind"].endswith(table) and f["amount_yuan"]]


def form_funds_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    totals = [f for f in _given(copy, "performance_target") if f["column_id"] == "amount_total"
              and any(o["column_id"] == "amount_fiscal" and o["table_id"] == f["table_id"]
                      and o["row_index"] == f["row_index"] for o in copy.facts)]  # fmt: skip
    fact = pick(totals, chance)
    if fact is None or fact["amount_yuan"] < 5000:
        return None
    set_amount(copy, fact, fact["amount_yuan"] * Decimal("1.3"))
    return Planted("绩效表资金总额与构成不符", frozenset({"form_amounts_sum", "form_department_total",
                   "form_agrees_with_expenditure"}))  # fmt: skip


ACROSS = (
    change_from_wrong_prior, unit_line_of_department_wrong, initial_budget_wrong,
    three_public_budget_column_wrong, opening_carry_over_wrong, other_name_in_one_year,
    whole_document_in_wrong_unit, prior_column_wrong, prior_column_cell_wrong, other_bodys_tables,
    narrative_of_last_year, form_funds_wrong,
)  # fmt: skip
