"""Charts from the warehouse (数据图): one department's money over the years, its flow, units compared.

In: a locked-down connection, a unit's name, a kind, years. Out: matplotlib figures. Does not belong
here: drawing (`plots`).
"""

from collections import defaultdict
from decimal import Decimal

import duckdb
from matplotlib.figure import Figure

from pipelines.serve import plots
from pipelines.serve.subjects import AXES, class_names, unit_subjects
from pipelines.serve.words import FIGURE_GROUPS, FIGURE_NAMES, disclosure_name

LARGEST = 7
"""A chart names so many parts; the rest is 其他."""


class NothingToShowError(LookupError):
    """The warehouse holds no such figures; the message says which."""


def find_unit(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[str, str]:
    """Id and name of the unit called so: exactly, or the only one whose name contains it.

    Raises:
        NothingToShowError: none or several.
    """
    rows = connection.execute(
        "SELECT unit_id, unit_name FROM dim_unit WHERE contains(unit_name, $1) OR unit_id = $1 "
        "ORDER BY unit_id <> $1, unit_name <> $1, length(unit_name), unit_name LIMIT 6",
        [name],
    ).fetchall()
    if not rows:
        raise NothingToShowError(f"没有名称含“{name}”的单位")
    if len(rows) > 1 and name not in rows[0]:
        raise NothingToShowError(f"“{name}”不唯一：{'、'.join(row[1] for row in rows)}")
    return rows[0][0], rows[0][1]


def functions(
    connection: duckdb.DuckDBPyConnection, unit: str, kind: str = "budget", titled: bool = True
) -> Figure:
    """A unit's expenditure by functional class over the years."""
    unit_id, name = find_unit(connection, unit)
    names = class_names(connection, "function")
    rows = [
        (names.get(row["code"][:3]), row["fiscal_year"], row["amount_yuan"])
        for row in unit_subjects(connection, "function", unit_id, kind)
    ]
    series = _largest(_series(rows, f"{name}没有支出总表的分功能数据"))
    return plots.stacked(series, f"{name}　{disclosure_name(kind)}支出按功能分类" if titled else None)


def subject(connection: duckdb.DuckDBPyConnection, unit: str, words: str, kind: str = "budget") -> Figure:
    """One subject or economic category of a unit over the years, by name or code, e.g. 培训费."""
    unit_id, name = find_unit(connection, unit)
    found: dict[str, dict[int, Decimal]] = defaultdict(dict)
    named: dict[str, str] = {}
    for axis in AXES:
        for row in unit_subjects(connection, axis, unit_id, kind):
            if words in row["name"] or row["code"].startswith(words):
                found[row["code"]][row["fiscal_year"]] = row["amount_yuan"]
                named[row["code"]] = f"{row['code']} {row['name']}"
    if not found:
        raise NothingToShowError(f"{name}没有名称或编码含“{words}”的科目")
    series = _largest({named[code]: points for code, points in found.items()})
    shown = next(iter(series)) if len(series) == 1 else words
    return plots.lines(series, f"{name}　{shown}（{disclosure_name(kind)}）")


def figures(connection: duckdb.DuckDBPyConnection, unit: str, group: str, kind: str = "budget") -> Figure:
    """A group of key figures of a unit over the years (收支, 三公)."""
    unit_id, name = find_unit(connection, unit)
    wanted = FIGURE_GROUPS[group]
    rows = connection.execute(
        "SELECT figure_id, fiscal_year, amount_yuan FROM fct_key_figures "
        "WHERE unit_id = ? AND doc_kind = ? AND is_primary ORDER BY scope = 'department'",
        [unit_id, kind],
    ).fetchall()
    found: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for figure, year, amount in rows:
        if figure in wanted:
            found[figure][year] = amount
    if not found:
        raise NothingToShowError(f"{name}没有这些指标")
    series = {FIGURE_NAMES[figure]: found[figure] for figure in wanted if figure in found}
    return plots.lines(series, f"{name}　{disclosure_name(kind)}主要指标")


def flow(
    connection: duckdb.DuckDBPyConnection, unit: str, year: int, kind: str = "budget", titled: bool = True
) -> Figure:
    """Income by source, expenditure by function, basic expenditure by economic category, of one year."""
    unit_id, name = find_unit(connection, unit)
    stages = [_income(connection, unit_id, year, kind)]
    for axis in ("function", "economic"):
        names, stage = class_names(connection, axis), defaultdict[str, Decimal](Decimal)
        for row in unit_subjects(connection, axis, unit_id, kind):
            if row["fiscal_year"] == year:
                stage[names.get(row["code"][:3], "未归类")] += row["amount_yuan"]
        stages.append(dict(stage))
    if not stages[1] or not (stages[0] or stages[2]):
        raise NothingToShowError(f"{name} {year}年没有分功能分类的支出，画不出资金流向")
    title = f"{name}　{year}年{disclosure_name(kind)}：收入来源 → 功能分类 → 基本支出经济分类"
    return plots.flow(stages, title if titled else None)


def _income(connection: duckdb.DuckDBPyConnection, unit_id: str, year: int, kind: str) -> dict[str, Decimal]:
    """Income by source from one document, the department's where there is one."""
    rows = connection.execute(
        """
        SELECT i.name_zh, sum(f.amount_yuan) FROM fct_income_by_source f
        JOIN dim_income_source i USING (income_source_id)
        WHERE f.document_id = (
            SELECT o.document_id FROM fct_income_by_source o JOIN dim_document d USING (document_id)
            WHERE o.unit_id = ? AND o.doc_kind = ? AND o.fiscal_year = ?
            ORDER BY d.scope <> 'department', o.document_id LIMIT 1)
        GROUP BY 1
        """,
        [unit_id, kind, year],
    ).fetchall()
    return {str(source): amount for source, amount in rows if amount}


def compared(
    connection: duckdb.DuckDBPyConnection,
    figure: str,
    year: int,
    kind: str = "budget",
    city: str | None = None,
) -> Figure:
    """The units with the largest value of one key figure in one year."""
    rows = connection.execute(
        "SELECT u.unit_name, max(k.amount_yuan) FROM fct_key_figures k JOIN dim_unit u USING (unit_id) "
        "WHERE k.figure_id = $1 AND k.fiscal_year = $2 AND k.doc_kind = $3 AND k.is_primary "
        "AND ($4 IS NULL OR u.source_id = $4) GROUP BY 1 ORDER BY 2 DESC NULLS LAST LIMIT 20",
        [figure, year, kind, city],
    ).fetchall()
    if not rows:
        raise NothingToShowError(f"{year}年没有指标 {figure}")
    return plots.bars(rows, f"{FIGURE_NAMES.get(figure, figure)}　{year}年{disclosure_name(kind)}")


def _series(rows: list[tuple[str | None, int, Decimal]], otherwise: str) -> dict[str, dict[int, Decimal]]:
    series: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for name, year, amount in rows:
        if amount is not None:
            points = series[name or "未归类"]
            points[year] = points.get(year, Decimal()) + amount
    if not series:
        raise NothingToShowError(otherwise)
    return series


def _largest(series: dict[str, dict[int, Decimal]]) -> dict[str, dict[int, Decimal]]:
    order = sorted(series, key=lambda name: -sum(series[name].values()))
    kept = {name: series[name] for name in order[:LARGEST]}
    rest: dict[int, Decimal] = defaultdict(Decimal)
    for name in order[LARGEST:]:
        for year, amount in series[name].items():
            rest[year] += amount
    return {**kept, "其他": rest} if rest else kept
