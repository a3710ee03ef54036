"""pdfium's raw interface in bulk: the visible glyphs and ruling lines of a page as arrays."""

import ctypes
import re
from collections import deque
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.domain.page import upright
from pipelines.read import bindings as pdf
from pipelines.read.clipping import unseen
from pipelines.read.drawing import Drawing, TooComplexError
from pipelines.read.tight_boxes import raise_low_boxes

__all__ = ["Boxes", "RawPage", "TooComplexError", "read_page"]

ANGLES = 30
"""letters of a page that are asked how they stand."""

Boxes = npt.NDArray[np.float32]
"""n × 4: left, top, right, bottom in points from the top left of the displayed page."""


@dataclass(slots=True)
class RawPage:
    """What is drawn on one page, in display space.

    Attributes:
        text: one character a glyph, white space included; `boxes` stands beside it (n × 4, points).
        visible: which glyphs are inked and seen (not clipped, not off the page, not rendered invisibly).
        rules: n × 4 visible ruling lines.
        hidden: inked glyphs that are not seen.
        image_area: square points covered by pictures (overlaps counted twice).
    """

    width: float
    height: float
    rotation: int
    text: str
    boxes: Boxes
    visible: npt.NDArray[np.bool_]
    rules: npt.NDArray[np.float64]
    hidden: int
    image_area: float


def _normalisation() -> dict[int, str]:
    """Compatibility forms of the same sign: Kangxi radicals, full-width digits and letters, wide spaces.

    Full-width punctuation and circled numbers stay as printed: they carry meaning (①, （本级）).
    """
    import unicodedata

    table: dict[int, str] = {0x3000: " ", 0xA0: " ", 0x02: "-", 0xFFFE: "-", 0xAD: "-", 0xFF05: "%"}
    table |= {0xFF0D: "-", 0xFF0E: ".", 0xFF0B: "+", 0x2212: "-"}
    ranges = [(0x2E80, 0x2FE0), (0xF900, 0xFB00), (0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B)]
    for low, high in ranges:
        for point in range(low, high):
            folded = unicodedata.normalize("NFKC", chr(point))
            if len(folded) == 1 and folded != chr(point):
                table[point] = folded
    return table


_NORMAL = _normalisation()
_FOLDED = re.compile(f"[{''.join(map(re.escape, map(chr, _NORMAL)))}]")


def _characters(text_page: int, count: int) -> str:
    """The page's text, exactly one character a glyph index."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdf.get_text(text_page, 0, count, ctypes.addressof(buffer))
    if written == count + 1:
        text = bytes(memoryview(buffer)[:count]).decode("utf-16-le", "replace")
        if len(text) == count:
            return text.translate(_NORMAL) if _FOLDED.search(text) else text
    points = (pdf.get_unicode(text_page, k) for k in range(count))
    return "".join(
        chr(p) if 0 < p < 0x110000 and not 0xD800 <= p < 0xE000 else "\ufffd" for p in points
    ).translate(_NORMAL)


def _to_display(
    boxes: npt.NDArray[Any], page_box: tuple[float, float, float, float], turns: int
) -> npt.NDArray[Any]:
    """User space (left, top, right, bottom; y upward) → display space, same order, rotated clockwise."""
    left, bottom, right, top = page_box
    order, signs, origin = (
        ((0, 1, 2, 3), (1, -1, 1, -1), (-left, top, -left, top)),
        ((3, 0, 1, 2), (1, 1, 1, 1), (-bottom, -left, -bottom, -left)),
        ((2, 3, 0, 1), (-1, 1, -1, 1), (right, -bottom, right, -bottom)),
        ((1, 2, 3, 0), (-1, -1, -1, -1), (top, right, top, right)),
    )[turns]
    sides = boxes if turns == 0 else boxes[:, order]
    shown: npt.NDArray[Any] = sides * np.array(signs, boxes.dtype) + np.array(origin, boxes.dtype)
    return shown


def read_page(document: int, index: int, *, max_objects: int) -> RawPage | None:
    """The glyphs and rules of page `index` (0-based) of an open pdfium document.

    Returns None where pdfium cannot load the page.

    Raises:
        TooComplexError: the page holds more than `max_objects` objects.
    """
    page = pdf.load_page(document, index)
    if not page:
        return None
    text_page = None
    try:
        pdf.page_box(page, pdf.F0)
        left, top, right, bottom = pdf.floats[:4]
        page_box = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        turns = pdf.rotation(page) % 4
        drawing = Drawing(max_objects)
        drawing.read(page)
        text_page = pdf.load_text(page)
        count = max(pdf.count_chars(text_page), 0) if text_page else 0
        if count > 4 * max_objects:
            raise TooComplexError
        text = _characters(text_page, count) if count else ""
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        loose = np.zeros((count, 4), np.float32)
        (inked,) = (codes > 0x20).nonzero()
        _read_boxes(text_page, inked, loose)
        turns = upright(_some_angles(text_page, inked), 90 * turns) // 90
        hidden = unseen(text_page, codes, loose)
    finally:
        if text_page:
            pdf.close_text(text_page)
        pdf.close_page(page)
    return _display_page(page_box, turns, text, codes, loose, hidden, drawing)


def _some_angles(text_page: int, glyphs: npt.NDArray[np.int64]) -> list[float]:
    """The angles of some glyphs from all over the page."""
    some = glyphs[:: max(len(glyphs) // ANGLES, 1)].tolist()
    return [pdf.char_angle(text_page, glyph) for glyph in some]


def _read_boxes(text_page: int, glyphs: npt.NDArray[np.int64], into: Boxes) -> None:
    """The loose boxes (left, top, right, bottom; user space) of the glyphs, each at its row of `into`."""
    for first in range(0, len(glyphs), ROOM):
        some = glyphs[first : first + ROOM]
        _room[: len(some)] = 0
        deque(map(pdf.loose_box, repeat(text_page), some.tolist(), _places), maxlen=0)
        into[some] = _room[: len(some)]


ROOM = 2048
"""boxes that are read in one go."""
_memory = (ctypes.c_float * (4 * ROOM))()
_room = np.ctypeslib.as_array(_memory).reshape(ROOM, 4)
_places = [ctypes.byref(_memory, 16 * row) for row in range(ROOM)]


def _display_page(
    page_box: tuple[float, float, float, float],
    turns: int,
    text: str,
    codes: npt.NDArray[np.uint32],
    loose: Boxes,
    unseen_by_object: npt.NDArray[np.bool_],
    drawing: Drawing,
) -> RawPage:
    width, height = page_box[2] - page_box[0], page_box[3] - page_box[1]
    if turns % 2:
        width, height = height, width
    boxes = _to_display(loose, page_box, turns)
    ink = (codes > 0x20) & (codes != 0xFFFD)
    raise_low_boxes(boxes, ink)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    on_page = (x > -1) & (x < width + 1) & (y > -1) & (y < height + 1)
    visible = ink & on_page & ~unseen_by_object
    rules = np.array(drawing.rules, np.float64).reshape(-1, 4)[:, [0, 3, 2, 1]]
    rules = _to_display(rules[np.isfinite(rules).all(1)], page_box, turns)
    return RawPage(
        width,
        height,
        turns * 90,
        text,
        boxes,
        visible,
        rules,
        int(np.count_nonzero(ink & ~visible)),
        drawing.image_area,
    )
