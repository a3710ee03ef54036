"""A grid as rows and columns of cells that can be asked by position, and cut into parts."""

from dataclasses import dataclass, field

from pipelines.domain.page import Cell, Grid, Page, TextLine

OVERHANG = 0.25
"""of the line height: text reaching farther over a grid's top border belongs to what the page cut off."""


@dataclass(slots=True)
class Row:
    """One grid row: the cell seen in each column (a merged cell is seen in each place it covers).

    `texts` are without white space; `starts` says whether the cell's upper left corner lies here; `page_of`
    gives the page of columns that were printed on another page than the row (sheets cut by columns).
    """

    cells: list[Cell | None]
    texts: list[str]
    starts: list[bool]
    page_of: dict[int, int] = field(default_factory=dict)

    def filled(self) -> list[str]:
        """The texts of the cells that start in this row and are not blank."""
        return [text for text, start in zip(self.texts, self.starts, strict=True) if start and text]


@dataclass(slots=True)
class Part:
    """A grid, or a stretch of its rows, on one page.

    Attributes:
        edges: x of the column borders, points; column i lies between edges i and i + 1.
        ruled: whether rules part the columns; else their borders are inferred and differ from page to page.
        lines: printed lines between the previous grid on the page and this one; `below`: those after it.
    """

    page: int
    rows: list[Row]
    edges: list[float]
    lines: list[str]
    below: list[str]
    first_on_page: bool
    page_height: float
    top: float
    bottom: float
    ruled: bool = True

    @property
    def column_count(self) -> int:
        """Number of grid columns."""
        return len(self.edges) - 1

    def centre(self, column: int) -> float:
        """x of the middle of a column, points."""
        return (self.edges[column] + self.edges[column + 1]) / 2


def grid_rows(grid: Grid) -> tuple[list[Row], list[float]]:
    """The grid's rows and its column borders (points)."""
    cells: list[list[Cell | None]] = [[None] * grid.column_count for _ in range(grid.row_count)]
    texts = [[""] * grid.column_count for _ in range(grid.row_count)]
    starts = [[False] * grid.column_count for _ in range(grid.row_count)]
    edges = [grid.box.x0] * (grid.column_count + 1)
    for cell in grid.cells:
        text = cell.text if cell.lines else ""
        edges[cell.column] = cell.box.x0
        edges[cell.column + cell.column_span] = cell.box.x1
        starts[cell.row][cell.column] = True
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.column, cell.column + cell.column_span):
                cells[r][c] = cell
                texts[r][c] = text
    return [Row(c, t, s) for c, t, s in zip(cells, texts, starts, strict=True)], edges


def page_parts(page: Page) -> list[Part]:
    """The page's grids, top to bottom, each with the lines above and below it."""
    parts: list[Part] = []
    grids = page.grids
    for index, grid in enumerate(grids):
        rows, edges = grid_rows(grid)
        ceiling = grids[index - 1].box.bottom if index else -1e9
        floor = grids[index + 1].box.top if index + 1 < len(grids) else 1e9
        above = [
            line.text
            for line in page.lines
            if ceiling - 2 <= _middle(line) < grid.box.top + 2
            and not (index == 0 and _hangs_over(line, grid))
        ]
        below = [line.text for line in page.lines if grid.box.bottom - 2 <= _middle(line) < floor]
        box = grid.box
        parts.append(
            Part(
                page.number,
                rows,
                edges,
                above,
                below,
                index == 0,
                page.height,
                box.top,
                box.bottom,
                grid.ruled,
            )
        )
    return parts


def _hangs_over(line: TextLine, grid: Grid) -> bool:
    """Whether a line crosses the grid's top border inside one column: the end of a row cut by the page."""
    height = line.box.bottom - line.box.top
    if not line.box.top < grid.box.top < line.box.bottom - OVERHANG * height or "单位" in line.text:
        return False
    top_row = (cell for cell in grid.cells if cell.row == 0)
    return any(cell.box.x0 <= line.box.x0 and line.box.x1 <= cell.box.x1 for cell in top_row)


def _middle(line: TextLine) -> float:
    return (line.box.top + line.box.bottom) / 2
