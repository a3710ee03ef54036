"""Pages → tables with facts: every number of a grid claimed by a fact, or reported."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.domain.money import MoneyUnit, is_dash, parse_amount
from pipelines.domain.page import Box, Cell, Page
from pipelines.domain.problem import Problem, ProblemCode, Severity
from pipelines.domain.statement import Fact, Side, Table
from pipelines.recognise.amount_cells import amount_text
from pipelines.recognise.closure import closure
from pipelines.recognise.columns import LABELS, Column, Role, read_columns
from pipelines.recognise.forms import read_form
from pipelines.recognise.headers import (
    is_column_numbers,
    is_empty_statement,
    is_number,
    is_total_label,
    money_like,
    number_and_unit,
)
from pipelines.recognise.matrix import Part, Row
from pipelines.recognise.own_totals import mark_own_total
from pipelines.recognise.project_goals import goal_column, join_goals, label_columns
from pipelines.recognise.rows import LabelReader, RowLabel, assign_roles, strip_numbering
from pipelines.recognise.sheets import Sheet, pages_to_sheets
from pipelines.recognise.titles import money_unit_in, states_emptiness
from pipelines.recognise.unread import unread_numbers
from pipelines.recognise.vocabulary_files import class_names, kinds_called, row_pattern

_LONG_NUMBER = re.compile(r"[-△]?\d{4,14}")
_DIGIT = re.compile(r"\d")
_SIDES = [Side.LEFT, Side.RIGHT, Side.RIGHT2, Side.RIGHT3]


@dataclass(slots=True)
class PageCount:
    """The accounting of numbers on one page: money-like tokens in grids, and those a fact claims."""

    tokens: int = 0
    claimed: int = 0


@dataclass(slots=True)
class Recognised:
    """The tables of a document, what was wrong with them, and the accounting of their numbers.

    `counts` is by page number, `unclaimed` (numbers that no fact claims) by table id.
    """

    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: dict[int, PageCount] = field(default_factory=dict)
    unclaimed: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class BodyRow:
    """A data row of a table and where its columns lie in its own grid."""

    part: Part
    row: Row
    index_of: dict[int, int]


def recognise_tables(pages: list[Page]) -> Recognised:
    """All tables of a document in reading order, their facts, problems and accounting."""
    result = Recognised()
    unit: MoneyUnit | None = None
    for number, sheet in enumerate(pages_to_sheets(pages), 1):
        table, unit = _read_sheet(sheet, f"t{number:03d}", unit, result)
        result.tables.append(table)
    for page in pages:
        _report_outside(page, result)
    return result


def _report_outside(page: Page, result: Recognised) -> None:
    """Numbers outside all tables that look like a table's: no sentence holds them, no fact claims them."""
    for problem in unread_numbers(page, page.number in result.counts):
        result.counts.setdefault(page.number, PageCount()).tokens += len(problem.tokens or ())
        result.problems.append(problem)


def _read_sheet(
    sheet: Sheet, table_id: str, inherited: MoneyUnit | None, result: Recognised
) -> tuple[Table, MoneyUnit | None]:
    kind = sheet.kind or "other"
    codes: set[tuple[int, Box]] = set()
    unit = sheet.money_unit or _header_unit(sheet)
    table = Table(
        table_id=table_id,
        kind=kind,
        title=sheet.title,
        table_number=sheet.table_number,
        pages=sheet.pages,
        money_unit=None,
        entity_line=sheet.entity,
        notes=sheet.notes,
        empty_statement=next((note for note in sheet.notes if states_emptiness(note)), None),
    )
    if kind in kinds_called("forms"):
        form = read_form(sheet, unit or inherited or MoneyUnit.YUAN, table_id)
        table.facts, table.projects = form.facts, form.projects
        table.row_count = sum(len(part.rows) for part in sheet.parts)
        unit = unit or _common_unit(table.facts, assumed=form.assumed_unit)
    else:
        codes = _read_rows(sheet, table, unit or inherited)
        table.kind = kind = _kind_by_columns(table)
        unit = unit or (None if inherited else _unit_of_cells(table.facts))
    if any(fact.money_unit for fact in table.facts):
        table.money_unit = (unit or inherited or MoneyUnit.YUAN).printed
        if unit is None:
            message = f"《{table.title or '无标题表'}》未印金额单位，按上文单位计"
            result.problems.append(
                Problem(ProblemCode.MONEY_UNIT_UNKNOWN, Severity.WARNING, message, sheet.parts[0].page)
            )
    elif unit is not None:
        table.money_unit = unit.printed
    table.closure = closure(table)
    _account(sheet, table, codes, result)
    if kind == "other":
        message = f"未识别的表：《{table.title or '无标题'}》，数字按原样保留"
        result.problems.append(
            Problem(ProblemCode.UNKNOWN_TABLE, Severity.NOTE, message, sheet.parts[0].page)
        )
    return table, (unit if unit is not None and kind not in kinds_called("forms") else inherited)


def _kind_by_columns(table: Table) -> str:
    """The kind that the title says, unless reports print tables of that name and no column is a known one."""
    known = not table.columns or any(column != "other" for column in table.columns)
    return table.kind if known or table.kind not in kinds_called("named_alike_in_reports") else "other"


def _unit_of_cells(facts: list[Fact]) -> MoneyUnit | None:
    """The unit that all cells print behind their amounts, None where they print none."""
    units = {fact.money_unit for fact in facts if fact.money_unit} or {MoneyUnit.YUAN.printed}
    unit = MoneyUnit.from_printed(units.pop())
    return None if units or unit is MoneyUnit.YUAN else unit


def _common_unit(facts: list[Fact], *, assumed: bool) -> MoneyUnit | None:
    """The unit that the labels of a form print, None where an amount stands without any."""
    printed = Counter(fact.money_unit for fact in facts if fact.money_unit)
    return None if assumed or not printed else MoneyUnit.from_printed(printed.most_common(1)[0][0])


def _header_unit(sheet: Sheet) -> MoneyUnit | None:
    """A unit printed in the header or title (``预算数（单位：万元）``)."""
    texts = [sheet.title or "", *(text for row in sheet.header for text in row.filled())]
    return next((unit for text in texts if (unit := money_unit_in(text)) is not None), None)


def _read_rows(sheet: Sheet, table: Table, unit: MoneyUnit | None) -> set[tuple[int, Box]]:
    """Fill in the table's facts; where its codes stand, whose dots are none of a number (``201.03``)."""
    columns = read_columns(sheet.header, _content(sheet), sheet.header_edges, table.kind)
    rows = _body_rows(sheet, columns, table)
    amounts = [column for column in columns if column.role is Role.AMOUNT]
    table.columns = [column.column_id for column in amounts]
    table.column_labels = [column.label for column in amounts]
    table.row_count = len(rows)
    money_unit = unit or next((c.unit for c in amounts if c.unit), None) or MoneyUnit.YUAN
    sides = sorted({column.side for column in amounts})
    goes_on = len(sides) == 1 or table.kind in kinds_called("one_list")
    for position, side in enumerate(sides):
        name = Side.WHOLE if goes_on else _SIDES[min(position, len(_SIDES) - 1)]
        here, first = [c for c in columns if c.side == side], position * len(rows) if goes_on else 0
        _read_side(rows, here, name, money_unit, table, first)
    table.facts.sort(key=lambda fact: (fact.row_index, fact.column_index))
    if (goal := goal_column(columns)) is not None:
        labels = label_columns(columns)
        table.goals = join_goals((_own_text(row, labels) != "", _own_text(row, [goal])) for row in rows)
    codes = [column for column in columns if column.role.value.endswith("code")]
    return {place for row in rows for place in _dotted_codes(row, codes)}


def _dotted_codes(body: BodyRow, columns: list[Column]) -> Iterator[tuple[int, Box]]:
    """Places of the dots that part a code; with no words beside them, they may be those of an amount."""
    if not any(text for text in body.row.filled() if not is_number(text)):
        return
    for column in columns:
        position = body.index_of.get(column.index)
        if position is None or "." not in body.row.texts[position]:
            continue
        cell = body.row.cells[position]
        if cell is not None:
            yield body.row.page_of.get(position, body.part.page), cell.ink


def _own_text(body: BodyRow, columns: list[Column]) -> str:
    """What a row itself prints in some columns."""
    places = [body.index_of[column.index] for column in columns if column.index in body.index_of]
    return "".join(body.row.texts[place] for place in places if body.row.starts[place])


def _body_rows(sheet: Sheet, columns: list[Column], table: Table) -> list[BodyRow]:
    rows: list[BodyRow] = []
    for part in sheet.parts:
        index_of = _column_positions(sheet, part)
        fresh = part is not sheet.parts[0]
        for row in part.rows:
            if is_empty_statement(row):
                table.empty_statement = table.empty_statement or row.filled()[0]
                continue
            if not row.filled() or (is_column_numbers(row) and not any(money_like(t) for t in row.filled())):
                continue
            body = BodyRow(part, row, index_of)
            if fresh and rows and _repeats_row(rows, body, sheet):
                body.row.starts = [False] * len(body.row.starts)
                continue
            if fresh and rows and _completes_label(rows[-1], body, columns):
                fresh = False
                continue
            fresh = False
            rows.append(body)
    return rows


def _content(sheet: Sheet) -> list[list[str]]:
    """For each column of the table the texts printed in its body, blanks left out."""
    content: list[list[str]] = [[] for _ in range(len(sheet.header_edges) - 1)]
    for part in sheet.parts:
        for column, position in _column_positions(sheet, part).items():
            content[column] += [
                row.texts[position] for row in part.rows if row.starts[position] and row.texts[position]
            ]
    return content


def _column_positions(sheet: Sheet, part: Part) -> dict[int, int]:
    """Which grid column of this part holds each column of the table: by number where equal, else by place."""
    edges = sheet.header_edges
    if part.column_count == len(edges) - 1:
        return {column: column for column in range(part.column_count)}
    positions: dict[int, int] = {}
    for position in range(part.column_count):
        x = part.centre(position)
        for column in range(len(edges) - 1):
            if edges[column] <= x <= edges[column + 1] and column not in positions:
                positions[column] = position
                break
    return positions


def _repeats_row(rows: list[BodyRow], body: BodyRow, sheet: Sheet) -> bool:
    """A 合计 row printed again at the top of a continuation page counts once."""
    texts = body.row.texts
    first = next((text for text in texts if text), "")
    return (
        "合计" in first and len(body.row.filled()) > 1 and texts == rows[0].row.texts and len(sheet.parts) > 1
    )


def _completes_label(above: BodyRow, body: BodyRow, columns: list[Column]) -> bool:
    """A row label cut by the page break: the rest of a known class name, without amounts of its own."""
    whole: dict[int, str] = {}
    for column in columns:
        position = body.index_of.get(column.index)
        if position is None:
            continue
        rest = body.row.texts[position]
        if not rest:
            continue
        if column.role is Role.AMOUNT:
            return False
        place = above.index_of.get(column.index)
        before = "" if place is None else above.row.texts[place]
        if not before or _is_known_label(before) or not _is_known_label(before + rest):
            return False
        assert place is not None
        whole[place] = before + rest
    for place, text in whole.items():
        above.row.texts[place] = text
    return bool(whole)


def _is_known_label(name: str) -> bool:
    bare = strip_numbering(name)
    return (
        bare in class_names() or is_total_label(bare) or row_pattern("subtotal").fullmatch(bare) is not None
    )


def _read_side(
    rows: list[BodyRow], columns: list[Column], side: Side, unit: MoneyUnit, table: Table, first: int
) -> None:
    """Add the facts of one side; `first`: number of its first row."""
    reader = LabelReader(
        [column for column in columns if column.role in LABELS or column.role in (Role.EMPTY, Role.TEXT)]
    )
    labels = [reader.read(body.row, body.index_of) for body in rows]
    assign_roles([label for label in labels if not label.is_blank])
    facts: list[Fact] = []
    for index, (body, label) in enumerate(zip(rows, labels, strict=True), first):
        for column in columns:
            if column.role is not Role.AMOUNT:
                continue
            position = body.index_of.get(column.index)
            if position is None or not body.row.starts[position]:
                continue
            fact = _fact(index, side, label, column, body, position, column.unit or unit)
            if fact is not None:
                facts.append(fact)
    table.facts += mark_own_total(facts, table.entity_line)


def _fact(
    index: int, side: Side, label: RowLabel, column: Column, body: BodyRow, position: int, unit: MoneyUnit
) -> Fact | None:
    cell = body.row.cells[position]
    text = None if cell is None else amount_text(cell, body.row.texts[position])
    if not text or cell is None:
        return None
    text, own_unit = number_and_unit(text)
    unit = own_unit or unit
    amount = parse_amount(text)
    if amount is None and not is_dash(text):
        return None
    return Fact(
        row_index=index,
        side=side,
        row_role=label.role,
        level=label.level,
        subject_code=label.code,
        subject_code_full=label.full_code,
        subject_name=label.name,
        name_path=label.path,
        department_economic_code=label.department.code,
        department_economic_name=label.department.name,
        government_economic_code=label.government.code,
        government_economic_name=label.government.name,
        unit_name=label.unit,
        column_index=column.index,
        column_id=column.column_id,
        column_label=column.label,
        amount_printed=text,
        decimals_printed=amount.decimals if amount else 0,
        money_unit=unit.printed,
        amount_yuan=amount.yuan(unit) if amount else None,
        page=body.row.page_of.get(position, body.part.page),
        box=cell.ink,
    )


def _account(sheet: Sheet, table: Table, codes: set[tuple[int, Box]], result: Recognised) -> None:
    """Count the money-like tokens of the table's grids (codes are none), report those that no fact claims."""
    claimed = codes | {(fact.page, fact.box) for fact in table.facts}
    for fact in table.facts:
        count = result.counts.setdefault(fact.page, PageCount())
        count.tokens += 1
        count.claimed += 1
    for index, part in enumerate(sheet.parts):
        result.counts.setdefault(part.page, PageCount())
        for row in part.rows if index else [*sheet.header, *part.rows]:
            for position, text in enumerate(row.texts):
                cell = row.cells[position]
                if cell is None or not row.starts[position] or _DIGIT.search(text) is None:
                    continue
                page = row.page_of.get(position, part.page)
                if (page, cell.ink) not in claimed:
                    _report_unclaimed(cell, page, table, result)


def _report_unclaimed(cell: Cell, page: int, table: Table, result: Recognised) -> None:
    tokens = money_tokens(cell)
    if not tokens:
        return
    result.counts.setdefault(page, PageCount()).tokens += len(tokens)
    result.unclaimed[table.table_id] = result.unclaimed.get(table.table_id, 0) + len(tokens)
    message = f"第{page}页《{table.title or '无标题表'}》中的{'、'.join(tokens)}未能归入栏目"
    result.problems.append(
        Problem(ProblemCode.UNCLAIMED_NUMBER, Severity.WARNING, message, page, cell.ink, tokens)
    )


def money_tokens(cell: Cell) -> tuple[str, ...]:
    """The money-like numbers standing alone in a cell: the whole cell, a line of it, or a word of a line."""
    text = cell.text
    if money_like(text):
        return (text,)
    if _DIGIT.search(text) is None:
        return ()
    words = [word for line in cell.lines for word in line.text.split()]
    if len(words) > 1 and all(_LONG_NUMBER.fullmatch(word) for word in words):
        return tuple(words)
    return tuple(word for word in words if money_like(word))
