"""A ruled body under a header without rules: the labels above it become rows of its grid.

The body's uprights tell where the columns are; each label is centred over the columns it names.
"""

from itertools import pairwise, takewhile

from pipelines.domain.money import parse_amount
from pipelines.domain.page import Box, Grid
from pipelines.read.aligned import floor_of, header_runs, header_start, numbers_columns
from pipelines.read.aligned_grid import header_cells
from pipelines.read.aligned_header import PAD, Stripe, read_header
from pipelines.read.aligned_rows import Line, lines_of
from pipelines.read.amounts import join_words
from pipelines.read.grid import Floats
from pipelines.read.text import Run

NAMED = 0.5
"""of the columns: a header names so many."""
OVER = 3.0
"""points: labels may stand so far over the table's sides."""


def with_header(grid: Grid, xs: Floats, outside: list[Run]) -> tuple[Grid, list[Run]]:
    """The grid with the header that stands above it, where it begins with data; and the runs left outside.

    Args:
        xs: its column borders.
    """
    if not outside or grid.column_count < 2 or not _begins_with_data(grid):
        return grid, outside
    lines = _above(grid, outside)
    if not lines:
        return grid, outside
    height = lines[-1].height
    body = Line([Run("", grid.box.x0, grid.box.top, grid.box.x1, grid.box.top + height)])
    top = header_start([*lines, body], len(lines))
    labels = lines[top:]
    if not any(len(line.runs) > 1 for line in labels):
        return grid, outside
    edges = [float(x) for x in xs]
    stripes = [Stripe(a + PAD, b - PAD, True) for a, b in pairwise(edges)]
    numbered = any(numbers_columns(line) for line in labels)
    floor = floor_of(labels, grid.box.top) if numbered else grid.box.top
    cells, found = read_header(*header_runs(labels, stripes), floor)
    named = {cell.columns[0] for cell in cells if cell.runs and cell.columns[0] == cell.columns[1]}
    if len(found) != len(stripes) or len(named) < NAMED * len(stripes):
        return grid, outside
    depth = max(cell.rows[1] for cell in cells) + 1
    used = [run for line in labels for run in line.runs]
    ceiling = min(run.top for run in used)
    steps = [ceiling + (grid.box.top - ceiling) * row / depth for row in range(depth + 1)]
    head = header_cells(cells, edges, steps, len(stripes), depth)
    below = [cell._replace(row=cell.row + depth) for cell in grid.cells]
    box = Box(grid.box.x0, ceiling, grid.box.x1, grid.box.bottom)
    taken = [(run.x0 - 0.1, run.top - 0.1, run.x1 + 0.1, run.bottom + 0.1) for run in used]
    rest = [run for run in outside if not any(_inside(run, place) for place in taken)]
    return Grid(box, grid.row_count + depth, grid.column_count, (*head, *below), ruled=False), rest


def _begins_with_data(grid: Grid) -> bool:
    """Whether the first row of a grid prints an amount."""
    return any(
        cell.lines and cell.text[-1:].isdigit() and parse_amount(cell.text) is not None
        for cell in takewhile(lambda one: one.row == 0, grid.cells)
    )


def _above(grid: Grid, outside: list[Run]) -> list[Line]:
    """The lines above a grid, as wide as it at most."""
    runs = [
        run
        for run in outside
        if run.bottom < grid.box.top + OVER and grid.box.x0 - OVER < run.x0 and run.x1 < grid.box.x1 + OVER
    ]
    return lines_of(join_words(runs))


def _inside(run: Run, place: tuple[float, float, float, float]) -> bool:
    return place[0] < run.x0 and place[1] < run.top and run.x1 < place[2] and run.bottom < place[3]
