"""Tables without full ruling: rows from baselines, columns from the white space between aligned words.

Used where numbers stand in columns but no rules part them: no grid at all, rows without horizontal rules, or
columns without vertical ones. What it finds is marked as not ruled: its borders are inferred.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.domain.money import parse_amount
from pipelines.domain.page import Box, Cell, Grid
from pipelines.read.text import SAME_LINE, Run, runs_to_lines

ALIGNED = 2.0
"""points: right edges nearer than this are aligned."""
MIN_ALIGNED = 3
"""this many amounts under each other make a column."""
MIN_GUTTER = 3.0
"""points of white space between two columns."""
MAX_HEADER_LINES = 4

_CAPTION = re.compile(r"(?:单位|部门|名称)[:：]")
_PROSE = re.compile(r"[。；]|[\d）)][万亿]*元")
_SENTENCE = re.compile(r"[，。；]")


@dataclass(slots=True)
class Line:
    """Runs on one baseline, left to right."""

    runs: list[Run]
    amounts: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text of the line without gaps."""
        return "".join(run.text for run in self.runs)


def is_amount(text: str) -> bool:
    """Whether a run is a number that can only be an amount (decimals or thousands)."""
    return ("." in text or "," in text) and parse_amount(text) is not None


def crowded(grid: Grid) -> bool:
    """Whether rules are missing inside a grid: several amounts stand in one cell, again and again."""
    single = several = 0
    for cell in grid.cells:
        words = [word for line in cell.lines for word in line.text.split()]
        amounts = sum(1 for word in words if is_amount(word))
        if amounts >= 2 and parse_amount(cell.text) is None:
            several += amounts
        elif amounts == 1:
            single += 1
    return several >= MIN_ALIGNED and several > single


def align(runs: list[Run]) -> tuple[Grid | None, list[Run]]:
    """Runs outside ruled cells → the table they line up to, None where they do not; and the runs left."""
    lines = _lines(runs)
    ends = Counter(round(run.x1 / ALIGNED) for line in lines for run in line.amounts)
    if not any(ends[end] + ends[end + 1] >= MIN_ALIGNED for end in ends):
        return None, runs
    body = [i for i, line in enumerate(lines) if line.amounts and not _SENTENCE.search(line.text)]
    if len(body) < MIN_ALIGNED:
        return None, runs
    first, last = _dense_stretch(body)
    if any(_PROSE.search(line.text) for line in lines[first : last + 1]):
        return None, runs
    header = _header_start(lines, first)
    columns = _columns(lines[header : last + 1], first - header)
    if len(columns) < 2:
        return None, runs
    taken = lines[header : last + 1]
    rest = [run for line in lines[:header] + lines[last + 1 :] for run in line.runs]
    return _grid(taken, first - header, columns), rest


def _lines(runs: list[Run]) -> list[Line]:
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
        line.amounts = [run for run in line.runs if is_amount(run.text)]
    return lines


def _dense_stretch(body: list[int]) -> tuple[int, int]:
    """The longest stretch of lines with amounts; a few label-only lines in between do not end it."""
    best = (body[0], body[0])
    start = previous = body[0]
    for index in body[1:]:
        if index - previous > 6:
            start = index
        previous = index
        if index - start >= best[1] - best[0]:
            best = (start, index)
    return best


def _header_start(lines: list[Line], first: int) -> int:
    """The lines of column labels above the first amounts: several words each, no title, no unit line."""
    start = first
    while start > 0 and first - start < MAX_HEADER_LINES:
        above = lines[start - 1]
        if len(above.runs) < 2 or _CAPTION.search(above.text) or _SENTENCE.search(above.text):
            break
        start -= 1
    return start


def _columns(lines: list[Line], header_lines: int) -> list[tuple[float, float]]:
    """x extents of the columns: where words of the body (and narrow labels of the header) stand."""
    extents = [
        (run.x0, run.x1)
        for line in lines[header_lines:]
        if not _SENTENCE.search(line.text)
        for run in line.runs
    ]
    merged = _merge(extents)
    if header_lines:
        for run in lines[header_lines - 1].runs:
            over = [c for c in merged if c[0] < run.x1 and run.x0 < c[1]]
            if not over:
                merged = _merge([*merged, (run.x0, run.x1)])
    return merged


def _merge(extents: list[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[list[float]] = []
    for x0, x1 in sorted(extents):
        if merged and x0 - merged[-1][1] < MIN_GUTTER:
            merged[-1][1] = max(merged[-1][1], x1)
        else:
            merged.append([x0, x1])
    return [(a, b) for a, b in merged]


def _grid(lines: list[Line], header_lines: int, columns: list[tuple[float, float]]) -> Grid:
    gutters = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    edges = [columns[0][0] - 2, *gutters, columns[-1][1] + 2]
    groups = _row_groups(lines, header_lines, columns)
    tops = [min(run.top for line in group for run in line.runs) for group in groups]
    bottoms = [max(run.bottom for line in group for run in line.runs) for group in groups]
    cells: list[Cell] = []
    for row, group in enumerate(groups):
        placed = _place(group, columns)
        column = 0
        while column < len(columns):
            span = next((last - column + 1 for (start, last) in placed if start == column), 1)
            runs = placed.get((column, column + span - 1), [])
            box = Box(edges[column], tops[row], edges[column + span], bottoms[row])
            cells.append(Cell(row, column, 1, span, box, tuple(runs_to_lines(runs)) if runs else ()))
            column += span
    box = Box(edges[0], tops[0], edges[-1], bottoms[-1])
    return Grid(box, len(groups), len(columns), tuple(cells), ruled=False)


def _row_groups(lines: list[Line], header_lines: int, columns: list[tuple[float, float]]) -> list[list[Line]]:
    """Header lines without spanning labels are one wrapped row; every line of the body is a row."""
    groups: list[list[Line]] = []
    for index, line in enumerate(lines):
        spans = any(len(_covered(run, columns)) > 1 for run in line.runs)
        wrapped = 0 < index < header_lines and not spans and groups
        if wrapped and not any(len(_covered(r, columns)) > 1 for r in groups[-1][-1].runs):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _covered(run: Run, columns: list[tuple[float, float]]) -> list[int]:
    over = [i for i, (x0, x1) in enumerate(columns) if x0 < run.x1 and run.x0 < x1]
    if over:
        return over
    middle = (run.x0 + run.x1) / 2
    return [min(range(len(columns)), key=lambda i: abs((columns[i][0] + columns[i][1]) / 2 - middle))]


def _place(group: list[Line], columns: list[tuple[float, float]]) -> dict[tuple[int, int], list[Run]]:
    """Which runs stand over which stretch of columns; overlapping stretches are joined."""
    placed: dict[tuple[int, int], list[Run]] = {}
    for run in sorted((run for line in group for run in line.runs), key=lambda r: r.x0):
        over = _covered(run, columns)
        first, last = over[0], over[-1]
        runs = [run]
        for start, end in list(placed):
            if start <= last and first <= end:
                runs = placed.pop((start, end)) + runs
                first, last = min(first, start), max(last, end)
        placed[first, last] = runs
    return placed
