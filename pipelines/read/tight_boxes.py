"""Fonts that state no height (Type 3): their signs have boxes as low as their ink, 一 a mere stroke.

Lines of text are made of boxes, so a low sign takes the height of the sign beside it.
"""

import numpy as np
import numpy.typing as npt

FLAT = 0.5
"""of its width: a sign lower than this has the box of its ink, in fonts that state their height none has."""
LOW = 0.6
"""of the height of the sign beside it: a lower box is raised to it."""
NEAR = (0.3, 1.0)
"""of that height: how far the sign beside may stand away; first those of the same word."""
SLACK = 0.3
"""of that height: how far above or below its box the middle of a low sign may be (a comma, a quote)."""

Boxes = npt.NDArray[np.float32]


def raise_low_boxes(boxes: Boxes, ink: npt.NDArray[np.bool_]) -> None:
    """Give low signs (一, dashes, stops) the top and bottom of the sign before or behind them, in place."""
    left, top, right, bottom = boxes.T
    if not (ink & (bottom - top < FLAT * (right - left))).any():
        return
    index = np.flatnonzero(ink)
    for near in NEAR:
        _take_height(boxes, index[1:], index[:-1], near)
        _take_height(boxes, index[:-1], index[1:], near)


def _take_height(
    boxes: Boxes, signs: npt.NDArray[np.int64], beside: npt.NDArray[np.int64], near: float
) -> None:
    """Each of `signs` that is lower than the one `beside` it takes that one's top and bottom."""
    mine, other = boxes[signs], boxes[beside]
    height = other[:, 3] - other[:, 1]
    middle = (mine[:, 1] + mine[:, 3]) / 2
    gap = np.maximum(mine[:, 0] - other[:, 2], other[:, 0] - mine[:, 2])
    low = (
        (mine[:, 3] - mine[:, 1] < LOW * height)
        & (gap < near * height)
        & (middle > other[:, 1] - SLACK * height)
        & (middle < other[:, 3] + SLACK * height)
    )
    boxes[signs[low], 1] = other[low, 1]
    boxes[signs[low], 3] = other[low, 3]
