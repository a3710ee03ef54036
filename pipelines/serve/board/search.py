"""Search (检索): units, subjects and projects by name or code.

In: a `Source`, the words typed. Out: rows by kind. Does not belong here: HTML.
"""

from typing import Any

from pipelines.serve.board.source import Source

AT_MOST = 50


def search(source: Source, words: str) -> dict[str, list[dict[str, Any]]]:
    """What is called so; every word must occur."""
    wanted = [word for word in words.split() if word][:5]
    if not wanted:
        return {}
    found = {
        "units": _units(source, wanted),
        "subjects": _subjects(source, wanted),
        "economic": _economic(source, wanted),
    }
    if source.has("fct_project_expenditure", "project_name"):
        found["projects"] = _projects(source, wanted)
    return found


def _like(column: str, count: int) -> str:
    return " AND ".join(f"contains(lower({column}), lower(?))" for _ in range(count))


def _units(source: Source, words: list[str]) -> list[dict[str, Any]]:
    column = "concat_ws(' ', unit_name, unit_code, array_to_string(aliases, ' '))"
    return source.rows(
        f"SELECT unit_id, unit_name, department_name, disclosure_count FROM dim_unit "
        f"WHERE {_like(column, len(words))} "
        f"ORDER BY disclosure_count DESC, unit_name COLLATE zh LIMIT {AT_MOST}",
        *words,
    )


def _subjects(source: Source, words: list[str]) -> list[dict[str, Any]]:
    return source.rows(
        "SELECT s.functional_code, any_value(s.subject_name) AS subject_name, "
        "any_value(s.class_name) AS class_name, count(DISTINCT e.unit_id) AS units, "
        "max(e.fiscal_year) AS last_year "
        "FROM dim_functional_subject s LEFT JOIN fct_expenditure_by_function e USING (subject_id) "
        f"WHERE {_like('concat_ws(chr(32), s.functional_code, s.subject_name)', len(words))} "
        f"GROUP BY s.functional_code ORDER BY units DESC, s.functional_code LIMIT {AT_MOST}",
        *words,
    )


def _economic(source: Source, words: list[str]) -> list[dict[str, Any]]:
    return source.rows(
        "SELECT c.economic_code, any_value(c.category_name) AS category_name, "
        "count(DISTINCT e.unit_id) AS units "
        "FROM dim_economic_category c LEFT JOIN fct_basic_expenditure_by_economic e "
        "ON e.department_category_code = c.economic_code WHERE c.axis = 'department' AND "
        f"{_like('concat_ws(chr(32), c.economic_code, c.category_name)', len(words))} "
        f"GROUP BY c.economic_code ORDER BY units DESC, c.economic_code LIMIT {AT_MOST}",
        *words,
    )


def _projects(source: Source, words: list[str]) -> list[dict[str, Any]]:
    amount = "amount_yuan" if source.has("fct_project_expenditure", "amount_yuan") else "total_yuan"
    if not source.has("fct_project_expenditure", amount):
        amount = "NULL"
    return source.rows(
        f"SELECT p.project_name, p.document_id, u.unit_name, d.fiscal_year, {amount} AS amount_yuan "
        "FROM fct_project_expenditure p JOIN dim_document d USING (document_id) "
        "LEFT JOIN dim_unit u ON u.unit_id = d.unit_id "
        f"WHERE {_like('p.project_name', len(words))} ORDER BY d.fiscal_year DESC, 3 LIMIT {AT_MOST}",
        *words,
    )
