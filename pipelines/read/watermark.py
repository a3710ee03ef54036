"""Watermarks: words across the page, slanted or much larger than the table below, are not its text."""

import numpy as np
import numpy.typing as npt

from pipelines.read.grid import GridShape
from pipelines.read.pdfium import RawPage

SLANT = 0.2
"""a step from sign to sign that goes so much aside of the level (or the upright) is slanted."""
STEPS = 3
"""so many slanted steps in one direction make a slanted word."""
STEP = 0.7
"""points: signs of one level line differ by less in height."""
STRAIGHT = 0.15
"""sine of the angle by which steps of one word may differ."""
NEAR = 3.0
"""of the larger side of a sign: the next one of its word is no further away."""
LARGE = 2.5
"""times the usual height of a table's signs."""
TALL = 20.0
"""points: no watermark has smaller signs that are not slanted."""

Marks = npt.NDArray[np.bool_]
Places = npt.NDArray[np.floating]


def drop_slanted(raw: RawPage) -> None:
    """Signs of slanted words become hidden ones."""
    (index,) = raw.visible.nonzero()
    top = raw.boxes[index, 1]
    steps = np.abs(top[1:] - top[:-1]) > STEP
    if not np.count_nonzero(steps[2:] & steps[1:-1] & steps[:-2]):
        return
    boxes = raw.boxes[index]
    x, y = boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]
    right, down = np.diff(x) / 2, np.diff(y) / 2
    across, along = np.abs(right), np.abs(down)
    slanted = (along > SLANT * across) & (across > SLANT * along)
    if np.count_nonzero(slanted) < STEPS:
        return
    length = np.hypot(right, down)
    side = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    slanted &= length < NEAR * np.maximum(side[1:], side[:-1])
    turn = np.abs(right[1:] * down[:-1] - right[:-1] * down[1:])
    ahead = right[1:] * right[:-1] + down[1:] * down[:-1] > 0
    goes_on = slanted[1:] & slanted[:-1] & ahead & (turn < STRAIGHT * length[1:] * length[:-1])
    if goes_on.any():
        _hide(raw, index[_in_words(goes_on, len(index))])


def _in_words(goes_on: Marks, count: int) -> Marks:
    """The signs of stretches of at least STEPS steps; `goes_on` says where two steps are of one word."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], goes_on, [False]))))
    marks = np.zeros(count, bool)
    for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - first + 1 >= STEPS:
            marks[first : end + 2] = True
    return marks


def drop_large(raw: RawPage, shapes: list[GridShape]) -> None:
    """Signs much larger than a table's, reaching over its level rules, become hidden ones."""
    height = raw.boxes[:, 3] - raw.boxes[:, 1]
    tall = np.flatnonzero(height >= TALL)
    if not shapes or not len(tall):
        return
    x, y = (raw.boxes[:, 0] + raw.boxes[:, 2]) / 2, (raw.boxes[:, 1] + raw.boxes[:, 3]) / 2
    for shape in shapes:
        if not _within(shape, x[tall], y[tall]).any():
            continue
        inside = raw.visible & _within(shape, x, y)
        if not inside.any():
            continue
        large = inside & (height > LARGE * np.median(height[inside]))
        index = np.flatnonzero(large)
        over = [k for k in index.tolist() if _crosses_level(shape, raw.boxes[k].tolist())]
        if over:
            _hide(raw, np.array(over))


def _within(shape: GridShape, x: Places, y: Places) -> Marks:
    inside: Marks = (x > shape.xs[0]) & (x < shape.xs[-1]) & (y > shape.ys[0]) & (y < shape.ys[-1])
    return inside


def _crosses_level(shape: GridShape, box: list[float]) -> bool:
    """Whether a sign reaches over a border of the cell that its middle lies in."""
    left, top, right, bottom = box
    row = int(np.searchsorted(shape.ys, (top + bottom) / 2)) - 1
    column = int(np.searchsorted(shape.xs, (left + right) / 2)) - 1
    cell = np.flatnonzero((shape.labels == shape.labels[row, column]).any(1))
    return bool(top < shape.ys[cell[0]] or bottom > shape.ys[cell[-1] + 1])


def _hide(raw: RawPage, index: npt.NDArray[np.int64]) -> None:
    raw.visible[index] = False
    raw.hidden += len(index)
