"""What a careful reader could prove of the narrative: against itself, and against the tables (文字勾稽)."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from benchmarks.planting.copies import Copy, Row
from benchmarks.planting.proof import Gap, Sheet, sheets

CELLS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "total_income": (
        ("income_summary", "合计", "total"), ("income_expenditure_summary", "收入", "income_amount"),
    ),
    "total_expenditure": (
        ("expenditure_summary", "合计", "total"),
        ("income_expenditure_summary", "支出", "expenditure_amount"),
        ("income_expenditure_summary", "支出", "expenditure_total"),
    ),
    "basic_expenditure": (("expenditure_summary", "合计", "basic"),),
    "project_expenditure": (("expenditure_summary", "合计", "project"),),
    "general_public_budget_expenditure": (("general_public_expenditure", "合计", "total"),),
    "general_public_basic_expenditure": (
        ("general_public_expenditure", "合计", "basic"),
        ("general_public_basic_by_economic", "合计", "total"),
    ),
    "general_public_personnel": (("general_public_basic_by_economic", "合计", "personnel"),),
    "general_public_public_use": (("general_public_basic_by_economic", "合计", "public_use"),),
    "fiscal_appropriation_expenditure": (
        ("fiscal_appropriation_summary", "支出", "expenditure_total"),
        ("fiscal_appropriation_summary", "支出", "expenditure_amount"),
    ),
    "three_public_total": (("three_public_expenses", "", "three_public_total"),),
    "three_public_abroad": (("three_public_expenses", "", "abroad"),),
    "three_public_reception": (("three_public_expenses", "", "reception"),),
    "three_public_vehicle": (("three_public_expenses", "", "vehicle_total"),),
    "three_public_vehicle_purchase": (("three_public_expenses", "", "vehicle_purchase"),),
    "three_public_vehicle_running": (("three_public_expenses", "", "vehicle_operation"),),
    "operating_cost": (
        ("agency_operating_expenses", "", "total"), ("three_public_expenses", "", "agency_operating"),
    ),
}  # fmt: skip
SUMS = (
    ("three_public_total", ("three_public_abroad", "three_public_reception", "three_public_vehicle")),
    ("three_public_vehicle", ("three_public_vehicle_purchase", "three_public_vehicle_running")),
    ("procurement_total", ("procurement_goods", "procurement_works", "procurement_services")),
)


def half_place(figure: Row) -> Decimal:
    """Half a unit of the last printed place of an amount in the narrative, in yuan (万元 unless exact)."""
    printed = (figure["value_printed"] or "0").replace(",", "")
    try:
        scale = abs(figure["value"] / Decimal(printed)) if Decimal(printed) else Decimal(10000)
    except ArithmeticError:
        scale = Decimal(10000)
    return scale.scaleb(-(figure["decimals_printed"] or 0)) / 2


def text_relations(copy: Copy) -> dict[str, Gap]:
    """Every relation of the narrative that can be computed: what it is → gap and tolerance."""
    found: dict[str, Gap] = {}
    by_id: dict[str, list[Row]] = defaultdict(list)
    by_sentence: dict[str, list[Row]] = defaultdict(list)
    for figure in copy.figures:
        if figure["value"] is not None:
            by_id[figure["figure_id"]].append(figure)
            by_sentence[figure["sentence"] or ""].append(figure)
    once = {key: rows[0] for key, rows in by_id.items() if len(rows) == 1 and rows[0]["unit"] == "yuan"}
    found.update(_sums(once))
    found.update(_cells(once, sheets(copy)))
    for number, rows in enumerate(by_sentence.values()):
        found.update(_changes(number, rows))
        found.update(_shares(number, rows, once))
        found.update(_vehicles(number, rows))
    return found


def _sums(once: dict[str, Row]) -> Iterator[tuple[str, Gap]]:
    for whole, parts in SUMS:
        if whole in once and all(part in once for part in parts):
            tolerance = sum((half_place(once[one]) for one in (whole, *parts)), Decimal(0))
            tolerance = max(tolerance, 4 * max(half_place(once[one]) for one in (whole, *parts)))
            gap = abs(once[whole]["value"] - sum(once[part]["value"] for part in parts))
            yield f"text {whole} = Σ", (gap, tolerance)


def _printed(sheet: Sheet, line_name: str, column: str) -> list[Gap]:
    return [
        sheet.lines[line][column]
        for line, (code, name, role) in sheet.names.items()
        if column in sheet.lines[line]
        and (not line_name or (not code and role != "item" and (line_name in name or line_name == "合计")))
    ]


def _cells(once: dict[str, Row], by_kind: dict[str, Sheet]) -> Iterator[tuple[str, Gap]]:
    for figure_id, places in CELLS.items():
        printed = [
            cell
            for kind, line, column in places
            if kind in by_kind
            for cell in _printed(by_kind[kind], line, column)
        ]
        if figure_id in once and printed:
            figure = once[figure_id]
            gap = min(abs(amount - figure["value"]) for amount, _ in printed)
            yield (
                f"text {figure_id} = table",
                (gap, 2 * (half_place(figure) + max(half for _, half in printed))),
            )


def _changes(number: int, rows: list[Row]) -> Iterator[tuple[str, Gap]]:
    for percent in rows:
        if percent["figure_id"] != "yoy_percent" or abs(percent["value"]) == 100:
            continue
        now = [
            r
            for r in rows
            if r["figure_id"] == percent["subject"]
            or (r["subject"] == percent["subject"] and r["figure_id"].endswith("by_subject"))
        ]
        changes = [
            r for r in rows
            if r["figure_id"] == "yoy_change" and r["unit"] == "yuan" and r["subject"] == percent["subject"]
        ]  # fmt: skip
        if len(now) != 1 or len(changes) != 1 or now[0]["unit"] != "yuan":
            continue
        change, prior = changes[0]["value"], now[0]["value"] - changes[0]["value"]
        place = f"change {percent['subject']} {percent['char_start']}"
        # of the same size at least as the rounding of change and amount allow
        if prior > 0:
            slack = 200 * half_place(changes[0]) * 2 / prior
            gap = abs(percent["value"] - 100 * change / prior)
            yield place, (gap, Decimal(10) ** -(percent["decimals_printed"] or 0) + slack)
        else:
            yield place, (Decimal(10**6), Decimal(1))


def _shares(number: int, rows: list[Row], once: dict[str, Row]) -> Iterator[tuple[str, Gap]]:
    wholes = [
        once[i] for i in ("total_income", "total_expenditure", "three_public_total", "current_year_income")
        if i in once
    ]  # fmt: skip
    for share in rows:
        if share["figure_id"] != "share_of_total":
            continue
        parts = [
            r for r in rows
            if r["unit"] == "yuan" and 0 < share["char_start"] - (r["char_end"] or 0) < 16
        ]  # fmt: skip
        gaps = [
            (abs(share["value"] - 100 * parts[-1]["value"] / whole["value"]), whole)
            for whole in wholes
            if parts and whole["value"] and parts[-1]["value"] <= whole["value"]
        ]
        if gaps:
            gap = min(gap for gap, _ in gaps)
            yield f"share {share['subject']} {share['char_start']} {number}", (
                gap, Decimal(10) ** -(share["decimals_printed"] or 0)
            )  # fmt: skip


def _vehicles(number: int, rows: list[Row]) -> Iterator[tuple[str, Gap]]:
    wholes = [r for r in rows if r["figure_id"] == "vehicle_count"]
    parts = [r for r in rows if r["figure_id"] == "vehicle_count_by_type"]
    if len(wholes) == 1 and any("其他" in (r["subject"] or "") for r in parts):
        gap = abs(wholes[0]["value"] - sum(r["value"] for r in parts))
        yield f"vehicles {number}", (gap, Decimal(0))
