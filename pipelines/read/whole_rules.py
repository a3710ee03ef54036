"""Rows and columns that run together because a whole rule between them is missing.

Where several amounts, codes or numbered labels stand one below the other in a cell, it is of several rows;
where row after row holds two words with the same gap between them, it is of two columns.
"""

import re
from bisect import bisect
from itertools import pairwise, product

import numpy as np

from pipelines.domain.page import TextLine
from pipelines.read.aligned_header import Stripe
from pipelines.read.aligned_rows import Line, begins_row, lines_of, rows_of
from pipelines.read.amounts import WholeAmount, holds_amount, is_amount
from pipelines.read.grid import GridShape
from pipelines.read.headings import part_below_headings, part_by_headings
from pipelines.read.text import Run, runs_to_lines

MIN_COLUMNS = 3
"""a grid with fewer columns has lost too many rules to be mended."""
MIN_ROWS = 3
"""so many rows, or half of fewer, must show the same gap."""
GUTTER = 2.0
"""points of white between two columns."""
MANY = 3
"""so many amounts below each other are of several rows, whatever stands above them."""

DENSE = 0.3
"""of the lines of a table without columns of text more hold amounts."""

_NUMBERED = re.compile(r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]")
_CODE = re.compile(r"\d{3,7}(?:[-—－].+)?")

Runs = dict[int, list[Run]]


def complete(shape: GridShape, first: int, runs: Runs) -> bool:
    """Add the borders that the text shows to be missing; whether there are any.

    Args:
        first: place of the grid's first cell among the keys of `runs`.
    """
    size, columns = shape.labels.size, shape.labels.shape[1]
    if columns < 2:
        return False
    several = {
        place - first: part for place, part in runs.items() if first <= place < first + size and len(part) > 1
    }
    full = {slot: part for slot, part in several.items() if _several(part)}
    if not several:
        return False
    if part_by_headings(shape, several, first, runs) or part_below_headings(shape, several, first, runs):
        return True
    if not full:
        return False
    if _part_tall_cells(shape, first, runs, full):
        return True
    ys = [y for row in sorted({slot // columns for slot in full}) for y in _rows(shape, row, first, runs)]
    narrow = sorted({slot % columns for slot in full}) if columns >= MIN_COLUMNS and not ys else []
    xs = [x for column in narrow for x in _gaps(shape, column, first, runs)]
    if not xs and not ys:
        return False
    _divide(shape, xs, ys, first, runs)
    return True


def _part_tall_cells(shape: GridShape, first: int, runs: Runs, full: Runs) -> bool:
    """Cut cells that hold amounts below each other at the borders that their rows have beside them."""
    labels, columns = shape.labels, shape.labels.shape[1]
    below: set[int] = set()
    for slot in full:
        row, column = divmod(slot, columns)
        if labels[row, column] != slot or _is_low(shape, row, column) or not _is_stack(full[slot]):
            continue
        rows = np.flatnonzero((labels == slot).any(1)).tolist()
        below.update(r for r in rows[1:] if not _text_over(runs[first + slot], float(shape.ys[r])))
    fresh = labels.copy()
    for row in sorted(below):
        for label in {*labels[row].tolist()} & {*labels[row - 1].tolist()}:
            if not _text_over(runs.get(first + label, []), float(shape.ys[row])):
                lower = fresh[row:]
                lower[labels[row:] == label] = fresh.max() + 1
    if not below:
        return False
    _, where, inverse = np.unique(fresh, return_index=True, return_inverse=True)
    shape.labels = where[inverse].reshape(labels.shape)
    return True


def _text_over(part: list[Run], y: float) -> bool:
    return any(run.top + 0.5 < y < run.bottom - 0.5 for run in part)


def _several(part: list[Run]) -> bool:
    """Whether a cell holds several amounts, codes or numbered labels, or an amount beside something else."""
    amounts = sum(holds_amount(run) for run in part)
    return (
        amounts > 0 or sum(_CODE.fullmatch(run.text) is not None for run in part) > 1 or _numbered(part) > 1
    )


def _numbered(part: list[Run]) -> int:
    return sum(_NUMBERED.match(run.text) is not None for run in part)


def _is_low(shape: GridShape, row: int, column: int) -> bool:
    """Whether the cell that begins at a slot covers its own row only."""
    labels = shape.labels
    slot = row * labels.shape[1] + column
    return bool(labels[row, column] == slot and (row + 1 == len(labels) or labels[row + 1, column] != slot))


def _is_single(shape: GridShape, row: int, column: int) -> bool:
    """Whether a slot is a cell of its own."""
    labels = shape.labels
    last = column + 1 == labels.shape[1]
    return _is_low(shape, row, column) and (last or labels[row, column + 1] != labels[row, column])


def _rows(shape: GridShape, row: int, first: int, runs: Runs) -> list[float]:
    """y of the borders missing inside a row."""
    columns = shape.labels.shape[1]
    cells = [
        part
        for column in range(columns)
        if (part := runs.get(first + row * columns + column)) and _is_low(shape, row, column)
    ]
    if not any(_is_stack(part) for part in cells):
        return []
    xs = shape.xs.tolist()
    lines = lines_of([run for part in cells for run in part])
    start = _body_start(lines) if not _text_above(shape, row, first, runs) else 0
    if start is None:
        return []
    body = lines[start:]
    every = [run for line in lines for run in line.runs]
    if not _is_dense(body):
        marks = [line.middle for line in body if line.amounts]
        return [_between(above, below, every) for above, below in pairwise(marks)]
    groups = rows_of(body, [Stripe(left, right, False) for left, right in pairwise(xs)])
    if start:
        groups.insert(0, lines[:start])
    return [_between(above[-1].middle, below[0].middle, every) for above, below in pairwise(groups)]


def _body_start(lines: list[Line]) -> int | None:
    """Where the rows begin below the labels of a header."""
    start = next((index for index, line in enumerate(lines) if line.amounts), None)
    while start and begins_row(lines[start - 1].runs[0].text):
        start -= 1
    return start


def _text_above(shape: GridShape, row: int, first: int, runs: Runs) -> bool:
    """Whether anything is printed in the rows above: the header is there."""
    return any(first + slot in runs for slot in range(row * shape.labels.shape[1]))


def _is_dense(lines: list[Line]) -> bool:
    """Whether most lines hold amounts: else a column of text makes the rows many lines tall."""
    return sum(1 for line in lines if line.amounts) > DENSE * len(lines)


def _is_stack(part: list[Run]) -> bool:
    """Whether a cell holds amounts or codes one below the other, or numbered words beside amounts."""
    if len(part) < 2:
        return False
    lines = runs_to_lines(list(part))
    if len(lines) < 2:
        return False
    whole = {run.text for run in part if isinstance(run, WholeAmount)}
    amounts = sum(_is_amount(line, whole) for line in lines)
    return amounts >= MANY or all(_begins_row(line, whole) for line in lines)


def _is_amount(line: TextLine, whole: set[str]) -> bool:
    return is_amount(line.text) or line.text in whole


def _begins_row(line: TextLine, whole: set[str]) -> bool:
    text = "".join(line.text.split())
    return _is_amount(line, whole) or _CODE.fullmatch(text) is not None or _NUMBERED.match(text) is not None


def _between(above: float, below: float, runs: list[Run]) -> float:
    """The height between two rows that crosses the fewest lines, nearest to the middle."""
    middle = (above + below) / 2
    near = [run for run in runs if run.top < below and run.bottom > above]

    def cost(y: float) -> tuple[int, float]:
        return sum(run.top < y - 0.5 and y + 0.5 < run.bottom for run in near), abs(y - middle)

    if not cost(middle)[0]:
        return middle
    ends = {round(run.bottom + 0.2, 1) for run in near if above < run.bottom < below}
    return min([middle, *sorted(ends)], key=cost)


def _gaps(shape: GridShape, column: int, first: int, runs: Runs) -> list[float]:
    """x of the borders missing inside a column."""
    columns = shape.labels.shape[1]
    rows = [
        part
        for row in range(shape.labels.shape[0])
        if (part := runs.get(first + row * columns + column)) and _is_single(shape, row, column)
    ]
    body = next((k for k, part in enumerate(rows) if any(holds_amount(run) for run in part)), len(rows))
    heads, rows = rows[body - 1] if body else [], rows[body:]
    extents: list[list[float]] = []
    for x0, x1 in sorted((run.x0, run.x1) for part in rows for run in part):
        if extents and x0 - extents[-1][1] < GUTTER:
            extents[-1][1] = max(extents[-1][1], x1)
        else:
            extents.append([x0, x1])
    found = []
    for (_, left), (right, _) in pairwise(extents):
        x = _clear(left, right, heads)
        both = [part for part in rows if min(run.x0 for run in part) < x < max(run.x1 for run in part)]
        if len(both) >= min(MIN_ROWS, (len(rows) + 1) // 2) and any(
            holds_amount(run) for part in both for run in part
        ):
            found.append(x)
    return found


def _clear(left: float, right: float, heads: list[Run]) -> float:
    """The place between two columns that best parts the labels above them, nearest to the middle."""
    middle = (left + right) / 2
    if not any(run.x0 < middle < run.x1 for run in heads):
        return middle
    places = [middle, *(x for run in heads for x in (run.x0 - 0.5, run.x1 + 0.5) if left < x < right)]

    def cost(x: float) -> tuple[int, bool, float]:
        crossed = sum(run.x0 < x < run.x1 for run in heads)
        parts = any(run.x1 <= x for run in heads) and any(run.x0 >= x for run in heads)
        return crossed, not parts, abs(x - middle)

    return min(places, key=cost)


def _divide(shape: GridShape, xs: list[float], ys: list[float], first: int, runs: Runs) -> None:
    """Put borders in; a cell that the text crosses, or that covers several, stays whole there."""
    old_xs, old_ys = shape.xs.tolist(), shape.ys.tolist()
    new_xs, new_ys = sorted(old_xs + xs), sorted(old_ys + ys)
    column_of = [bisect(old_xs, x) - 1 for x in new_xs[:-1]]
    row_of = [bisect(old_ys, y) - 1 for y in new_ys[:-1]]
    labels = shape.labels[np.ix_(row_of, column_of)]
    rows, columns = _positions(row_of), _positions(column_of)
    fresh = shape.labels.size
    for row, column in product(rows, columns):
        downward, sideward = rows[row], columns[column]
        if len(downward) * len(sideward) < 2 or not _is_single(shape, row, column):
            continue
        part = runs.get(first + row * len(columns) + column, [])
        down = _pieces(downward, new_ys, [(run.top + 0.5, run.bottom - 0.5) for run in part])
        across = _pieces(sideward, new_xs, [(run.x0 + 0.5, run.x1 - 0.5) for run in part])
        for r, c in product(downward, sideward):
            labels[r, c] = fresh + down[r] * len(sideward) + across[c]
        fresh += len(downward) * len(sideward)
    _, where, inverse = np.unique(labels, return_index=True, return_inverse=True)
    shape.xs, shape.ys = np.array(new_xs), np.array(new_ys)
    shape.labels = where[inverse].reshape(labels.shape)


def _positions(origin: list[int]) -> dict[int, list[int]]:
    """For each old row (or column) the new ones it becomes."""
    found: dict[int, list[int]] = {}
    for position, old in enumerate(origin):
        found.setdefault(old, []).append(position)
    return found


def _pieces(indices: list[int], borders: list[float], extents: list[tuple[float, float]]) -> dict[int, int]:
    """Which piece of a cell each of its rows (or columns) is of: borders that text crosses part nothing."""
    piece, found = 0, {indices[0]: 0}
    for index in indices[1:]:
        piece += not any(low < borders[index] < high for low, high in extents)
        found[index] = piece
    return found
