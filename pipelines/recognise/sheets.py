"""Pages → logical tables: which grids belong together, and what stands above and below them."""

from dataclasses import dataclass, field

from pipelines.domain.money import MoneyUnit
from pipelines.domain.page import Page
from pipelines.recognise.cut_columns import attach_columns, is_cut_off
from pipelines.recognise.form_kinds import kind_of_form
from pipelines.recognise.headers import header_depth, is_caption, is_number
from pipelines.recognise.matrix import Part, Row, page_parts
from pipelines.recognise.titles import (
    Surroundings,
    compact,
    is_note,
    is_sentence,
    kind_of_title,
    looks_like_title,
    normalise_title,
    read_surroundings,
)
from pipelines.recognise.vocabulary_files import kinds_called, load

X_TOLERANCE = 8.0
"""points: column borders of a continued table may differ by this much."""
SHARED_WIDTH = 0.7
"""of the wider one: tables without rules that go on over pages stand so far under each other."""


@dataclass(slots=True)
class Sheet:
    """A logical table before its columns are read.

    Attributes:
        header: header rows of its first page; `header_edges`: the column borders they stand on (points).
        parts: its stretches of body rows, page by page; rows of a repeated header are gone.
        cut_parts: how many of the parts have got back the columns that were printed on later pages.
        cut_page: the last page that such columns were taken from, 0 where none were.
        uncut_edges: the column borders of the first of them as they were before; points.
    """

    kind: str | None
    title: str | None
    table_number: str | None
    money_unit: MoneyUnit | None
    entity: str | None
    header: list[Row]
    header_edges: list[float]
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cut_parts: int = 0
    cut_page: int = 0
    uncut_edges: list[float] | None = None

    @property
    def pages(self) -> list[int]:
        """The pages it stands on, ascending."""
        other = {page for part in self.parts for row in part.rows for page in row.page_of.values()}
        return sorted({part.page for part in self.parts} | other)


def _caption_lines(row: Row) -> list[str]:
    """The caption row's cells as lines; a merged cell may hold several (title, number, unit)."""
    lines: list[str] = []
    for cell, start in zip(row.cells, row.starts, strict=True):
        if start and cell is not None:
            lines += [line.text for line in cell.lines]
    return lines


def _split_at_titles(part: Part) -> list[Part]:
    """A grid into which two tables were drawn together is cut before the second one's title."""
    cuts = [
        index
        for index, row in enumerate(part.rows)
        if index
        and is_caption(row)
        and any(kind_of_title(t) and looks_like_title(t) for t in row.filled())
        and not is_caption(part.rows[index - 1])
    ]
    if not cuts:
        return [part]
    pieces = []
    for first, last in zip([0, *cuts], [*cuts, len(part.rows)], strict=True):
        lines = part.lines if first == 0 else []
        below = part.below if last == len(part.rows) else []
        pieces.append(
            Part(
                part.page,
                part.rows[first:last],
                part.edges,
                lines,
                below,
                part.first_on_page and not first,
                part.page_height,
                part.top,
                part.bottom,
                part.ruled,
            )
        )
    return pieces


def _strip_captions(part: Part) -> None:
    """Caption rows at the top of a grid go to the lines above it."""
    while part.rows and is_caption(part.rows[0]):
        part.lines = part.lines + _caption_lines(part.rows[0])
        part.rows = part.rows[1:]


def _same_columns(sheet: Sheet, part: Part) -> bool:
    """Whether a grid without a header can continue the sheet: same outer borders or column count."""
    edges = sheet.parts[-1].edges if sheet.uncut_edges is None else sheet.uncut_edges
    if part.column_count == len(edges) - 1:
        return True
    if not part.ruled:
        shared = min(edges[-1], part.edges[-1]) - max(edges[0], part.edges[0])
        return shared > SHARED_WIDTH * max(edges[-1] - edges[0], part.edges[-1] - part.edges[0])
    close = abs(edges[0] - part.edges[0]) < X_TOLERANCE and abs(edges[-1] - part.edges[-1]) < X_TOLERANCE
    return close or any(abs(edges[-1] - edge) < X_TOLERANCE for edge in part.edges)


def _without_header_cells(header: list[Row], body: list[Row]) -> None:
    """A header cell that reaches down beside the first rows of the body is no label of theirs."""
    above = {id(cell) for row in header for cell in row.cells if cell is not None}
    for row in body:
        reached = [column for column, cell in enumerate(row.cells) if id(cell) in above]
        if not reached:
            return
        for column in reached:
            row.cells[column], row.texts[column] = None, ""


def _header_texts(rows: list[Row]) -> list[str]:
    return [text for row in rows for text in row.filled()]


def _repeats_header(sheet: Sheet, rows: list[Row]) -> int:
    """How many rows at the top repeat the sheet's header, 0 where they do not."""
    depth = len(sheet.header)
    if not depth or len(rows) < depth:
        return 0
    return depth if _header_texts(rows[:depth]) == _header_texts(sheet.header) else 0


def _numbers(rows: list[Row]) -> int:
    return sum(1 for row in rows for text in row.filled() if is_number(text))


def _untitled_kind(rows: list[Row]) -> str | None:
    """The kind of a small table without a title, by the words of its header."""
    words = "/".join(_header_texts(rows[:3]))
    for rule in load("tables")["untitled"]:
        if all(word in words for word in rule["header"]):
            return str(rule["kind"])
    return None


class SheetBuilder:
    """Walks the grids of a document in reading order and joins those that are one table."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._open: Sheet | None = None
        self._pending: list[str] = []

    def add_page(self, page: Page) -> None:
        """Take in the page's grids; a page without grids and with running text ends an open table."""
        parts = [piece for part in page_parts(page) for piece in _split_at_titles(part)]
        if parts and self._pending and not any(looks_like_title(line) for line in parts[0].lines):
            parts[0].lines = self._pending + parts[0].lines
        for part in parts:
            self._add(part)
        if not parts and any(is_sentence(line.text) and not is_note(line.text) for line in page.lines):
            self._open = None
        self._pending = _title_at_end(parts[-1].below if parts else [line.text for line in page.lines])

    def _add(self, part: Part) -> None:
        _strip_captions(part)
        if not part.rows:
            return
        around = read_surroundings(part.lines)
        if self._open is not None and around.title is None and self._takes_back(self._open, part, around):
            return
        if self._open is not None and self._continues(self._open, part, around):
            self._extend(self._open, part, around)
        else:
            self._start(part, around)
        if self._open is not None:
            self._open.notes += _notes(part.below)

    @staticmethod
    def _takes_back(sheet: Sheet, part: Part, around: Surroundings) -> bool:
        """Columns cut off from the sheet and printed on their own page: given back to its rows."""
        position = sheet.cut_parts
        if (
            position >= len(sheet.parts)
            or part.page == sheet.parts[-1].page
            or not is_cut_off(sheet.parts[position], part)
        ):
            return False
        base = sheet.parts[position]
        sheet.uncut_edges = sheet.uncut_edges or list(base.edges)
        attach_columns((sheet.header if position == 0 else []) + base.rows, base.edges, part)
        if position == 0:
            sheet.header_edges = list(base.edges)
        sheet.money_unit = sheet.money_unit or around.money_unit
        sheet.cut_parts, sheet.cut_page = sheet.cut_parts + 1, part.page
        return True

    def _continues(self, sheet: Sheet, part: Part, around: Surroundings) -> bool:
        if part.page - max(sheet.parts[-1].page, sheet.cut_page) > 1:
            return False
        if around.title is not None and (around.kind is not None or not around.running_text):
            same = normalise_title(around.title) == normalise_title(sheet.title or "")
            if not same or (sheet.kind in kinds_called("forms") and not self._is_long_form(sheet, part)):
                return False
            if around.entity and sheet.entity and around.entity != sheet.entity:
                return False
            return part.page != sheet.parts[-1].page and bool(_repeats_header(sheet, part.rows))
        if not part.first_on_page or around.running_text:
            return bool(_repeats_header(sheet, part.rows)) and not around.running_text
        if part.page == sheet.parts[-1].page:
            return False
        return _same_columns(sheet, part) or bool(_repeats_header(sheet, part.rows))

    @staticmethod
    def _is_long_form(sheet: Sheet, part: Part) -> bool:
        """A form that repeats title and header on each page and goes on with other rows."""
        return len(sheet.header) >= 1 and bool(_repeats_header(sheet, part.rows)) and part.column_count > 6

    def _extend(self, sheet: Sheet, part: Part, around: Surroundings) -> None:
        depth = _repeats_header(sheet, part.rows)
        header, part.rows = part.rows[:depth], part.rows[depth:]
        if sheet.kind not in kinds_called("forms"):
            _without_header_cells(header, part.rows)
        sheet.money_unit = sheet.money_unit or around.money_unit
        sheet.entity = sheet.entity or around.entity
        sheet.parts.append(part)

    def _start(self, part: Part, around: Surroundings) -> None:
        depth = header_depth(part.rows)
        header, body = part.rows[:depth], part.rows[depth:]
        kind, title = around.kind, around.title
        if kind is None:
            kind = (_untitled_kind(part.rows) if title is None else None) or kind_of_form(part.rows)
        if kind is None and not self._worth_keeping(part, title):
            self._open = None
            return
        if kind not in kinds_called("forms"):
            _without_header_cells(header, body)
        part.rows = body
        entity = around.entity
        self._open = Sheet(
            kind, title, around.table_number, around.money_unit, entity, header, part.edges, [part]
        )
        self.sheets.append(self._open)

    @staticmethod
    def _worth_keeping(part: Part, title: str | None) -> bool:
        """An unknown grid is a table when it holds numbers in rows and columns, not boxed words."""
        if part.column_count < 2 or len(part.rows) < 2:
            return False
        return _numbers(part.rows) >= (1 if title else 3)


def _notes(lines: list[str]) -> list[str]:
    """The notes among the lines below a grid, wrapped lines joined to the note they belong to."""
    notes: list[str] = []
    for line in lines:
        if is_note(line):
            notes.append(compact(line))
        elif notes and not looks_like_title(line) and len(compact(line)) > 8 and not notes[-1].endswith("。"):
            notes[-1] += compact(line)
        elif notes:
            break
    return notes


def _title_at_end(lines: list[str]) -> list[str]:
    """The title, and what follows it, at the foot of a page: its table begins on the next one."""
    for position in range(len(lines) - 1, max(len(lines) - 6, -1), -1):
        if is_sentence(lines[position]):
            return []
        if looks_like_title(lines[position]) and kind_of_title(lines[position]) is not None:
            return lines[max(position - 1, 0) :]
    return []


def pages_to_sheets(pages: list[Page]) -> list[Sheet]:
    """All logical tables of a document in reading order."""
    builder = SheetBuilder()
    for page in pages:
        builder.add_page(page)
    return builder.sheets
