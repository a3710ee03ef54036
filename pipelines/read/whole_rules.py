"""Rows and columns that run together because a whole rule between them is missing.

Where several amounts, codes or numbered labels stand one below the other in a cell, it is of several rows;
where row after row holds two words with the same gap between them, it is of two columns.
"""

import re
from bisect import bisect
from itertools import pairwise, product

import numpy as np

from pipelines.domain.page import TextLine
from pipelines.read.aligned import is_amount
from pipelines.read.grid import GridShape
from pipelines.read.text import Run, runs_to_lines

MIN_COLUMNS = 3
"""a grid with fewer columns has lost too many rules to be mended."""
MIN_ROWS = 3
"""so many rows, or half of fewer, must show the same gap."""
GUTTER = 2.0
"""points of white between two columns."""
SAME_ROW = 0.5
"""of the line height: lines nearer than this are of one row."""
BESIDE = 0.25
"""of the line height: a label and an amount nearer than this stand on one line."""

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
    full = {
        place - first: part
        for place, part in runs.items()
        if first <= place < first + size and len(part) > 1 and _several(part)
    }
    if not full:
        return False
    ys = [y for row in sorted({slot // columns for slot in full}) for y in _rows(shape, row, first, runs)]
    narrow = sorted({slot % columns for slot in full}) if columns >= MIN_COLUMNS else []
    xs = [x for column in narrow for x in _gaps(shape, column, first, runs)]
    if not xs and not ys:
        return False
    _divide(shape, xs, ys, first, runs)
    return True


def _several(part: list[Run]) -> bool:
    """Whether a cell holds several amounts, codes or numbered labels, or an amount beside something else."""
    amounts = sum(is_amount(run.text) for run in part)
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


def _lines(shape: GridShape, row: int, first: int, runs: Runs) -> list[list[TextLine]]:
    """The lines of each cell of one row that covers this row only."""
    columns = shape.labels.shape[1]
    found = []
    for slot in range(row * columns, (row + 1) * columns):
        part = runs.get(first + slot)
        if part and _is_low(shape, row, slot % columns):
            found.append(runs_to_lines(list(part)))
    return found


def _rows(shape: GridShape, row: int, first: int, runs: Runs) -> list[float]:
    """y of the borders missing inside a row."""
    cells = _lines(shape, row, first, runs)
    stacks = [lines for lines in cells if len(lines) > 1 and all(map(_begins_row, lines))]
    amounts = [line for lines in cells for line in lines if is_amount(line.text)]
    if not amounts or not any(_tells(lines, amounts) for lines in stacks):
        return []
    middles: list[float] = []
    height = stacks[0][0].box.bottom - stacks[0][0].box.top
    for middle in sorted((one.box.top + one.box.bottom) / 2 for lines in stacks for one in lines):
        if not middles or middle - middles[-1] > SAME_ROW * height:
            middles.append(middle)
    lines = [line for cell in cells for line in cell]
    return [_between(above, below, lines) for above, below in pairwise(middles)]


def _tells(stack: list[TextLine], amounts: list[TextLine]) -> bool:
    """Whether lines below each other are rows: amounts, codes, or numbered words beside amounts."""
    if _NUMBERED.match(stack[0].text) is None:
        return True
    return any(
        abs(line.box.top + line.box.bottom - one.box.top - one.box.bottom) / 2
        < BESIDE * (line.box.bottom - line.box.top)
        for line in stack
        for one in amounts
    )


def _begins_row(line: TextLine) -> bool:
    text = "".join(line.text.split())
    return is_amount(line.text) or _CODE.fullmatch(text) is not None or _NUMBERED.match(text) is not None


def _between(above: float, below: float, lines: list[TextLine]) -> float:
    """The height between two rows that crosses the fewest lines, nearest to the middle."""
    middle = (above + below) / 2
    near = [line for line in lines if line.box.top < below and line.box.bottom > above]

    def cost(y: float) -> tuple[int, float]:
        return sum(line.box.top < y - 0.5 and y + 0.5 < line.box.bottom for line in near), abs(y - middle)

    if not cost(middle)[0]:
        return middle
    ends = {round(line.box.bottom + 0.2, 1) for line in near if above < line.box.bottom < below}
    return min([middle, *sorted(ends)], key=cost)


def _gaps(shape: GridShape, column: int, first: int, runs: Runs) -> list[float]:
    """x of the borders missing inside a column."""
    columns = shape.labels.shape[1]
    rows = [
        part
        for row in range(shape.labels.shape[0])
        if (part := runs.get(first + row * columns + column)) and _is_single(shape, row, column)
    ]
    body = next((k for k, part in enumerate(rows) if any(is_amount(run.text) for run in part)), len(rows))
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
            is_amount(run.text) for part in both for run in part
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
