"""Glyphs → runs → lines of text, inside cells and outside them.

A run is a stretch of glyphs that follow each other in the file, on one baseline and in one place (a cell, or
outside all grids); working on runs instead of glyphs is what keeps this fast.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.domain.page import Box, TextLine
from pipelines.read.pdfium import RawPage

OUTSIDE = -1
SPACE_GAP = 0.45
"""of the line height: a wider gap between two runs is printed as a space."""
DIGIT_GAP = 0.3
"""of a digit's width: so much white between two digits parts two numbers."""
SAME_LINE = 0.5
"""of the smaller height: centres nearer than this stand on one line."""


@dataclass(slots=True)
class Run:
    """Glyphs in a row: their text and box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


def runs_by_place(page: RawPage, place: npt.NDArray[np.int64]) -> dict[int, list[Run]]:
    """The page's visible runs, keyed by the place (cell number or `OUTSIDE`) of their glyphs.

    Args:
        place: for each glyph of the page the place its centre lies in.
    """
    (index,) = page.visible.nonzero()
    found: dict[int, list[Run]] = defaultdict(list)
    if not len(index):
        return found
    boxes = page.boxes[index]
    text = page.text
    where = place[index]
    left, top, right, bottom = boxes.T
    height = np.maximum(bottom - top, 1.0)
    centre = (top + bottom) / 2
    gap = left[1:] - right[:-1]
    broken = (
        (index[1:] - index[:-1] != 1)
        | (where[1:] != where[:-1])
        | (np.abs(centre[1:] - centre[:-1]) > SAME_LINE * np.minimum(height[1:], height[:-1]))
        | (gap > SPACE_GAP * height[1:])
        | (left[1:] < left[:-1] - 0.2 * height[1:])
    )
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)[index]
    digit = (codes > 0x2F) & (codes < 0x3A)
    broken |= digit[1:] & digit[:-1] & (gap > DIGIT_GAP * (right - left)[:-1])
    starts = np.concatenate(([0], broken.nonzero()[0] + 1))
    ends = np.append(starts[1:], len(index))
    tops, bottoms = np.minimum.reduceat(top, starts), np.maximum.reduceat(bottom, starts)
    lefts, rights = np.minimum.reduceat(left, starts), np.maximum.reduceat(right, starts)
    for first, last, w, x0, y0, x1, y1 in zip(
        index[starts].tolist(),
        index[ends - 1].tolist(),
        where[starts].tolist(),
        lefts.tolist(),
        tops.tolist(),
        rights.tolist(),
        bottoms.tolist(),
        strict=True,
    ):
        found[w].append(Run(text[first : last + 1], x0, y0, x1, y1))
    return found


def runs_to_lines(runs: list[Run]) -> list[TextLine]:
    """Runs of one place → its lines, top to bottom, each left to right; double-struck text once."""
    if len(runs) == 1:
        run = runs[0]
        return [TextLine(run.text, Box(run.x0, run.top, run.x1, run.bottom))]
    return [_join(line) for line in by_line(runs)]


def by_line(runs: list[Run]) -> list[list[Run]]:
    """The runs of each line, lines from top to bottom."""
    lines: list[list[Run]] = []
    last_centre = last_height = 0.0
    for run in sorted(runs, key=_centre):
        centre, height = (run.top + run.bottom) / 2, max(run.bottom - run.top, 1.0)
        if lines and centre - last_centre <= SAME_LINE * min(height, last_height):
            lines[-1].append(run)
        else:
            lines.append([run])
            last_centre, last_height = centre, height
    return lines


def _centre(run: Run) -> float:
    return run.top + run.bottom


def _join(line: list[Run]) -> TextLine:
    line.sort(key=lambda run: run.x0)
    parts: list[str] = []
    previous: Run | None = None
    for run in line:
        if previous is not None:
            if run.text == previous.text and run.x0 - previous.x0 < 0.5 * (previous.x1 - previous.x0) / len(
                run.text
            ):
                continue
            if run.x0 - previous.x1 > SPACE_GAP * (run.bottom - run.top):
                parts.append(" ")
        parts.append(run.text)
        previous = run
    box = Box(
        min(run.x0 for run in line),
        min(run.top for run in line),
        max(run.x1 for run in line),
        max(run.bottom for run in line),
    )
    return TextLine("".join(parts), box)
