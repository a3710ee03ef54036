"""Charts from the warehouse (数据图): one department's money over the years, its flow, units compared.

In: a locked-down connection, a unit's name, a kind, years. Out: matplotlib figures. Does not belong
here: drawing (`plots`).
"""

from collections import defaultdict
from decimal import Decimal

import duckdb
from matplotlib.figure import Figure

from pipelines.serve import plots
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
        "SELECT unit_id, unit_name FROM dim_unit WHERE contains(unit_name, ?) OR unit_id = ? "
        "ORDER BY unit_name <> ?, length(unit_name), unit_name LIMIT 6",
        [name, name, name],
    ).fetchall()
    if not rows:
        raise NothingToShowError(f"没有名称含“{name}”的单位")
    if len(rows) > 1 and rows[0][1] != name:
        raise NothingToShowError(f"“{name}”不唯一：{'、'.join(row[1] for row in rows)}")
    return rows[0][0], rows[0][1]


def functions(connection: duckdb.DuckDBPyConnection, unit: str, kind: str = "budget") -> Figure:
    """A unit's expenditure by functional class over the years."""
    unit_id, name = find_unit(connection, unit)
    rows = connection.execute(
        """
        SELECT s.class_name, e.fiscal_year, sum(e.total_yuan)
        FROM fct_expenditure_by_function e JOIN dim_functional_subject s USING (subject_id)
        WHERE e.unit_id = ? AND e.doc_kind = ? AND e.budget_scope = 'all_funds' GROUP BY ALL
        """,
        [unit_id, kind],
    ).fetchall()
    series = _largest(_series(rows, f"{name}没有支出总表的分功能数据"))
    return plots.stacked(series, f"{name}　{disclosure_name(kind)}支出按功能分类")


def subject(connection: duckdb.DuckDBPyConnection, unit: str, words: str, kind: str = "budget") -> Figure:
    """One subject or economic category of a unit over the years, e.g. 培训费."""
    unit_id, name = find_unit(connection, unit)
    rows = connection.execute(
        """
        SELECT name, fiscal_year, sum(amount) FROM (
            SELECT c.category_name AS name, b.fiscal_year, b.amount_yuan AS amount
            FROM fct_basic_expenditure_by_economic b JOIN dim_economic_category c
            ON c.axis = 'department' AND c.economic_code = b.department_category_code
            WHERE b.unit_id = $1 AND b.doc_kind = $2 AND contains(c.category_name, $3)
              AND b.fiscal_year BETWEEN coalesce(c.valid_from_year, 0) AND coalesce(c.valid_to_year, 9999)
            UNION ALL
            SELECT s.functional_code || ' ' || s.subject_name, e.fiscal_year, e.total_yuan
            FROM fct_expenditure_by_function e JOIN dim_functional_subject s USING (subject_id)
            WHERE e.unit_id = $1 AND e.doc_kind = $2 AND e.budget_scope = 'all_funds'
              AND (contains(s.subject_name, $3) OR starts_with(s.functional_code, $3)))
        GROUP BY ALL
        """,
        [unit_id, kind, words],
    ).fetchall()
    series = _largest(_series(rows, f"{name}没有名称含“{words}”的科目"))
    return plots.lines(series, f"{name}　{words}（{disclosure_name(kind)}）")


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


def flow(connection: duckdb.DuckDBPyConnection, unit: str, year: int, kind: str = "budget") -> Figure:
    """Income by source, expenditure by function, basic expenditure by economic category, of one year."""
    unit_id, name = find_unit(connection, unit)
    queries = (
        "SELECT i.name_zh, sum(f.amount_yuan) FROM fct_income_by_source f "
        "JOIN dim_income_source i USING (income_source_id) ",
        "SELECT s.class_name, sum(f.total_yuan) FROM fct_expenditure_by_function f "
        "JOIN dim_functional_subject s USING (subject_id) ",
        "SELECT c.category_name, sum(f.amount_yuan) FROM fct_basic_expenditure_by_economic f "
        "JOIN (SELECT economic_code, any_value(category_name) AS category_name FROM dim_economic_category "
        "WHERE axis = 'department' AND level = 1 GROUP BY economic_code) c "
        "ON c.economic_code = left(f.department_category_code, 3) ",
    )
    basic = "AND f.budget_scope IN ('general_public', 'fiscal_appropriation') "
    extra = ("", "AND f.budget_scope = 'all_funds' ", basic)
    stages = []
    for query, condition in zip(queries, extra, strict=True):
        where = f"WHERE f.unit_id = ? AND f.doc_kind = ? AND f.fiscal_year = ? {condition}GROUP BY 1"
        rows = connection.execute(query + where, [unit_id, kind, year]).fetchall()
        stages.append({str(part): amount for part, amount in rows if amount})
    if not any(stages):
        raise NothingToShowError(f"{name} {year}年没有可画的数据")
    return plots.flow(
        stages, f"{name}　{year}年{disclosure_name(kind)}：收入来源 → 功能分类 → 基本支出经济分类"
    )


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
            series[name or "未归类"][year] = amount
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
