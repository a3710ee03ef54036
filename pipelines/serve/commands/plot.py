"""`mingzhang plot`: charts from the warehouse as PNG or SVG (图表)."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from matplotlib.figure import Figure

from pipelines.serve import charts, plots
from pipelines.serve.commands.shared import HERE, Warehouse, fail, published, write
from pipelines.serve.words import FIGURE_GROUPS, FIGURE_NAMES

app = typer.Typer(name="plot", help="由仓库数据画图（PNG、SVG）。 Charts.", no_args_is_help=True)

Unit = Annotated[str, typer.Argument(help="单位名称，或其中独有的几个字 Unit name or part of it.")]
Out = Annotated[Path, typer.Option("--out", help="输出文件 .png 或 .svg Output file.")]


class Kind(StrEnum):
    """Budget or final accounts."""

    BUDGET = "budget"
    FINAL = "final"


class Group(StrEnum):
    """Groups of key figures."""

    TOTALS = "totals"
    THREE_PUBLIC = "three-public"


KindOption = Annotated[Kind, typer.Option("--kind", help="budget 预算，final 决算.")]


@app.command(epilog="例 Example: mingzhang plot functions 教育局 --out 教育局.svg")
def functions(
    unit: Unit, out: Out = Path("functions.svg"), kind: KindOption = Kind.BUDGET, warehouse: Warehouse = HERE
) -> None:
    """历年支出按功能分类。 Expenditure by function over the years."""
    _plot(warehouse, out, lambda connection: charts.functions(connection, unit, kind))


@app.command(epilog="例 Example: mingzhang plot subject 教育局 培训费 --out 培训费.png")
def subject(
    unit: Unit,
    words: Annotated[str, typer.Argument(help="科目名称或编码 Subject name or code.")],
    out: Out = Path("subject.svg"),
    kind: KindOption = Kind.BUDGET,
    warehouse: Warehouse = HERE,
) -> None:
    """一个科目的历年金额，如培训费。 One subject over the years."""
    _plot(warehouse, out, lambda connection: charts.subject(connection, unit, words, kind))


@app.command(epilog="例 Example: mingzhang plot figures 教育局 --group three-public --out 三公.png")
def figures(
    unit: Unit,
    group: Annotated[Group, typer.Option("--group", help="totals 收支，three-public 三公.")] = Group.TOTALS,
    out: Out = Path("figures.svg"),
    kind: KindOption = Kind.BUDGET,
    warehouse: Warehouse = HERE,
) -> None:
    """历年主要指标。 Key figures over the years."""
    if group not in FIGURE_GROUPS:
        fail(f"没有这组指标：{group}")
    _plot(warehouse, out, lambda connection: charts.figures(connection, unit, group, kind))


@app.command(epilog="例 Example: mingzhang plot flow 教育局 2024 --out 流向.svg")
def flow(
    unit: Unit,
    year: Annotated[int, typer.Argument(help="年度 Fiscal year.")],
    out: Out = Path("flow.svg"),
    kind: KindOption = Kind.BUDGET,
    warehouse: Warehouse = HERE,
) -> None:
    """一年的收入来源、功能分类与经济分类。 Income, functions and economic categories of one year."""
    _plot(warehouse, out, lambda connection: charts.flow(connection, unit, year, kind))


@app.command(epilog="例 Example: mingzhang plot compare three_public_total 2024 --out 比较.png")
def compare(
    figure: Annotated[str, typer.Argument(help=f"指标 Figure: {', '.join(FIGURE_NAMES)}")],
    year: Annotated[int, typer.Argument(help="年度 Fiscal year.")],
    out: Out = Path("compare.svg"),
    kind: KindOption = Kind.BUDGET,
    city: Annotated[str | None, typer.Option("--city", help="来源 Source.")] = None,
    warehouse: Warehouse = HERE,
) -> None:
    """各单位比较（前 20）。 Units compared."""
    _plot(warehouse, out, lambda connection: charts.compared(connection, figure, year, kind, city))


def _plot(warehouse: Path, out: Path, make: Callable[[duckdb.DuckDBPyConnection], Figure]) -> None:
    forms = {".svg": plots.svg, ".png": plots.png}
    if out.suffix.lower() not in forms:
        fail("输出文件应以 .png 或 .svg 结尾。")
    with published(warehouse) as connection:
        try:
            content = forms[out.suffix.lower()](make(connection))
        except (charts.NothingToShowError, plots.NoChineseFontError) as error:
            fail(str(error))
    write(out, content)
