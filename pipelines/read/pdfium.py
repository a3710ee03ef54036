"""pdfium's raw interface in bulk: the visible glyphs and ruling lines of a page as arrays.

pypdfium2's helpers build a Python object per character and path; here each pdfium function is bound once
with plain integer addresses and fills preallocated buffers, which is what makes reading fast.
"""

import ctypes
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

Boxes = npt.NDArray[np.float32]
"""n × 4: left, top, right, bottom in points from the top left of the displayed page."""

Matrix = tuple[float, float, float, float, float, float]

_INT, _PTR, _FLOAT = ctypes.c_int, ctypes.c_void_p, ctypes.c_float


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    """A pdfium function that keeps the GIL: cheaper than CFUNCTYPE for calls this small."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_load_page = _bind("FPDF_LoadPage", _PTR, _PTR, _INT)
_close_page = _bind("FPDF_ClosePage", None, _PTR)
_load_text = _bind("FPDFText_LoadPage", _PTR, _PTR)
_close_text = _bind("FPDFText_ClosePage", None, _PTR)
_count_chars = _bind("FPDFText_CountChars", _INT, _PTR)
_get_text = _bind("FPDFText_GetText", _INT, _PTR, _INT, _INT, _PTR)
_get_unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint, _PTR, _INT)
_loose_box = _bind("FPDFText_GetLooseCharBox", _INT, _PTR, _INT, _PTR)
_text_object = _bind("FPDFText_GetTextObject", _PTR, _PTR, _INT)
_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _INT, _PTR)
_page_objects = _bind("FPDFPage_CountObjects", _INT, _PTR)
_page_object = _bind("FPDFPage_GetObject", _PTR, _PTR, _INT)
_object_type = _bind("FPDFPageObj_GetType", _INT, _PTR)
_form_objects = _bind("FPDFFormObj_CountObjects", _INT, _PTR)
_form_object = _bind("FPDFFormObj_GetObject", _PTR, _PTR, ctypes.c_ulong)
_bounds = _bind("FPDFPageObj_GetBounds", _INT, _PTR, _PTR, _PTR, _PTR, _PTR)
_object_matrix = _bind("FPDFPageObj_GetMatrix", _INT, _PTR, _PTR)
_draw_mode = _bind("FPDFPath_GetDrawMode", _INT, _PTR, _PTR, _PTR)
_fill_colour = _bind("FPDFPageObj_GetFillColor", _INT, _PTR, _PTR, _PTR, _PTR, _PTR)
_stroke_colour = _bind("FPDFPageObj_GetStrokeColor", _INT, _PTR, _PTR, _PTR, _PTR, _PTR)
_segments = _bind("FPDFPath_CountSegments", _INT, _PTR)
_segment = _bind("FPDFPath_GetPathSegment", _PTR, _PTR, _INT)
_segment_type = _bind("FPDFPathSegment_GetType", _INT, _PTR)
_segment_point = _bind("FPDFPathSegment_GetPoint", _INT, _PTR, _PTR, _PTR)
_clip_path = _bind("FPDFPageObj_GetClipPath", _PTR, _PTR)
_clip_paths = _bind("FPDFClipPath_CountPaths", _INT, _PTR)
_clip_segments = _bind("FPDFClipPath_CountPathSegments", _INT, _PTR, _INT)
_clip_segment = _bind("FPDFClipPath_GetPathSegment", _PTR, _PTR, _INT, _INT)
_rotation = _bind("FPDFPage_GetRotation", _INT, _PTR)
_page_box = _bind("FPDF_GetPageBoundingBox", _INT, _PTR, _PTR)

_floats = (_FLOAT * 6)()
_at = ctypes.addressof(_floats)
_ints = (ctypes.c_uint * 6)()
_int_at = ctypes.addressof(_ints)

THIN = 3.0
"""points: a filled shape at most this thick is a ruling line."""
WHITE = 235
"""from this value on in all channels a fill is background, not a rule."""
CLIP_SLACK = 1.0
MAX_FORM_DEPTH = 6
_PATH, _IMAGE, _FORM, _TEXT = 2, 3, 5, 1
_MOVE_TO = 2
_INVISIBLE = 3


class TooComplexError(Exception):
    """A page with more objects than the limit: reading it would cost more than it can tell."""


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


def _characters(text_page: int, count: int) -> str:
    """The page's text, exactly one character a glyph index."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = _get_text(text_page, 0, count, ctypes.addressof(buffer))
    if written == count + 1:
        text = bytes(memoryview(buffer)[:count]).decode("utf-16-le", "replace")
        if len(text) == count:
            return text.translate(_NORMAL)
    points = (_get_unicode(text_page, k) for k in range(count))
    return "".join(
        chr(p) if 0 < p < 0x110000 and not 0xD800 <= p < 0xE000 else "\ufffd" for p in points
    ).translate(_NORMAL)


def _clip_box(text_object: int) -> tuple[float, float, float, float] | None:
    """The rectangle a text object is clipped to (x0, y0, x1, y1 in user space), None where nothing clips."""
    clip = _clip_path(text_object)
    paths = _clip_paths(clip) if clip else 0
    x0 = y0 = -1e9
    x1 = y1 = 1e9
    for path in range(max(paths, 0)):
        if _clip_segments(clip, path) not in (4, 5):
            continue
        _segment_point(_clip_segment(clip, path, 0), _at, _at + 4)
        _segment_point(_clip_segment(clip, path, 2), _at + 8, _at + 12)
        a, b, c, d = _floats[0], _floats[1], _floats[2], _floats[3]
        x0, x1 = max(x0, min(a, c)), min(x1, max(a, c))
        y0, y1 = max(y0, min(b, d)), min(y1, max(b, d))
    return None if paths <= 0 else (x0 - CLIP_SLACK, y0 - CLIP_SLACK, x1 + CLIP_SLACK, y1 + CLIP_SLACK)


def _unseen_by_object(text_page: int, text: str, boxes: Boxes) -> npt.NDArray[np.bool_]:
    """Which glyphs their own text object hides: clipped away or drawn in the invisible mode."""
    unseen = np.zeros(len(text), bool)
    clips: dict[int, tuple[float, float, float, float] | bool | None] = {}

    def hider(k: int) -> tuple[float, float, float, float] | bool | None:
        pointer = _text_object(text_page, k)
        if not pointer:
            return None
        if pointer not in clips:
            clips[pointer] = True if _render_mode(pointer) == _INVISIBLE else _clip_box(pointer)
        return clips[pointer]

    def hidden_by(k: int, clip: tuple[float, float, float, float] | bool | None) -> bool:
        if clip is None or isinstance(clip, bool):
            return bool(clip)
        left, top, right, bottom = boxes[k].tolist()
        x, y = (left + right) / 2, (top + bottom) / 2
        return not (clip[0] < x < clip[2] and clip[1] < y < clip[3])

    start, n = 0, len(text)
    while start < n:
        if text[start] <= " ":
            start += 1
            continue
        end = start + 1
        while end < n and text[end] > " ":
            end += 1
        first, last = hider(start), hider(end - 1)
        if (first is not None and hidden_by(start, first)) or (last is not None and hidden_by(end - 1, last)):
            for k in range(start, end):
                unseen[k] = hidden_by(k, hider(k))
        start = end
    return unseen


def _compose(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    m, n, o, p, q, r = outer
    return (a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r)


def _span(points: list[tuple[float, float]], matrix: Matrix | None) -> tuple[float, float, float, float]:
    if matrix is not None:
        a, b, c, d, e, f = matrix
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


class _Drawing:
    """Walks the objects of a page and gathers its rules and picture area, in user space."""

    def __init__(self, limit: int) -> None:
        self.rules: list[tuple[float, float, float, float]] = []
        self.image_area = 0.0
        self._left = limit

    def walk(self, parent: int, matrix: Matrix | None, count: Any, get: Any, depth: int) -> None:
        total = count(parent)
        self._left -= total
        if self._left < 0:
            raise TooComplexError
        for k in range(total):
            item = get(parent, k)
            kind = _object_type(item)
            if kind == _PATH:
                self._path(item, matrix)
            elif kind == _IMAGE:
                _bounds(item, _at, _at + 4, _at + 8, _at + 12)
                x0, y0, x1, y1 = _span([(_floats[0], _floats[1]), (_floats[2], _floats[3])], matrix)
                self.image_area += (x1 - x0) * (y1 - y0)
            elif kind == _FORM and depth < MAX_FORM_DEPTH:
                _object_matrix(item, _at)
                inner = _compose(tuple(_floats), matrix)
                self.walk(item, inner, _form_objects, _form_object, depth + 1)

    def _path(self, item: int, matrix: Matrix | None) -> None:
        _draw_mode(item, _int_at, _int_at + 4)
        fill, stroke = _ints[0], _ints[1]
        if fill and not self._inked(item, _fill_colour):
            fill = 0
        if stroke and not fill and not self._inked(item, _stroke_colour):
            stroke = 0
        if not (fill or stroke):
            return
        pieces: list[list[tuple[float, float]]]
        if _segments(item) <= 6:
            _bounds(item, _at, _at + 4, _at + 8, _at + 12)
            pieces = [[(_floats[0], _floats[1]), (_floats[2], _floats[3])]]
        else:
            pieces = self._subpaths(item)
        for piece in pieces:
            x0, y0, x1, y1 = _span(piece, matrix)
            width, height = x1 - x0, y1 - y0
            if min(width, height) <= THIN:
                if max(width, height) > THIN:
                    self.rules.append((x0, y0, x1, y1))
            elif stroke and width > 5 and height > 5:
                self.rules += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]

    def _subpaths(self, item: int) -> list[list[tuple[float, float]]]:
        total = _segments(item)
        self._left -= total // 4
        if self._left < 0:
            raise TooComplexError
        _object_matrix(item, _at)
        a, b, c, d, e, f = tuple(_floats)
        pieces: list[list[tuple[float, float]]] = []
        for s in range(total):
            segment = _segment(item, s)
            _segment_point(segment, _at, _at + 4)
            if _segment_type(segment) == _MOVE_TO or not pieces:
                pieces.append([])
            x, y = _floats[0], _floats[1]
            pieces[-1].append((a * x + c * y + e, b * x + d * y + f))
        return pieces

    @staticmethod
    def _inked(item: int, colour: Any) -> bool:
        if not colour(item, _int_at, _int_at + 4, _int_at + 8, _int_at + 12):
            return True
        return min(_ints[0], _ints[1], _ints[2]) <= WHITE and _ints[3] > 0


def _to_display(
    boxes: npt.NDArray[Any], page_box: tuple[float, float, float, float], turns: int
) -> npt.NDArray[Any]:
    """User space (x0, y0, x1, y1; y upward) → display space (left, top, right, bottom), rotated clockwise."""
    left, bottom, right, top = page_box
    x0, y0, x1, y1 = boxes[:, 0] - left, boxes[:, 1] - bottom, boxes[:, 2] - left, boxes[:, 3] - bottom
    width, height = right - left, top - bottom
    if turns == 1:
        columns = (y0, x0, y1, x1)
    elif turns == 2:
        columns = (width - x1, y0, width - x0, y1)
    elif turns == 3:
        columns = (height - y1, width - x1, height - y0, width - x0)
    else:
        columns = (x0, height - y1, x1, height - y0)
    return np.stack(columns, 1)


def read_page(document: int, index: int, *, max_objects: int) -> RawPage | None:
    """The glyphs and rules of page `index` (0-based) of an open pdfium document.

    Returns None where pdfium cannot load the page.

    Raises:
        TooComplexError: the page holds more than `max_objects` objects.
    """
    page = _load_page(document, index)
    if not page:
        return None
    text_page = None
    try:
        _page_box(page, _at)
        left, top, right, bottom = _floats[0], _floats[1], _floats[2], _floats[3]
        page_box = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        turns = _rotation(page) % 4
        drawing = _Drawing(max_objects)
        drawing.walk(page, None, _page_objects, _page_object, 0)
        text_page = _load_text(page)
        count = max(_count_chars(text_page), 0) if text_page else 0
        if count > 4 * max_objects:
            raise TooComplexError
        text = _characters(text_page, count) if count else ""
        loose = np.zeros((count, 4), np.float32)
        base = loose.ctypes.data
        for k in range(count):
            _loose_box(text_page, k, base + 16 * k)
        unseen = _unseen_by_object(text_page, text, loose) if count else np.zeros(0, bool)
    finally:
        if text_page:
            _close_text(text_page)
        _close_page(page)
    return _display_page(page_box, turns, text, loose, unseen, drawing)


def _display_page(
    page_box: tuple[float, float, float, float],
    turns: int,
    text: str,
    loose: Boxes,
    unseen: npt.NDArray[np.bool_],
    drawing: _Drawing,
) -> RawPage:
    width, height = page_box[2] - page_box[0], page_box[3] - page_box[1]
    if turns % 2:
        width, height = height, width
    boxes = _to_display(loose[:, [0, 3, 2, 1]], page_box, turns).astype(np.float32)
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    ink = (codes > 0x20) & (codes != 0xFFFD) if len(text) else np.zeros(0, bool)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    on_page = (x > -1) & (x < width + 1) & (y > -1) & (y < height + 1)
    visible = ink & on_page & ~unseen
    rules = np.array(drawing.rules, np.float64).reshape(-1, 4)
    rules = _to_display(rules, page_box, turns)
    return RawPage(
        width,
        height,
        turns * 90,
        text,
        boxes,
        visible,
        rules,
        int((ink & ~visible).sum()),
        drawing.image_area,
    )
