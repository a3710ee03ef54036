"""基本支出 and 项目支出 of one source of funds only: they are not those of the whole table."""

from collections.abc import Sequence
from typing import Protocol

from pipelines.domain.money import parse_amount
from pipelines.recognise.vocabulary_files import column_patterns

_MEASURES = ("basic", "project")
_SOURCES = frozenset(
    {"general_public", "gov_fund", "state_capital", "special_account", "unit_funds", "other_funds"}
)


class AmountColumn(Protocol):
    """What is asked of a column."""

    index: int
    label: str
    column_id: str
    side: int


def leave_parts_unnamed(amounts: Sequence[AmountColumn], content: list[list[str]]) -> None:
    """Columns that print basic or project expenditure of one of several sources become ``other``.

    ``一般公共预算/基本支出`` is a part where ``单位资金/其他支出`` holds money; none prints a whole twice.

    Args:
        content: for each column of the table the texts printed in its body.
    """
    sources = [_source(column.label) for column in amounts]
    paying = {
        source
        for column, source in zip(amounts, sources, strict=True)
        if source is not None and _holds_money(content[column.index])
    }
    seen: set[tuple[int, str]] = set()
    for column, source in zip(amounts, sources, strict=True):
        if column.column_id not in _MEASURES:
            continue
        place = (column.side, column.column_id)
        if (source is not None and paying - {source}) or place in seen:
            column.column_id = "other"
        else:
            seen.add(place)


def _holds_money(texts: list[str]) -> bool:
    return any((amount := parse_amount(text)) is not None and amount.value for text in texts)


def _source(label: str) -> str | None:
    """The source of funds that the outermost labels above a column name."""
    for part in label.split("/"):
        for pattern in column_patterns("amounts", "id"):
            if pattern.fits(part, part, "", whole_leaf=False):
                if pattern.target in _SOURCES:
                    return pattern.target
                break
    return None
