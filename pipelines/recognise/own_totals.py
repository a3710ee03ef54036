"""The total row that is not called one: the body's own name stands in it, or nothing at all.

It is known by its amounts: in each column they are the sum of the topmost rows.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines.domain.statement import Fact, RowRole

_NO_SUMS = frozenset({"change", "change_percent"})


def mark_own_total(facts: Sequence[Fact], entity: str | None) -> list[Fact]:
    """The facts of one side of a table, with its total row marked where no row says that it is one.

    Args:
        entity: whose table it is, as printed above it.
    """
    if not facts or any(fact.row_role is RowRole.TOTAL for fact in facts):
        return list(facts)
    rows: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        rows[fact.row_index].append(fact)
    first = min(rows)
    likely = [index for index, row in rows.items() if _may_be(row[0], first, entity)]
    total = [index for index in likely if _is_sum(index, rows) or _is_alone(rows, entity)]
    if len(total) != 1:
        return list(facts)
    return [
        replace(fact, row_role=RowRole.TOTAL, level=0) if fact.row_index == total[0] else fact
        for fact in facts
    ]


def _may_be(fact: Fact, first: int, entity: str | None) -> bool:
    """Whether a row without a code is without a name too, the body's own, or the first."""
    if fact.row_role is not RowRole.ITEM or fact.subject_code or fact.department_economic_code:
        return False
    return not fact.subject_name or fact.subject_name == entity or fact.row_index == first


def _is_alone(rows: dict[int, list[Fact]], entity: str | None) -> bool:
    """Whether the body's own row is all there is."""
    return (
        len(rows) == 1 and entity is not None and all(row[0].subject_name == entity for row in rows.values())
    )


def _is_sum(index: int, rows: dict[int, list[Fact]]) -> bool:
    """Whether the row's amounts are the sums of the topmost coded rows, column by column."""
    codes = {row[0].subject_code_full for i, row in rows.items() if i != index and row[0].subject_code_full}
    if not codes:
        return False
    roots = [
        row
        for i, row in rows.items()
        if i != index and row[0].subject_code_full and not _has_parent(row[0].subject_code_full, codes)
    ]
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for row in roots:
        for fact in row:
            if fact.column_id not in _NO_SUMS:
                sums[fact.column_index] += fact.amount_yuan or 0
    own = {fact.column_index: fact.amount_yuan or Decimal(0) for fact in rows[index]}
    columns = {fact.column_index for fact in rows[index] if fact.column_id not in _NO_SUMS} | sums.keys()
    return any(own.values()) and all(own.get(column, 0) == sums.get(column, 0) for column in columns)


def _has_parent(code: str, codes: set[str]) -> bool:
    return any(code[:length] in codes for length in range(1, len(code)))
