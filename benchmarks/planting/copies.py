"""A copy of a correct document to plant an error in, and the rules meant to find the kinds of error."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Row = dict[str, Any]

STATEMENTS = frozenset(
    {
        "income_expenditure_summary",
        "income_summary",
        "expenditure_summary",
        "fiscal_appropriation_summary",
        "general_public_expenditure",
        "general_public_basic_by_economic",
        "fiscal_appropriation_expenditure",
        "fiscal_appropriation_basic_by_economic",
        "final_expenditure",
        "final_income",
        "final_general_public_expenditure",
    }
)
CODED = STATEMENTS - {"income_expenditure_summary", "fiscal_appropriation_summary"}
SUMMARIES = frozenset({"income_expenditure_summary", "fiscal_appropriation_summary"})


@dataclass
class Copy:
    """One document's rows, to be changed in place; `touched` names what was changed."""

    document: Row
    tables: list[Row]
    facts: list[Row]
    figures: list[Row]
    paragraphs: list[Row]
    touched: set[str] = field(default_factory=set)
    original_id: str = ""
    siblings: list["Copy"] = field(default_factory=list)

    def table_of(self, fact: Row) -> Row:
        return next(table for table in self.tables if table["table_id"] == fact["table_id"])


@dataclass(frozen=True)
class Planted:
    """What was done, and the rules meant to find it."""

    what: str
    rules: frozenset[str]


Plant = Callable[[Copy, random.Random], Planted | None]

TREE = frozenset({"subject_tree", "list_tree", "total_row", "subject_has_items"})
ROWS = frozenset(
    {
        "row_basic_project", "row_personnel_public_use", "row_economic_total", "row_income_sources",
        "row_income_current", "row_income_two_levels", "row_income_carryover", "row_summary_uses",
        "row_fiscal_sources",
    }
)  # fmt: skip
BETWEEN = frozenset(
    {
        "income_tables_agree", "expenditure_tables_agree", "summary_uses_agree",
        "general_public_tables_agree",
        "appropriation_total_agrees", "appropriation_parts_agree", "appropriation_income_agrees",
        "basic_tables_agree", "personnel_tables_agree", "public_use_tables_agree", "classes_agree",
        "fiscal_classes_agree", "subjects_income_expenditure", "subjects_general_public",
        "subjects_general_public_basic", "subjects_general_public_project", "subjects_appropriation",
        "general_public_within_expenditure", "basic_list_agrees", "project_list_agrees", "class_names_agree",
    }
)  # fmt: skip
SUBJECTS = frozenset(rule for rule in BETWEEN if rule.startswith("subjects_"))
"""Subject by subject; where a whole table is wrong they give way to the rules that compare its totals: nobody
reads the same thing forty times."""
WHOLE_TABLE = BETWEEN - SUBJECTS
SUMMARY = frozenset(
    {
        "summary_income_classes", "summary_expenditure_classes", "summary_grand_total", "summary_balance",
        "summary_uses_total", "summary_income_parts",
        "fiscal_income_classes", "fiscal_expenditure_classes", "fiscal_grand_total", "fiscal_balance",
    }
)  # fmt: skip
ARITHMETIC = TREE | ROWS | BETWEEN | SUMMARY


def pick(rows: list[Row], chance: random.Random) -> Row | None:
    return chance.choice(rows) if rows else None


def statement_facts(copy: Copy, kinds: frozenset[str], least: int = 0) -> list[Row]:
    return [
        fact
        for fact in copy.facts
        if fact["table_kind"] in kinds
        and fact["amount_yuan"] is not None
        and abs(fact["amount_yuan"]) > least
    ]


def set_amount(copy: Copy, fact: Row, yuan: Decimal) -> None:
    multiplier = Decimal(copy.table_of(fact)["unit_multiplier"] or 1)
    fact["amount_yuan"] = yuan.quantize(Decimal("0.01"))
    fact["amount_printed"] = f"{yuan / multiplier:,.{fact['decimals_printed'] or 0}f}"
    copy.touched.add(fact["fact_id"])


def noticeable(copy: Copy, fact: Row, yuan: Decimal) -> bool:
    """Far beyond rounding: fifty units of the last place at least."""
    unit = Decimal(copy.table_of(fact)["unit_multiplier"] or 1).scaleb(-(fact["decimals_printed"] or 0))
    return bool(abs(yuan - fact["amount_yuan"]) >= 50 * unit)


def relabel_unit(copy: Copy, table: Row) -> None:
    """The table as if printed under the other unit of money, 元 for 万元 or the other way round."""
    to_yuan = table["money_unit"] == "万元"
    factor = Decimal("0.0001") if to_yuan else Decimal(10000)
    table["money_unit"], table["unit_multiplier"] = ("元", 1) if to_yuan else ("万元", 10000)
    copy.touched.add(table["table_id"])
    for fact in copy.facts:
        if fact["table_id"] == table["table_id"] and fact["amount_yuan"] is not None:
            fact["amount_yuan"] = (fact["amount_yuan"] * factor).quantize(Decimal("0.01"))
            fact["money_unit"] = table["money_unit"]
