"""What is drawn on a page besides text: its ruling lines and the area under pictures, in user space."""

import struct
from typing import Any

from pipelines.read import bindings as pdf

THIN = 3.0
"""points: a filled shape at most this thick is a ruling line."""
WHITE = 235
"""from this value on in all channels a fill is background, not a rule."""
MAX_FORM_DEPTH = 6
_PATH, _IMAGE, _FORM = 2, 3, 5
_MOVE_TO = 2
_FOUR, _SIX = struct.Struct("4f"), struct.Struct("6f")
_MODE, _COLOUR = struct.Struct("2I"), struct.Struct("4I")

Matrix = tuple[float, float, float, float, float, float]
Rectangle = tuple[float, float, float, float]


class TooComplexError(Exception):
    """A page with more objects than the limit: reading it would cost more than it can tell."""


def _compose(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    m, n, o, p, q, r = outer
    return (a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r)


def _turned(rectangle: Rectangle, matrix: Matrix) -> Rectangle:
    """Where two opposite corners come to lie."""
    x0, y0, x1, y1 = rectangle
    a, b, c, d, e, f = matrix
    left, low = a * x0 + c * y0 + e, b * x0 + d * y0 + f
    right, high = a * x1 + c * y1 + e, b * x1 + d * y1 + f
    return min(left, right), min(low, high), max(left, right), max(low, high)


class Drawing:
    """Walks the objects of a page and gathers its rules and picture area, in user space."""

    def __init__(self, limit: int) -> None:
        self.rules: list[Rectangle] = []
        self.image_area = 0.0
        self._left = limit

    def read(self, page: int) -> None:
        """All objects of a page.

        Raises:
            TooComplexError: the page holds more than the limit.
        """
        self._walk(page, None, pdf.page_objects, pdf.page_object, 0)

    def _walk(self, parent: int, matrix: Matrix | None, count: Any, get: Any, depth: int) -> None:
        total = max(count(parent), 0)
        self._left -= total
        if self._left < 0:
            raise TooComplexError
        object_type, path = pdf.object_type, self._path
        for k in range(total):
            item = get(parent, k)
            kind = object_type(item)
            if kind == _PATH:
                path(item, matrix)
            elif kind == _IMAGE:
                x0, y0, x1, y1 = self._bounds(item, matrix)
                self.image_area += (x1 - x0) * (y1 - y0)
            elif kind == _FORM and depth < MAX_FORM_DEPTH:
                pdf.object_matrix(item, pdf.F0)
                inner = _compose(_SIX.unpack_from(pdf.floats), matrix)
                self._walk(item, inner, pdf.form_objects, pdf.form_object, depth + 1)

    @staticmethod
    def _bounds(item: int, matrix: Matrix | None) -> Rectangle:
        pdf.bounds(item, pdf.F0, pdf.F1, pdf.F2, pdf.F3)
        rectangle = _FOUR.unpack_from(pdf.floats)
        return rectangle if matrix is None else _turned(rectangle, matrix)

    def _path(self, item: int, matrix: Matrix | None) -> None:
        pdf.draw_mode(item, pdf.I0, pdf.I1)
        fill, stroke = _MODE.unpack_from(pdf.ints)
        if fill and not self._inked(item, pdf.fill_colour):
            fill = 0
        if stroke and not fill and not self._inked(item, pdf.stroke_colour):
            stroke = 0
        if not (fill or stroke):
            return
        if pdf.segments(item) <= 6:
            self._rule(self._bounds(item, matrix), stroke)
            return
        for piece in self._subpaths(item):
            self._rule(piece if matrix is None else _turned(piece, matrix), stroke)

    def _rule(self, rectangle: Rectangle, stroke: int) -> None:
        x0, y0, x1, y1 = rectangle
        width, height = x1 - x0, y1 - y0
        if width <= THIN or height <= THIN:
            if width > THIN or height > THIN:
                self.rules.append(rectangle)
        elif stroke and width > 5 and height > 5:
            self.rules += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]

    def _subpaths(self, item: int) -> list[Rectangle]:
        """The boxes of a path's pieces, in the space its object is placed in."""
        total = pdf.segments(item)
        self._left -= total // 4
        if self._left < 0:
            raise TooComplexError
        pdf.object_matrix(item, pdf.F0)
        matrix: Matrix = _SIX.unpack_from(pdf.floats)
        a, b, c, d, e, f = matrix
        pieces: list[tuple[list[float], list[float]]] = []
        for s in range(total):
            segment = pdf.segment(item, s)
            pdf.segment_point(segment, pdf.F0, pdf.F1)
            if pdf.segment_type(segment) == _MOVE_TO or not pieces:
                pieces.append(([], []))
            x, y = pdf.floats[0], pdf.floats[1]
            pieces[-1][0].append(a * x + c * y + e)
            pieces[-1][1].append(b * x + d * y + f)
        return [(min(xs), min(ys), max(xs), max(ys)) for xs, ys in pieces]

    @staticmethod
    def _inked(item: int, colour: Any) -> bool:
        if not colour(item, pdf.I0, pdf.I1, pdf.I2, pdf.I3):
            return True
        red, green, blue, alpha = _COLOUR.unpack_from(pdf.ints)
        return bool(alpha > 0 and (red <= WHITE or green <= WHITE or blue <= WHITE))
