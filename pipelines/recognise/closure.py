"""How well a table's own sums close: a measure of reading, kept beside the table (rules are elsewhere).

Sums tried: a subject and the subjects one level below it; the total row and the topmost subjects; a row's
合计 and its 基本支出 + 项目支出, personnel + public use, or sources of money.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipelines.domain.money import MoneyUnit
from pipelines.domain.statement import Fact, RowRole, Side, Table

_ROW_SUMS: tuple[tuple[str, frozenset[str]], ...] = (
    ("basic", frozenset({"personnel", "public_use"})),
    ("vehicle_total", frozenset({"vehicle_purchase", "vehicle_operation"})),
    ("fiscal_total", frozenset({"general_public", "gov_fund", "state_capital"})),
)

_NATURES = (
    "basic",
    "project",
    "operating_expenditure",
    "remit_to_superior",
    "subsidy_to_affiliates",
    "reserve",
    "carry_forward",
)


@dataclass(frozen=True, slots=True)
class Equation:
    """One sum of a table: `actual` is printed, `expected` adds the parts; yuan. `pages` hold its numbers."""

    name: str
    row_index: int
    column_index: int
    expected: Decimal
    actual: Decimal
    tolerance: Decimal
    pages: frozenset[int]

    @property
    def closes(self) -> bool:
        """Whether both agree within what rounding of the printed numbers leaves open."""
        return abs(self.expected - self.actual) <= self.tolerance


def closure(table: Table) -> float | None:
    """Share of the table's own sums that close, None where there is none to try."""
    results = [equation.closes for equation in equations(table)]
    return sum(results) / len(results) if results else None


def equations(table: Table) -> Iterator[Equation]:
    """All sums that the table's structure offers."""
    by_side: dict[Side, list[Fact]] = defaultdict(list)
    for fact in table.facts:
        if fact.amount_yuan is not None:
            by_side[fact.side].append(fact)
    for facts in by_side.values():
        yield from _row_sums(facts)
        columns: dict[int, list[Fact]] = defaultdict(list)
        for fact in facts:
            columns[fact.column_index].append(fact)
        for column in columns.values():
            yield from _tree_sums(column)


def _equation(name: str, whole: Fact, parts: list[Fact]) -> Equation:
    assert whole.amount_yuan is not None
    total = sum((part.amount_yuan for part in parts if part.amount_yuan is not None), Decimal(0))
    half = (
        MoneyUnit.from_printed(whole.money_unit).value.scaleb(
            -max(f.decimals_printed for f in (whole, *parts))
        )
        / 2
    )
    return Equation(
        name,
        whole.row_index,
        whole.column_index,
        total,
        whole.amount_yuan,
        (len(parts) + 1) * half,
        frozenset(fact.page for fact in (whole, *parts)),
    )


def _row_sums(facts: list[Fact]) -> Iterator[Equation]:
    rows: dict[int, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        rows[fact.row_index].setdefault(fact.column_id, fact)
    for row in rows.values():
        for whole, parts in _ROW_SUMS:
            found = [row[part] for part in parts if part in row]
            if whole in row and found:
                yield _equation(f"{whole} = parts", row[whole], found)
        found = [row[part] for part in _NATURES if part in row and "其中/" not in row[part].column_label]
        if "total" in row and {"basic", "project"} <= row.keys():
            yield _equation("total = Σ natures", row["total"], found)


def _tree_sums(column: list[Fact]) -> Iterator[Equation]:
    coded = [fact for fact in column if fact.subject_code_full and fact.subject_code_full.isdigit()]
    codes = [fact.subject_code_full or "" for fact in coded]
    if len(set(codes)) == len(codes):
        children: dict[str, list[Fact]] = defaultdict(list)
        for fact, code in zip(coded, codes, strict=True):
            children[code[:-2]].append(fact)
        for fact, code in zip(coded, codes, strict=True):
            if children.get(code):
                yield _equation("subject = Σ children", fact, children[code])
        known = set(codes)
        roots = [
            f
            for f, code in zip(coded, codes, strict=True)
            if not any(code[:k] in known for k in (3, 5) if k < len(code))
        ]
    else:
        roots = [fact for fact in coded if len(fact.subject_code_full or "") == 3]
    totals = [fact for fact in column if fact.row_role is RowRole.TOTAL]
    if len(totals) == 1 and roots and len(set(codes)) == len(codes):
        yield _equation("total = Σ roots", totals[0], roots)
