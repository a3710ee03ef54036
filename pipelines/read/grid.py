"""Ruling lines → grids: lines to merged rules, rules to connected tables, tables to cells (pure geometry).

A cell is what no rule separates; sides left open at a page break are closed by the crossing rules' ends.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SNAP = 2.0
"""points: parallel rules nearer than this are one (doubled borders)."""
GAP = 3.5
"""points: pieces of one rule may lie this far apart (dashes), and ends may miss a crossing by this much."""
OPEN_SIDE = 6.0
"""points: rules reaching this far beyond the last crossing one mean a side left open."""
LONG = 0.6
"""of a table's width: longer level rules part its rows."""
MAX_CELLS = 100_000
"""a finer grid is hatching or a drawing, not a table."""
MAX_CROSSINGS = 20_000_000
"""pairs of rules looked at on one page: beyond it the page is a drawing."""

Floats = npt.NDArray[np.float64]
Chosen = npt.NDArray[np.bool_]


@dataclass(slots=True)
class GridShape:
    """The geometry of one table.

    Attributes:
        xs, ys: column and row borders, ascending, points.
        labels: rows × columns; equal numbers belong to the same (merged) cell.
    """

    xs: Floats
    ys: Floats
    labels: npt.NDArray[np.int64]


def _merge(position: Floats, low: Floats, high: Floats) -> Floats:
    """Parallel rules snapped to common positions, collinear pieces joined → n × 3 (position, low, high)."""
    if not len(position):
        return np.zeros((0, 3))
    order = np.argsort(position, kind="stable")
    position, low, high = position[order], low[order], high[order]
    group = np.concatenate(([0], (position[1:] - position[:-1] > SNAP).cumsum()))
    position = (np.bincount(group, position) / np.bincount(group))[group]
    order = np.lexsort((low, group))
    position, low, high, group = position[order], low[order], high[order], group[order]
    apart = group * (2 * (np.abs(low).max() + np.abs(high).max()) + 2 * GAP)
    reached = np.maximum.accumulate(high + apart)[:-1]
    starts = np.concatenate(([0], ((low + apart)[1:] > reached + GAP).nonzero()[0] + 1))
    return np.stack((position[starts], low[starts], np.maximum.reduceat(high, starts)), 1)


def _components(crossing: npt.NDArray[np.bool_]) -> list[tuple[Chosen, Chosen]]:
    """Connected sets of horizontal and vertical rules, by their crossings: which of each belong to them."""
    todo = np.ones(len(crossing), bool)
    found = []
    while todo.any():
        across = np.zeros(len(crossing), bool)
        down = np.zeros(crossing.shape[1], bool)
        across[todo.argmax()] = True
        count = 0
        while (now := int(across.sum())) > count:
            count = now
            down |= crossing[across].any(0)
            across |= crossing[:, down].any(1)
        todo &= ~across
        found.append((across, down))
    return found


def _with_open_sides(borders: Floats, crossing_low: float, crossing_high: float) -> Floats:
    if crossing_low < borders[0] - OPEN_SIDE:
        borders = np.insert(borders, 0, crossing_low)
    if crossing_high > borders[-1] + OPEN_SIDE:
        borders = np.append(borders, crossing_high)
    return borders


def _with_ends(borders: Floats, rules: Floats) -> Floats:
    """Borders, and the places between them where crossing rules end: the rule that was there is missing."""
    ends = rules[:, 1:].ravel()
    far = ends[(np.abs(ends[:, None] - borders) > OPEN_SIDE).all(1)]
    far = np.sort(far[(far > borders[0]) & (far < borders[-1])])
    if not len(far):
        return borders
    first = np.concatenate(([True], np.diff(far) > OPEN_SIDE))
    return np.sort(np.concatenate((borders, far[first])))


def _labels(xs: Floats, ys: Floats, across: Floats, down: Floats) -> npt.NDArray[np.int64]:
    """Cells merged where no rule lies between two neighbours."""
    columns, rows = len(xs) - 1, len(ys) - 1
    middle_x, middle_y = (xs[1:] + xs[:-1]) / 2, (ys[1:] + ys[:-1]) / 2
    horizontal = np.zeros((rows + 1, columns), bool)
    vertical = np.zeros((rows, columns + 1), bool)
    at, low, high = np.searchsorted(ys, across[:, 0] - 1e-6), across[:, 1, None], across[:, 2, None]
    np.logical_or.at(horizontal, at, (middle_x > low) & (middle_x < high))
    at, low, high = np.searchsorted(xs, down[:, 0] - 1e-6), down[:, 1, None], down[:, 2, None]
    np.logical_or.at(vertical.T, at, (middle_y > low) & (middle_y < high))
    labels = _cells(horizontal, vertical)
    upright = vertical[:, 1:-1] & (labels[:, 1:] == labels[:, :-1])
    level = horizontal[1:-1] & (labels[1:] == labels[:-1])
    if upright.any():
        _close(horizontal, vertical, upright)
    if level.any():
        _close(vertical.T, horizontal.T, level.T)
    return _cells(horizontal, vertical) if upright.any() or level.any() else labels


def _close(
    horizontal: npt.NDArray[np.bool_], vertical: npt.NDArray[np.bool_], inner: npt.NDArray[np.bool_]
) -> None:
    """Rules inside a cell end on its border: the level rule is missing over which they begin, or end.

    Args:
        inner: rows × inner borders, where an upright rule has the same cell on both sides.
    """
    for row, border in zip(*(where.tolist() for where in np.nonzero(inner)), strict=True):
        for beyond, level in ((row - 1, row), (row + 1, row + 1)):
            if not 0 <= beyond < len(vertical) or vertical[beyond, border + 1]:
                continue
            left, right = border, border + 1
            while left > 0 and not vertical[beyond, left]:
                left -= 1
            while right + 1 < vertical.shape[1] - 1 and not vertical[beyond, right + 1]:
                right += 1
            horizontal[level, left : right + 1] = True


def _cells(horizontal: npt.NDArray[np.bool_], vertical: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Cells merged where no rule lies between two neighbours."""
    rows, columns = len(vertical), horizontal.shape[1]
    own = np.arange(rows * columns).reshape(rows, columns)
    beside, below = ~vertical[:, 1:-1], ~horizontal[1:-1]
    pairs = [*zip(own[:, :-1][beside].tolist(), own[:, 1:][beside].tolist(), strict=True)]
    pairs += zip(own[:-1][below].tolist(), own[1:][below].tolist(), strict=True)
    return _joined(rows * columns, pairs).reshape(rows, columns) if pairs else own


def _joined(count: int, pairs: list[tuple[int, int]]) -> npt.NDArray[np.int64]:
    """For each of `count` members the least member of the set that the pairs join it to."""
    parent = list(range(count))
    for a, b in pairs:
        while parent[a] != a:
            parent[a] = a = parent[parent[a]]
        while parent[b] != b:
            parent[b] = b = parent[parent[b]]
        parent[max(a, b)] = min(a, b)
    for k, up in enumerate(parent):  # a parent is never greater than its child
        parent[k] = parent[up]
    return np.array(parent)


def _beside(loose: Floats, across: Floats, down: Floats) -> Floats:
    """Upright rules that cross no level rule of a grid and yet part its cells.

    As tall as the grid: its cells are taller than the page. Inside of it: the level rules are missing.
    """
    top, bottom = down[:, 1].min(), down[:, 2].max()
    tall = (np.abs(loose[:, 1] - top) < GAP) & (np.abs(loose[:, 2] - bottom) < GAP)
    inside = (loose[:, 1] > top) & (loose[:, 2] < bottom) & (loose[:, 2] - loose[:, 1] > OPEN_SIDE)
    inside &= (loose[:, 0] > across[:, 1].min() + GAP) & (loose[:, 0] < across[:, 2].max() - GAP)
    beside: Floats = loose[tall | inside]
    return beside


def long_levels(rules: Floats, left: float, right: float) -> list[float]:
    """y of the level rules that go over most of the width between two places."""
    if not len(rules):
        return []
    flat = rules[:, 2] - rules[:, 0] >= rules[:, 3] - rules[:, 1]
    merged = _merge((rules[flat, 1] + rules[flat, 3]) / 2, rules[flat, 0], rules[flat, 2])
    long = merged[:, 2] - merged[:, 1] > LONG * (right - left)
    return [float(y) for y in np.unique(merged[long, 0])]


def rules_to_grids(rules: Floats) -> list[GridShape]:
    """n × 4 ruling lines (left, top, right, bottom) → the grids they form, top to bottom."""
    if len(rules) < 3:
        return []
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    flat = width >= height
    across = _merge((rules[flat, 1] + rules[flat, 3]) / 2, rules[flat, 0], rules[flat, 2])
    down = _merge((rules[~flat, 0] + rules[~flat, 2]) / 2, rules[~flat, 1], rules[~flat, 3])
    if len(across) < 2 or not len(down) or len(across) * len(down) > MAX_CROSSINGS:
        return []
    crossing = (
        (down[:, 0] >= across[:, 1, None] - GAP)
        & (down[:, 0] <= across[:, 2, None] + GAP)
        & (across[:, 0, None] >= down[:, 1] - GAP)
        & (across[:, 0, None] <= down[:, 2] + GAP)
    )
    shapes = []
    loose = down[~crossing.any(0)]
    for rows, columns in _components(crossing):
        h, v = across[rows], down[columns]
        if len(h) < 2 or not len(v):
            continue
        if len(loose):
            v = np.concatenate((v, _beside(loose, h, v)))
        xs = _with_open_sides(np.unique(v[:, 0]), h[:, 1].min(), h[:, 2].max())
        ys = _with_open_sides(np.unique(h[:, 0]), v[:, 1].min(), v[:, 2].max())
        xs, ys = _with_ends(xs, h), _with_ends(ys, v)
        if len(xs) < 2 or len(ys) < 2 or not 2 <= (len(xs) - 1) * (len(ys) - 1) <= MAX_CELLS:
            continue
        shapes.append(GridShape(xs, ys, _labels(xs, ys, h, v)))
    shapes.sort(key=lambda s: (float(s.ys[0]), float(s.xs[0])))
    return shapes
