"""The picture of `mingzhang explain`: the page between its rows' reading (left) and a legend (right).

In: the page's picture and what was recognised on it. Out: one picture in which every number's column, every
row's code and role, and every number that nothing claims can be seen. Does not belong here: recognising.
"""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import median
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from pipelines.domain.page import Box, Page
from pipelines.domain.problem import Problem
from pipelines.domain.statement import Fact, Figure, RowRole, Side, Table
from pipelines.recognise.headers import header_depth
from pipelines.recognise.matrix import grid_rows
from pipelines.serve.plots import chinese_font_file

GUTTER, PANEL, EDGE = 160, 600, 22
"""Pixels left of the page, right of it, and inside the panel."""
LONGEST = 2400
"""Pixels that the legend may be longer than the page."""
GRID, INFERRED, HEADER, UNCLAIMED, SPOKEN = (
    (70, 120, 220), (230, 140, 30), (250, 205, 60), (215, 30, 30), (120, 60, 170)
)  # fmt: skip
COLOURS = (
    (0, 120, 70), (0, 100, 190), (170, 60, 0), (130, 40, 150), (0, 125, 135),
    (160, 20, 80), (95, 95, 0), (60, 60, 170), (120, 75, 30), (70, 110, 20),
)  # fmt: skip
INK, QUIET, PAPER = (27, 31, 36), (95, 103, 112), (255, 255, 255)
_ROLES = {RowRole.TOTAL: "合计", RowRole.SUBTOTAL: "小计", RowRole.ITEM: "项", RowRole.MEMO: "其中"}


class Tinted(NamedTuple):
    """A canonical column of a table on this page: its number in the picture and its colour."""

    number: int
    colour: tuple[int, int, int]
    column_id: str
    label: str
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was recognised on one page."""

    page: Page
    tables: Sequence[Table]
    figures: Sequence[Figure]
    unclaimed: Sequence[Problem]
    messages: Sequence[str]


def draw_seen(image: Image.Image, scale: float, seen: Seen) -> Image.Image:
    """The finished picture; `scale` is pixels per point of `image`."""
    columns = {table.table_id: found for table, found in zip(seen.tables, _columns(seen), strict=True)}
    marked = _Marks(image, scale)
    marked.grids(seen.page)
    for table in seen.tables:
        for column in columns[table.table_id]:
            marked.column(column, seen.page)
    for figure in seen.figures:
        if figure.box is not None:
            marked.box(figure.box, SPOKEN, fill=30)
    for problem in seen.unclaimed:
        if problem.box is not None:
            marked.box(problem.box, UNCLAIMED, fill=60, width=4)
    picture = Image.new("RGB", (GUTTER + image.width + PANEL, image.height + LONGEST), PAPER)
    picture.paste(marked.finished(), (GUTTER, 0))
    _rows(picture, scale, seen)
    panel = _Panel(picture, GUTTER + image.width + EDGE)
    panel.write(seen, columns)
    return picture.crop((0, 0, picture.width, max(image.height, panel.end)))


def _columns(seen: Seen) -> Iterator[list[Tinted]]:
    """For each table its columns that have numbers on this page, numbered through the page."""
    numbers = count(1)
    for table in seen.tables:
        found: dict[tuple[int, str, str], list[Fact]] = {}
        for fact in table.facts:
            if fact.page == seen.page.number:
                found.setdefault((fact.column_index, fact.column_id, fact.column_label), []).append(fact)
        yield [
            Tinted(number := next(numbers), COLOURS[(number - 1) % len(COLOURS)], key[1], key[2], facts)
            for key, facts in sorted(found.items())
        ]


class _Marks:
    """The page with everything drawn onto it, half transparent."""

    def __init__(self, image: Image.Image, scale: float) -> None:
        self._image = image.convert("RGBA")
        self._overlay = Image.new("RGBA", image.size, (0, 0, 0, 0))
        self._pencil = ImageDraw.Draw(self._overlay)
        self._scale = scale

    def finished(self) -> Image.Image:
        return Image.alpha_composite(self._image, self._overlay).convert("RGB")

    def box(
        self, box: Box, colour: tuple[int, int, int], fill: int = 0, width: int = 2, pad: int = 2
    ) -> None:
        left, top, right, bottom = (side * self._scale for side in box)
        sides = (left - pad, top - pad, max(right, left) + pad, max(bottom, top) + pad)
        self._pencil.rectangle(
            sides, outline=(*colour, 255), width=width, fill=(*colour, fill) if fill else None
        )

    def grids(self, page: Page) -> None:
        """Cell borders, blue as printed and orange where inferred; header rows yellow."""
        for grid in page.grids:
            rows, _ = grid_rows(grid)
            depth = header_depth(rows)
            colour = GRID if grid.ruled else INFERRED
            for cell in grid.cells:
                if cell.row < depth:
                    self.box(cell.box, HEADER, fill=60, width=0, pad=0)
                self.box(cell.box, colour, width=1, pad=0)

    def column(self, column: Tinted, page: Page) -> None:
        """The column's numbers in its colour, and its number above them."""
        for fact in column.facts:
            self.box(fact.box, column.colour, fill=45)
        centre = median((fact.box.x0 + fact.box.x1) / 2 for fact in column.facts) * self._scale
        first = min(fact.box.top for fact in column.facts)
        above = [grid.box.top for grid in page.grids if grid.box.top <= first <= grid.box.bottom]
        middle = max(16.0, min(above, default=first - 8) * self._scale)
        text = str(column.number)
        half = max(12.0, font(18).getlength(text) / 2 + 5)
        self._pencil.rounded_rectangle(
            (centre - half, middle - 12, centre + half, middle + 12), 12, fill=(*column.colour, 255)
        )
        self._pencil.text((centre, middle), text, fill=(*PAPER, 255), font=font(18), anchor="mm")


def _rows(picture: Image.Image, scale: float, seen: Seen) -> None:
    """Beside each row of a table: what it is to its neighbours, its level and its whole code."""
    pencil = ImageDraw.Draw(picture)
    said: set[tuple[str, int]] = set()
    for table in seen.tables:
        for fact in table.facts:
            key = (table.table_id, fact.row_index)
            if fact.page != seen.page.number or key in said or fact.side not in (Side.WHOLE, Side.LEFT):
                continue
            said.add(key)
            code = fact.subject_code_full or ""
            words = f"{_ROLES[fact.row_role]}{fact.level or ''} {code}".strip()
            middle = (fact.box.top + fact.box.bottom) / 2 * scale
            ink = INK if fact.row_role in (RowRole.TOTAL, RowRole.SUBTOTAL) else QUIET
            edge = _left_edge(seen.page, fact) * scale + GUTTER - 8
            pencil.text((edge, middle), words, fill=ink, font=font(18), anchor="rm")


def _left_edge(page: Page, fact: Fact) -> float:
    """The left border of the grid in which a number stands, points."""
    around = (grid.box for grid in page.grids if grid.box.top <= fact.box.top <= grid.box.bottom)
    return min((box.x0 for box in around), default=0.0)


class _Panel:
    """The legend, written from the top; what does not fit is counted."""

    def __init__(self, picture: Image.Image, left: int) -> None:
        self._pencil = ImageDraw.Draw(picture)
        self._left = left
        self._bottom = picture.height - 40
        self._y = 20.0
        self._left_out = 0

    @property
    def end(self) -> int:
        """Where the writing ends."""
        return int(self._y) + 40

    def write(self, seen: Seen, columns: dict[str, list[Tinted]]) -> None:
        self._legend(seen)
        for table in seen.tables:
            self._table(table, columns[table.table_id], seen.page.number)
        if not seen.tables:
            self._line("本页没有识别出表格", 22, INK)
        if seen.figures:
            self._gap()
            self._line(f"说明文字中的数字 {len(seen.figures)}个", 22, SPOKEN)
            for figure in seen.figures:
                self._line(f"{figure.value_printed}　{figure.figure_id}　{figure.subject or ''}", 17, INK, 16)
        for problem in seen.unclaimed:
            self._line("未归入：" + " ".join(problem.tokens or [problem.message]), 19, UNCLAIMED)
        for message in seen.messages:
            self._line(message, 18, QUIET)
        if self._left_out:
            self._pencil.text(
                (self._left, self._bottom + 12), f"……另有{self._left_out}行", fill=QUIET, font=font(17)
            )

    def _legend(self, seen: Seen) -> None:
        self._line(f"第{seen.page.number}页 识别结果", 28, INK)
        entries = [(GRID, "单元格（有框线）"), (HEADER, "表头")]
        if any(not grid.ruled for grid in seen.page.grids):
            entries.append((INFERRED, "单元格（按对齐推断）"))
        if seen.figures:
            entries.append((SPOKEN, "文字中的数字"))
        entries.append((UNCLAIMED, f"未归入的数字（{len(seen.unclaimed)}处）"))
        for colour, words in entries:
            self._chip(colour, "")
            self._line(words, 19, INK, 44)
        self._line("左侧：行的性质、级次与完整科目编码", 17, QUIET)

    def _table(self, table: Table, columns: list[Tinted], page: int) -> None:
        self._gap()
        self._line(f"《{table.title or '无标题'}》", 23, INK)
        number = sum(len(column.facts) for column in columns)
        unit = table.money_unit or "无金额单位"
        pages = f"，跨{len(table.pages)}页" if len(table.pages) > 1 else ""
        self._line(f"{table.kind} · {unit} · 本页{number}个数字{pages}", 18, QUIET)
        if table.empty_statement:
            self._line(f"空表说明：{table.empty_statement}", 18, QUIET)
        for column in columns:
            self._chip(column.colour, str(column.number))
            self._line(f"{column.column_id}　{len(column.facts)}个", 19, INK, 44)
            self._line(column.label, 17, QUIET, 44)

    def _chip(self, colour: tuple[int, int, int], text: str) -> None:
        if self._y > self._bottom:
            return
        top = self._y + 2
        self._pencil.rounded_rectangle((self._left, top, self._left + 32, top + 22), 6, fill=colour)
        self._pencil.text((self._left + 16, top + 11), text, fill=PAPER, font=font(17), anchor="mm")

    def _gap(self) -> None:
        self._y += 14

    def _line(self, text: str, size: int, ink: tuple[int, int, int], indent: int = 0) -> None:
        """One line, broken where the panel ends."""
        room = PANEL - 2 * EDGE - indent
        for part in _broken(text, font(size), room):
            if self._y > self._bottom:
                self._left_out += 1
                continue
            self._pencil.text((self._left + indent, self._y), part, fill=ink, font=font(size))
            self._y += size * 1.4


def _broken(text: str, face: ImageFont.FreeTypeFont | ImageFont.ImageFont, room: float) -> Iterator[str]:
    line = ""
    for character in text:
        if line and face.getlength(line + character) > room:
            yield line
            line = ""
        line += character
    if line:
        yield line


@functools.lru_cache(maxsize=16)
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A Chinese font of this machine; without one only digits and letters can be read."""
    path = chinese_font_file()
    return ImageFont.truetype(path, size) if path else ImageFont.load_default(size)
