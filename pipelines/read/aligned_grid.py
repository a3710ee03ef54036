"""Rows and columns that alignment shows, put together to a grid: which words stand over which columns."""

from itertools import pairwise

from pipelines.domain.page import Box, Cell, Grid
from pipelines.read.aligned_header import HeaderCell, Stripe
from pipelines.read.aligned_rows import Line
from pipelines.read.amounts import holds_amount
from pipelines.read.text import Run, runs_to_lines


def build_grid(header: list[HeaderCell], groups: list[list[Line]], stripes: list[Stripe]) -> Grid:
    """The grid of a header and rows of lines over these columns."""
    gutters = [(left.x1 + right.x0) / 2 for left, right in pairwise(stripes)]
    edges = [stripes[0].x0 - 2, *gutters, stripes[-1].x1 + 2]
    depth = max((cell.rows[1] + 1 for cell in header), default=0)
    tops = [min(run.top for line in group for run in line.runs) for group in groups]
    bottoms = [max(run.bottom for line in group for run in line.runs) for group in groups]
    head = [run for cell in header for run in cell.runs]
    ceiling = min((run.top for run in head), default=tops[0])
    steps = [ceiling + (tops[0] - ceiling) * row / max(depth, 1) for row in range(depth + 1)]
    cells = header_cells(header, edges, steps, len(stripes), depth)
    for row, group in enumerate(groups):
        placed = _place(group, stripes)
        column = 0
        while column < len(stripes):
            span = next((last - column + 1 for (start, last) in placed if start == column), 1)
            runs = placed.get((column, column + span - 1), [])
            box = Box(edges[column], tops[row], edges[column + span], bottoms[row])
            lines_of = tuple(runs_to_lines(runs)) if runs else ()
            cells.append(Cell(depth + row, column, 1, span, box, lines_of))
            column += span
    box = Box(edges[0], ceiling, edges[-1], bottoms[-1])
    return Grid(box, depth + len(groups), len(stripes), tuple(cells), ruled=False)


def header_cells(
    header: list[HeaderCell], edges: list[float], steps: list[float], columns: int, depth: int
) -> list[Cell]:
    """The header's cells, with blank ones where no label stands."""
    free = {(row, column) for row in range(depth) for column in range(columns)}
    cells: list[Cell] = []
    for cell in header:
        (row, end), (column, last) = cell.rows, cell.columns
        free -= {(r, c) for r in range(row, end + 1) for c in range(column, last + 1)}
        box = Box(edges[column], steps[row], edges[last + 1], steps[end + 1])
        lines = tuple(runs_to_lines(list(cell.runs))) if cell.runs else ()
        cells.append(Cell(row, column, end - row + 1, last - column + 1, box, lines))
    for row, column in sorted(free):
        box = Box(edges[column], steps[row], edges[column + 1], steps[row + 1])
        cells.append(Cell(row, column, 1, 1, box, ()))
    return cells


def _covered(run: Run, stripes: list[Stripe]) -> list[int]:
    over = [i for i, stripe in enumerate(stripes) if stripe.x0 < run.x1 and run.x0 < stripe.x1]
    if over:
        return over
    middle = (run.x0 + run.x1) / 2
    return [min(range(len(stripes)), key=lambda i: abs((stripes[i].x0 + stripes[i].x1) / 2 - middle))]


def _place(group: list[Line], stripes: list[Stripe]) -> dict[tuple[int, int], list[Run]]:
    """Which runs stand over which stretch of columns; overlapping stretches are joined, amounts never."""
    runs = sorted((run for line in group for run in line.runs), key=lambda r: r.x0)
    placed = _joined_places([(run, _covered(run, stripes)) for run in runs])
    together = [part for part in placed.values() if sum(map(holds_amount, part)) > 1]
    if not any(_beside(part) for part in together):
        return placed
    apart = {id(run) for part in together if _beside(part) for run in part if holds_amount(run)}
    places = [(run, _covered(run, stripes)) for run in runs]
    return _joined_places([(run, [_own(run, stripes)] if id(run) in apart else over) for run, over in places])


def _joined_places(places: list[tuple[Run, list[int]]]) -> dict[tuple[int, int], list[Run]]:
    placed: dict[tuple[int, int], list[Run]] = {}
    for run, over in places:
        first, last = over[0], over[-1]
        runs = [run]
        for start, end in list(placed):
            if start <= last and first <= end:
                runs = placed.pop((start, end)) + runs
                first, last = min(first, start), max(last, end)
        placed[first, last] = runs
    return placed


def _beside(part: list[Run]) -> bool:
    """Whether two amounts stand on one line."""
    amounts = [run for run in part if holds_amount(run)]
    return any(min(a.bottom, b.bottom) > max(a.top, b.top) for a, b in pairwise(amounts))


def _own(run: Run, stripes: list[Stripe]) -> int:
    """The column with content whose right edge an amount is nearest to."""
    filled = [i for i, stripe in enumerate(stripes) if not stripe.is_empty]
    return min(filled, key=lambda i: abs(stripes[i].x1 - run.x1))
