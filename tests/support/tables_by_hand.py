"""Pages made by hand: a grid from rows of texts, merged cells written as ``None`` (left) or ``"^"`` (above)."""

from collections.abc import Sequence

from pipelines.domain.page import Box, Cell, Grid, Page, TextLine

WIDTH, HEIGHT = 60.0, 15.0


def grid(rows: Sequence[Sequence[str | None]], top: float = 100.0, left: float = 50.0) -> Grid:
    """A ruled grid: ``None`` continues the cell on the left, ``"^"`` the cell above; ``\\n`` parts lines."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is None or text == "^":
                continue
            column_span = 1
            while c + column_span < len(row) and row[c + column_span] is None:
                column_span += 1
            row_span = 1
            while r + row_span < len(rows) and rows[r + row_span][c] == "^":
                row_span += 1
            x, y = left + c * WIDTH, top + r * HEIGHT
            box = Box(x, y, x + column_span * WIDTH, y + row_span * HEIGHT)
            lines = tuple(
                TextLine(line, Box(x + 2, y + 2 + 5 * k, x + 2 + 6 * len(line), y + 6 + 5 * k))
                for k, line in enumerate(text.split("\n"))
                if line
            )
            cells.append(Cell(r, c, row_span, column_span, box, lines))
    columns = len(rows[0])
    return Grid(
        Box(left, top, left + columns * WIDTH, top + len(rows) * HEIGHT), len(rows), columns, tuple(cells)
    )


def page(number: int, *content: str | Grid) -> Page:
    """A page with lines and grids one below the other, as given."""
    lines, grids, y = [], [], 40.0
    for piece in content:
        if isinstance(piece, str):
            lines.append(TextLine(piece, Box(50, y, 50 + 8 * len(piece), y + 10)))
            y += 14
        else:
            shift = y - piece.box.top
            grids.append(_moved(piece, shift))
            y = grids[-1].box.bottom + 6
    characters = sum(len(line.text) for line in lines)
    return Page(number, 842, 595, 0, True, 0.0, characters, 0, lines, grids)


def _moved(one: Grid, shift: float) -> Grid:
    def move(box: Box) -> Box:
        return Box(box.x0, box.top + shift, box.x1, box.bottom + shift)

    cells = tuple(
        Cell(
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            move(cell.box),
            tuple(TextLine(line.text, move(line.box)) for line in cell.lines),
        )
        for cell in one.cells
    )
    return Grid(move(one.box), one.row_count, one.column_count, cells, one.ruled)
