"""Findings with where they stand (问题及其状态).

In: a `Source` and the desk. Out: rows that pages show. Does not belong here: HTML.
"""

from typing import Any

from pipelines.serve.board.context import Board
from pipelines.serve.board.desk import Standing
from pipelines.serve.board.source import Source

CLOSED = frozenset({"waived", "resolved"})
_OPTIONAL = {
    "rule_name": "f.rule_id", "basis": "NULL", "source_id": "d.source_id", "unit": "NULL", "subject": "NULL",
    "relation": "NULL",
}  # fmt: skip


def finding_rows(source: Source, **conditions: str) -> list[dict[str, Any]]:
    """Findings with their disclosure, errors first; conditions are column = value."""
    allowed = {"finding_id", "document_id", "rule_id", "unit_id"}
    if not conditions.keys() <= allowed:
        raise KeyError(str(conditions))
    extra = ", ".join(
        f"f.{name}" if source.has("fct_findings", name) else f"{default} AS {name}"
        for name, default in _OPTIONAL.items()
    )
    where = " AND ".join(f"{'d' if name == 'unit_id' else 'f'}.{name} = ?" for name in conditions)
    return source.rows(
        "SELECT f.finding_id, f.document_id, f.rule_id, f.severity, f.message, f.expected, f.actual, "
        f"f.difference, f.tolerance, f.pages, f.evidence, {extra}, "
        "d.entity_name, d.fiscal_year, d.doc_kind, d.unit_id, d.url, d.path "
        f"FROM fct_findings f JOIN dim_document d USING (document_id) {'WHERE ' + where if where else ''} "
        "ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, "
        "d.fiscal_year DESC, d.entity_name, f.finding_id",
        *conditions.values(),
    )


def with_standing(board: Board, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, each with its standing; what the desk has not seen yet is new."""
    standings = board.desk.standings() if board.desk else {}
    fresh = Standing("new", "新发现")
    for row in rows:
        row["standing"] = standings.get(row["finding_id"], fresh)
        row["is_open"] = row["standing"].state not in CLOSED
    return rows
