"""Where the tables of a disclosure hold what an error can be put into, and putting it there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from benchmarks.planting.copies import SUMMARY
from benchmarks.planting.fifth_text import put
from pipelines.domain.statement import RowRole
from tests.typesetter.content import Block, Half, Row, Table

PATHS = frozenset(
    {"income_summary", "expenditure_summary", "general_public_expenditure", "general_public_basic_by_economic",
     "final_income", "final_expenditure", "final_general_public_expenditure",
     "final_general_public_basic_by_economic"}
)  # fmt: skip
SHEETS = frozenset({"income_expenditure_summary", "fiscal_appropriation_summary",
                    "final_income_expenditure_summary", "final_fiscal_appropriation_summary"})  # fmt: skip
CODES = frozenset({"subject_code_known", "functional_name_standard", "economic_name_standard", "one_code_one_name",
                   "subject_has_group", "subject_tree", "total_row", "subject_has_items"})  # fmt: skip
CLASSES = SUMMARY | {"classes_agree", "fiscal_classes_agree", "class_names_agree"}
BUDGETS = {"narrative_budgets", "gov_fund_tables_agree", "state_capital_tables_agree"}


@dataclass(frozen=True)
class Cell:
    """Where an amount stands."""

    block: int
    half: int
    row: int
    column: str
    amount: Decimal


def tables(blocks: list[Block], kinds: frozenset[str]) -> list[tuple[int, Table]]:
    return [(i, one) for i, one in enumerate(blocks) if isinstance(one, Table) and one.kind in kinds]


def cells(blocks: list[Block], kinds: frozenset[str], test: Callable[[Row], bool]) -> Iterator[Cell]:
    """The amounts of the rows that pass, far above the last place printed."""
    for at, table in tables(blocks, kinds):
        for h, half in enumerate(table.halves):
            for r, row in enumerate(half.rows):
                for column, amount in row.amounts.items() if test(row) else ():
                    if amount and abs(amount) > 300 * table.unit.value / 10:
                        yield Cell(at, h, r, column, amount)


def with_rows(blocks: list[Block], at: int, h: int, rows: list[Row]) -> list[Block]:
    table = blocks[at]
    assert isinstance(table, Table)
    halves = tuple(replace(one, rows=tuple(rows)) if i == h else one for i, one in enumerate(table.halves))
    return put(blocks, at, replace(table, halves=halves))


def with_amounts(blocks: list[Block], cell: Cell, row: int, **amounts: Decimal | None) -> list[Block]:
    rows = list(half_of(blocks, cell).rows)
    rows[row] = replace(rows[row], amounts={**rows[row].amounts, **amounts})
    return with_rows(blocks, cell.block, cell.half, rows)


def half_of(blocks: list[Block], cell: Cell) -> Half:
    table = blocks[cell.block]
    assert isinstance(table, Table)
    return table.halves[cell.half]


def is_item(row: Row) -> bool:
    return bool(row.code) and row.role is RowRole.ITEM


def is_group(row: Row) -> bool:
    return row.code is not None and len(row.code) == 5 and row.role is RowRole.SUBTOTAL


def is_class(row: Row) -> bool:
    return row.code is not None and len(row.code) == 3


def is_total(row: Row) -> bool:
    return row.role is RowRole.TOTAL and row.name == "合计"
