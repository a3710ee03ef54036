"""Tables whose header alone is ruled, or whose body is ruled between the rows only: its upright rules go on.

A header's borders are those of the columns below it. They are drawn on as far down as amounts stand between
them; the rows are then parted by what is printed in them (`whole_rules`).
"""

import re

import numpy as np

from pipelines.read.aligned import ends_table
from pipelines.read.aligned_rows import Line, lines_of
from pipelines.read.amounts import holds_amount
from pipelines.read.grid import GridShape
from pipelines.read.text import OUTSIDE, Run

MIN_AMOUNTS = 2
"""so many amounts below a header make its body."""
BELOW = 3.0
"""line heights: the body begins no further below its header."""
APART = 6.0
"""line heights: a wider gap ends the body."""
CROSSES = 1.0
"""points: text reaching farther over a border crosses it."""
MIN_WIDE = 3
"""so many rows, or half of fewer, with several words in one wide cell show that uprights are missing."""
OVER = 5.0
"""points: text of the outermost columns may stand so far over the table's sides."""
FEW = 0.1
"""of the runs: so many may cross a border (titles of groups, notes)."""

_PAGE_NUMBER = re.compile(r"\s*[-—－–]\s*\d+\s*[-—－–]\s*|第\s*\d+\s*页.*")

Runs = dict[int, list[Run]]


def prolong(shapes: list[GridShape], first_places: list[int], runs: Runs, lined: list[bool]) -> bool:
    """Draw the upright rules of headers on through their bodies; whether there are any.

    Args:
        first_places: place of each grid's first cell among the keys of `runs`.
        lined: grids whose columns no uprights part at all: they have none to go on.
    """
    outside = runs.get(OUTSIDE, [])
    changed = False
    for shape, first, is_one in zip(shapes, first_places, lined, strict=True):
        if is_one:
            continue
        columns = shape.labels.shape[1]
        if columns > 1 and _part_wide_cells(shape, first, runs):
            changed = True
        elif columns > 1 and len(outside) >= MIN_AMOUNTS and not _holds_amounts(shape, first, runs):
            changed = _take_body(shape, shapes, outside) or changed
    return changed


def _holds_amounts(shape: GridShape, first: int, runs: Runs) -> bool:
    return any(
        holds_amount(run) for place in range(first, first + shape.labels.size) for run in runs.get(place, ())
    )


def _take_body(shape: GridShape, shapes: list[GridShape], outside: list[Run]) -> bool:
    """Append one tall row of cells that covers the body below a ruled header."""
    xs = shape.xs.tolist()
    left, right, bottom = xs[0], xs[-1], float(shape.ys[-1])
    floors = [float(s.ys[0]) for s in shapes if s.ys[0] > bottom and s.xs[0] < right and s.xs[-1] > left]
    floor = min(floors, default=np.inf)
    below = [run for run in outside if bottom - CROSSES < (run.top + run.bottom) / 2 < floor]
    body: list[Run] = []
    last = bottom
    for line in lines_of(below):
        height = max(line.runs[0].bottom - line.runs[0].top, 1.0)
        inside = left - OVER < line.runs[0].x0 and line.runs[-1].x1 < right + OVER
        if (
            not inside
            or _closes(line, xs)
            or _PAGE_NUMBER.fullmatch(line.text)
            or line.middle - last > (APART if body else BELOW) * height
        ):
            break
        body += line.runs
        last = line.middle
    amounts = [run for run in body if holds_amount(run)]
    if len(amounts) < MIN_AMOUNTS or not _fits(amounts, xs, body):
        return False
    end = max(run.bottom for run in body) + CROSSES
    columns = shape.labels.shape[1]
    shape.ys = np.append(shape.ys, end)
    shape.labels = np.vstack((shape.labels, np.arange(columns) + shape.labels.size))
    return True


def _closes(line: Line, xs: list[float]) -> bool:
    """A note, a sentence or the caption of another table; not a sentence that fills a column of text."""
    first = line.runs[0]
    if not ends_table(Line([first])):
        return False
    return first.x0 < xs[1] or (len(line.runs) == 1 and _crosses(first, xs))


def _fits(amounts: list[Run], xs: list[float], body: list[Run]) -> bool:
    """Whether the amounts stand in several of these columns, and nearly no text crosses a border."""
    crossing = sum(_crosses(run, xs) for run in body)
    columns = {int(np.searchsorted(xs, (run.x0 + run.x1) / 2)) for run in amounts}
    return crossing <= FEW * len(body) and not any(_crosses(run, xs) for run in amounts) and len(columns) > 0


def _crosses(run: Run, xs: list[float]) -> bool:
    return any(run.x0 + CROSSES < x < run.x1 - CROSSES for x in xs)


def _part_wide_cells(shape: GridShape, first: int, runs: Runs) -> bool:
    """Part the rows of a body that only level rules part, at the borders of its header."""
    labels = shape.labels
    rows, columns = labels.shape
    parted = (row for row in reversed(range(rows)) if len(set(labels[row].tolist())) == columns)
    start = next(parted, rows) + 1
    if start >= rows:
        return False
    body = [labels[row].tolist() for row in range(start, rows)]
    wide = sum(_is_crowded(row, first, runs) for row in body)
    if wide < min(MIN_WIDE, (len(body) + 1) // 2) or sum(_is_parted(row, first, runs) for row in body) > wide:
        return False
    fresh = labels.copy()
    for row in range(start, rows):
        for column in range(1, columns):
            label = labels[row, column]
            same = label == labels[row, column - 1] and label != labels[row - 1, column]
            if same and not _text_over(label, float(shape.xs[column]), first, runs):
                right = fresh[:, column:]
                right[labels[:, column:] == label] = fresh.max() + 1
    _, where, inverse = np.unique(fresh, return_index=True, return_inverse=True)
    shape.labels = where[inverse].reshape(labels.shape)
    return True


def _is_crowded(labels: list[int], first: int, runs: Runs) -> bool:
    """Whether a row has a cell over several columns that holds several words, amounts among them."""
    wide = {label for label in labels if labels.count(label) > 1}
    return any(
        len(part) > 1 and any(holds_amount(run) for run in part)
        for label in wide
        if (part := runs.get(first + label)) is not None
    )


def _is_parted(labels: list[int], first: int, runs: Runs) -> bool:
    """Whether a row has an amount in a cell of one column."""
    return any(
        holds_amount(run)
        for label in labels
        if labels.count(label) == 1
        for run in runs.get(first + label, ())
    )


def _text_over(label: int, x: float, first: int, runs: Runs) -> bool:
    return any(run.x0 + CROSSES < x < run.x1 - CROSSES for run in runs.get(first + int(label), ()))
