"""Boxes of a performance form: a label, and beside or below it a name, a goal or an amount."""

from pipelines.domain.money import is_dash, parse_amount
from pipelines.domain.page import Cell
from pipelines.recognise.form_lists import ListHeader, Span, spans
from pipelines.recognise.form_record import GOALS, FormRecord, unit_in
from pipelines.recognise.form_words import (
    MAX_LABEL,
    amount_id,
    field_of,
    inline_field,
    is_label,
    is_score_label,
    is_task_section,
)
from pipelines.recognise.headers import is_number, money_like
from pipelines.recognise.matrix import Part, Row
from pipelines.recognise.titles import compact


class BoxReader:
    """Reads the rows of a form that are no list."""

    def __init__(self, record: FormRecord) -> None:
        self.record = record
        self.last_goal: str | None = None

    def read_lines(self, part: Part) -> None:
        """``项目名称：…`` printed above the grid."""
        for line in part.lines:
            found = inline_field(compact(line))
            if found is not None and found[0] in ("project_name", "department_name"):
                self._enter_field(*found, None)

    def read_row(self, row: Row, position: int, headers: dict[int, ListHeader]) -> None:
        """Take in a row of boxes; `headers`: where lists begin, whose labels are no values."""
        cells = spans(row)
        for index, span in enumerate(cells):
            if not span.starts or not span.text:
                continue
            if is_number(span.text):
                self._box_amount(cells, index, position)
            elif (name := field_of(span.text)) is not None:
                self._read_label(name, cells, index, position, headers)
            elif len(span.text) > 8 and (found := inline_field(span.text)) is not None:
                self._enter_field(*found, span.cell)
        first = next((s for s in cells if s.starts), None)
        if position == 0 and first is not None and self.last_goal and not first.text:
            rest = [s.text for s in cells if s.starts and len(s.text) > MAX_LABEL]
            if len(rest) == 1 and self.record.draft is not None:
                self.record.draft.add_text(self.last_goal, rest[0])

    def _read_label(
        self, name: str, cells: list[Span], index: int, position: int, headers: dict[int, ListHeader]
    ) -> None:
        """The value of a labelled box: beside it, or for goals below it."""
        right = cells[index + 1] if index + 1 < len(cells) else None
        if right is not None and right.text and not is_label(right.text):
            if name in GOALS or not is_number(right.text) or name == "project_code":
                self._enter_field(name, right.text, right.cell)
            return
        if name not in GOALS or cells[index].cell.row_span > 1 or position + 1 >= len(self.record.rows):
            return
        below = self.record.rows[position + 1]
        column = cells[index].first
        text, cell = below.texts[column], below.cells[column]
        if not text or cell is None or not below.starts[column] or position + 1 in headers:
            return
        if not is_label(text):
            self._enter_field(name, text, cell)

    def _enter_field(self, name: str, text: str, cell: Cell | None) -> None:
        draft = self.record.draft
        if draft is not None and name in ("project_name", "unit_name", "department_name"):
            known = draft.fields.get(name)
            if known != text and (draft.indicators or (known and name == "project_name")):
                self.record.draft = None
        draft = self.record.current()
        if cell is not None and (draft.box is None or name == "project_name"):
            draft.page, draft.box = self.record.part.page, cell.ink
        draft.add_text(name, text)
        if name in GOALS:
            self.last_goal = name

    def _box_amount(self, cells: list[Span], index: int, position: int) -> None:
        span = cells[index]
        in_tasks = is_task_section(cells[0].text)
        left = _task_name(cells) if in_tasks else _label_left(cells, index)
        beside = cells[index - 1] if index else None
        above = self._label_above(span, position)
        if is_score_label(above or left):
            if money_like(span.text):
                self.record.claim(span.cell, span.first, "indicator_weight", above or left, left, None)
            return
        merged = beside is not None and not beside.starts
        whole = amount_id(left) if left else "other"
        if above and (merged or not left or whole == "other"):
            label, kind = above, amount_id(above)
        else:
            label, kind = left, whole
        if not money_like(span.text) and (kind == "other" or _is_year(span.text)):
            return
        unit = self.record.unit_for(label, above, left, *(s.text for s in reversed(cells[:index])))
        self.record.claim(span.cell, span.first, kind, above or label, left or label, unit)
        amount = parse_amount(span.text)
        if kind != "other" and amount is not None and not in_tasks:
            title = f"{above}/{label}" if above and above != label and unit_in(above) is None else label
            self.record.current().add_amount(title, self.record.part.edges[span.first], amount.yuan(unit))

    def _label_above(self, span: Span, position: int) -> str:
        """The header of money above a number, both levels where it has two; empty where none stands there."""
        column = span.first
        for k in range(position - 1, -1, -1):
            row = self.record.rows[k]
            text = row.texts[column] if column < len(row.texts) else ""
            if not text or is_number(text) or is_dash(text):
                continue
            if is_score_label(text):
                return text
            if len(text) > MAX_LABEL or amount_id(text) == "other" or _is_value(row, column):
                return ""
            over = self.record.rows[k - 1] if k else None
            if over is not None and over.cells[column] is not row.cells[column]:
                cell = over.cells[column]
                if cell is not None and cell.column_span > 1 and amount_id(over.texts[column]) != "other":
                    return f"{over.texts[column]}/{text}"
            return text
        return ""


def _label_left(cells: list[Span], index: int) -> str:
    """The nearest short text to the left; the row's first own text where only a merged label is short."""
    texts = [s for s in cells[:index] if s.text and not is_number(s.text) and not is_dash(s.text)]
    near = next((s for s in reversed(texts) if len(s.text) < 41), None)
    own = next((s for s in texts if s.starts), None)
    if own is not None and (near is None or not near.starts) and texts[-1].starts:
        return own.text
    return near.text if near is not None else ""


def _task_name(cells: list[Span]) -> str:
    """The first text behind the label of the section."""
    return next((s.text for s in cells[1:] if s.text and not is_number(s.text)), "")


def _is_value(row: Row, column: int) -> bool:
    """Whether a cell holds the value of the label on its left."""
    cell = row.cells[column]
    k = column - 1
    while k >= 0 and (row.cells[k] is cell or not row.texts[k]):
        k -= 1
    return k >= 0 and row.starts[k] and field_of(row.texts[k]) is not None


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.startswith("20")
