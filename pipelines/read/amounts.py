"""Which runs of digits are amounts: those with decimals or commas always, whole numbers by where they stand.

``2010301`` may be a code and ``12345600`` an amount. Whole numbers of one column end (or begin, or are
centred) under each other; codes are as long as codes are and share their beginnings; numbers of rows and of
columns count on by one. What is found is marked by its type, so that all that follows treats it as an amount.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise

from pipelines.domain.money import parse_amount
from pipelines.read.text import OUTSIDE, SAME_LINE, Run, by_line

ALIGNED = 2.0
"""points: edges nearer than this are aligned."""
MIN_LONG = 4
"""digits: a shorter whole number is an amount only beside others."""
MIN_LINES = 2
"""so many whole numbers under each other make a column."""
TOUCHING = 0.3
"""of the size of letters: runs nearer than this are of one word."""
BESIDE = 0.5
"""of the line height: text nearer to a number than this belongs to it (2024 年, 第 3 页)."""
NEAR_HEADER = 6.0
"""line heights: the label of a column stands no higher above its first number."""
FULL = 0.85
"""of the longest: so wide are the lines of a number that wraps, but for the last."""
CODE_LENGTHS = frozenset({3, 5, 7, 9})
"""digits of subject codes."""
SHARED = 3
"""digits that the codes of one class begin with."""
TOTALS = frozenset("合总小")
"""what stands before 计 in the label of a sum."""

_WHOLE = re.compile(r"[-－△▲]?\d{1,12}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PART = re.compile(r"[-\d.,]+")
_CODE_LABEL = re.compile(r"[编代号]码|编号|代号")
_BROKEN = re.compile(r"-?[\d,]*\d[.,]")
_UNIT = re.compile(r"单位[:：]?(?:人民币)?[百千万亿]*元")

Runs = dict[int, list[Run]]


class WholeAmount(Run):
    """A whole number that stands where amounts stand."""

    __slots__ = ()


def is_amount(text: str) -> bool:
    """Whether a text is a number that can only be an amount (decimals or thousands)."""
    return ("." in text or "," in text) and parse_amount(text) is not None


def holds_amount(run: Run) -> bool:
    """Whether a run is an amount: by its signs, or by where it stands."""
    return isinstance(run, WholeAmount) or is_amount(run.text)


def mark_whole_amounts(runs: Runs) -> None:
    """Mark the whole numbers that are amounts, in cells with several words and outside of cells.

    Args:
        runs: the runs of a page by place; marked ones are replaced.
    """
    doubtful = [place for place, part in runs.items() if len(part) > 1 and _has_whole(part, place != OUTSIDE)]
    if not doubtful or not _may_hold_amounts(doubtful, runs):
        return
    for place in doubtful:
        if any(_BROKEN.fullmatch(run.text) for run in runs[place]):
            runs[place] = join_words(runs[place])
    every = [run for place in runs for run in runs[place]]
    whole = _Columns(every).amounts()
    if not whole:
        return
    wrapped = {place for place in doubtful if place != OUTSIDE and _may_be_one(runs[place])}
    wrapped -= _side_by_side({place: runs[place] for place in wrapped})
    for place in doubtful:
        if place in wrapped:
            continue
        runs[place] = [_marked(run) if id(run) in whole else run for run in runs[place]]


def join_words(runs: list[Run]) -> list[Run]:
    """Runs with those put together that make one word: letters placed one by one, 合 and 计 far apart."""
    return [run for line in _lines(runs) for run in _joined(line)]


def _joined(runs: list[Run]) -> list[Run]:
    words = runs[:1]
    for run in runs[1:]:
        last = words[-1]
        broken = _BROKEN.fullmatch(last.text) is not None
        near = (2 if broken else 1) * TOUCHING * min(_size(last), _size(run))
        total = run.text == "计" and last.text in TOTALS
        if total or (_go_together(last.text, run.text) and -near < run.x0 - last.x1 < near):
            top, bottom = min(last.top, run.top), max(last.bottom, run.bottom)
            words[-1] = Run(last.text + run.text, last.x0, top, run.x1, bottom)
        else:
            words.append(run)
    return words


def _size(run: Run) -> float:
    """The size of a run's letters, from their width: the boxes of some fonts are much too tall."""
    width = sum(0.55 if sign.isascii() else 1.0 for sign in run.text)
    return min((run.x1 - run.x0) / width, run.bottom - run.top)


def _go_together(left: str, right: str) -> bool:
    """Whether two runs can be of one word: Chinese both, or the parts of one number."""
    if left[-1:].isascii() != right[:1].isascii():
        return False
    if not left[-1:].isascii():
        return True
    parts = _PART.fullmatch(left) and _PART.fullmatch(right)
    return bool(parts) and not (len(left) >= MIN_LONG and len(right) >= MIN_LONG)


def _has_whole(part: list[Run], is_cell: bool) -> bool:
    """Whether a place holds a whole number beside another number, or a cell a long one beside a word."""
    numbers = [k for k, run in enumerate(part) if run.text[-1:].isdigit()]
    if any(run.text[-1:] in ",." and _BROKEN.fullmatch(run.text) for run in part):
        return True
    least = MIN_LONG if is_cell and len(numbers) == 1 else 1
    return len(numbers) > (not is_cell) and any(
        _WHOLE.fullmatch(part[k].text)
        and len(part[k].text) >= least
        and not (k and _touches(part[k - 1], part[k]))
        and not (k + 1 < len(part) and _touches(part[k], part[k + 1]))
        for k in numbers
    )


def _touches(run: Run, following: Run) -> bool:
    """Whether words stand so near before a number, or behind it, that it belongs to them (2024 年)."""
    reach = BESIDE * (run.bottom - run.top)
    near = -reach < following.x0 - run.x1 < reach and abs(following.top - run.top) < reach
    return near and not (run.text[-1:].isdigit() and following.text[:1].isdigit())


def _may_hold_amounts(places: list[int], runs: Runs) -> bool:
    """Whether a closer look is worth it: years and numbers of pages and tables are on every page."""
    every = [run for place in places for run in runs[place]]
    whole = [run for run in every if _WHOLE.fullmatch(run.text) and not _YEAR.fullmatch(run.text)]
    if any(len(run.text) >= MIN_LONG or run.text == "0" for run in whole):
        return True
    if any(_BROKEN.fullmatch(run.text) for run in every):
        return True
    whole.sort(key=lambda run: run.top + run.bottom)
    return any(b.top + b.bottom - a.top - a.bottom < a.bottom - a.top for a, b in pairwise(whole))


def _may_be_one(part: list[Run]) -> bool:
    """Whether a cell may hold one number that wraps: full lines, and a rest that is no longer."""
    lines = sorted(part, key=lambda run: run.top)
    if any(b.top - a.top < SAME_LINE * (a.bottom - a.top) for a, b in pairwise(lines)):
        return False
    if parse_amount("".join(run.text for run in lines)) is None:
        return False
    if any("." in run.text for run in lines[:-1]):
        return lines[-1].text.isdigit()
    widths = [run.x1 - run.x0 for run in lines]
    return min(widths[:-1]) > FULL * max(widths[:-1]) and widths[-1] <= max(widths[:-1]) + ALIGNED


def _side_by_side(parts: Runs) -> set[int]:
    """Those of several cells beside each other that hold two numbers each, not one that wraps.

    The first lines of numbers that wrap are as long as each other in cells as wide as each other; a number
    that stands twice (合计 of one item) is no number that wraps.
    """
    rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, part in parts.items():
        if len(part) == MIN_LINES:
            top, bottom = sorted(round(run.top) for run in part)
            rows[top, bottom].append(place)
    found: set[int] = set()
    for places in rows.values():
        texts = [[run.text for run in sorted(parts[place], key=lambda run: run.top)] for place in places]
        long = [(a, b) for a, b in texts if len(b) > MIN_LONG - 2]
        same = sum(a == b for a, b in long)
        if len(long) > 1 and (same > 1 or len({len(a) for a, _ in long}) > 1):
            found.update(places)
    return found


def _marked(run: Run) -> WholeAmount:
    return WholeAmount(run.text, run.x0, run.top, run.x1, run.bottom)


class _Columns:
    """The whole numbers of a page and the columns they stand in."""

    def __init__(self, runs: list[Run]) -> None:
        self._lines = _lines(runs)
        self._whole = [
            run
            for line in self._lines
            if not _counts_on([one for one in line if _WHOLE.fullmatch(one.text)])
            for run in _behind_label(line)
            if _WHOLE.fullmatch(run.text) and _stands_alone(run, line)
        ]
        self._code_labels = [run for run in runs if _CODE_LABEL.search("".join(run.text.split()))]
        self._signed = [run for line in self._lines for run in line if is_amount(run.text)]
        self._has_unit = any(_UNIT.search("".join(run.text.split())) for run in runs)

    def amounts(self) -> set[int]:
        """The ids of those that are amounts."""
        codes: set[int] = set()
        found: set[int] = set()
        for group in self._groups():
            texts = [run.text for run in sorted(group, key=lambda one: one.top)]
            if _are_codes(texts) or _counts_down(texts) or self._are_named_codes(group):
                codes.update(map(id, group))
            elif any(len(text) >= MIN_LONG for text in texts) and not all(map(_YEAR.fullmatch, texts)):
                found.update(map(id, group))
        found -= codes
        if len(self._signed) >= MIN_LINES:
            return (found & self._below_signed()) | self._nothings()
        for line in self._lines:
            found |= self._beside(line, found, codes)
        return found

    def _are_named_codes(self, group: list[Run]) -> bool:
        """Whether a label right above says that these are codes."""
        left, right = min(run.x0 for run in group), max(run.x1 for run in group)
        top, height = min(run.top for run in group), group[0].bottom - group[0].top
        return any(
            label.x0 < right and left < label.x1 and 0 < top - label.bottom < NEAR_HEADER * height
            for label in self._code_labels
        )

    def _groups(self) -> Iterable[list[Run]]:
        """Whole numbers that are aligned, each way of alignment by itself."""
        ways: tuple[Callable[[Run], float], ...] = (
            lambda run: run.x1,
            lambda run: run.x0,
            lambda run: (run.x0 + run.x1) / 2,
        )
        for way in ways:
            ordered = sorted(self._whole, key=way)
            group: list[Run] = []
            for run in ordered:
                if group and way(run) - way(group[0]) > ALIGNED:
                    if len(group) >= MIN_LINES:
                        yield group
                    group = []
                group.append(run)
            if len(group) >= MIN_LINES:
                yield group

    def _below_signed(self) -> set[int]:
        """Whole numbers that end, begin or are centred with an amount that its signs tell."""
        return {
            id(run)
            for run in self._whole
            for one in self._signed
            if min(abs(run.x1 - one.x1), abs(run.x0 - one.x0), abs(run.x0 + run.x1 - one.x0 - one.x1) / 2)
            < ALIGNED
        }

    def _nothings(self) -> set[int]:
        """Zeros below or beside amounts."""
        lines = [line for line in self._lines if any(is_amount(run.text) for run in line)]
        below = self._below_signed()
        return {id(run) for run in self._whole if run.text == "0" and id(run) in below} | {
            id(run) for line in lines for run in line if run.text == "0"
        }

    def _beside(self, line: list[Run], found: set[int], codes: set[int]) -> set[int]:
        """Whole numbers on a line of amounts, and those of a line that holds nothing else below a unit."""
        mine = {id(run) for run in self._whole}
        here = [run for run in line if id(run) in mine and id(run) not in codes]
        known = any(id(run) in found or is_amount(run.text) for run in line)
        if not known:
            several = [run for run in here if not _YEAR.fullmatch(run.text)]
            known = self._has_unit and len(several) > 1 and len(several) >= len(line) - 1
        if not known:
            return set()
        return {id(run) for run in here if not _is_short_code(run.text)}


def _lines(runs: list[Run]) -> list[list[Run]]:
    return [sorted(line, key=lambda one: one.x0) for line in by_line(runs)]


def _behind_label(line: list[Run]) -> list[Run]:
    """The runs behind the first words of a line, all where it has none: numbers before them are codes."""
    first = next(
        (k for k, run in enumerate(line) if not (_WHOLE.fullmatch(run.text) or is_amount(run.text))), 0
    )
    return line[first:]


def _stands_alone(run: Run, line: list[Run]) -> bool:
    """Whether no text touches the number."""
    reach = BESIDE * (run.bottom - run.top)
    return not any(
        one is not run and one.x0 < run.x1 + reach and run.x0 - reach < one.x1
        for one in line
        if not _WHOLE.fullmatch(one.text)
    )


def _counts_on(line: list[Run]) -> bool:
    """Whether the numbers of a line count the columns: 1 2 3."""
    numbers = [int(run.text) for run in line if run.text.isdigit()]
    return 2 < len(line) == len(numbers) and all(b - a == 1 for a, b in pairwise(numbers))


def _counts_down(texts: list[str]) -> bool:
    """Whether short numbers count on: each by one, or (where some are left out) upward."""
    if len(texts) < 2 or any(len(text) >= MIN_LONG or not text.isdigit() for text in texts):
        return False
    steps = [int(b) - int(a) for a, b in pairwise(texts)]
    return all(step == 1 for step in steps) or (len(steps) > 2 and all(step > 0 for step in steps))


def _is_short_code(text: str) -> bool:
    return len(text) > 1 and text[0] == "0"


def _are_codes(texts: list[str]) -> bool:
    """Whether the whole numbers of a column are codes of subjects, of bodies, or parts of codes."""
    if any(_is_short_code(text) for text in texts):
        return True
    if not all(text.isdigit() for text in texts):
        return False
    lengths = {len(text) for text in texts}
    if max(lengths) <= SHARED:
        return lengths == {SHARED} and all(text[0] in "235" for text in texts)
    starts: dict[str, int] = defaultdict(int)
    for text in texts:
        starts[text[:SHARED]] += 1
    if len(lengths) == 1:
        return max(starts.values()) == len(texts) == len(set(texts)) > 2
    if not lengths <= CODE_LENGTHS:
        return False
    return sum(count for count in starts.values() if count > 1) >= len(texts) / 2
