"""A page's glyphs and grids put together: which text stands in which cell, and what is left outside."""

from functools import partial

import numpy as np

from pipelines.domain.page import Box, Cell, Grid, Page
from pipelines.read.aligned import MIN_AMOUNTS, align, crowded
from pipelines.read.amounts import holds_amount, mark_whole_amounts
from pipelines.read.currency_signs import drop_currency_signs
from pipelines.read.drawn_with_text import drop_box_signs
from pipelines.read.grid import GridShape, long_levels, rules_to_grids
from pipelines.read.header_above import with_header
from pipelines.read.missing_rules import Labels, Runs, doubtful, parted, settle
from pipelines.read.pdfium import RawPage
from pipelines.read.prolonged_rules import prolong
from pipelines.read.text import OUTSIDE, Run, runs_by_place, runs_to_lines
from pipelines.read.watermark import drop_large, drop_slanted
from pipelines.read.whole_rules import complete
from pipelines.read.whole_tables import cut_rows, is_lined, is_stacked

IMAGE_PAGE_SHARE = 0.3
"""share of the page under pictures from which a page without text is a picture of a page."""
MENDED = 3
"""times that missing borders are looked for: of tall cells, between rows, between columns."""
SPILL_OVERLAP = 0.05
"""of the line height: lines of one text do not overlap by more."""
SPILL_ABOVE = 0.25
"""of the line height: a line reaching so far above its cell began in the one above."""


def _cells(shape: GridShape, first_place: int, runs: dict[int, list[Run]]) -> tuple[Cell, ...]:
    columns = shape.labels.shape[1]
    flat = shape.labels.ravel()
    own = np.arange(flat.size)
    last = own.copy()
    (merged,) = (flat != own).nonzero()
    if len(merged):
        last_row, last_column = own // columns, own % columns
        np.maximum.at(last_row, flat[merged], merged // columns)
        np.maximum.at(last_column, flat[merged], merged % columns)
        last = last_row * columns + last_column
    (first,) = (flat == own).nonzero()
    row, column = np.divmod(first, columns)
    end_row, end_column = np.divmod(last[first], columns)
    borders = shape.xs[column], shape.ys[row], shape.xs[end_column + 1], shape.ys[end_row + 1]
    boxes = map(Box, *(border.tolist() for border in borders))
    spans = (row, column, end_row - row + 1, end_column - column + 1)
    lines = [
        tuple(runs_to_lines(runs[place])) if place in runs else () for place in (first_place + first).tolist()
    ]
    return tuple(_without_spill(list(map(Cell, *(span.tolist() for span in spans), boxes, lines))))


def _without_spill(cells: list[Cell]) -> list[Cell]:
    """Text that wrapped out of its cell goes back up: it overlaps the first line of the cell it ran into."""
    spilled = [index for index, cell in enumerate(cells) if len(cell.lines) > 1 and _spills(cell)]
    if not spilled:
        return cells
    above = {(cell.row + cell.row_span, cell.column, cell.column_span): i for i, cell in enumerate(cells)}
    for index in spilled:
        cell = cells[index]
        upper = above.get((cell.row, cell.column, cell.column_span))
        if upper is not None and cells[upper].lines:
            cells[upper] = cells[upper]._replace(lines=(*cells[upper].lines, cell.lines[0]))
            cells[index] = cell._replace(lines=cell.lines[1:])
    return cells


def _spills(cell: Cell) -> bool:
    first, second = cell.lines[0].box, cell.lines[1].box
    height = first.bottom - first.top
    return (
        cell.box.top - first.top > SPILL_ABOVE * height and first.bottom - second.top > SPILL_OVERLAP * height
    )


def _held(places: range, runs: Runs) -> list[Run]:
    """What stands in these places."""
    return [run for place in places for run in runs.get(place, ())]


def _unruled(runs: list[Run], raw: RawPage) -> tuple[list[Grid], list[Run]]:
    """Tables that only alignment shows, and the runs that belong to none."""
    found: list[Grid] = []
    if sum(map(holds_amount, runs)) < MIN_AMOUNTS:
        return found, runs
    levels = long_levels(raw.rules, min(run.x0 for run in runs), max(run.x1 for run in runs))
    while sum(1 for run in runs if holds_amount(run)) >= MIN_AMOUNTS:
        grid, runs = align(runs, levels)
        if grid is None:
            break
        found.append(grid)
    return found, runs


def _cut(
    raw: RawPage, shapes: list[GridShape], stacked: list[bool], labels: list[Labels]
) -> tuple[list[int], Runs]:
    """The page filled again, with rows where level rules lack; `labels`: cells as the rules part them."""
    for shape, is_one, before in zip(shapes, stacked, labels, strict=True):
        if is_one:
            shape.labels = before
    first_places, runs = _fill(raw, shapes, settled=False)
    for shape, first, is_one in zip(shapes, first_places, stacked, strict=True):
        if is_one:
            cut_rows(shape, first, runs)
    return _fill(raw, shapes)


def _fill(raw: RawPage, shapes: list[GridShape], *, settled: bool = True) -> tuple[list[int], Runs]:
    """The place of each grid's first cell, and the page's runs by place.

    Args:
        settled: whether cells that may have run together are parted where their content shows it.
    """
    x, y = (raw.boxes[:, 0] + raw.boxes[:, 2]) / 2, (raw.boxes[:, 1] + raw.boxes[:, 3]) / 2
    place = np.full(len(raw.text), OUTSIDE, np.int64)
    first_places = []
    next_place = 0
    doubts = [doubtful(shape.labels) if settled else [] for shape in shapes]
    for shape, cells in zip(shapes, doubts, strict=True):
        rows, columns = shape.labels.shape
        inside = raw.visible & (x > shape.xs[0]) & (x < shape.xs[-1]) & (y > shape.ys[0]) & (y < shape.ys[-1])
        row = shape.ys.searchsorted(y[inside]) - 1
        column = shape.xs.searchsorted(x[inside]) - 1
        place[inside] = next_place + parted(shape.labels, cells)[row, column]
        first_places.append(next_place)
        next_place += rows * columns
    runs = runs_by_place(raw, place)
    mark_whole_amounts(runs)
    for shape, first, cells in zip(shapes, first_places, doubts, strict=True):
        settle(shape, cells, first, runs)
    return first_places, runs


def assemble(raw: RawPage, number: int) -> Page:
    """The page with its ruled grids filled and its other text in lines.

    Args:
        number: 1-based page number.
    """
    drop_slanted(raw)
    drop_box_signs(raw)
    drop_currency_signs(raw)
    shapes = rules_to_grids(raw.rules)
    drop_large(raw, shapes)
    labels = [shape.labels for shape in shapes]
    first_places, runs = _fill(raw, shapes)
    stacked = [is_stacked(shape, first, runs) for shape, first in zip(shapes, first_places, strict=True)]
    if any(stacked):
        first_places, runs = _cut(raw, shapes, stacked, labels)
    lined = [is_lined(shape, first, runs) for shape, first in zip(shapes, first_places, strict=True)]
    if prolong(shapes, first_places, runs, lined):
        first_places, runs = _fill(raw, shapes)
    for _ in range(MENDED):
        mended = [
            not is_one and complete(shape, first, runs)
            for shape, first, is_one in zip(shapes, first_places, lined, strict=True)
        ]
        if not any(mended):
            break
        first_places, runs = _fill(raw, shapes)
    outside = runs.pop(OUTSIDE, [])
    grids = []
    for shape, first, is_one in zip(shapes, first_places, lined, strict=True):
        box = Box(float(shape.xs[0]), float(shape.ys[0]), float(shape.xs[-1]), float(shape.ys[-1]))
        rows, columns = shape.labels.shape
        grid = Grid(box, rows, columns, _cells(shape, first, runs))
        held = partial(_held, range(first, first + rows * columns), runs)
        if is_one or crowded(grid, held):
            aligned, rest = align(held(), [float(y) for y in shape.ys])
            if aligned is not None:
                grid = aligned
                outside = outside + rest
        grid, outside = with_header(grid, shape.xs, outside) if grid.ruled else (grid, outside)
        grids.append(grid)
    unruled, outside = _unruled(outside, raw)
    if unruled:
        grids = sorted(grids + unruled, key=lambda grid: (grid.box.top, grid.box.x0))
    signs = int(np.count_nonzero(raw.visible))
    share = min(raw.image_area / max(raw.width * raw.height, 1.0), 1.0)
    return Page(
        number=number,
        width=raw.width,
        height=raw.height,
        rotation=raw.rotation,
        has_text_layer=signs > 0,
        image_area_share=share,
        char_count=signs,
        hidden_char_count=raw.hidden,
        lines=runs_to_lines(outside) if outside else [],
        grids=grids,
    )
