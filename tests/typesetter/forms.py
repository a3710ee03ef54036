"""Performance forms (绩效目标表): a list of many projects over pages, and a form of boxes per project."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tests.typesetter.book import wrap
from tests.typesetter.canvas import Canvas

_SIZE, _LEADING, _PAD = 7.5, 9.5, 3.0
_LANDSCAPE, _PORTRAIT = (842.0, 595.0), (595.0, 842.0)


@dataclass(frozen=True)
class Target:
    """One indicator as a form prints it."""

    level1: str
    level2: str
    name: str
    operator: str
    value: str
    unit: str


@dataclass(frozen=True)
class Form:
    """One project with goal, amounts (万元, by source) and indicators."""

    name: str
    department: str
    unit: str
    goal: str
    fiscal: Decimal
    other: Decimal
    targets: tuple[Target, ...]

    @property
    def total(self) -> Decimal:
        return self.fiscal + self.other


@dataclass
class _Cell:
    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    lines: list[str] = field(default_factory=list)


def _money(value: Decimal) -> str:
    return f"{value:,.2f}" if value else ""


class _Grid:
    """Ruled cells laid from the top of a page; rows are as high as what stands in them."""

    def __init__(self, canvas: Canvas, left: float, widths: Sequence[float]) -> None:
        self.canvas = canvas
        self.x = [left]
        for width in widths:
            self.x.append(self.x[-1] + width)
        self.cells: list[_Cell] = []

    def add(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        width = self.x[column + columns] - self.x[column] - 2 * _PAD
        lines = wrap(self.canvas, text, _SIZE, width) if text else []
        self.cells.append(_Cell(row, column, text, rows, columns, lines))

    def print(self, top: float) -> float:
        count = max(cell.row + cell.row_span for cell in self.cells)
        heights = [_LEADING + 2 * _PAD] * count
        for cell in sorted(self.cells, key=lambda one: one.row_span):
            need = len(cell.lines) * _LEADING + 2 * _PAD
            span = range(cell.row, cell.row + cell.row_span)
            short = need - sum(heights[row] for row in span)
            for row in span:
                heights[row] += max(short, 0) / cell.row_span
        y = [top]
        for height in heights:
            y.append(y[-1] + height)
        for cell in self.cells:
            self._print_cell(cell, y[cell.row], y[cell.row + cell.row_span])
        return y[-1]

    def _print_cell(self, cell: _Cell, y0: float, y1: float) -> None:
        x0, x1 = self.x[cell.column], self.x[cell.column + cell.column_span]
        for a, b, c, d in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self.canvas.line(a, b, c, d, 0.5)
        first = (y0 + y1 - len(cell.lines) * _LEADING) / 2 + _SIZE + 0.5
        for number, line in enumerate(cell.lines):
            self.canvas.text(x0 + _PAD, first + number * _LEADING, line, _SIZE)


_LIST_WIDTHS = (110, 60, 60, 55, 150, 60, 75, 110, 35, 45, 35)
_LIST_HEADER = (
    "项目名称",
    "项目总额",
    "其中：",
    "",
    "绩效目标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标性质",
    "指标值",
    "度量单位",
)


def list_of_forms(
    canvas: Canvas, forms: Sequence[Form], rows_per_page: int, *, repeats_header: bool, named_late: bool
) -> None:
    """One list of all projects; a page break cuts projects, whose merged cells go on overleaf.

    `named_late`: name and amounts of a cut project are printed on the page where it ends, not where it begins
    (but for one that begins at the top of a page: nothing on it would tell it from the one before).
    """
    rows = [(form, target) for form in forms for target in form.targets]
    pages = [rows[start : start + rows_per_page] for start in range(0, len(rows), rows_per_page)]
    for number, page in enumerate(pages):
        canvas.new_page(_LANDSCAPE)
        grid, top, first = _Grid(canvas, 20, _LIST_WIDTHS), 40.0, 0
        if number == 0:
            canvas.text(360, 40, "项目支出绩效目标表", 14)
            canvas.text(740, 55, "单位：万元", 8)
            top = 60.0
        if number == 0 or repeats_header:
            _list_header(grid)
            first = 2
        before = {id(row[0]) for row in rows[: number * rows_per_page]}
        after = {id(row[0]) for row in rows[(number + 1) * rows_per_page :]}
        late = {id(form) for form, start in _starts(forms) if named_late and start % rows_per_page}
        _list_rows(grid, page, first, before, after, late)
        grid.print(top)


def _starts(forms: Sequence[Form]) -> list[tuple[Form, int]]:
    """Each project and the number of the row it begins at."""
    starts, row = [], 0
    for form in forms:
        starts.append((form, row))
        row += len(form.targets)
    return starts


def _list_header(grid: _Grid) -> None:
    for column, label in enumerate(_LIST_HEADER):
        if label == "其中：":
            grid.add(0, column, label, columns=2)
            grid.add(1, column, "财政资金")
            grid.add(1, column + 1, "其他资金")
        elif label:
            grid.add(0, column, label, rows=2)


def _list_rows(
    grid: _Grid,
    page: list[tuple[Form, Target]],
    first: int,
    before: set[int],
    after: set[int],
    late: set[int],
) -> None:
    position = 0
    while position < len(page):
        form = page[position][0]
        count = sum(1 for one, _ in page[position:] if one is form)
        begun, goes_on = id(form) in before, id(form) in after
        shows = (not goes_on) if id(form) in late else (not begun)
        middle = len(form.goal) // 2
        goal = form.goal[:middle] if goes_on and not begun else form.goal[middle:] if begun else form.goal
        if begun and goes_on:
            goal = ""
        texts = (form.name, _money(form.total), _money(form.fiscal), _money(form.other))
        for column, text in enumerate(texts):
            grid.add(first + position, column, text if shows else "", rows=count)
        grid.add(first + position, 4, goal, rows=count)
        for row in range(position, position + count):
            target = page[row][1]
            for column, text in enumerate(
                (target.level1, target.level2, target.name, target.operator, target.value, target.unit)
            ):
                grid.add(first + row, 5 + column, text)
        position += count


def boxed_form(canvas: Canvas, form: Form) -> None:
    """A form of its own on its own page; levels merged over the indicators they hold."""
    canvas.new_page(_PORTRAIT)
    canvas.text(230, 50, "项目支出绩效目标申报表", 14)
    canvas.text(270, 66, "（2024年度）", 9)
    grid = _Grid(canvas, 40, (80, 80, 90, 130, 135))
    _boxes(grid, form)
    row = 6
    grid.add(row, 0, "绩效指标", rows=len(form.targets) + 1)
    for column, label in enumerate(("一级指标", "二级指标", "三级指标", "指标值"), 1):
        grid.add(row, column, label)
    for key, column in (("level1", 1), ("level2", 2)):
        for start, count, label in _runs(form.targets, key):
            grid.add(row + 1 + start, column, label, rows=count)
    for number, target in enumerate(form.targets, row + 1):
        grid.add(number, 3, target.name)
        grid.add(number, 4, f"{target.operator}{target.value}{target.unit}")
    grid.print(76)


def _boxes(grid: _Grid, form: Form) -> None:
    grid.add(0, 0, "项目名称")
    grid.add(0, 1, form.name, columns=4)
    grid.add(1, 0, "主管部门")
    grid.add(1, 1, form.department, columns=2)
    grid.add(1, 3, "实施单位")
    grid.add(1, 4, form.unit)
    grid.add(2, 0, "项目资金（万元）", rows=3)
    amounts = (("年度资金总额：", form.total), ("其中：财政拨款", form.fiscal), ("其他资金", form.other))
    for row, (label, value) in enumerate(amounts, 2):
        grid.add(row, 1, label, columns=2)
        grid.add(row, 3, _money(value), columns=2)
    grid.add(5, 0, "年度总体目标")
    grid.add(5, 1, form.goal, columns=4)


def _runs(targets: Sequence[Target], key: str) -> list[tuple[int, int, str]]:
    """Stretches of neighbours with the same level (and the same level above it)."""
    keys = [(t.level1,) if key == "level1" else (t.level1, t.level2) for t in targets]
    runs: list[tuple[int, int, str]] = []
    for index, one in enumerate(keys):
        if index and one == keys[index - 1]:
            start, count, label = runs[-1]
            runs[-1] = (start, count + 1, label)
        else:
            runs.append((index, 1, one[-1]))
    return runs
