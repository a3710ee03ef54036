"""Pictures of figures (图表): trends, comparisons, the flow of money; PNG and SVG with Chinese right.

In: plain numbers in yuan. Out: matplotlib figures, SVG or PNG bytes. Does not belong here: queries
(`charts`).
"""

import io
import itertools
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from matplotlib import font_manager, rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.ticker import StrMethodFormatter

COLOURS = ("#1f6feb", "#bc4c00", "#1a7f37", "#8250df", "#9a6700", "#cf222e", "#57606a", "#0f766e")
FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
)
Amount = Decimal | int | float | None


class NoChineseFontError(RuntimeError):
    """A PNG needs a Chinese font on this machine; an SVG does not."""


def lines(
    series: Mapping[str, Mapping[int, Amount]], title: str | None = None, unit: str | None = None
) -> Figure:
    """One line per series over the years; in yuan, or in `unit` as they are."""
    values = [value for points in series.values() for value in points.values()]
    figure, axes, divisor = _framed(title, values, unit=unit)
    for number, (colour, (name, points)) in enumerate(
        zip(_colours(len(series)), series.items(), strict=True)
    ):
        years = sorted(year for year, value in points.items() if value is not None)
        heights = [float(points[year] or 0) / divisor for year in years]
        # dashes let a line be seen under another one, e.g. income under expenditure
        style = "-" if number % 2 == 0 else (0, (4, 2.5))
        axes.plot(years, heights, marker="o", color=colour, label=name, linewidth=1.8, linestyle=style)
        if len(series) <= 2:
            for year, height in zip(years, heights, strict=True):
                where = (year, height)
                axes.annotate(
                    f"{height:,.2f}", where, (0, 7), textcoords="offset points", ha="center", fontsize=8
                )
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    years = sorted({year for points in series.values() for year in points})
    axes.set_xticks(years if len(years) <= 12 else years[:: len(years) // 12 + 1])
    axes.set_xlim(min(years, default=0) - 0.5, max(years, default=0) + 0.5)
    low, high = min(0.0, *axes.get_yticks()), axes.get_ylim()[1]
    axes.set_ylim(low if any(float(value or 0) < 0 for value in values) else 0.0, high * 1.1 or 1.0)
    axes.legend(frameon=False, fontsize=9, ncols=2, loc="upper left", bbox_to_anchor=(0, -0.1))
    return figure


def stacked(series: Mapping[str, Mapping[int, Amount]], title: str | None = None) -> Figure:
    """One bar per year, its parts stacked (e.g. 支出按功能分类)."""
    years = sorted({year for points in series.values() for year in points})
    totals = [sum(float(points.get(year) or 0) for points in series.values()) for year in years]
    figure, axes, divisor = _framed(title, totals)
    below = [0.0] * len(years)
    for colour, (name, points) in zip(_colours(len(series)), series.items(), strict=True):
        heights = [float(points.get(year) or 0) / divisor for year in years]
        axes.bar([str(year) for year in years], heights, bottom=below, color=colour, label=name, width=0.6)
        below = [low + height for low, height in zip(below, heights, strict=True)]
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    axes.set_xlim(-0.8, max(len(years) - 0.2, 1.8))
    axes.legend(frameon=False, fontsize=9, ncols=2, loc="upper left", bbox_to_anchor=(0, -0.1))
    return figure


def bars(values: Sequence[tuple[str, Amount]], title: str | None = None, unit: str | None = None) -> Figure:
    """One horizontal bar per name, in the order given (e.g. 单位比较); in yuan, or in `unit` as they are."""
    amounts = [value for _, value in values]
    figure, axes, divisor = _framed(title, amounts, height=1.2 + 0.32 * len(values), unit=unit)
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    names = [name for name, _ in values][::-1]
    lengths = [float(value or 0) / divisor for _, value in values][::-1]
    drawn = axes.barh(names, lengths, color=COLOURS[0], height=0.65)
    axes.bar_label(drawn, fmt="{:,.1f}", padding=3, fontsize=8)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel(axes.get_ylabel())
    axes.set_ylabel("")
    return figure


def flow(stages: Sequence[Mapping[str, Amount]], title: str | None = None) -> Figure:
    """Stages of the same money side by side, each divided its own way (收入 → 功能 → 经济分类).

    The disclosures give each stage's division, not which part flows into which: bands are therefore drawn in
    proportion, and the stages' own blocks carry the figures.
    """
    figure, axes, divisor = _framed(title, [value for stage in stages for value in stage.values()])
    axes.set_axis_off()
    placed = [_blocks(stage, divisor) for stage in stages]
    tallest = max((blocks[-1][2] for blocks in placed if blocks), default=1.0)
    lowest = tallest
    for column, blocks in enumerate(placed):
        height = -tallest
        for (name, low, high), colour in zip(blocks, _colours(len(blocks)), strict=True):
            axes.add_patch(Rectangle((column, low), 0.06, high - low, color=colour))
            if high - low > tallest / 200:
                height = max((low + high) / 2, height + tallest / 17)
                axes.text(column + 0.08, height, f"{name}  {high - low:,.1f}", va="center", fontsize=8)
        lowest = max(lowest, height)
    for column, (left, right) in enumerate(itertools.pairwise(placed)):
        _bands(axes, column, left, right)
    axes.set_xlim(-0.05, len(stages) - 0.45)
    axes.set_ylim(lowest + tallest * 0.14, -tallest * 0.02)
    note = f"单位：{axes.get_ylabel()}。各列为公开数字；列间的带按比例画出，不表示资金的实际去向。"
    axes.text(0, lowest + tallest * 0.12, note, fontsize=8, color="#57606a")
    return figure


def svg(figure: Figure) -> bytes:
    """As SVG; the viewer's fonts draw the text."""
    stream = io.BytesIO()
    figure.savefig(stream, format="svg", bbox_inches="tight", metadata={"Date": None})
    return stream.getvalue()


def png(figure: Figure) -> bytes:
    """As PNG.

    Raises:
        NoChineseFontError: no font here has Chinese characters.
    """
    if chinese_font() is None:
        raise NoChineseFontError("本机没有中文字体，不能生成 PNG；请安装 fonts-noto-cjk，或改用 .svg。")
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=150, bbox_inches="tight")
    return stream.getvalue()


@lru_cache(1)
def chinese_font() -> str | None:
    """The first Chinese font family of this machine."""
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((family for family in FAMILIES if family in known), None)


def chinese_font_file() -> str | None:
    """The file of that font."""
    family = chinese_font()
    return font_manager.findfont(family) if family else None


def _framed(
    title: str | None, values: Sequence[Amount], height: float = 3.6, unit: str | None = None
) -> tuple[Figure, Axes, float]:
    """An empty figure in the unit that suits the values."""
    largest = max((abs(float(value)) for value in values if value is not None), default=0.0)
    divisor, fitting = (1e8, "亿元") if largest >= 1e9 else (1e4, "万元") if largest >= 1e5 else (1.0, "元")
    divisor = 1.0 if unit else divisor
    figure = Figure(figsize=(7.2, height), layout="constrained")
    axes = figure.add_subplot()
    axes.set_ylabel(unit or fitting)
    axes.grid(visible=True, axis="both", color="#d0d7de", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if title:
        axes.set_title(title, fontsize=12, loc="left")
    return figure, axes, divisor


rcParams.update(
    {
        "font.family": [*([name] if (name := chinese_font()) else FAMILIES[:6]), "sans-serif"],
        "axes.unicode_minus": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "mingzhang",
    }
)


def _colours(count: int) -> list[str]:
    return [COLOURS[number % len(COLOURS)] for number in range(count)]


def _blocks(stage: Mapping[str, Amount], divisor: float) -> list[tuple[str, float, float]]:
    """Name, lower and upper edge of each block, largest first."""
    edges, low = [], 0.0
    for name, value in sorted(stage.items(), key=lambda pair: -float(pair[1] or 0)):
        size = float(value or 0) / divisor
        if size > 0 and math.isfinite(size):
            edges.append((name, low, low + size))
            low += size
    return edges


def _bands(
    axes: Axes, column: int, left: list[tuple[str, float, float]], right: list[tuple[str, float, float]]
) -> None:
    """Every left block spread over the right ones in proportion."""
    total_left = sum(high - low for _, low, high in left) or 1.0
    total_right = sum(high - low for _, low, high in right) or 1.0
    used = [low for _, low, _ in right]
    for (_, low, high), colour in zip(left, _colours(len(left)), strict=True):
        start = low
        for number, (_, right_low, right_high) in enumerate(right):
            share = (high - low) / total_left * (right_high - right_low)
            width = (high - low) * (right_high - right_low) / total_right
            end = used[number]
            _band(axes, (column + 0.06, start, start + width), (column + 1.0, end, end + share), colour)
            start += width
            used[number] += share


def _band(
    axes: Axes, left: tuple[float, float, float], right: tuple[float, float, float], colour: str
) -> None:
    (x0, low0, high0), (x1, low1, high1) = left, right
    middle = (x0 + x1) / 2
    points = [
        *((x0, low0), (middle, low0), (middle, low1), (x1, low1)),
        *((x1, high1), (middle, high1), (middle, high0), (x0, high0), (x0, low0)),
    ]
    codes = [Outline.MOVETO, *[Outline.CURVE4] * 3, Outline.LINETO, *[Outline.CURVE4] * 3, Outline.CLOSEPOLY]
    axes.add_patch(PathPatch(Outline(points, codes), facecolor=colour, alpha=0.22, linewidth=0))
