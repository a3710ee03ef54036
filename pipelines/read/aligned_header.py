"""The header of a table without rules: which label stands over which columns.

A label is centred over its columns: one that stands directly over a column names it, a higher one the stretch
of columns whose middle it marks. What it finds is inferred, as all borders of such a table are.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.read.aligned_labels import CODE_PARTS, Label, labels_of
from pipelines.read.text import Run

PAD = 2.5
"""points of white space a cell keeps beside its text."""
SAME_LEVEL = 0.6
"""of the line height: labels whose middles differ by less stand in one header row."""
LEADINGS = (1.25, 1.65, 2.05)
"""of the line height: the middles of two lines of one label are no further apart; the best of these."""
ROUNDS = 40
"""so many labels may show columns that have no content."""
LONE_GROUP = 0.5
"""what a label above another label over the same column counts for, in columns."""
SLACK = 5.0
"""points by which the middle of a label may miss the middle of its column."""
MISSED = 30.0
"""the same for a label over several columns, whose borders are only estimated."""
UNCOVERED = 6.0
"""points of error that one column left without a label of a row counts for."""


@dataclass(slots=True)
class Stripe:
    """A column as its content shows it: x extent, whether numbers stand in it, the label that names it.

    `is_empty`: it has no content, only a label shows it.
    """

    x0: float
    x1: float
    is_number: bool
    leaf: Label | None = None
    extra: list[Label] = field(default_factory=list)
    is_empty: bool = False


@dataclass(slots=True)
class HeaderCell:
    """A label and the header rows and columns it covers (first and last)."""

    runs: list[Run]
    rows: tuple[int, int]
    columns: tuple[int, int]


def read_header(
    runs: list[Run], columns: list[Stripe], numbering: list[Run], floor: float
) -> tuple[list[HeaderCell], list[Stripe]]:
    """The cells of a header, and the columns with those that only the header shows put in.

    How far apart the lines of one label may stand is not known: taken is what leaves the fewest columns.

    Args:
        numbering: labels that stand in the row below which numbers the columns (类 款 项 栏次 1 2).
        floor: y of the header's lower border.
    """
    best: tuple[float, list[HeaderCell], list[Stripe]] | None = None
    labels = 0
    for leading in LEADINGS:
        count = len(labels_of(runs, leading))
        if best is not None and count == labels:
            continue
        labels = count
        fresh = [Stripe(column.x0, column.x1, column.is_number) for column in columns]
        cells, found = _without_idle(*_read(runs, fresh, numbering, leading, floor))
        score = len(found) + LONE_GROUP * _lone_groups(cells)
        if best is None or score < best[0]:
            best = score, cells, found
    assert best is not None
    return best[1], best[2]


def _without_idle(cells: list[HeaderCell], columns: list[Stripe]) -> tuple[list[HeaderCell], list[Stripe]]:
    """The header without columns put in for a label that reaches over an unnamed column of content."""
    for empty, k in [pair for n in range(len(columns)) for pair in ((n, n + 1), (n, n - 1))]:
        if not 0 <= k < len(columns):
            continue
        column, put_in = columns[k], columns[empty]
        unnamed = column.leaf is None and not column.extra and not column.is_empty
        if put_in.is_empty and put_in.leaf is not None and unnamed and _shared(put_in, column):
            column.leaf = put_in.leaf
            moved = [_moved(cell, empty, k) for cell in cells if cell.columns != (k, k) or cell.runs]
            rest = columns[:empty] + columns[empty + 1 :]
            return _without_idle([cell for cell in moved if cell is not None], rest)
    return cells, columns


def _moved(cell: HeaderCell, empty: int, column: int) -> HeaderCell | None:
    """A cell of the header when one column's label names the column beside it and the first one goes."""
    first, last = (column, column) if cell.columns == (empty, empty) else cell.columns
    first, last = first - (first > empty), last - (last >= empty)
    return HeaderCell(cell.runs, cell.rows, (first, last)) if first <= last else None


def _shared(empty: Stripe, column: Stripe) -> bool:
    """Whether the label of a column without content reaches over the content beside it."""
    return empty.x0 < column.x1 and column.x0 < empty.x1


def _lone_groups(cells: list[HeaderCell]) -> int:
    """Labels over one column that name no column: another one stands below them."""
    depth = max((cell.rows[1] for cell in cells), default=0)
    return sum(
        1 for cell in cells if cell.columns[0] == cell.columns[1] and cell.rows[1] < depth and cell.runs
    )


def _read(
    runs: list[Run], columns: list[Stripe], numbering: list[Run], leading: float, floor: float
) -> tuple[list[HeaderCell], list[Stripe]]:
    low = labels_of(numbering, leading)
    upper = _joined_letters(labels_of(runs, leading), columns)
    if not upper + low:
        return [], columns
    for _ in range(ROUNDS):
        cells, columns = _attempt(upper, low, columns, floor)
        if cells is not None:
            return cells, columns
        for column in columns:
            column.leaf, column.extra = None, []
    return [], columns


def _attempt(
    upper: list[Label], low: list[Label], columns: list[Stripe], floor: float
) -> tuple[list[HeaderCell] | None, list[Stripe]]:
    """The header's cells, None where a label covers no column: the columns have one more for it then."""
    labels = upper + low
    bottom = max(label.middle for label in upper or low)
    deepest = [label for label in labels if bottom - label.middle < SAME_LEVEL * label.height]
    higher = sorted(
        (label for label in labels if not any(label is low for low in deepest)), key=lambda one: -one.middle
    )
    columns = _name_columns(deepest, columns)
    groups = []
    for label in higher:
        column = next((c for c in columns if c.leaf is None and _fits(label, c, columns)), None)
        if column is None:
            groups.append(label)
        else:
            column.leaf = label
    placed: list[list[tuple[Label, int, int]]] = []
    for level in _levels(groups):
        spans, lone = _cover(level, columns, floor)
        if lone:
            for label in lone:
                columns = _with_empty(label, columns)
            return None, columns
        placed.append(spans)
    return _cells(placed, columns), columns


def _joined_letters(labels: list[Label], columns: list[Stripe]) -> list[Label]:
    """``收   入``: single characters spaced out over a stretch are one label, unless each has its column."""
    result: list[Label] = []
    for label in sorted(labels, key=lambda one: (round(one.middle), one.x0)):
        before = result[-1] if result else None
        if (
            before is not None
            and len(label.runs) == 1
            and len(label.runs[0].text) == 1
            and all(len(run.text) == 1 for run in before.runs)
            and abs(before.middle - label.middle) < 0.3 * label.height
            and label.x0 - before.x1 < 4 * label.height
            and not (label.runs[0].text in CODE_PARTS and before.runs[-1].text in CODE_PARTS)
            and not (_over(before, columns) and _over(label, columns))
        ):
            before.runs.append(label.runs[0])
        else:
            result.append(label)
    return result


def _over(label: Label, columns: list[Stripe]) -> bool:
    return any(column.x0 - SLACK < label.centre < column.x1 + SLACK for column in columns)


def _name_columns(labels: list[Label], columns: list[Stripe]) -> list[Stripe]:
    """The lowest labels each name one column; what fits none is a column without content."""
    for label in sorted(labels, key=lambda one: one.centre):
        fitting = [c for c in columns if _fits(label, c, columns)]
        free = [c for c in fitting if c.leaf is None]
        if free:
            min(free, key=lambda c: abs((c.x0 + c.x1) / 2 - label.centre)).leaf = label
        elif fitting and fitting[0].is_number:
            # two labels over one column of numbers: the right one is its own, the left one is a column apart
            left = fitting[0].leaf
            fitting[0].leaf = label
            if left is not None:
                columns = _with_empty(left, columns)
                columns[_index(columns, left)].leaf = left
        elif not any(column.x0 <= label.centre <= column.x1 for column in columns):
            columns = _with_empty(label, columns)
            columns[_index(columns, label)].leaf = label
        elif fitting:
            fitting[0].extra.append(label)
    return columns


def _index(columns: list[Stripe], label: Label) -> int:
    return next(i for i, c in enumerate(columns) if c.x0 <= label.centre <= c.x1 and not c.is_number)


def _with_empty(label: Label, columns: list[Stripe]) -> list[Stripe]:
    """The columns with an empty one under the label, as wide as its text."""
    x0, x1 = label.x0, label.x1
    return sorted([*columns, Stripe(x0, x1, False, is_empty=True)], key=lambda c: (c.x0 + c.x1) / 2)


def _fits(label: Label, column: Stripe, columns: list[Stripe]) -> bool:
    """Whether the label can be centred over this column alone."""
    position = next(i for i, c in enumerate(columns) if c is column)
    before = columns[position - 1] if position else None
    after = columns[position + 1] if position + 1 < len(columns) else None
    if column.is_number:
        right = column.x1 + PAD
        least = (before.x1 + right) / 2 - SLACK if before is not None else column.x0 - 60
        if before is not None and not before.is_number and before.leaf is None:
            least = min(least, column.x0 - SLACK)
        return least <= label.centre <= right
    left = column.x0 - PAD
    most = (left + after.x0) / 2 + SLACK if after is not None else column.x1 + 60
    return left - SLACK <= label.centre <= max(most, column.x1)


def _levels(labels: list[Label]) -> list[list[Label]]:
    """Labels over several columns, row by row, the highest first."""
    levels: list[list[Label]] = []
    for label in sorted(labels, key=lambda one: one.middle):
        if levels and label.middle - levels[-1][-1].middle < SAME_LEVEL * label.height:
            levels[-1].append(label)
        else:
            levels.append([label])
    return levels


def _borders(columns: list[Stripe]) -> list[float]:
    """x of the borders between the columns, as well as content and labels tell."""
    edges = [columns[0].x0 - PAD]
    for left, right in pairwise(columns):
        if left.is_number:
            edge = left.x1 + PAD
        elif not right.is_number and right.leaf is None:
            edge = right.x0 - PAD
        elif right.is_number and right.leaf is not None:
            edge = 2 * right.leaf.centre - right.x1 - PAD
        elif left.leaf is not None and right.leaf is not None:
            edge = (left.leaf.centre + right.leaf.centre) / 2
        else:
            edge = (left.x1 + right.x0) / 2
        edges.append(min(max(edge, left.x1, edges[-1]), max(right.x0, left.x1, edges[-1])))
    last = columns[-1]
    end = last.x1 + PAD
    if not last.is_number and last.leaf is not None:
        end = max(end, 2 * last.leaf.centre - edges[-1])
    edges.append(end)
    return edges


def _cover(
    labels: list[Label], columns: list[Stripe], floor: float
) -> tuple[list[tuple[Label, int, int]], list[Label]]:
    """Which stretch of columns each label of a header row covers; and the labels that cover none."""
    edges = _borders(columns)
    middle = sum(label.middle for label in labels) / len(labels)
    height = labels[0].height
    open_ = [c.leaf is None or _begins(c.leaf, floor) > middle + 0.4 * height for c in columns]
    labels = sorted(labels, key=lambda one: one.centre)
    best = _best_cover(labels, columns, edges, open_)
    lone = [label for label, span in zip(labels, best, strict=True) if span is None]
    return [(label, *span) for label, span in zip(labels, best, strict=True) if span is not None], lone


def _begins(leaf: Label, floor: float) -> float:
    """y of the upper border of a label that stands in the middle of the rows it covers."""
    return 2 * leaf.middle - floor


def _best_cover(
    labels: list[Label], columns: list[Stripe], edges: list[float], open_: list[bool]
) -> list[tuple[int, int] | None]:
    """Stretches for all labels of a row with the least error of their middles, nothing covered twice."""
    count = len(columns)
    # cost[k][j]: the first k labels over the columns before j
    cost = [[0.0] * (count + 1) for _ in range(len(labels) + 1)]
    choice: list[list[tuple[int, int] | None]] = [[None] * (count + 1) for _ in range(len(labels) + 1)]
    for j in range(1, count + 1):
        cost[0][j] = cost[0][j - 1] + (UNCOVERED if open_[j - 1] else 0.0)
    for k, label in enumerate(labels, 1):
        cost[k][0] = cost[k - 1][0] + 60.0
        for j in range(1, count + 1):
            cost[k][j] = cost[k][j - 1] + (UNCOVERED if open_[j - 1] else 0.0)
            choice[k][j] = choice[k][j - 1]
            if cost[k - 1][j] + 60.0 < cost[k][j]:
                cost[k][j], choice[k][j] = cost[k - 1][j] + 60.0, None
            first = j - 1
            while first >= 0 and open_[first]:
                error = abs((edges[first] + edges[j]) / 2 - label.centre)
                if error < (MISSED if j - first > 1 else SLACK) and cost[k - 1][first] + error < cost[k][j]:
                    cost[k][j], choice[k][j] = cost[k - 1][first] + error, (first, j)
                first -= 1
    spans: list[tuple[int, int] | None] = [None] * len(labels)
    j = count
    for k in range(len(labels), 0, -1):
        taken = choice[k][j]
        if taken is not None:
            spans[k - 1] = (taken[0], taken[1] - 1)
            j = taken[0]
    return spans


def _cells(placed: list[list[tuple[Label, int, int]]], columns: list[Stripe]) -> list[HeaderCell]:
    """Groups in their rows, and each column's own label below its groups, down to the last row."""
    last = len(placed)
    cells: list[HeaderCell] = []
    begins = [0] * len(columns)
    for row, spans in enumerate(placed):
        for label, first, end in spans:
            cells.append(HeaderCell(label.runs, (row, row), (first, end)))
            for column in range(first, end + 1):
                begins[column] = row + 1
    for index, stripe in enumerate(columns):
        runs = [run for label in (stripe.leaf, *stripe.extra) if label is not None for run in label.runs]
        cells.append(HeaderCell(runs, (begins[index], last), (index, index)))
    return cells
