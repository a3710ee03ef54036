"""A planned grid over as many pages as it needs: title, unit, header, rows, note."""

from collections.abc import Callable

from tests.typesetter.canvas import Canvas
from tests.typesetter.content import Table
from tests.typesetter.grid import Cell, Plan, is_text
from tests.typesetter.ruling import Edge, rule
from tests.typesetter.style import Break, Ruling, Style

_PAD = 2.5
NewPage = Callable[[tuple[float, float], bool], float]


class TablePrinter:
    """Prints tables one after the other; knows how far down the page the last one ended."""

    def __init__(self, canvas: Canvas, style: Style, entity: str, new_page: NewPage) -> None:
        self.canvas, self.style, self.entity, self._new_page = canvas, style, entity, new_page
        self.y = 0.0
        self.page_open = False
        self._header_bottom: float | None = None

    def print(self, table: Table, grid: Plan, flows: bool) -> tuple[int, int]:
        """Prints the table, on the open page where it `flows` and fits; returns its first and last page."""
        widths = self._widths(grid, table)
        heights = self._heights(grid, widths)
        needed = sum(heights[: grid.header_rows + 2]) + 90
        if not (flows and self.page_open and self.y + needed < self._bottom()):
            self._page(table)
        else:
            self.y += 24
        first = self.canvas.page
        self._title(table, widths)
        chunk = self._header(grid, widths, heights)
        for index, row in enumerate(grid.body):
            height = heights[grid.header_rows + index]
            if self.y + height > self._bottom():
                self._rule(chunk)
                chunk = self._continue(table, grid, widths, heights)
            if self.style.ruling is Ruling.BANDS and index % 2:
                left = self.style.margin
                self.canvas.box(left, self.y, left + sum(widths), self.y + height, grey=235)
            chunk += self._cells(row, self.y, widths, heights, grid.header_rows + index)
            self.y += height
        self._rule(chunk)
        if table.note:
            self._note(table.note, widths)
        self.page_open = True
        return first, self.canvas.page

    def _page(self, table: Table) -> None:
        size = self.style.table_page
        if table.landscape is not None:
            size = (max(size), min(size)) if table.landscape else (min(size), max(size))
        self.y = self._new_page(size, self.style.rotate_tables)

    def _bottom(self) -> float:
        return self.canvas.height - self.style.margin

    def _continue(self, table: Table, grid: Plan, widths: list[float], heights: list[float]) -> list[Edge]:
        self._page(table)
        if self.style.on_break is Break.TITLE_AND_HEADER:
            self._title(table, widths)
        if self.style.on_break is not Break.NOTHING:
            return self._header(grid, widths, heights)
        return []

    def _widths(self, grid: Plan, table: Table) -> list[float]:
        size, room = self.style.size, self._table_width(table)
        natural: list[float] = []
        for index, leaf in enumerate(grid.leaves):
            cells = [
                cell for row in grid.body for cell in row if cell.column == index and cell.column_span == 1
            ]
            longest = max(
                (self.canvas.text_width(cell.text, size) + cell.indent for cell in cells), default=0
            )
            limit = 190.0 if is_text(leaf) else 120.0
            least = 24.0 if leaf.width else 46.0
            natural.append(leaf.width or min(limit, max(least, longest + 3 * _PAD)))
        fixed = sum(width for width, leaf in zip(natural, grid.leaves, strict=True) if leaf.width)
        flexible = sum(natural) - fixed
        if sum(natural) <= room:
            share = (room - fixed) / flexible if flexible else 1.0
            return [w if leaf.width else w * share for w, leaf in zip(natural, grid.leaves, strict=True)]
        return [width * room / sum(natural) for width in natural]

    def _table_width(self, table: Table) -> float:
        page = self.style.table_page
        if table.landscape is not None:
            page = (max(page), min(page)) if table.landscape else (min(page), max(page))
        return page[0] - 2 * self.style.margin

    def _lines(self, cell: Cell, widths: list[float]) -> list[str]:
        room = sum(widths[cell.column : cell.column + cell.column_span]) - 2 * _PAD - cell.indent
        lines, line, used = [], "", 0.0
        for character in cell.text:
            if character == "\n":
                lines.append(line)
                line, used = "", 0.0
                continue
            advance = self.canvas.text_width(character, self.style.size)
            if line and used + advance > room:
                lines.append(line)
                line, used = "", 0.0
            line += character
            used += advance
        lines.append(line)
        return lines

    def _heights(self, grid: Plan, widths: list[float]) -> list[float]:
        leading = self.style.size * 1.25
        heights = [self.style.row_height] * (grid.header_rows + len(grid.body))
        for cells in (grid.header, *grid.body):
            for cell in sorted(cells, key=lambda cell: cell.row_span):
                needed = len(self._lines(cell, widths)) * leading + 2 * _PAD
                spanned = sum(heights[cell.row : cell.row + cell.row_span])
                if needed > spanned:
                    heights[cell.row + cell.row_span - 1] += needed - spanned
        return heights

    def _title(self, table: Table, widths: list[float]) -> None:
        style, left, right = self.style, self.style.margin, self.style.margin + sum(widths)
        title = table.title if not style.title_in_grid else ""
        if style.title_in_grid:
            self._title_rows(table, left, right)
            return
        if table.number:
            x = (
                right - self.canvas.text_width(table.number, style.size)
                if style.title_at == "right"
                else left
            )
            self.canvas.text(x, self.y, table.number, style.size)
            self.y += 12
        width = self.canvas.text_width(title, style.title_size)
        self.canvas.text((left + right - width) / 2, self.y + style.title_size, title, style.title_size, True)
        self.y += style.title_size + 20
        entity = style.entity_words.format(entity=table.entity_line or self.entity)
        unit = style.unit_words.format(unit=table.unit.printed)
        self.canvas.text(left, self.y, entity, style.size)
        self.canvas.text(right - self.canvas.text_width(unit, style.size) - 2, self.y, unit, style.size)
        self.y += 5

    def _title_rows(self, table: Table, left: float, right: float) -> None:
        """Title and unit as the first two rows of the grid (北京式)."""
        style = self.style
        words = f"{table.number} {table.title}" if table.number else table.title
        unit = style.unit_words.format(unit=table.unit.printed)
        edges = []
        for text, size, height, align in (
            (words, style.title_size, 22.0, "center"),
            (unit, style.size, 14.0, "right"),
        ):
            width = self.canvas.text_width(text, size)
            x = (left + right - width) / 2 if align == "center" else right - width - 3
            self.canvas.text(x, self.y + height / 2 + size * 0.36, text, size, bold=align == "center")
            edges.append((left, self.y, right, self.y + height))
            self.y += height
        self._rule(edges)

    def _header(self, grid: Plan, widths: list[float], heights: list[float]) -> list[Edge]:
        edges = self._cells(grid.header, self.y, widths, heights, 0, header=True)
        self.y += sum(heights[: grid.header_rows])
        self._header_bottom = self.y
        return edges

    def _cells(
        self,
        cells: list[Cell],
        top: float,
        widths: list[float],
        heights: list[float],
        first_row: int,
        header: bool = False,
    ) -> list[Edge]:
        boxes = []
        for cell in cells:
            x0 = self.style.margin + sum(widths[: cell.column])
            x1 = x0 + sum(widths[cell.column : cell.column + cell.column_span])
            y0 = top + sum(heights[first_row : cell.row])
            y1 = y0 + sum(heights[cell.row : cell.row + cell.row_span])
            if header and self.style.shaded_header:
                self.canvas.box(x0, y0, x1, y1, grey=232)
            boxes.append((x0, y0, x1, y1))
            self._cell_text(cell, (x0, y0, x1, y1), widths)
        return boxes

    def _cell_text(self, cell: Cell, box: Edge, widths: list[float]) -> None:
        size = self.style.size
        leading = size * 1.25
        x0, y0, x1, y1 = box
        lines = self._lines(cell, widths)
        baseline = (y0 + y1) / 2 - len(lines) * leading / 2 + leading / 2 + size * 0.36
        for line in lines:
            width = self.canvas.text_width(line, size)
            x = {
                "left": x0 + _PAD + cell.indent,
                "right": x1 - _PAD - width,
                "center": (x0 + x1 - width) / 2,
            }[cell.align]
            self.canvas.text(x, baseline, line, size, cell.bold)
            baseline += leading

    def _note(self, note: str, widths: list[float]) -> None:
        self.y += 14
        room = sum(widths)
        line = ""
        for character in note:
            if self.canvas.text_width(line + character, self.style.size) > room:
                self.canvas.text(self.style.margin, self.y, line, self.style.size)
                self.y += 13
                line = ""
            line += character
        self.canvas.text(self.style.margin, self.y, line, self.style.size)
        self.y += 6

    def _rule(self, boxes: list[Edge]) -> None:
        rule(self.canvas, self.style.ruling, boxes, self._header_bottom)
        self._header_bottom = None
