"""Rows of a list in a performance form: indicators, and in long lists the projects they belong to."""

from decimal import Decimal

from pipelines.domain.money import is_dash, parse_amount
from pipelines.domain.page import Cell
from pipelines.recognise.form_lists import (
    Levels,
    ListColumns,
    ListHeader,
    Piece,
    piece,
    read_indicator,
)
from pipelines.recognise.form_projects import Draft, code_in
from pipelines.recognise.form_record import GOALS, FormRecord
from pipelines.recognise.form_words import MAX_LABEL, amount_id, field_of, inline_field, is_total_name
from pipelines.recognise.headers import money_like
from pipelines.recognise.matrix import Row

_SECTIONS = frozenset({*GOALS, "summary", "basis"})
"""Labels that may stand beside a whole list."""


class ListReader:
    """Reads the rows below the header of a list, over all its pages."""

    def __init__(self, record: FormRecord) -> None:
        self.record = record
        self.header: ListHeader | None = None
        self.columns: ListColumns | None = None
        self.levels = Levels()
        self.merges_names = False

    def open(self, header: ListHeader | None) -> None:
        """A header was found; None: boxes follow, the list has ended."""
        if header is not None and not header.lists_projects and self.header is None:
            self.levels = Levels()
        self.header = header
        self.enter_part()

    def enter_part(self) -> None:
        """Find the columns again among those of another page."""
        self.columns = ListColumns(self.header, self.record.part) if self.header else None

    def _fills_list(self, row: Row, label: Cell | None) -> bool:
        """Whether a row goes on with the list beside a label of the whole section."""
        assert self.columns is not None
        cells = {
            id(one.cell)
            for places in self.columns.groups
            for columns in places.values()
            if (one := piece(row, columns)).starts and one.text and one.cell is not label
        }
        return len(cells) > 1

    def _new_draft(self, *, group: bool = False) -> None:
        place = self.header.fields.get("project_name") if self.header else None
        may_be_unit = place is not None and "单位" in place.label
        self.record.new_draft(from_list=True, group=group, may_be_unit=may_be_unit)
        self.levels = Levels()

    def ends(self, row: Row) -> bool:
        """Whether a row of boxes (负责人 …, 项目名称 … of the next form) follows the list."""
        column = next((k for k, starts in enumerate(row.starts) if starts and row.texts[k]), None)
        if column is None or self.header is None or len(row.texts[column]) > MAX_LABEL:
            return False
        label = row.texts[column]
        found = field_of(label) or (inline_field(label) or (None,))[0]
        if found is None or found == "ignored":
            return False
        if found in _SECTIONS and self._fills_list(row, row.cells[column]):
            return False
        if self.header.lists_projects:
            return found == "closing" and label.endswith((":", "：", "人", "期"))
        return not any(
            place.x0 - 2 <= self.record.part.centre(column) <= place.x1 + 2
            for group in self.header.groups
            for role, place in group.places.items()
            if role not in ("level1", "activity")
        )

    def read_row(self, row: Row, position: int, is_first: bool) -> None:
        """Take in a row; `is_first`: the first one below the header of its page."""
        assert self.columns is not None and self.header is not None
        first = next((text for text in row.texts if text), "")
        if is_total_name(first):
            self._read_total(row, first)
            return
        if self.header.lists_projects:
            self._enter_list_project(row, position, is_first)
        for place, columns in self.columns.amounts:
            self._list_amount(row, columns, place.label)
        draft = self.record.current()
        for group, places in zip(self.header.groups, self.columns.groups, strict=True):
            if group is not self.header.groups[0] and "level1" not in places:
                places = {**places, "level1": self.columns.groups[0].get("level1", [])}
            indicator = read_indicator(row, places, group, self.levels, self.record.part.page)
            if indicator is not None:
                draft.indicators.append(indicator)
        self.claim_rest(row)

    def _read_total(self, row: Row, name: str) -> None:
        """The total row of a list belongs to no project."""
        assert self.columns is not None
        for place, columns in self.columns.amounts:
            self._claim_list_amount(row, columns, place.label, name)
        self.claim_rest(row)

    def _enter_list_project(self, row: Row, position: int, is_first: bool) -> None:
        """Open the project a row of a list belongs to, and take in what the row says of it."""
        assert self.columns is not None
        fields = {name: piece(row, columns) for name, columns in self.columns.fields.items()}
        key = "project_name" if "project_name" in fields else "unit_name"
        name = fields.get(key)
        if name is None:
            goal = next((fields[g] for g in GOALS if g in fields), None)
            if goal is not None and goal.starts and goal.text and not is_first:
                self._new_draft()
        elif name.cell is not None:
            self._enter_name(key, name, row, is_first, position)
        draft = self.record.current()
        for field_name, found in fields.items():
            if found.starts and found.text and field_name not in (key, "ignored", "closing"):
                draft.add_text(field_name, found.text)

    def _enter_name(self, key: str, name: Piece, row: Row, is_first: bool, position: int) -> None:
        """A name cell is a group of projects: it may hold several stacks of amounts, or go on overleaf."""
        assert name.cell is not None
        draft = self.record.draft
        known = draft.fields.get(key) if draft is not None and draft.from_list else None
        if name.starts:
            self.merges_names = self.merges_names or name.cell.row_span > 1
            if not name.text:
                goes_overleaf = position + name.cell.row_span >= len(self.record.rows)
                begins = draft is None or not draft.from_list
                if begins or (not is_first and self.merges_names and goes_overleaf):
                    self._new_draft(group=True)
                    return
            elif draft is None or not draft.from_list:
                self._new_draft(group=True)
            elif is_first and (joined := self._completed(known, name.text, row)) is not None:
                self._name_group(key, joined, name.cell)
                known = joined
            elif name.text != known:
                self._new_draft(group=True)
            if name.text and self.record.current().fields.get(key) is None:
                self._name_group(key, name.text, name.cell)
                return
        goes_on = name.starts or is_first
        if draft is not None and (
            self._opens_stack(row, draft, same=goes_on)
            or (draft.amounts and not goes_on and self._opens_blank_stack(row, position))
        ):
            self._new_draft()
            if known:
                self.record.current().fields[key] = known

    def _completed(self, known: str | None, text: str, row: Row) -> str | None:
        """The whole name where the page break cut it or left it blank; None where another project begins."""
        draft = self.record.current()
        prints = bool(self._row_amounts(row))
        if known is None:
            return None if draft.amounts and prints else text
        if code_in(known) and code_in(text):
            return None
        has_column = self.columns is not None and bool(self.columns.amounts)
        return known + text if has_column and bool(draft.amounts) != prints else None

    def _name_group(self, key: str, text: str, cell: Cell) -> None:
        group = self.record.current().group
        for draft in self.record.drafts:
            if draft.group == group:
                draft.fields[key] = text
                if draft.box is None or draft is self.record.draft:
                    draft.page, draft.box = self.record.part.page, cell.ink

    def _opens_stack(self, row: Row, draft: Draft, *, same: bool) -> bool:
        """Whether a row prints amounts of a further project under the same name.

        `same`: the name is printed again; then equal amounts are the same project's.
        """
        printed = self._row_amounts(row)
        known = {(one.label, one.yuan) for one in draft.amounts}
        return bool(printed and known) and not (same and printed <= known)

    def _opens_blank_stack(self, row: Row, position: int) -> bool:
        """Whether a blank cell of money begins here and goes on overleaf, where its amount is printed."""
        assert self.columns is not None
        one = next((piece(row, columns) for _, columns in self.columns.amounts), None)
        if one is None or one.cell is None or not one.starts or one.text:
            return False
        return position + one.cell.row_span >= len(self.record.rows)

    def _row_amounts(self, row: Row) -> set[tuple[str, Decimal]]:
        assert self.columns is not None
        found = set()
        for place, columns in self.columns.amounts:
            one = piece(row, columns)
            amount = parse_amount(one.text) if one.starts and one.text else None
            if amount is not None:
                found.add((place.label, amount.yuan(self.record.unit_for(place.label))))
        return found

    def _list_amount(self, row: Row, columns: list[int], label: str) -> None:
        draft = self.record.current()
        name = draft.fields.get("project_name") or draft.fields.get("unit_name")
        found = self._claim_list_amount(row, columns, label, name)
        if found is not None:
            draft.add_amount(label, self.record.part.edges[found[0]], found[1])

    def _claim_list_amount(
        self, row: Row, columns: list[int], label: str, name: str | None
    ) -> tuple[int, Decimal] | None:
        """The amount a row prints in a column of money, with the grid column it stands in."""
        found = piece(row, columns)
        if found.cell is None or not found.starts or not found.text:
            return None
        amount = parse_amount(found.text)
        if amount is None and not is_dash(found.text):
            return None
        unit = self.record.unit_for(label)
        self.record.claim(found.cell, found.cell.column, amount_id(label), label, name, unit)
        return (found.cell.column, amount.yuan(unit)) if amount is not None else None

    def claim_rest(self, row: Row) -> None:
        """Numbers of a list that are no amounts of the project: values, weights and scores of indicators."""
        for column, (text, cell, starts) in enumerate(zip(row.texts, row.cells, row.starts, strict=True)):
            if not starts or cell is None or not money_like(text) or self.record.is_claimed(column):
                continue
            kind = "indicator_weight" if self._is_weight(column) else "indicator_value"
            self.record.claim(cell, column, kind, kind, self._indicator_name(row), None)

    def _is_weight(self, column: int) -> bool:
        if self.columns is None:
            return False
        weights = [
            places[role] for places in self.columns.groups for role in ("weight", "score") if role in places
        ]
        return any(column in columns for columns in weights)

    def _indicator_name(self, row: Row) -> str | None:
        if self.columns is None:
            return None
        return next((piece(row, g["name"]).text or None for g in self.columns.groups if "name" in g), None)
