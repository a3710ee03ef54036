"""Tables without full ruling: rows from baselines, columns from the white space between aligned words.

Used where numbers stand in columns but no rules part them: no grid at all, rows without horizontal rules, or
columns without vertical ones. What it finds is marked as not ruled: its borders are inferred.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Sequence

from pipelines.domain.money import parse_amount
from pipelines.domain.page import Cell, Grid
from pipelines.read.aligned_grid import build_grid
from pipelines.read.aligned_header import Stripe, read_header
from pipelines.read.aligned_rows import Line, lines_of, rows_around, rows_of
from pipelines.read.amounts import WholeAmount, holds_amount, is_amount, join_words
from pipelines.read.text import Run

ALIGNED = 2.0
"""points: right edges nearer than this are aligned."""
MIN_ALIGNED = 3
"""this many amounts under each other make a column."""
MIN_AMOUNTS = 2
"""a table holds so many amounts at least."""
MIN_GUTTER = 3.0
"""points of white space between two columns."""
MAX_HEADER_LINES = 16
BANDED = 0.8
"""of the rows: level rules that part fewer of them say nothing about where the others end."""
TOUCH = 1.5
"""points: a column of numbers and one of words may come so close that rounding makes them overlap."""
STRAY = 0.1
"""of the lines: fewer may reach across a gutter (labels of totals, notes)."""
WRAPPED = 0.85
"""of the line height: a label's second line is nearer than this to the numbers it belongs to."""

LEADING = 1.95
"""of the line height: the lines of one label are no further apart."""
SLACK = 0.3
"""of the line height: a label reaches so much farther below the middle of its row than above it."""

_CAPTION = re.compile(r"(?:单\s*位|部门|名称)\s*[:：]")
_TITLE = re.compile(r"表\d?(?:[(（][^()（）]*[)）])?$")
_PROSE = re.compile(r"[。；]|[\d）)][万亿]*元")
_SENTENCE = re.compile(r"[，。；]")
_CODE = re.compile(r"\d{3,7}")
_NUMBERED = re.compile(r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]")
_TOTAL = re.compile(r".{0,6}[合总小]计|[合总小计]")
_NUMBERS_ROW = re.compile(r"(?:\d{1,2}|栏次|行次|[*＊]+|[类款项]|[=+()（）])+")
_COLUMN_NUMBER = re.compile(r"[(（]?\d{1,2}[)）]?(?:=.*)?|栏次|[*＊]+")


def crowded(grid: Grid, runs: Callable[[], list[Run]]) -> bool:
    """Whether rules are missing inside a grid: several amounts stand in one cell, again and again.

    Args:
        runs: gives what the grid holds.
    """
    held = [cell for cell in grid.cells if _holds_words(cell)]
    if not held:
        return False
    whole = frozenset(run.text for run in runs() if isinstance(run, WholeAmount))
    several = sum(_amounts_together(cell, grid, whole) for cell in held)
    if several < MIN_ALIGNED:
        return False
    single = sum(
        1 for cell in grid.cells if _amounts(cell, whole)[1] == 1 and not _amounts_together(cell, grid, whole)
    )
    return several > single


def _holds_words(cell: Cell) -> bool:
    """Whether a cell holds more than one word: most do not, and need no closer look."""
    return len(cell.lines) > 1 or (len(cell.lines) == 1 and " " in cell.lines[0].text)


def _amounts(cell: Cell, whole: frozenset[str]) -> tuple[int, int]:
    """How many words a cell holds, and how many of them are amounts."""
    words = [word for line in cell.lines for word in line.text.split()]
    return len(words), sum(is_amount(word) or word in whole for word in words)


def _amounts_together(cell: Cell, grid: Grid, whole: frozenset[str]) -> int:
    """How many amounts stand in a cell that should hold one, or none beside other words."""
    words, amounts = _amounts(cell, whole)
    alone = min(grid.column_count, grid.row_count) > 1 or words == amounts
    if amounts < (2 if alone else 1):
        return 0
    wrapped = parse_amount(cell.text) is not None and not any(line.text in whole for line in cell.lines)
    return 0 if wrapped else amounts


def align(runs: list[Run], levels: Sequence[float] = ()) -> tuple[Grid | None, list[Run]]:
    """Runs outside ruled cells → the table they line up to, None where they do not; and the runs left.

    Args:
        levels: y of level rules over the whole table: they part its rows where there are enough of them.
    """
    lines = lines_of(join_words(runs))
    body = [i for i, line in enumerate(lines) if line.amounts and not _SENTENCE.search(line.text)]
    if not body or not (_columns_of_amounts(lines) or _under_caption(lines, body)):
        return None, runs
    first, last = _dense_stretch(lines, body)
    prose = any(_PROSE.search(line.text) for line in lines[first : last + 1])
    if prose and not _stand_in_columns(lines[first : last + 1]):
        return None, runs
    bands = _bands(lines, levels, first, last)
    if bands is not None:
        first, last = bands[0], bands[1]
    else:
        last = _last_body_line(lines, last)
        first = _first_text_line(lines, first) if prose else first_body_line(lines, first)
    top = header_start(lines, first)
    stripes = _stripes(lines[first : last + 1], prose)
    head = lines[top:first]
    header, stripes = read_header(*header_runs(head, stripes), floor_of(head, lines[first].top))
    if len(stripes) < 2:
        return None, runs
    rest = [run for line in lines[:top] + lines[last + 1 :] for run in line.runs]
    inside = lines[first : last + 1]
    if bands is not None:
        groups = [row for part in parted_by(inside, levels) for row in _rows_of_band(part, stripes)]
    else:
        groups = rows_around(inside) if prose else rows_of(inside, stripes)
    return build_grid(header, groups, stripes), rest


def _rows_of_band(lines: list[Line], stripes: list[Stripe]) -> list[list[Line]]:
    """The rows between two level rules: one, unless several lines of it hold amounts."""
    return [lines] if sum(1 for line in lines if line.amounts) < 2 else rows_of(lines, stripes)


def parted_by(lines: list[Line], levels: Sequence[float]) -> list[list[Line]]:
    """The lines between each two level rules."""
    parts: dict[int, list[Line]] = {}
    ordered = sorted(levels)
    for line in lines:
        parts.setdefault(bisect(ordered, line.middle), []).append(line)
    return list(parts.values())


def _bands(lines: list[Line], levels: Sequence[float], first: int, last: int) -> tuple[int, int] | None:
    """First and last line of a body whose rows level rules part, None where they do not."""
    ordered = sorted(levels)
    inside = [y for y in ordered if lines[first].middle < y < lines[last].middle]
    amounts = sum(1 for line in lines[first : last + 1] if line.amounts)
    above = bisect(ordered, lines[first].middle)
    below = bisect(ordered, lines[last].middle)
    if len(inside) < BANDED * (amounts - 1) or not amounts > 1 or not above or below == len(ordered):
        return None
    start = next(k for k, line in enumerate(lines) if line.middle > ordered[above - 1])
    end = max(k for k, line in enumerate(lines) if line.middle < ordered[below])
    return start, end


def _dense_stretch(lines: list[Line], body: list[int]) -> tuple[int, int]:
    """The first stretch of lines with amounts; a few label-only lines in between do not end it."""
    start = previous = body[0]
    for index in body[1:]:
        between = lines[previous + 1 : index]
        if index - previous > 12 or any(_is_caption(line) for line in between):
            many = sum(1 for i in body if start <= i <= previous) >= MIN_ALIGNED
            if many or _under_caption(lines, [start]):
                break
            start = index
        previous = index
    return start, previous


def _columns_of_amounts(lines: list[Line]) -> bool:
    """Whether amounts stand under each other, again and again."""
    ends = Counter(round(run.x1 / ALIGNED) for line in lines for run in line.amounts)
    return (
        any(ends[end] + ends[end + 1] >= MIN_ALIGNED for end in ends)
        and sum(1 for line in lines if line.amounts and not _SENTENCE.search(line.text)) >= MIN_ALIGNED
    )


def _stand_in_columns(lines: list[Line]) -> bool:
    """Whether amounts stand in at least two columns, so that sentences beside them are a column of text."""
    ends = Counter(round(run.x1 / ALIGNED) for line in lines for run in line.amounts)
    columns = [end for end in ends if ends[end] + ends[end + 1] >= MIN_ALIGNED]
    several = sum(1 for line in lines if len(line.amounts) > 1)
    return len(columns) > 1 and several > sum(1 for line in lines if line.amounts) / 2


def _under_caption(lines: list[Line], body: list[int]) -> bool:
    """Whether the first amounts, several of them, stand under labels and a line of captions."""
    first = body[0]
    above = lines[max(first - MAX_HEADER_LINES, 0) : first]
    if _PROSE.search(lines[first].text) or not above:
        return False
    labels = [line for line in above[-4:] if len(line.runs) > 1 and not _SENTENCE.search(line.text)]
    widest = max((len(line.runs) for line in labels), default=0)
    captioned = any(_is_caption(line) for line in above)
    if len(lines[first].amounts) < 2:
        return captioned and widest > 2 and len(body) > 1
    return bool(labels) and (captioned or widest > 2)


def _is_caption(line: Line) -> bool:
    """A title or a line that says whose table it is and in which unit: another table begins."""
    return _CAPTION.search(line.text) is not None or (
        len(line.runs) == 1 and _TITLE.search("".join(line.text.split())) is not None
    )


def is_sentence(text: str) -> bool:
    """Whether a text has the marks of a sentence."""
    return _SENTENCE.search(text) is not None


def ends_table(line: Line) -> bool:
    """A sentence, a note, the caption of another table."""
    return is_sentence(line.text) or _is_caption(line)


def first_body_line(lines: list[Line], first: int) -> int:
    """Rows above the first amount: codes, numbered labels, totals."""
    start = first
    while start > 0 and first - start < MAX_HEADER_LINES:
        above = lines[start - 1]
        text = "".join(above.runs[0].text.split())
        is_total = _TOTAL.fullmatch(text) is not None and len(above.runs) == 1
        if not (
            _CODE.fullmatch(text)
            or _NUMBERED.match(text)
            or is_total
            or (
                lines[start - 1].bottom > lines[start].top
                and not _NUMBERS_ROW.fullmatch("".join(lines[start - 1].text.split()))
            )
        ):
            break
        start -= 1
    return start


def _first_text_line(lines: list[Line], first: int) -> int:
    """Where the row of the first amounts begins when a column of text makes it many lines tall."""
    start = first
    for index in range(first - 1, max(first - 2 * MAX_HEADER_LINES, -1), -1):
        if _is_caption(lines[index]):
            break
        if _SENTENCE.search(lines[index].text):
            start = index
    return start


def _last_body_line(lines: list[Line], last: int) -> int:
    """The last line of amounts, and the end of its labels where they wrap below it."""
    amounts = lines[last]
    room = {
        run.x0: max(WRAPPED * amounts.height, _above(lines, last, run.x0))
        for run in _labels_near(lines, last)
    }
    while last + 1 < len(lines):
        below = lines[last + 1]
        off = below.middle - amounts.middle
        if (
            below.amounts
            or ends_table(below)
            or not all(
                any(abs(run.x0 - x) < ALIGNED and off < room[x] + SLACK * amounts.height for x in room)
                or (len(below.runs) == 1 and off < WRAPPED * amounts.height)
                for run in below.runs
            )
        ):
            break
        last += 1
    return last


def _labels_near(lines: list[Line], last: int) -> list[Run]:
    """The labels around the last line of amounts."""
    start = last
    while start and not lines[start - 1].amounts:
        start -= 1
    return [run for line in lines[start : last + 1] for run in line.runs if not holds_amount(run)]


def _above(lines: list[Line], last: int, x0: float) -> float:
    """How far above the last line of amounts the lines of one of its labels reach."""
    reach, middle = 0.0, lines[last].middle
    for line in reversed(lines[:last]):
        far = middle - line.middle - reach > LEADING * line.height
        if line.amounts or far or not any(abs(run.x0 - x0) < ALIGNED for run in line.runs):
            break
        reach = middle - line.middle
    return reach


def header_start(lines: list[Line], first: int) -> int:
    """The lines of column labels above the body: no title, no unit line, no sentence, no gap."""
    start = first
    while start > 0 and first - start < MAX_HEADER_LINES:
        above, below = lines[start - 1], lines[start]
        height = max(below.runs[0].bottom - below.runs[0].top, 1.0)
        far = below.middle - above.middle > 4.5 * height
        if far or _is_caption(above) or _SENTENCE.search(above.text):
            break
        start -= 1
    while start < first and len(lines[start].runs) == 1 and _alone_above(lines, start, first):
        start += 1
    return start


def numbers_columns(line: Line) -> bool:
    """Whether a line only numbers the columns (栏次 1 2 3)."""
    return (
        len(line.runs) > 1
        and _NUMBERS_ROW.fullmatch("".join(line.text.split())) is not None
        and any(run.text.strip().isdigit() for run in line.runs)
    )


def floor_of(lines: list[Line], below: float) -> float:
    """y of the lower border of a header's labels; what numbers the columns is below it.

    Args:
        below: where the body begins.
    """
    while lines and _NUMBERS_ROW.fullmatch("".join(lines[-1].text.split())) and len(lines) > 1:
        below = lines[-1].top
        lines = lines[:-1]
    lowest = max((run.bottom for line in lines for run in line.runs), default=below)
    return (max(lowest, below) + lowest) / 2


def header_runs(lines: list[Line], stripes: list[Stripe]) -> tuple[list[Run], list[Stripe], list[Run]]:
    """The labels of a header; what only numbers the columns (栏次 1 2 3) is none."""
    runs: list[Run] = []
    numbering: list[Run] = []
    for line in lines:
        if _NUMBERS_ROW.fullmatch("".join(line.text.split())) is None:
            runs += line.runs
        elif any(run.text.strip().isdigit() for run in line.runs):
            numbering += [run for run in line.runs if not _COLUMN_NUMBER.fullmatch(run.text.strip())]
        else:
            runs += [run for run in line.runs if not _COLUMN_NUMBER.fullmatch(run.text.strip())]
    return runs, stripes, numbering


def _alone_above(lines: list[Line], start: int, first: int) -> bool:
    """A single word above everything: a table number or running title unless labels are beside it."""
    return start + 1 >= first or lines[start].text.isascii() or "第" in lines[start].text


def _stripes(lines: list[Line], prose: bool) -> list[Stripe]:
    """The columns the body shows: stretches of x that lines share, parted by white space."""
    runs = [
        run
        for line in lines
        if prose or not _SENTENCE.search(line.text)
        for run in line.runs
        if not _TOTAL.fullmatch("".join(run.text.split()))
    ]
    allowed = int(STRAY * len(lines)) if len(lines) > 12 else 0
    numbers = _extents([run for run in runs if holds_amount(run)], allowed)
    words = _extents([run for run in runs if not holds_amount(run)], allowed)
    extents: list[list[float]] = []
    for x0, x1 in sorted(numbers + words):
        if extents and x0 - extents[-1][1] < -TOUCH:
            extents[-1][1] = max(extents[-1][1], x1)
        else:
            extents.append([x0, x1])
    stripes = []
    for x0, x1 in extents:
        inside = [run for run in runs if x0 - 1 <= run.x0 and run.x1 <= x1 + 2]
        parsed = sum(1 for run in inside if parse_amount(run.text) is not None)
        amounts = sum(1 for run in inside if holds_amount(run))
        left = min((run.x0 for run in inside), default=x0)
        right = max((run.x1 for run in inside), default=x1)
        is_number = (amounts > 0 and parsed > len(inside) / 2) or _stand_right(inside)
        stripes.append(Stripe(left, right, is_number))
    return stripes


def _stand_right(runs: list[Run]) -> bool:
    """Whether whole numbers (codes) of different length end under each other, as amounts do."""
    if len(runs) < MIN_ALIGNED or not all(run.text.strip().isdigit() for run in runs):
        return False
    lefts, rights = [run.x0 for run in runs], [run.x1 for run in runs]
    return max(rights) - min(rights) < ALIGNED < max(lefts) - min(lefts)


def _extents(runs: list[Run], allowed: int) -> list[tuple[float, float]]:
    """Stretches of x under more runs than `allowed`, parted by gutters."""
    depth: Counter[int] = Counter()
    for run in runs:
        depth.update(range(int(run.x0), max(int(run.x1), int(run.x0) + 1)))
    extents: list[tuple[float, float]] = []
    for x in sorted(x for x, count in depth.items() if count > allowed):
        if extents and x - extents[-1][1] < MIN_GUTTER:
            extents[-1] = (extents[-1][0], x + 1)
        else:
            extents.append((x, x + 1))
    return extents
