"""What the narratives of the shared corpus give: figures per id, and whether they agree with the tables.

usage: python benchmarks/score_narrative.py [--shared ../shared] [--city NAME] [--mismatches N]

Agreement with the tables: an amount counts as found where a table of the kinds that should hold it prints
it, to the narrative's last decimal. Percentages: the change over last year's amount gives the percentage
printed. Departments make mistakes, so neither is meant to reach 100 %: a mismatch is theirs or ours.
"""

import argparse
import csv
import time
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

from pipelines.domain.document import ContentClass
from pipelines.domain.statement import Figure, Table
from pipelines.read import read_pdf
from pipelines.recognise.identity import identify
from pipelines.recognise.narrative import narrative_figures
from pipelines.recognise.tables import recognise_tables

SUMMARIES = ("income_expenditure_summary", "income_summary", "expenditure_summary")
FISCAL = ("fiscal_appropriation_summary", "fiscal_appropriation_expenditure")
GENERAL = ("general_public_expenditure", "fiscal_appropriation_summary")
THREE = ("three_public_expenses",)
HELD_BY: dict[str, tuple[str, ...]] = {
    "total_income": SUMMARIES,
    "total_expenditure": SUMMARIES,
    "basic_expenditure": SUMMARIES,
    "project_expenditure": SUMMARIES,
    "expenditure_by_subject": SUMMARIES,
    "business_income": SUMMARIES,
    "other_income": SUMMARIES,
    "special_account_income": SUMMARIES,
    "fiscal_appropriation_total": FISCAL,
    "fiscal_appropriation_income": (*FISCAL, *SUMMARIES),
    "fiscal_appropriation_expenditure": FISCAL,
    "fiscal_appropriation_expenditure_by_subject": (*FISCAL, "general_public_expenditure"),
    "general_public_income": (*FISCAL, *SUMMARIES),
    "general_public_budget_expenditure": GENERAL,
    "general_public_basic_expenditure": (*GENERAL, "general_public_basic_by_economic"),
    "general_public_project_expenditure": GENERAL,
    "general_public_expenditure_by_subject": GENERAL,
    "general_public_public_use": ("general_public_basic_by_economic",),
    "gov_fund_expenditure": ("gov_fund_expenditure",),
    "three_public_total": THREE,
    "three_public_abroad": THREE,
    "three_public_reception": THREE,
    "three_public_vehicle": THREE,
    "three_public_vehicle_purchase": THREE,
    "three_public_vehicle_running": THREE,
    "operating_cost": ("agency_operating_expenses",),
    "procurement_total": ("gov_procurement",),
    "procurement_goods": ("gov_procurement",),
    "procurement_services": ("gov_procurement",),
}
CHANGES = {"yoy_percent": "yoy_change", "change_from_budget_percent": "change_from_budget"}


def amounts_by_kind(tables: list[Table]) -> dict[str, set[Decimal]]:
    """All amounts printed in the tables of a kind; final accounts under the name of the budget's table."""
    amounts: dict[str, set[Decimal]] = defaultdict(set)
    for table in tables:
        for fact in table.facts:
            if fact.amount_yuan is not None:
                amounts[table.kind.removeprefix("final_")].add(fact.amount_yuan)
    return amounts


def printed_unit(figure: Figure) -> Decimal:
    """One unit of the last decimal printed, in yuan."""
    size = figure.value / Decimal(figure.value_printed.replace(",", "")) if figure.value else Decimal(1)
    return size.scaleb(-figure.decimals_printed)


def agrees(figure: Figure, amounts: dict[str, set[Decimal]]) -> bool | None:
    """Whether a table prints the amount; None where the document has no table that should."""
    held = set().union(*(amounts.get(kind, set()) for kind in HELD_BY[figure.figure_id]))
    if not held or not figure.value:
        return None
    tolerance = printed_unit(figure) * Decimal("1.01")
    return any(abs(figure.value - amount) <= tolerance for amount in held)


def is_about(amount: Figure, subject: str | None) -> bool:
    """Whether an amount is what a relation names: by its id, or by-subject ones by their subject."""
    if amount.figure_id.endswith(("_by_subject", "_by_economic", "other_amount")):
        return amount.subject == subject
    return amount.figure_id == subject


def percentage_holds(figures: list[Figure], index: int) -> bool | None:
    """Whether a percentage follows from its change and its amount; None where one of them is missing."""
    percent = figures[index]
    change = amount = None
    for other in figures[:index]:
        if other.figure_id == CHANGES[percent.figure_id] and other.subject == percent.subject:
            change = other if other.sentence == percent.sentence and other.unit == "yuan" else change
        elif other.unit == "yuan" and is_about(other, percent.subject):
            amount = other
    if change is None or amount is None or amount.value == change.value:
        return None
    before = amount.value - change.value
    rounding = Decimal(1).scaleb(-percent.decimals_printed) + 200 * printed_unit(amount) / abs(before)
    return abs(100 * change.value / before - percent.value) <= rounding


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--city")
    parser.add_argument("--mismatches", type=int, default=30)
    arguments = parser.parse_args()
    with (arguments.shared / "taxonomy" / "entities.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if arguments.city in (None, row["city"])]
    counts: Counter[str] = Counter()
    found: dict[str, Counter[bool]] = defaultdict(Counter)
    percentages: Counter[bool] = Counter()
    mismatches: list[str] = []
    pages_read, seconds = 0, 0.0
    for row in rows:
        pages = read_pdf((arguments.shared / "corpus" / "pdf" / row["file"]).read_bytes()).pages
        tables = recognise_tables(pages).tables
        if identify(pages, tables).content_class in (ContentClass.NOT_A_DISCLOSURE, ContentClass.UNREADABLE):
            continue
        start = time.process_time()
        figures = narrative_figures(pages)
        seconds += time.process_time() - start
        pages_read += len(pages)
        amounts = amounts_by_kind(tables)
        for index, figure in enumerate(figures):
            counts[figure.figure_id] += 1
            right = None
            if figure.figure_id in HELD_BY and figure.unit == "yuan":
                right = agrees(figure, amounts)
                if right is not None:
                    found[figure.figure_id][right] += 1
            elif figure.figure_id in CHANGES and figure.unit == "percent":
                right = percentage_holds(figures, index)
                if right is not None:
                    percentages[right] += 1
            if right is False:
                words = figure.sentence[max(0, figure.char_start - 40) : figure.char_end + 6]
                mismatches.append(f"{row['sha256'][:8]} p{figure.page} {figure.figure_id}: {words}")
    for figure_id, count in counts.most_common():
        agreed = found.get(figure_id)
        note = f"{agreed[True]} of {sum(agreed.values())} in the tables" if agreed else ""
        print(f"{count:6} {figure_id:45} {note}")
    print(f"percentages that follow: {percentages[True]} of {sum(percentages.values())}")
    print(f"{pages_read} pages, {1000 * seconds / max(pages_read, 1):.3f} ms a page")
    print("\n".join(mismatches[: arguments.mismatches]))


if __name__ == "__main__":
    main()
