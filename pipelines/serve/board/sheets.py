"""The recognised tables of one page as rows and columns (识别结果表).

In: tables and printed amounts of a page. Out: `Sheet`s. Does not belong here: HTML.
"""

from dataclasses import dataclass, field
from typing import Any

_SIDES = ("whole", "left", "right", "right2", "right3")


@dataclass(slots=True)
class Line:
    """One row: its label, how deep it stands, and its amounts by column."""

    label: str
    code: str
    role: str
    level: int
    cells: dict[int, dict[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Sheet:
    """The part of a table that stands on one page; tables side by side give one sheet per side."""

    table_id: str
    title: str
    unit: str | None
    side: str
    columns: list[tuple[int, str]]
    lines: list[Line]


def sheets_of(tables: list[dict[str, Any]], amounts: list[dict[str, Any]]) -> list[Sheet]:
    """Sheets in reading order."""
    known = {table["table_id"]: table for table in tables}
    sheets: dict[tuple[str, str], Sheet] = {}
    lines: dict[tuple[str, str, int], Line] = {}
    for amount in amounts:
        key = (amount["table_id"], amount["side"])
        table = known.get(amount["table_id"], {})
        if key not in sheets:
            title = table.get("title") or amount["table_id"]
            sheets[key] = Sheet(amount["table_id"], title, table.get("money_unit"), amount["side"], [], [])
        sheet = sheets[key]
        column = (amount["column_index"], amount["column_label"] or "")
        if column[0] not in [index for index, _ in sheet.columns]:
            sheet.columns.append(column)
        place = (*key, amount["row_index"])
        if place not in lines:
            lines[place] = _line(amount)
            sheet.lines.append(lines[place])
        lines[place].cells[amount["column_index"]] = amount
    order = {table["table_id"]: number for number, table in enumerate(tables)}
    for sheet in sheets.values():
        sheet.columns = _short_names(sorted(sheet.columns))
    return sorted(
        sheets.values(),
        key=lambda sheet: (
            order.get(sheet.table_id, 999),
            _SIDES.index(sheet.side) if sheet.side in _SIDES else 9,
        ),
    )


def _short_names(columns: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The last part of a header path, with its first part before it where the last alone is not unique."""
    parts = [(index, label.split("/")) for index, label in columns]
    last = [path[-1] for _, path in parts]
    return [
        (index, path[-1] if last.count(path[-1]) == 1 or len(path) == 1 else f"{path[0]} {path[-1]}")
        for index, path in parts
    ]


def _line(amount: dict[str, Any]) -> Line:
    names = ("subject_name", "department_economic_name", "government_economic_name", "unit_name")
    label = next((amount[name] for name in names if amount.get(name)), "")
    label = label or (amount.get("name_path") or "").split("/")[-1]
    role = amount["row_role"]
    if not label and role == "total":
        label = "合计"
    return Line(label, amount["subject_code"] or "", role, min(amount["level"] or 0, 5))
