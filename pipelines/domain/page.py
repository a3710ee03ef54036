"""A page as it is seen: boxes in points from the top left corner, rotation and crop box applied."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in points; `top` < `bottom`, measured from the top of the displayed page."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


class TextLine(NamedTuple):
    """One line of text with its box; wide gaps are kept as single spaces."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Rule:
    """A visible ruling line, horizontal or vertical, in points; doubled borders are merged later."""

    x0: float
    top: float
    x1: float
    bottom: float


class Cell(NamedTuple):
    """A cell of a ruled grid.

    Attributes:
        row, column: position of its upper left corner, 0-based.
        row_span, column_span: how many grid rows and columns it covers (merged cells).
        lines: the printed lines inside, top to bottom.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    lines: tuple[TextLine, ...]

    @property
    def text(self) -> str:
        """The whole text without white space: names wrap inside cells."""
        if len(self.lines) > 1:
            return "".join("".join([line.text for line in self.lines]).split())
        return "".join(self.lines[0].text.split()) if self.lines else ""

    @property
    def ink(self) -> Box:
        """The box around the printed lines; the cell must hold some."""
        box = self.lines[0].box
        for line in self.lines[1:]:
            box = box.union(line.box)
        return box


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page: cells row by row, each merged cell once, at its upper left corner.

    `ruled` is False where rules are missing and borders were inferred from the alignment of words.
    """

    box: Box
    row_count: int
    column_count: int
    cells: tuple[Cell, ...]
    ruled: bool = True


@dataclass(slots=True)
class Page:
    """One page: its grids, and its lines of text outside them.

    Attributes:
        number: 1-based.
        width, height: points, as displayed.
        rotation: degrees clockwise, already applied to all boxes: the file's, or what `upright` makes of it.
        image_area_share: share of the page covered by pictures, 0 to 1.
        char_count: visible characters; `hidden_char_count`: dropped ones (clipped, covered or off the page).
        lines: lines outside the grids, top to bottom.
        grids: ruled grids, top to bottom.
    """

    number: int
    width: float
    height: float
    rotation: int
    has_text_layer: bool
    image_area_share: float
    char_count: int
    hidden_char_count: int
    lines: list[TextLine] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)


MOSTLY = 0.8
"""share of a page's letters that must stand one way before the page is turned for them."""


def upright(angles: Sequence[float], rotation: int) -> int:
    """The rotation (degrees clockwise) at which a page can be read.

    Some pages are printed sideways and not marked as turned: their letters say so.

    Args:
        angles: of some letters, radians as pdfium gives them (clockwise in the page's own space).
        rotation: the page's own, kept where its letters do not agree.
    """
    quarters = Counter(round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
    if not quarters:
        return rotation
    quarter, count = quarters.most_common(1)[0]
    return -90 * quarter % 360 if count >= MOSTLY * len(angles) else rotation
