"""Who has not published (未公开清单): missing, late, and what could not be read.

In: a `Source`. Out: the page. Does not belong here: what is late or missing (the marts and findings say).
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from pipelines.domain.problem import ProblemCode
from pipelines.serve.board import facts
from pipelines.serve.board.context import board_of, page
from pipelines.serve.board.found import finding_rows, with_standing
from pipelines.serve.board.grid import LATE_RULE
from pipelines.serve.board.source import Source


def coverage(request: Request) -> Response:
    """The list that the first page's numbers lead to."""
    board = board_of(request)
    return page(
        request,
        "missing.html",
        registered=facts.knows_who_must_publish(board.source),
        missing=_missing(board.source),
        late=with_standing(board, finding_rows(board.source, rule_id=LATE_RULE)),
        unread=_unread(board.source),
    )


def _missing(source: Source) -> list[dict[str, Any]]:
    if not source.has("fct_disclosure_coverage", "is_expected"):
        return []
    return source.rows(
        "SELECT unit_id, unit_name, fiscal_year, doc_kind, approval_date, publish_by, source_id "
        "FROM fct_disclosure_coverage WHERE status = 'missing' "
        "ORDER BY fiscal_year DESC, unit_name COLLATE zh, doc_kind"
    )


def _unread(source: Source) -> list[dict[str, Any]]:
    """Documents that were not, or not wholly, read, with the gravest reason in words."""
    rows = source.rows(
        "SELECT d.document_id, d.entity_name, u.unit_name, d.link_text, d.fiscal_year, d.doc_kind, "
        "d.read_status FROM dim_document d LEFT JOIN dim_unit u USING (unit_id) "
        "WHERE d.read_status <> 'ok' ORDER BY d.read_status DESC, d.fiscal_year DESC NULLS LAST, 3, 2, 1"
    )
    reasons = _reasons(source)
    return [{**row, "reason": reasons.get(row["document_id"])} for row in rows]


def _reasons(source: Source) -> dict[str, str]:
    if not source.has("fct_problem"):
        return {}
    rows = source.rows(
        "SELECT p.document_id, arg_min(p.code, (p.severity <> 'error', p.problem_no)) AS code, "
        "arg_min(p.message, (p.severity <> 'error', p.problem_no)) AS message "
        "FROM fct_problem p JOIN dim_document d USING (document_id) "
        "WHERE d.read_status <> 'ok' GROUP BY 1"
    )
    names = {code.value: code.chinese for code in ProblemCode}
    return {row["document_id"]: row["message"] or names.get(row["code"], "") for row in rows}
