"""Text that is in the file and not on the page: clipped away, or drawn in the invisible mode.

Clip paths are shared by the objects drawn under them, so that each is fetched once a page.
"""

import struct
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.read import bindings as pdf

CLIP_SLACK = 1.0
_INVISIBLE = 3
_FOUR = struct.Struct("4f")
_NOTHING_CLIPS = (-np.inf, -np.inf, np.inf, np.inf)
_ALL_HIDDEN = (np.inf, np.inf, -np.inf, -np.inf)

Rectangle = tuple[float, float, float, float]


class _Clips:
    """The rectangles text objects are clipped to, numbered."""

    def __init__(self) -> None:
        self.rectangles: list[Rectangle] = [_NOTHING_CLIPS, _ALL_HIDDEN]
        self._of_object: dict[int, int] = {}
        self._of_path: dict[tuple[int, int], int] = {}

    def of_glyphs(self, text_page: int, glyphs: list[int]) -> list[int]:
        """For each glyph the number of the rectangle it is clipped to."""
        known = self._of_object
        pointers = list(map(pdf.text_object, repeat(text_page), glyphs))
        for pointer in pointers:
            if pointer not in known:
                known[pointer] = self._number(pointer) if pointer else 0
        return list(map(known.__getitem__, pointers))

    def _number(self, pointer: int) -> int:
        if pdf.render_mode(pointer) == _INVISIBLE:
            return 1
        clip = pdf.clip_path(pointer)
        paths = pdf.clip_paths(clip) if clip else 0
        if paths <= 0:
            return 0
        key = (paths, pdf.clip_segment(clip, paths - 1, 0) or -clip)
        number = self._of_path.get(key)
        if number is None:
            number = self._of_path[key] = len(self.rectangles)
            self.rectangles.append(_common_rectangle(clip, paths))
        return number


def _common_rectangle(clip: int, paths: int) -> Rectangle:
    """What all rectangles of a clip stack have in common (user space); other shapes are not considered."""
    x0 = y0 = -np.inf
    x1 = y1 = np.inf
    for path in range(paths):
        if pdf.clip_segments(clip, path) not in (4, 5):
            continue
        pdf.segment_point(pdf.clip_segment(clip, path, 0), pdf.F0, pdf.F1)
        pdf.segment_point(pdf.clip_segment(clip, path, 2), pdf.F2, pdf.F3)
        a, b, c, d = _FOUR.unpack_from(pdf.floats)
        x0, x1 = max(x0, min(a, c)), min(x1, max(a, c))
        y0, y1 = max(y0, min(b, d)), min(y1, max(b, d))
    return x0 - CLIP_SLACK, y0 - CLIP_SLACK, x1 + CLIP_SLACK, y1 + CLIP_SLACK


def unseen(text_page: int, codes: npt.NDArray[np.uint32], loose: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Which glyphs their own text object hides.

    Only the first and the last glyph of a word are looked at, all of them where one of these is hidden.

    Args:
        codes: the code point of each glyph of the page.
        loose: n × 4 boxes in user space as pdfium writes them (left, top, right, bottom).
    """
    hidden = np.zeros(len(codes), bool)
    inked = np.concatenate(([False], codes > 0x20, [False]))
    (edges,) = (inked[1:] != inked[:-1]).nonzero()
    starts, lasts = edges[::2], edges[1::2] - 1
    if not len(starts):
        return hidden
    clips = _Clips()

    def clipped(glyphs: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        numbers = clips.of_glyphs(text_page, glyphs.tolist())
        if not any(numbers):
            return np.zeros(len(glyphs), bool)
        x0, y0, x1, y1 = np.array(clips.rectangles)[numbers].T
        left, top, right, bottom = loose[glyphs].T
        x, y = (left + right) / 2, (top + bottom) / 2
        inside: npt.NDArray[np.bool_] = (x > x0) & (x < x1) & (y > y0) & (y < y1)
        return ~inside

    suspicious = clipped(np.concatenate((starts, lasts))).reshape(2, -1).any(0)
    for start, last in zip(starts[suspicious].tolist(), lasts[suspicious].tolist(), strict=True):
        hidden[start : last + 1] = clipped(np.arange(start, last + 1))
    return hidden
