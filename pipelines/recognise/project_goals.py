"""绩效目标 beside the rows of a project table: the text of each row, also where it goes on overleaf."""

from collections.abc import Iterable

from pipelines.recognise.columns import LABELS, Column, Role
from pipelines.recognise.form_words import field_of


def goal_column(columns: list[Column]) -> Column | None:
    """The column that holds goals in words, None where the table has none."""
    for column in columns:
        if column.role is Role.TEXT and field_of(column.label.rsplit("/", 1)[-1]) == "annual_goal":
            return column
    return None


def label_columns(columns: list[Column]) -> list[Column]:
    """The columns that say what a row is of."""
    return [column for column in columns if column.role in LABELS]


def join_goals(rows: Iterable[tuple[bool, str]]) -> dict[int, str]:
    """Goal by row index from (row has a label, printed text): text without a label goes on from above."""
    goals: dict[int, str] = {}
    owner: int | None = None
    for index, (is_labelled, text) in enumerate(rows):
        if is_labelled:
            owner = index
        if text and owner is not None:
            goals[owner] = goals.get(owner, "") + text
    return goals
