"""Tables written down cell by cell in YAML → the typesetter's content."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from pipelines.domain.money import MoneyUnit, parse_amount
from pipelines.domain.statement import RowRole, Side
from tests.typesetter.content import (
    CODE,
    NAME,
    Block,
    Contents,
    Cover,
    Half,
    Head,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Table,
)

_TOTALS = {"合计", "部门合计", "收入总计", "支出总计"}
_SUBTOTALS = {"本年收入合计", "本年支出合计"}


def load_tables(path: Path) -> list[Table]:
    """The tables of a YAML file; a row lists its cells in the order of the header's leaves."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    unit = MoneyUnit.from_printed(data["unit"])
    return [_table(entry, unit, data["entity"]) for entry in data["tables"]]


def load_text(path: Path) -> list[Block | str]:
    """The blocks of a YAML file; a plain string names the kind of a table to be put there."""
    return [_block(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]


def _block(entry: Any) -> Block | str:
    ((key, value),) = entry.items() if isinstance(entry, dict) else (("text", entry),)
    match key:
        case "cover":
            return Cover(tuple(value))
        case "contents":
            return Contents(tuple(value))
        case "part":
            return Heading(value, 1)
        case "section":
            return Heading(value, 2)
        case "subsection":
            return Heading(value, 3)
        case "table":
            return str(value)
        case "page_break":
            return PageBreak()
        case _:
            return Paragraph(value)


def _table(entry: dict[str, Any], unit: MoneyUnit, entity: str) -> Table:
    halves = tuple(_half(half, unit) for half in entry["halves"])
    return Table(
        entry["kind"],
        entry["title"],
        unit,
        halves,
        number=entry.get("number"),
        entity_line=entity,
        note=entry.get("note"),
        numbers_row=entry.get("numbers_row", False),
        landscape=entry.get("landscape"),
    )


def _half(entry: dict[str, Any], unit: MoneyUnit) -> Half:
    heads = tuple(_head(head) for head in entry["heads"])
    leaves = [leaf for head in heads for leaf in head.leaves()]
    rows = tuple(_row(cells, leaves, unit) for cells in entry["rows"])
    return Half(heads, rows, Side(entry["side"]))


def _head(entry: dict[str, Any]) -> Head:
    children = tuple(_head(child) for child in entry.get("children", ()))
    return Head(
        entry["label"], entry.get("column"), children, entry.get("width", 0.0), entry.get("is_text", False)
    )


def _row(cells: list[str], leaves: list[Head], unit: MoneyUnit) -> Row:
    name, code, texts = "", None, {}
    amounts: dict[str, Decimal | None] = {}
    for leaf, cell in zip(leaves, cells, strict=True):
        column = leaf.column or ""
        if column == CODE:
            code = cell or None
        elif column == NAME:
            name = cell
        elif leaf.is_text:
            texts[column] = cell
        else:
            printed = parse_amount(cell)
            amounts[column] = printed.yuan(unit) if printed else None
    if code in _TOTALS:
        name, code = code or "", None
    role = RowRole.TOTAL if name in _TOTALS else RowRole.SUBTOTAL if name in _SUBTOTALS else RowRole.ITEM
    level = (len(code) - 1) // 2 if code else 0
    return Row(name, amounts, code, level, role, texts, bold=role is not RowRole.ITEM)
