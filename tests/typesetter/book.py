"""A whole disclosure: cover, contents, narrative and tables over pages, in one style."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.typesetter.canvas import Canvas
from tests.typesetter.content import Block, Contents, Cover, Heading, PageBreak, Paragraph, Printed, Table
from tests.typesetter.grid import plan
from tests.typesetter.style import Style
from tests.typesetter.tables import TablePrinter

_TEXT_SIZE, _LEADING = 14.0, 25.0
_PIECES = re.compile(r"[\d,.%]+|[（“《]*.", re.DOTALL)
_NO_LINE_START = "，。；：、）》”！？%,.;:)"


@dataclass
class Book:
    """What was typeset: the bytes and where things stand."""

    data: bytes
    printed: list[Printed] = field(default_factory=list)
    table_pages: list[tuple[str, int, int]] = field(default_factory=list)
    heading_pages: dict[str, int] = field(default_factory=dict)
    paragraph_pages: list[tuple[str, int]] = field(default_factory=list)
    page_count: int = 0


def typeset(blocks: Sequence[Block], style: Style, title: str, entity: str = "") -> Book:
    """The disclosure as PDF; typeset twice where a table of contents needs the page numbers."""
    pages: dict[str, int] = {}
    if any(isinstance(block, Contents) for block in blocks):
        pages = _Setter(style, title, entity, {}).lay(blocks).heading_pages
    return _Setter(style, title, entity, pages).run(blocks)


def wrap(canvas: Canvas, text: str, size: float, width: float, first_indent: float = 0) -> list[str]:
    """Lines no wider than `width`; a number stays whole, a line never begins with closing punctuation."""
    lines, line, used = [], "", first_indent
    for piece in _PIECES.findall(text):
        advance = canvas.text_width(piece, size)
        if used + advance > width and line and piece not in _NO_LINE_START:
            lines.append(line)
            line, used = "", 0.0
        line += piece
        used += advance
    lines.append(line)
    return lines


class _Setter:
    def __init__(self, style: Style, title: str, entity: str, pages: dict[str, int]) -> None:
        self.style, self.title, self.entity, self.known_pages = style, title, entity, pages
        self.canvas = Canvas(style.font, title)
        self.book = Book(b"")
        self.y = 0.0
        self.on_text_page = False
        self.printer = TablePrinter(self.canvas, style, entity, self._page)

    def run(self, blocks: Sequence[Block]) -> Book:
        """The laid pages as bytes."""
        book = self.lay(blocks)
        book.data = self.canvas.finish(self.style.box_offset)
        return book

    def lay(self, blocks: Sequence[Block]) -> Book:
        """Every block on its page; the bytes are still to be made."""
        for block in blocks:
            match block:
                case Cover():
                    self._cover(block)
                case Contents():
                    self._contents(block)
                case Heading():
                    self._heading(block)
                case Paragraph():
                    self._paragraph(block)
                case PageBreak():
                    self.on_text_page = False
                case Table():
                    self._table(block)
        self.book.page_count = self.canvas.page
        return self.book

    def _page(self, size: tuple[float, float], rotate: bool = False) -> float:
        """A new page with its running header and number; returns where its content begins."""
        style = self.style
        self.canvas.new_page(size, rotate)
        if style.running_header:
            self.canvas.text(style.margin, 36, self.title, 8)
            self.canvas.line(style.margin, 41, size[0] - style.margin, 41, 0.4)
        if style.page_number:
            label = style.page_number.format(n=self.canvas.page)
            self.canvas.text((size[0] - self.canvas.text_width(label, 9)) / 2, size[1] - 26, label, 9)
        return style.margin + 12

    def _text_page(self) -> None:
        self.y = self._page(self.style.text_page)
        self.on_text_page = True

    def _room(self, height: float) -> None:
        if not self.on_text_page or self.y + height > self.canvas.height - self.style.margin:
            self._text_page()

    def _cover(self, block: Cover) -> None:
        self.canvas.new_page(self.style.text_page)
        self.y = self.canvas.height * 0.3
        for number, line in enumerate(block.lines):
            size = 26.0 if number < 2 else 18.0
            for piece in wrap(self.canvas, line, size, self.canvas.width - 120):
                width = self.canvas.text_width(piece, size)
                self.canvas.text((self.canvas.width - width) / 2, self.y, piece, size, bold=number < 2)
                self.y += size * 1.9
        self.on_text_page = False

    def _contents(self, block: Contents) -> None:
        self._text_page()
        self._centred("目  录", 20)
        for line in block.lines:
            self._room(20)
            page = str(self.known_pages.get(line, ""))
            right = self.canvas.width - self.style.margin - 30
            left = self.style.margin + (0 if line.startswith("第") else 24)
            self.canvas.text(left, self.y, line, 11)
            x = left + self.canvas.text_width(line, 11) + 4
            while x < right - 16:
                self.canvas.text(x, self.y, ".", 11)
                x += 5
            self.canvas.text(right, self.y, page, 11)
            self.y += 20
        self.on_text_page = False

    def _centred(self, text: str, size: float) -> None:
        for line in wrap(self.canvas, text, size, self.canvas.width - 2 * self.style.margin):
            self.canvas.text(
                (self.canvas.width - self.canvas.text_width(line, size)) / 2, self.y + size, line, size, True
            )
            self.y += size * 1.6
        self.y += 10

    def _heading(self, block: Heading) -> None:
        self._room(90 if block.level == 1 else 60)
        self.book.heading_pages[block.text] = self.canvas.page
        if block.level == 1:
            self._centred(block.text, 18)
        else:
            self._lines(block.text, 15 - block.level * 0.5, bold=True, indent=True)

    def _paragraph(self, block: Paragraph) -> None:
        self._room(_LEADING)
        self.book.paragraph_pages.append((block.text, self.canvas.page))
        self._lines(block.text, _TEXT_SIZE, bold=False, indent=block.indent)

    def _lines(self, text: str, size: float, bold: bool, indent: bool) -> None:
        left, width = self.style.margin + 20, self.canvas.width - 2 * self.style.margin - 40
        first = 2 * size if indent else 0.0
        for number, line in enumerate(wrap(self.canvas, text, size, width, first)):
            self._room(_LEADING)
            self.canvas.text(left + (first if number == 0 else 0), self.y + size, line, size, bold)
            self.y += _LEADING

    def _table(self, table: Table) -> None:
        grid = plan(table, self.style)
        flows = not self.style.table_per_page and self.printer.page_open and not self.on_text_page
        first_page, last_page = self.printer.print(table, grid, flows)
        self.on_text_page = False
        self.book.table_pages.append((table.title, first_page, last_page))
        self.book.heading_pages.setdefault(table.title, first_page)
        self.book.printed += grid.printed
