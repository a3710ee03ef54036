"""Subjects over units and years (科目历年): one amount per unit, year and subject, with where it is printed.

In: a locked-down connection. Out: plain rows. Functional subjects come from tables of all funds, economic
categories from the basic expenditure of the general public budget; where a unit discloses both as
department and as itself, the department counts. Does not belong here: pictures, HTML.
"""

import re
from typing import Any

import duckdb

AXES = {"function": "支出功能分类", "economic": "支出经济分类"}
CODE = re.compile(r"\d{3,7}")
Row = dict[str, Any]

_FUNCTION = """
    SELECT e.unit_id, e.doc_kind, e.fiscal_year, e.document_id, e.total_yuan AS amount_yuan, e.page,
           e.fact_id, s.functional_code AS code, s.subject_name AS name, e.budget_scope
    FROM fct_expenditure_by_function e JOIN dim_functional_subject s USING (subject_id)
    WHERE e.budget_scope = 'all_funds' AND e.total_yuan IS NOT NULL
"""
_ECONOMIC = """
    SELECT e.unit_id, e.doc_kind, e.fiscal_year, e.document_id, e.amount_yuan, e.page, e.fact_id,
           e.department_category_code AS code, coalesce(c.category_name, e.department_name_printed) AS name,
           e.budget_scope
    FROM fct_basic_expenditure_by_economic e LEFT JOIN dim_economic_category c
    ON c.axis = 'department' AND c.economic_code = e.department_category_code
       AND e.fiscal_year BETWEEN coalesce(c.valid_from_year, 0) AND coalesce(c.valid_to_year, 9999)
    WHERE e.amount_yuan IS NOT NULL AND e.department_category_code IS NOT NULL
      AND e.budget_scope IN ('general_public', 'fiscal_appropriation')
"""
_AMOUNTS = """
    WITH printed AS ({rows}),
    summed AS (
        SELECT p.unit_id, p.doc_kind, p.fiscal_year, p.document_id, p.budget_scope, {code} AS code,
               any_value(p.name ORDER BY length(p.code)) AS name, sum(p.amount_yuan) AS amount_yuan,
               min(p.page) AS page, count(*) AS parts, any_value(p.fact_id) AS fact_id
        FROM printed p WHERE {condition} GROUP BY ALL)
    SELECT s.*, u.unit_name FROM summed s JOIN dim_document d USING (document_id)
    JOIN dim_unit u ON u.unit_id = s.unit_id
    QUALIFY row_number() OVER (
        PARTITION BY s.unit_id, s.doc_kind, s.fiscal_year, s.code
        ORDER BY d.scope <> 'department', s.budget_scope <> 'general_public', s.document_id) = 1
    ORDER BY s.code, u.unit_name COLLATE zh, s.fiscal_year
"""


def subject_amounts(connection: duckdb.DuckDBPyConnection, axis: str, code: str) -> list[Row]:
    """What every unit spends on a subject, its parts included, by kind and year."""
    sql = _AMOUNTS.format(
        rows=_FUNCTION if axis == "function" else _ECONOMIC,
        code=f"'{_checked(code)}'",
        condition="starts_with(p.code, ?)",
    )
    return _rows(connection, sql, [code])


def unit_subjects(connection: duckdb.DuckDBPyConnection, axis: str, unit_id: str, kind: str) -> list[Row]:
    """What one unit spends on every subject, by year."""
    sql = _AMOUNTS.format(
        rows=_FUNCTION if axis == "function" else _ECONOMIC,
        code="p.code",
        condition="p.unit_id = ? AND p.doc_kind = ?",
    )
    return _rows(connection, sql, [unit_id, kind])


def subject_name(connection: duckdb.DuckDBPyConnection, axis: str, code: str) -> str | None:
    """The latest name of a subject, None where there is no such code."""
    if axis == "function":
        sql = (
            "SELECT last(subject_name ORDER BY subject_id) FROM dim_functional_subject "
            "WHERE functional_code = ?"
        )
    else:
        sql = (
            "SELECT last(category_name ORDER BY category_id) FROM dim_economic_category "
            "WHERE axis = 'department' AND economic_code = ?"
        )
    found = connection.execute(sql, [code]).fetchone()
    return str(found[0]) if found and found[0] else None


def class_names(connection: duckdb.DuckDBPyConnection, axis: str) -> dict[str, str]:
    """Names of the classes (类), by their three digits."""
    if axis == "function":
        sql = (
            "SELECT left(functional_code, 3), last(class_name ORDER BY subject_id) "
            "FROM dim_functional_subject WHERE class_name IS NOT NULL GROUP BY 1"
        )
    else:
        sql = (
            "SELECT economic_code, last(category_name ORDER BY category_id) FROM dim_economic_category "
            "WHERE axis = 'department' AND length(economic_code) = 3 GROUP BY 1"
        )
    return dict(connection.execute(sql).fetchall())


def _checked(code: str) -> str:
    if not CODE.fullmatch(code):
        raise ValueError(code)
    return code


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, values: list[str]) -> list[Row]:
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
