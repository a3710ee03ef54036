"""Lists inside performance forms: which row heads the indicators, what its columns hold, and its rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from pipelines.domain.money import parse_amount
from pipelines.domain.page import Box, Cell
from pipelines.domain.statement import Indicator
from pipelines.recognise.form_words import (
    amount_id,
    field_of,
    indicator_role,
    is_annual_label,
    is_period_label,
    is_total_name,
    operator_in,
    read_target,
    split_levels,
)
from pipelines.recognise.matrix import Part, Row

_MAX_HEADER_ROWS = 4
_PLACEHOLDERS = frozenset({"……", "…", "......", "…….", "无", "/", "-", "—", "——", "...", "。。。"})
_ORDINAL = re.compile(r"^指标\d{1,2}[:：.、]?")
_OPENS_GROUP = frozenset({"level1", "level2", "name"})
_LIST_FIELDS = frozenset({"annual_goal", "period_goal"})


class Span(NamedTuple):
    """A cell of a row and the columns it covers there."""

    first: int
    last: int
    cell: Cell
    text: str
    starts: bool


def spans(row: Row) -> list[Span]:
    """The distinct cells of a row, left to right."""
    found: list[Span] = []
    previous: Cell | None = None
    for column, cell in enumerate(row.cells):
        if cell is None:
            previous = None
        elif cell is previous:
            found[-1] = found[-1]._replace(last=column)
        else:
            found.append(Span(column, column, cell, row.texts[column], row.starts[column]))
            previous = cell
    return found


class Place(NamedTuple):
    """Where a column of a list stands, and what its header prints."""

    x0: float
    x1: float
    label: str


@dataclass(slots=True)
class Group:
    """One list of indicators; forms print that of the whole period and that of the year side by side."""

    places: dict[str, Place] = field(default_factory=dict)
    is_period: bool = False


@dataclass(slots=True)
class ListHeader:
    """The header of a list: its groups of indicator columns and its columns about projects.

    Attributes:
        fields: column of each field; amounts: columns of money.
        rows_above, row_count: how many rows above the one it was found at, and from there on, belong to it.
    """

    groups: list[Group]
    fields: dict[str, Place]
    amounts: list[Place]
    row_count: int
    rows_above: int = 0

    @property
    def lists_projects(self) -> bool:
        """Whether its rows name projects or bodies themselves."""
        return bool(self.fields.keys() & {"project_name", "unit_name"}) or (
            bool(self.amounts) and bool(self.fields.keys() & _LIST_FIELDS)
        )


class _Leaf(NamedTuple):
    place: Place
    labels: tuple[str, ...]


def find_header(part: Part, rows: Sequence[Row], position: int) -> ListHeader | None:
    """The header of a list whose last-level labels stand in the row at `position`, None where it is none."""
    row = rows[position]
    texts = row.filled()
    if not any("指标" in text or text.startswith("项目") for text in texts):
        return None
    known = {role.role for text in texts if (role := indicator_role(text)) is not None}
    if not _heads_indicators(known):
        return _project_list(part, rows, position)
    roles = [(span, indicator_role(span.text)) for span in spans(row) if span.starts and span.text]
    end = max(
        span.cell.row + span.cell.row_span
        for span, role in roles
        if role is not None and span.cell.row_span <= _MAX_HEADER_ROWS and role.rank != 2
    )
    above, below = _extent(rows, position, end)
    leaves = list(_leaves(part, rows[position - above : position + below], end))
    header = ListHeader([Group()], {}, [], below, above)
    _assign(header, leaves)
    if not any("name" in group.places or "level2" in group.places for group in header.groups):
        return None
    _tell_horizons(header, part, rows, position)
    return header


def _heads_indicators(known: set[str]) -> bool:
    names = known & {"name", "level2", "level1"}
    values = known & {"value", "period_value", "operator", "actual_value"}
    return (bool(names) and bool(values)) or len(names) >= 2


def _project_list(part: Part, rows: Sequence[Row], position: int) -> ListHeader | None:
    """A list of projects with goals or amounts and without indicators: a row of labels only."""
    if not any(field_of(text) == "project_name" for text in rows[position].filled()):
        return None
    cells = [span for span in spans(rows[position]) if span.text]
    if len(cells) < 2 or not all(span.starts for span in cells):
        return None
    header = ListHeader([], {}, [], 1)
    for span in cells:
        name = field_of(span.text)
        place = Place(part.edges[span.first], part.edges[span.last + 1], span.text)
        role = indicator_role(span.text)
        if name is not None:
            header.fields.setdefault(name, place)
        elif role is not None and role.role in ("score", "weight", "remark"):
            header.fields.setdefault(role.role, place)
        elif amount_id(span.text) != "other":
            header.amounts.append(place)
        else:
            return None
    listed = header.fields.keys() & (_LIST_FIELDS | {"score"})
    return header if "project_name" in header.fields and (listed or header.amounts) else None


def _extent(rows: Sequence[Row], position: int, end: int) -> tuple[int, int]:
    """How many rows above `position`, and from there on, the header that ends at grid row `end` takes."""
    tops = [s.cell.row for s in spans(rows[position]) if s.text and s.cell.row + s.cell.row_span <= end]
    start = grid_row(rows[position])
    above = min(start - min(tops, default=start), _MAX_HEADER_ROWS, position)
    return above, max(1, min(end - start, len(rows) - position))


def grid_row(row: Row) -> int:
    """Which row of its grid this is."""
    return next((c.row for c, starts in zip(row.cells, row.starts, strict=True) if starts and c), 0)


def _leaves(part: Part, block: Sequence[Row], end: int) -> Iterator[_Leaf]:
    """The lowest header cells, left to right, with the labels above them, outermost first."""
    before: Cell | None = None
    for column in range(part.column_count):
        path: list[Cell] = []
        for row in block:
            cell = row.cells[column]
            if cell is None or not cell.lines or cell.row + cell.row_span > end:
                continue
            if not path or path[-1] is not cell:
                path.append(cell)
        if not path or path[-1] is before:
            continue
        before = path[-1]
        last = before.column + before.column_span
        place = Place(part.edges[column], part.edges[last], "/".join(cell.text for cell in path))
        yield _Leaf(place, tuple(cell.text for cell in reversed(path)))


def _assign(header: ListHeader, leaves: list[_Leaf]) -> None:
    roles = [next((r for text in leaf.labels if (r := indicator_role(text))), None) for leaf in leaves]
    best = max((role.rank for role in roles if role is not None and role.role == "name"), default=0)
    first = next((k for k, r in enumerate(roles) if r is not None and r.role in _OPENS_GROUP), 0)
    for index, (leaf, role) in enumerate(zip(leaves, roles, strict=True)):
        about = field_of(leaf.labels[0])
        weak = role is None or role.rank == 2 or role.role in ("remark", "unit", "activity") or index < first
        if weak and about is not None and role_of_project(about, index, first):
            header.fields.setdefault(about, leaf.place)
            continue
        if role is None or (index < first and role.role not in ("activity", "name")):
            if amount_id(leaf.place.label) != "other" and about is None:
                header.amounts.append(leaf.place)
            continue
        name = role.role if role.role != "name" or role.rank == best else role.otherwise
        if name is not None:
            _add_role(header, name, leaf.place)


def role_of_project(about: str, index: int, first: int) -> bool:
    """Whether a field's column speaks of the project: those behind the indicators belong to them."""
    return about not in ("closing", "ignored", "summary", "basis") and (
        index < first or about in ("project_name", "unit_name", "annual_goal")
    )


def _add_role(header: ListHeader, role: str, place: Place) -> None:
    group = header.groups[-1]
    if role in group.places:
        if role not in _OPENS_GROUP:
            return
        group = Group()
        header.groups.append(group)
    group.places[role] = place


def _tell_horizons(header: ListHeader, part: Part, rows: Sequence[Row], position: int) -> None:
    """Which list is of the whole period: the labels above it say so, else the left one of two."""
    for group in header.groups:
        x0 = min(place.x0 for place in group.places.values())
        x1 = max(place.x1 for place in group.places.values())
        said = _horizon_above(part, rows, position, x0, x1)
        group.is_period = said == "period"
    if len(header.groups) < 2:
        header.groups[0].is_period = False
    elif len({group.is_period for group in header.groups}) == 1:
        header.groups[0].is_period, header.groups[1].is_period = True, False


def _horizon_above(part: Part, rows: Sequence[Row], position: int, x0: float, x1: float) -> str | None:
    for row in reversed(rows[max(position - 8, 0) : position]):
        for span in spans(row):
            centre = (part.edges[span.first] + part.edges[span.last + 1]) / 2
            width = part.edges[span.last + 1] - part.edges[span.first]
            narrow = width < 0.8 * (part.edges[-1] - part.edges[0])
            is_goal = span.starts and 3 < len(span.text) < 24 and "目标" in span.text
            if is_goal and narrow and x0 - 2 <= centre <= x1 + 2:
                if is_period_label(span.text):
                    return "period"
                if is_annual_label(span.text):
                    return "annual"
    return None


class ListColumns:
    """The grid columns of one part that hold each column of a list."""

    def __init__(self, header: ListHeader, part: Part) -> None:
        self.header = header
        self.groups = [
            {role: _columns(place, part) for role, place in group.places.items()} for group in header.groups
        ]
        self.fields = {name: _columns(place, part) for name, place in header.fields.items()}
        self.amounts = [(place, _columns(place, part)) for place in header.amounts]


def _columns(place: Place, part: Part) -> list[int]:
    inside = [c for c in range(part.column_count) if place.x0 - 2 <= part.centre(c) <= place.x1 + 2]
    if inside:
        return inside
    middle = (place.x0 + place.x1) / 2
    return [c for c in range(part.column_count) if part.edges[c] <= middle <= part.edges[c + 1]]


class Piece(NamedTuple):
    """What a row prints in a column: its first cell with text, else the first cell."""

    text: str
    cell: Cell | None
    starts: bool


_NOTHING = Piece("", None, False)


def piece(row: Row, columns: list[int]) -> Piece:
    """The text of a row in the columns that hold one column of a list."""
    found = _NOTHING
    for column in columns:
        cell = row.cells[column]
        if cell is None or column >= len(row.texts):
            continue
        if row.texts[column]:
            return Piece(row.texts[column], cell, row.starts[column])
        if found.cell is None:
            found = Piece("", cell, row.starts[column])
    return found


@dataclass(slots=True)
class Levels:
    """一级 and 二级指标 of the rows above: merged cells are printed once, also across pages."""

    first: str | None = None
    second: str | None = None

    def enter(self, first: str, second: str) -> None:
        """Take in what a row prints; blanks go on with what stands above."""
        if first and first != self.first:
            self.first, self.second = first, None
        if second:
            self.second = second


def read_indicator(
    row: Row, columns: dict[str, list[int]], group: Group, levels: Levels, page: int
) -> Indicator | None:
    """The indicator that a row holds in one group, None where it holds none."""
    pieces = {role: piece(row, places) for role, places in columns.items()}

    def text(role: str) -> str | None:
        return pieces[role].text or None if role in pieces else None

    levels.enter(text("level1") or "", text("level2") or "")
    name, value = pieces.get("name", _NOTHING), pieces.get("value", _NOTHING)
    held = [pieces[role] for role in ("name", "value", "period_value", "operator") if role in pieces]
    if "name" not in pieces:
        held.append(pieces.get("level2", _NOTHING))
    if not any(one.starts and one.text for one in held):
        return None
    first, second, named = levels.first, levels.second, name.text
    if not first and named:
        first, second, named = split_levels(named)
        second = second or levels.second
    named = _ORDINAL.sub("", named or text("level3") or second or first or "")
    if not named or is_total_name(named) or is_total_name(levels.first or ""):
        return None
    printed = value.text or None
    if named in _PLACEHOLDERS and (printed is None or printed in _PLACEHOLDERS):
        return None
    target = read_target(printed or text("period_value") or "")
    boxes = [one.cell.ink for one in (name, value) if one.cell is not None and one.cell.lines]
    if not boxes:
        boxes = [one.cell.ink for one in held if one.cell is not None and one.cell.lines]
    if not boxes and (cell := pieces.get("level2", _NOTHING).cell) is not None and cell.lines:
        boxes = [cell.ink]
    if not boxes:
        return None
    core = text("core")
    return Indicator(
        level1=first,
        level2=second,
        level3=text("level3") or (named if name.text else None),
        name=named,
        activity=text("activity"),
        operator=operator_in(text("operator") or "") or target.operator,
        value_printed=printed,
        value=target.number,
        unit=text("unit") or target.unit,
        period_value_printed=text("period_value"),
        actual_value_printed=text("actual_value"),
        weight=_number(text("weight")),
        score=_number(text("score")),
        explanation=text("explanation"),
        scoring_rule=text("scoring_rule"),
        remark=text("remark"),
        is_core=core.startswith("是") if core in ("是", "否", "是核心", "非核心") else None,
        is_period=group.is_period,
        page=page,
        box=_union(boxes),
    )


def _union(boxes: list[Box]) -> Box:
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    return whole


def _number(text: str | None) -> Decimal | None:
    if not text:
        return None
    amount = parse_amount(text.rstrip("%分"))
    return amount.value if amount else None
