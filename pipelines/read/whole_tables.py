"""Grids without level rules between their rows: all rows are found at once, from the lines of all columns.

What a table's uprights leave open is looked at as a whole: where the header ends, and which lines make a row.
Each border found goes through all columns; a cell that text crosses stays whole there.
"""

from bisect import bisect
from collections import Counter
from itertools import pairwise
from statistics import median

import numpy as np

from pipelines.read.aligned import first_body_line, is_sentence, numbers_columns
from pipelines.read.aligned_header import Stripe
from pipelines.read.aligned_rows import Line, lines_of, rows_of
from pipelines.read.amounts import holds_amount, join_words
from pipelines.read.grid import GridShape
from pipelines.read.text import SAME_LINE, Run

MIN_STACKED = 2
"""so many cells hold an amount below something else."""
MIN_BESIDE = 3
"""so many amounts stand in cells as wide as the grid."""
PARTED = 0.7
"""of the words on a line of amounts: a header parted into so many columns says where they are."""
CROSSED = 0.25
"""of the line height: text reaching less over a border does not cross it."""
NEAR = 2.0
"""points: borders nearer than this are one."""
DENSE = 0.3
"""of the lines of any column of a table without columns of text more hold amounts."""

Runs = dict[int, list[Run]]


def cut_rows(shape: GridShape, first: int, runs: Runs) -> bool:
    """Part the rows of a grid, all columns at once; whether there are any.

    Args:
        first: place of the grid's first cell among the keys of `runs`.
    """
    size = shape.labels.size
    held = [run for place in range(first, first + size) for run in join_words(runs.get(place, []))]
    lines = lines_of(held)
    start = next((index for index, line in enumerate(lines) if line.amounts), None)
    if start is None:
        return False
    start = first_body_line(lines, start)
    body = lines[start:]
    if not _is_dense(body, shape.xs.tolist()) or any(is_sentence(line.text) for line in body):
        return False
    stripes = [Stripe(a, b, False) for a, b in pairwise(shape.xs.tolist())]
    groups = rows_of(body, stripes, _levels(shape))
    if start:
        numbers = start - numbers_columns(lines[start - 1])
        groups = [part for part in (lines[:numbers], lines[numbers:start]) if part] + groups
    return _cut(shape, [_between(a, b) for a, b in pairwise(groups)], first, runs)


def is_stacked(shape: GridShape, first: int, runs: Runs) -> bool:
    """Whether most amounts of a grid stand in a cell with something above or below them."""
    places = range(first, first + shape.labels.size)
    if shape.labels.shape[1] < 2:
        return False
    stacked = cells = 0
    for part in (runs[place] for place in places if place in runs):
        if len(part) < 2:
            continue
        here = [run for run in part if holds_amount(run)]
        if here and _has_lines(part, here):
            stacked += len(here)
            cells += 1
    if cells < MIN_STACKED:
        return False
    return 2 * stacked > sum(holds_amount(run) for place in places for run in runs.get(place, ()))


def is_lined(shape: GridShape, first: int, runs: Runs) -> bool:
    """Whether no uprights part a grid's columns: its amounts stand beside each other in cells as wide as it.

    Such a grid's rows are known, its columns are to be found by alignment.
    """
    labels = shape.labels
    whole = labels[labels[:, 0] == labels[:, -1], 0].tolist()
    wide = [part for label in dict.fromkeys(whole) if len(part := runs.get(first + label, [])) > 1]
    amounts = [run for part in wide for run in part if holds_amount(run)]
    if len(amounts) < MIN_BESIDE:
        return False
    words = median(len(line.runs) for part in wide for line in lines_of(part) if line.amounts)
    parted = max(len(set(row)) for row in labels.tolist())
    every = sum(
        holds_amount(run) for place in range(first, first + labels.size) for run in runs.get(place, ())
    )
    return words > 1 and parted < PARTED * words and 2 * len(amounts) > every


def _is_dense(lines: list[Line], xs: list[float]) -> bool:
    """Whether no column of text makes the rows many lines tall."""
    depth = Counter(bisect(xs, (run.x0 + run.x1) / 2) for line in lines for run in line.runs)
    return sum(1 for line in lines if line.amounts) > DENSE * max(depth.values())


def _has_lines(part: list[Run], amounts: list[Run]) -> bool:
    """Whether the cell holds several amounts on lines of their own, or words above its amount."""
    ordered = sorted(part, key=lambda run: run.top)
    lines = [ordered[0]]
    for run in ordered[1:]:
        if run.top - lines[-1].top > SAME_LINE * (run.bottom - run.top):
            lines.append(run)
    if len(lines) < 2:
        return False
    return len(amounts) > 1 or (not holds_amount(ordered[0]) and ordered[-1] is amounts[0])


def _levels(shape: GridShape) -> list[float]:
    """y of the borders that go through all columns."""
    labels = shape.labels
    whole = (labels[1:] != labels[:-1]).all(1)
    return [float(shape.ys[row + 1]) for row in np.flatnonzero(whole)]


def _between(above: list[Line], below: list[Line]) -> float:
    """The height between two rows: the middle of the white where there is any."""
    bottom = max(run.bottom for line in above for run in line.runs)
    top = min(run.top for line in below for run in line.runs)
    return (bottom + top) / 2 if bottom < top else (above[-1].middle + below[0].middle) / 2


def _crosses(run: Run, y: float) -> bool:
    edge = CROSSED * (run.bottom - run.top)
    return run.top + edge < y < run.bottom - edge


def _cut(shape: GridShape, ys: list[float], first: int, runs: Runs) -> bool:
    """Put level borders in; cells that text crosses stay whole there."""
    old = shape.labels
    held = {int(label): runs.get(first + int(label), []) for label in np.unique(old)}
    fresh, borders = old.copy(), shape.ys.tolist()
    following = int(old.max()) + 1
    changed = False
    for y in ys:
        near = [k for k, border in enumerate(borders) if abs(border - y) < NEAR]
        row = near[0] if near else int(np.searchsorted(borders, y))
        if not near:
            fresh = np.insert(fresh, row, fresh[row - 1], axis=0)
            old = np.insert(old, row, old[row - 1], axis=0)
            borders.insert(row, y)
        if not 0 < row < len(fresh):
            continue
        for label in np.intersect1d(fresh[row - 1], fresh[row]).tolist():
            column = int(np.flatnonzero(fresh[row] == label)[0])
            if not any(_crosses(run, y) for run in held[int(old[row, column])]):
                lower = fresh[row:]
                lower[lower == label] = following
                following += 1
                changed = True
    if not changed:
        return False
    _, where, inverse = np.unique(fresh, return_index=True, return_inverse=True)
    shape.ys = np.array(borders)
    shape.labels = where[inverse].reshape(fresh.shape)
    return True
