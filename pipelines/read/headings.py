"""Columns that run together because an upright is missing, told by two headings side by side in one cell.

The border is where neither the headings nor anything below them is crossed; both sides must hold something.
"""

from bisect import bisect
from itertools import pairwise

import numpy as np

from pipelines.read.amounts import holds_amount
from pipelines.read.grid import GridShape
from pipelines.read.text import SAME_LINE, Run

GUTTER = 2.0
"""points of white between two columns."""
MIN_ROWS = 2
"""so many rows show that a cell is of two columns."""
MIN_HEADING = 2
"""signs of a heading; a shorter one is a letter of a word set wide, but for the parts of a code."""
CODE_PARTS = frozenset("类款项")

Runs = dict[int, list[Run]]


def part_by_headings(shape: GridShape, several: Runs, first: int, runs: Runs) -> bool:
    """Part columns whose heading is two headings; whether there are any.

    Args:
        several: the cells (slot of the grid) that hold several runs.
        first: place of the grid's first cell among the keys of `runs`.
    """
    found: dict[int, float] = {}
    for slot, part in several.items():
        gaps = _gaps_between_headings(part)
        if not gaps:
            continue
        rows, columns = np.nonzero(shape.labels == slot)
        if columns[0] != columns[-1] or columns[0] in found:
            continue
        column, below = int(columns[0]), int(rows[-1]) + 1
        if _holds_amounts(shape, below, first, runs):
            continue
        x = _border(shape, column, below, gaps, first, runs)
        if x is not None:
            found[column] = x
    for column in sorted(found, reverse=True):
        _part(shape, column, found[column], first, runs)
    return bool(found)


def _holds_amounts(shape: GridShape, below: int, first: int, runs: Runs) -> bool:
    """Whether an amount stands in the rows above one: they are no header."""
    return any(
        holds_amount(run)
        for label in {*shape.labels[:below].ravel().tolist()}
        for run in runs.get(first + label, ())
    )


def part_below_headings(shape: GridShape, several: Runs, first: int, runs: Runs) -> bool:
    """Part cells over two columns of a header where row after row has words of its own in both.

    Args:
        several: the cells (slot of the grid) that hold several runs.
        first: place of the grid's first cell among the keys of `runs`.
    """
    labels = shape.labels
    same = labels[:, 1:] == labels[:, :-1]
    same[1:] &= labels[1:, 1:] != labels[:-1, 1:]
    evidence: dict[int, list[int]] = {}
    for slot, part in several.items():
        row, column = divmod(slot, labels.shape[1])
        if labels[row, column] != slot or column + 1 == labels.shape[1] or not same[row, column]:
            continue
        for border in range(column, labels.shape[1] - 1):
            if not same[row, border]:
                break
            if _on_both_sides(part, float(shape.xs[border + 1])):
                evidence.setdefault(border, []).append(row)
    changed = False
    for border, shown in evidence.items():
        start = int(np.flatnonzero(~same[: min(shown), border])[-1:].sum()) + 1
        rows = [row for row in np.flatnonzero(same[:, border]).tolist() if row >= start]
        x = float(shape.xs[border + 1])
        crossed = sum(_is_crossed(runs.get(first + int(labels[row, border]), []), x) for row in rows)
        headed = not same[start - 1, border] and not _holds_amounts(shape, start, first, runs)
        if len(shown) < MIN_ROWS or len(shown) <= crossed or not headed:
            continue
        fresh = shape.labels.copy()
        for row in rows:
            label = shape.labels[row, border]
            if not _is_crossed(runs.get(first + int(labels[row, border]), []), x):
                right = fresh[:, border + 1 :]
                right[shape.labels[:, border + 1 :] == label] = fresh.max() + 1
                changed = True
        shape.labels = fresh
    if changed:
        _, where, inverse = np.unique(shape.labels, return_index=True, return_inverse=True)
        shape.labels = where[inverse].reshape(shape.labels.shape)
    return changed


def _on_both_sides(part: list[Run], x: float) -> bool:
    return any(run.x1 < x for run in part) and any(run.x0 > x for run in part) and not _is_crossed(part, x)


def _is_crossed(part: list[Run], x: float) -> bool:
    return any(run.x0 + 1 < x < run.x1 - 1 for run in part)


def _gaps_between_headings(part: list[Run]) -> list[tuple[float, float]]:
    """Where white parts two headings that stand beside each other."""
    if any(run.text[:1].isdigit() or holds_amount(run) for run in part):
        return []
    extents: list[list[float]] = []
    words: list[int] = []
    for run in sorted(part, key=lambda one: one.x0):
        size = MIN_HEADING if run.text in CODE_PARTS else len(run.text)
        if extents and run.x0 - extents[-1][1] < GUTTER:
            extents[-1][1] = max(extents[-1][1], run.x1)
            words[-1] += size
        else:
            extents.append([run.x0, run.x1])
            words.append(size)
    if len(extents) < 2 or min(words) < MIN_HEADING or not _overlap(part):
        return []
    return [(left[1], right[0]) for left, right in pairwise(extents)]


def _overlap(part: list[Run]) -> bool:
    """Whether the words stand beside each other, not below each other."""
    ordered = sorted(part, key=lambda one: one.x0)
    left, right = ordered[0], ordered[-1]
    return (
        min(left.bottom, right.bottom) - max(left.top, right.top) > SAME_LINE * (left.bottom - left.top) / 2
    )


def _border(
    shape: GridShape, column: int, below: int, gaps: list[tuple[float, float]], first: int, runs: Runs
) -> float | None:
    """The widest white between two headings that goes down through the whole column, between two contents."""
    parts = [
        runs[place]
        for label in dict.fromkeys(shape.labels[below:, column].tolist())
        if (place := first + label) in runs and not _is_wide(shape, label)
    ]
    body = [run for part in parts for run in part]
    best: tuple[float, float] | None = None
    for left, right in gaps:
        inside = sorted({left, right, *(x for run in body for x in (run.x0, run.x1) if left < x < right)})
        for x0, x1 in pairwise(inside):
            if x1 - x0 < GUTTER or any(run.x0 < x1 - 0.1 and run.x1 > x0 + 0.1 for run in body):
                continue
            sides = {run.x0 > x0 for run in body}
            if len(sides) == 2 and (best is None or x1 - x0 > best[0]):
                best = x1 - x0, (x0 + x1) / 2
    return None if best is None else best[1]


def _is_wide(shape: GridShape, label: int) -> bool:
    """Whether a cell covers several columns."""
    columns = np.nonzero(shape.labels == label)[1]
    return bool(columns[0] != columns[-1])


def _part(shape: GridShape, column: int, x: float, first: int, runs: Runs) -> None:
    """Put an upright in; cells that text crosses, and merged cells with text on one side only, stay whole."""
    old = shape.labels
    fresh = np.insert(old, column + 1, old[:, column], axis=1)
    following = int(old.max()) + 1
    for label in dict.fromkeys(old[:, column].tolist()):
        part = runs.get(first + label, [])
        if _is_crossed(part, x):
            continue
        if _is_wide(shape, label) and len({bisect([x], run.x0) for run in part}) < 2:
            continue
        right = fresh[:, column + 1 :]
        right[right == label] = following
        following += 1
    _, where, inverse = np.unique(fresh, return_index=True, return_inverse=True)
    shape.xs = np.insert(shape.xs, column + 1, x)
    shape.labels = where[inverse].reshape(fresh.shape)
