"""Findings with where they stand (问题及其状态).

In: a `Source` and the desk. Out: rows that pages show. Does not belong here: HTML.
"""

from typing import Any

from pipelines.domain.finding import SEVERITY_NAMES
from pipelines.serve.board.context import Board
from pipelines.serve.board.desk import Standing
from pipelines.serve.board.source import Source

CLOSED = frozenset({"waived", "resolved"})
FRESH = Standing("new", "新发现")
"""What the desk has not seen yet."""
_ORDER = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(SEVERITY_NAMES))
_OPTIONAL = {
    "rule_name": "f.rule_id", "basis": "NULL", "source_id": "d.source_id", "unit": "NULL", "subject": "NULL",
    "relation": "NULL",
}  # fmt: skip
_SHARED = ("entity_name", "fiscal_year", "doc_kind", "scope", "unit_id", "source_id")
"""A finding about what should be there and is not has no document: then its own columns say whose it is."""


def finding_rows(source: Source, **conditions: str) -> list[dict[str, Any]]:
    """Findings with their disclosure, errors first; conditions are column = value."""
    allowed = {"finding_id", "document_id", "rule_id", "unit_id"}
    if not conditions.keys() <= allowed:
        raise KeyError(str(conditions))
    extra = [
        f"f.{name}" if source.has("fct_findings", name) else f"{default} AS {name}"
        for name, default in _OPTIONAL.items()
        if name not in _SHARED
    ]
    shared = [
        f"coalesce(f.{name}, d.{name}) AS {name}" if source.has("fct_findings", name) else f"d.{name}"
        for name in _SHARED
    ]
    where = " AND ".join(
        f"{'coalesce(f.unit_id, d.unit_id)' if name == 'unit_id' else f'f.{name}'} = ?" for name in conditions
    )
    return source.rows(
        "SELECT f.finding_id, f.document_id, f.rule_id, f.severity, f.message, f.expected, f.actual, "
        f"f.difference, f.tolerance, f.pages, f.evidence, {', '.join([*extra, *shared])}, d.url, d.path "
        "FROM fct_findings f LEFT JOIN dim_document d ON d.document_id = f.document_id "
        f"{'WHERE ' + where if where else ''} "
        f"ORDER BY CASE f.severity {_ORDER} ELSE 9 END, fiscal_year DESC, entity_name, f.finding_id",
        *conditions.values(),
    )


def severities(source: Source) -> list[dict[str, Any]]:
    """Every finding's severity, for counting."""
    return source.rows("SELECT finding_id, severity FROM fct_findings")


def with_standing(board: Board, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, each with its standing; what the desk has not seen yet is new."""
    standings = board.desk.standings() if board.desk else {}
    for row in rows:
        row["standing"] = standings.get(row["finding_id"], FRESH)
        row["is_open"] = row["standing"].state not in CLOSED
    return rows
