"""Which lines of a table without rules are one row: labels wrap, and stand around the numbers they belong to.

Every way to cut the lines into rows has a cost: labels off the middle (or the first line) of their row, lines
that break without need, rows without a label. The cheapest is taken.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipelines.read.aligned_header import Stripe
from pipelines.read.amounts import holds_amount
from pipelines.read.text import SAME_LINE, Run

MAX_LINES = 10
"""a row holds no more lines than this."""
WRAPPED = 0.85
"""of the line height: a label's second line is nearer than this to the numbers it belongs to."""
LEADING = 1.95
"""of the line height: the lines of one cell are no further apart."""
PITCH = 0.93
"""of the usual distance of rows: lines so far apart are hardly of one cell."""
ROOM = 1.3
"""of the line height: a line that breaks leaves no more room than this."""
OFF = 0.2
"""of the line height: so much off its place costs a label nothing."""
BESIDE = 0.5
"""of the smaller line height: lines that share so much stand beside each other."""
TORN = 1.0
"""what it costs to part them."""
NEVER = 1e6

_NUMBERED = re.compile(
    r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|其中[:：]|\d{1,2}[.、]\D"
)
_CODE = re.compile(r"[\[［]?\d{3,7}(?!\d)(?:[\]］]|[-—－].+)?")
_UNBROKEN = re.compile(r"[（(《“〈【\[]*(?:[\w.,%-]+(?<![^\x00-\x7f])|.)[）)》”〉】\]、，。；：！？]*")
_TOTAL = re.compile(r".{0,6}[合总小]计|[合总小]计")


@dataclass(slots=True)
class Line:
    """Runs on one baseline, left to right."""

    runs: list[Run]
    amounts: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text of the line without gaps."""
        return "".join(run.text for run in self.runs)

    @property
    def middle(self) -> float:
        """y of the middle of its first run."""
        return (self.runs[0].top + self.runs[0].bottom) / 2

    @property
    def top(self) -> float:
        """Upper edge of its first run."""
        return self.runs[0].top

    @property
    def bottom(self) -> float:
        """Lower edge of its first run."""
        return self.runs[0].bottom

    @property
    def height(self) -> float:
        """Of its first run, at least one point."""
        return max(self.runs[0].bottom - self.runs[0].top, 1.0)


def lines_of(runs: list[Run]) -> list[Line]:
    """Runs → lines on common baselines, top to bottom."""
    lines: list[Line] = []
    centre = height = 0.0
    for run in sorted(runs, key=lambda r: r.top + r.bottom):
        middle, tall = (run.top + run.bottom) / 2, max(run.bottom - run.top, 1.0)
        if lines and middle - centre <= SAME_LINE * min(tall, height):
            lines[-1].runs.append(run)
        else:
            lines.append(Line([run]))
            centre, height = middle, tall
    for line in lines:
        line.runs.sort(key=lambda r: r.x0)
        line.amounts = [run for run in line.runs if holds_amount(run)]
    return lines


def rows_of(lines: list[Line], stripes: list[Stripe], levels: Sequence[float] = ()) -> list[list[Line]]:
    """The lines of a body cut into rows.

    Args:
        levels: y of the level rules between them; a row crosses none.
    """
    judge = _Judge(lines, stripes, levels)
    best = [0.0] + [NEVER * len(lines)] * len(lines)
    start = [0] * (len(lines) + 1)
    for end in range(1, len(lines) + 1):
        for first in range(end - 1, max(end - MAX_LINES, 0) - 1, -1):
            cost = best[first] + judge.cost(first, end) + judge.cut(first)
            if cost < best[end] - 1e-9:
                best[end], start[end] = cost, first
    rows: list[list[Line]] = []
    end = len(lines)
    while end:
        rows.append(lines[start[end] : end])
        end = start[end]
    return rows[::-1]


def rows_around(lines: list[Line]) -> list[list[Line]]:
    """Rows of a table with a column of text: around each line of amounts, parted at the widest gap."""
    marks = [index for index, line in enumerate(lines) if line.amounts]
    groups: list[list[Line]] = []
    start = 0
    for mark, following in pairwise(marks):
        cut = max(range(mark, following), key=lambda i: _gap(lines[i], lines[i + 1])) + 1
        groups.append(lines[start:cut])
        start = cut
    return [*groups, lines[start:]]


def _gap(upper: Line, lower: Line) -> float:
    """White space between two lines, points."""
    return min(run.top for run in lower.runs) - max(run.bottom for run in upper.runs)


def begins_row(text: str) -> bool:
    """Whether a label says that it is the first line of its own: numbered, a code, a total."""
    word = "".join(text.split())
    return (
        _NUMBERED.match(word) is not None
        or _CODE.match(word) is not None
        or _TOTAL.fullmatch(word) is not None
    )


class _Judge:
    """What it costs to take a stretch of lines for one row."""

    def __init__(self, lines: list[Line], stripes: list[Stripe], levels: Sequence[float]) -> None:
        self._lines, self._levels = lines, levels
        self._cells = [[(_stripe_of(run, stripes), run) for run in line.runs] for line in lines]
        marks = [line.middle for line in lines if line.amounts]
        self._pitch = median(b - a for a, b in pairwise(marks)) if len(marks) > 2 else 1e9
        self._right: dict[int, float] = {}
        self._width: dict[int, float] = {}
        for cells in self._cells:
            for stripe, run in cells:
                self._right[stripe] = max(self._right.get(stripe, 0.0), run.x1)
                self._width[stripe] = max(self._width.get(stripe, 0.0), run.x1 - run.x0)

    def cost(self, first: int, end: int) -> float:
        """Of the lines from `first` up to `end`."""
        lines = self._lines[first:end]
        if len(lines) == 1:
            return self._alone(first)
        if any(lines[0].middle < y < lines[-1].middle for y in self._levels):
            return NEVER
        marks = [line for line in lines if line.amounts]
        if any(b.middle - a.middle > WRAPPED * a.height for a, b in pairwise(marks)):
            return NEVER
        middle = _middle(marks[0].amounts[0]) if marks else (lines[0].middle + lines[-1].middle) / 2
        blocks: dict[int, list[Run]] = {}
        for cells in self._cells[first:end]:
            for stripe, run in cells:
                blocks.setdefault(stripe, []).append(run)
        cost = sum(self._block(stripe, block, middle) for stripe, block in blocks.items())
        if marks and not any(not holds_amount(run) for block in blocks.values() for run in block):
            cost += 1.0
        return cost

    def cut(self, first: int) -> float:
        """What it costs to part a line from the one above: much where words stand beside each other."""
        if not first:
            return 0.0
        above, below = self._cells[first - 1], self._cells[first]
        if {stripe for stripe, _ in above} & {stripe for stripe, _ in below}:
            return 0.0
        one, other = above[0][1], below[0][1]
        shared = min(one.bottom, other.bottom) - max(one.top, other.top)
        return TORN if shared > BESIDE * min(one.bottom - one.top, other.bottom - other.top) else 0.0

    def _alone(self, index: int) -> float:
        line = self._lines[index]
        if line.amounts:
            return 0.0 if len(line.amounts) < len(line.runs) else 1.0
        if all(run.text.strip().isdigit() and len(run.text.strip()) < 3 for run in line.runs):
            return 1.0
        return 0.05 if begins_row(line.runs[0].text) else 0.5

    def _block(self, stripe: int, block: list[Run], middle: float) -> float:
        """The lines of one cell of the row."""
        lines: list[list[Run]] = []
        for run in sorted(block, key=lambda r: r.top + r.bottom):
            height = max(run.bottom - run.top, 1.0)
            if lines and _middle(run) - _middle(lines[-1][0]) <= SAME_LINE * height:
                lines[-1].append(run)
            else:
                lines.append([run])
        height = max(block[0].bottom - block[0].top, 1.0)
        centre = (_middle(lines[0][0]) + _middle(lines[-1][0])) / 2
        off = min(abs(centre - middle), abs(_middle(lines[0][0]) - middle)) / height
        cost = 2 * max(0.0, off - OFF)
        for above, below in pairwise(lines):
            cost += self._broken(stripe, above, below, height)
        return cost

    def _broken(self, stripe: int, above: list[Run], below: list[Run], height: float) -> float:
        """A line that goes on below."""
        step = _middle(below[0]) - _middle(above[0])
        if step > LEADING * height or begins_row(below[0].text) or holds_amount(below[0]):
            return NEVER
        left, right = min(run.x0 for run in above), max(run.x1 for run in above)
        room = (ROOM - 1 + _unbroken(below[0].text)) * height
        full = right > self._right[stripe] - room or right - left > self._width[stripe] - room
        return (0.0 if full else 0.8) + (0.6 if step > PITCH * self._pitch else 0.0)


def _unbroken(text: str) -> float:
    """Widths of a sign that a line begins with and that no line break parts: （室）, 2024."""
    found = _UNBROKEN.match(text)
    width = 0.0 if found is None else sum(0.6 if sign.isascii() else 1.0 for sign in found[0])
    return max(width, 1.0)


def _middle(run: Run) -> float:
    return (run.top + run.bottom) / 2


def _stripe_of(run: Run, stripes: list[Stripe]) -> int:
    """The column that a run stands in, by its left edge where it covers several."""
    over = [i for i, stripe in enumerate(stripes) if stripe.x0 < run.x1 and run.x0 < stripe.x1]
    if over:
        return over[0]
    middle = (run.x0 + run.x1) / 2
    return min(range(len(stripes)), key=lambda i: abs((stripes[i].x0 + stripes[i].x1) / 2 - middle))
