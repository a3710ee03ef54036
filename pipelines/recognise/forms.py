"""Performance forms (绩效目标申报表) and other boxes: amounts with the label beside them."""

import re
from functools import cache

from pipelines.domain.money import MoneyUnit, parse_amount
from pipelines.domain.statement import Fact, RowRole, Side
from pipelines.recognise.headers import header_path, money_like
from pipelines.recognise.matrix import Part, Row
from pipelines.recognise.sheets import Sheet
from pipelines.recognise.titles import money_unit_in
from pipelines.recognise.vocabulary_files import load


@cache
def _form_amounts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule["id"], re.compile(rule["label"])) for rule in load("columns")["form_amounts"])


def _canonical(label: str) -> str:
    for column_id, pattern in _form_amounts():
        if pattern.search(label):
            return column_id
    return "other"


def form_facts(sheet: Sheet, unit: MoneyUnit) -> list[Fact]:
    """The amounts printed in a form, each named by the nearest label to its left, then above it.

    Indicator values without decimals or thousands (``≥90``) are no amounts.
    """
    facts: list[Fact] = []
    row_index = 0
    for part in sheet.parts:
        for position, row in enumerate(part.rows):
            facts += _row_facts(sheet, part, position, row, row_index, unit)
            row_index += 1
    return facts


def _row_facts(
    sheet: Sheet, part: Part, position: int, row: Row, row_index: int, unit: MoneyUnit
) -> list[Fact]:
    facts = []
    for column, text in enumerate(row.texts):
        cell = row.cells[column]
        if not row.starts[column] or cell is None or not money_like(text):
            continue
        amount = parse_amount(text)
        assert amount is not None
        left = _label_left(row, column)
        above = _label_above(sheet, part, position, column)
        label = "/".join(part for part in (above, left) if part)
        own_unit = money_unit_in(label) or unit
        facts.append(
            Fact(
                row_index=row_index,
                side=Side.WHOLE,
                row_role=RowRole.ITEM,
                level=0,
                subject_code=None,
                subject_code_full=None,
                subject_name=left or None,
                name_path=None,
                department_economic_code=None,
                department_economic_name=None,
                government_economic_code=None,
                government_economic_name=None,
                unit_name=None,
                column_index=column,
                column_id=_canonical(above or left or ""),
                column_label=above or left or "",
                amount_printed=text,
                decimals_printed=amount.decimals,
                money_unit=own_unit.printed,
                amount_yuan=amount.yuan(own_unit),
                page=part.page,
                box=cell.ink,
            )
        )
    return facts


def _label_left(row: Row, column: int) -> str:
    for k in range(column - 1, -1, -1):
        if row.texts[k] and not parse_amount(row.texts[k]):
            return row.texts[k]
    return ""


def _label_above(sheet: Sheet, part: Part, position: int, column: int) -> str:
    if (
        column < len(sheet.header_edges) - 1
        and sheet.header
        and part.column_count == len(sheet.header_edges) - 1
    ):
        path = header_path(sheet.header, column)
        if path:
            return path
    for k in range(position - 1, -1, -1):
        text = part.rows[k].texts[column] if column < len(part.rows[k].texts) else ""
        if text and not parse_amount(text):
            return text
    return ""
