"""Cells that run together because a piece of a rule is missing: parted again where their content shows it.

A border that stands in the other rows (or columns) and is absent at one place may be a merged cell, or a rule
that was forgotten or lost. What is printed there decides: an amount or a code of its own on one side.
"""

import re
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipelines.domain.money import is_dash, parse_amount
from pipelines.read.aligned_rows import begins_row
from pipelines.read.amounts import holds_amount
from pipelines.read.grid import GridShape
from pipelines.read.text import Run, runs_to_lines

MAJORITY = 0.5
"""of a grid's rows: an upright border that stands in so many is expected in all."""
CENTRED = 0.3
"""of the row height: text stands so near the middle of its row."""
ASIDE = 0.15
"""of the width of two columns: an amount of one of them stands so far from the middle of both."""
SIDEWAYS = 0.05
"""of a column's width: a heading stands so near the middle of it."""
INSIDE = 0.3
"""of the line height: a heading keeps so far from the borders of its column."""
TOUCHING = 0.12
"""of the line height: letters nearer than this are of one word."""

_CODE = re.compile(r"\d{2,7}(?:[-—－].+)?|[\[［]\d{3,7}[\]］].+")

Labels = npt.NDArray[np.int64]
Runs = dict[int, list[Run]]


def doubtful(labels: Labels) -> list[list[int]]:
    """Merged cells whose inner borders all stand beside them: the slots (row × columns + column) of each."""
    rows, columns = labels.shape
    flat = labels.ravel()
    merged = np.flatnonzero(flat != np.arange(flat.size))
    if not len(merged) or columns < 3:
        return []
    upright, level = labels[:, 1:] == labels[:, :-1], labels[1:] == labels[:-1]
    seldom = upright.sum(0) > (1 - MAJORITY) * rows
    alone = np.zeros_like(level)
    alone[:, 1:] |= level[:, :-1]
    alone[:, :-1] |= level[:, 1:]
    certain = {*labels[:, 1:][upright & seldom].tolist(), *labels[1:][level & alone].tolist()}
    found: dict[int, list[int]] = {}
    for slot, label in zip(merged.tolist(), flat[merged].tolist(), strict=True):
        if label not in certain:
            found.setdefault(label, [label]).append(slot)
    return list(found.values())


def parted(labels: Labels, cells: list[list[int]]) -> Labels:
    """The labels with each of these cells taken apart into its slots."""
    if not cells:
        return labels
    flat = labels.ravel().copy()
    for slots in cells:
        flat[slots] = slots
    return flat.reshape(labels.shape)


def settle(shape: GridShape, cells: list[list[int]], first: int, runs: Runs) -> None:
    """Part the doubtful cells of a grid where their content says so; join the text of the others again.

    Args:
        cells: as `doubtful` found them. first: place of the grid's first slot among the keys of `runs`,
            where the text of each slot stands as if all of them were parted.
    """
    for slots in cells:
        held = {slot: runs[first + slot] for slot in slots if first + slot in runs}
        if held and _apart(shape, slots, held, first, runs):
            shape.labels = parted(shape.labels, [slots])
            continue
        together = [run for slot in slots for run in runs.pop(first + slot, [])]
        if together:
            runs[first + slots[0]] = together


def _apart(shape: GridShape, slots: list[int], held: Runs, first: int, runs: Runs) -> bool:
    """Whether what a doubtful cell holds is of several cells. `held`: the text of its slots."""
    columns = shape.labels.shape[1]
    if len(held) == 1 and len(slots) > 2:
        return False
    texts = {slot: _text(part) for slot, part in held.items()}
    amounts = {slot for slot, text in texts.items() if parse_amount(text) is not None or is_dash(text)}
    codes = {slot for slot, text in texts.items() if _CODE.fullmatch(text)}
    rows = sorted({slot // columns for slot in slots})
    one_column = len({slot % columns for slot in slots}) == 1
    if len(rows) == 1 and len(held) == len(slots) and _are_headings(shape, held):
        return True
    if not amounts and not (one_column or (codes and len(held) > 1)):
        return False
    if len(held) == 1:
        return _in_place(shape, slots, held) and _body(shape, rows, slots, first, runs)
    if len(rows) > 1:
        if not all(_is_centred(part, shape, slot // columns) for slot, part in held.items()):
            return False
        of_rows = amounts == set(held) or (len(held) == len(slots) and all(map(begins_row, texts.values())))
        if not of_rows and not _body(shape, rows, slots, first, runs):
            return False
    return not any(_touches(held[a], held[b]) for a, b in pairwise(sorted(held)) if b == a + 1)


def _text(runs: list[Run]) -> str:
    if len(runs) == 1:
        return "".join(runs[0].text.split())
    return "".join("".join(line.text for line in runs_to_lines(list(runs))).split())


def _is_centred(runs: list[Run], shape: GridShape, row: int) -> bool:
    top, bottom = shape.ys[row], shape.ys[row + 1]
    middle = (min(run.top for run in runs) + max(run.bottom for run in runs)) / 2
    return bool(abs(middle - (top + bottom) / 2) < CENTRED * (bottom - top))


def _are_headings(shape: GridShape, held: Runs) -> bool:
    """Whether a word stands in the middle of each of several columns."""
    columns = shape.labels.shape[1]
    for slot, runs in held.items():
        left, right = shape.xs[slot % columns], shape.xs[slot % columns + 1]
        start, end = min(run.x0 for run in runs), max(run.x1 for run in runs)
        height = runs[0].bottom - runs[0].top
        off = abs((start + end) / 2 - (left + right) / 2) > SIDEWAYS * (right - left)
        if off or end - start < 2 * height or min(start - left, right - end) < INSIDE * height:
            return False
    return True


def _in_place(shape: GridShape, slots: list[int], held: Runs) -> bool:
    """Whether the only text of two slots stands in the middle of its row, or well inside its column."""
    columns = shape.labels.shape[1]
    (slot, runs), *_ = held.items()
    row, column = divmod(slot, columns)
    if slots[1] - slots[0] == columns:
        return _is_centred(runs, shape, row)
    left = slots[0] % columns
    whole = shape.xs[left + 2] - shape.xs[left]
    middle = (min(run.x0 for run in runs) + max(run.x1 for run in runs)) / 2
    off = abs(middle - (shape.xs[left] + shape.xs[left + 2]) / 2) > ASIDE * whole
    return bool(off and shape.xs[column] <= middle <= shape.xs[column + 1])


def _body(shape: GridShape, rows: list[int], slots: list[int], first: int, runs: Runs) -> bool:
    """Whether each of these rows prints an amount outside the cell."""
    columns, mine = shape.labels.shape[1], set(slots)
    return all(
        any(
            holds_amount(run)
            for slot in range(row * columns, (row + 1) * columns)
            if slot not in mine
            for run in runs.get(first + slot, ())
        )
        for row in rows
    )


def _touches(left: list[Run], right: list[Run]) -> bool:
    """Whether a word goes on over the border."""
    return any(
        min(one.bottom, other.bottom) - max(one.top, other.top) > 0
        and other.x0 - one.x1 < TOUCHING * (one.bottom - one.top)
        for one in left
        for other in right
    )
