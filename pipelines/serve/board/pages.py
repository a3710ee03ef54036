"""The board's pages (页面): overview, unit, disclosure, finding, rules, search.

In: a request whose parameters were checked. Out: HTML. Does not belong here: queries (`facts`), changes
(`acts`).
"""

import re
from collections import Counter
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pipelines.serve.board import facts
from pipelines.serve.board.context import Board, board_of, page, to_int
from pipelines.serve.board.found import CLOSED, FRESH, finding_rows, severities, with_standing
from pipelines.serve.board.grid import grid
from pipelines.serve.board.search import search
from pipelines.serve.board.sheets import sheets_of
from pipelines.serve.words import FIGURE_GROUPS, FIGURE_NAMES, KIND_NAMES

AT_ONCE = 100
"""Findings on one page of the list."""
DOCUMENT_ID = re.compile(r"[0-9a-f]{64}|[a-z0-9-]{1,40}")


def overview(request: Request) -> Response:
    """The city at a glance: units × years."""
    board = board_of(request)
    kind = request.query_params.get("kind", "budget")
    if kind not in KIND_NAMES:
        raise HTTPException(404)
    cities = facts.cities(board.source)
    city = request.query_params.get("city") or None
    if city is not None and city not in cities:
        raise HTTPException(404)
    years, lines = grid(board.source, kind, city)
    standings = board.desk.standings() if board.desk else {}
    counted = [(row["severity"], standings.get(row["finding_id"], FRESH)) for row in severities(board.source)]
    open_ones = [(severity, standing) for severity, standing in counted if standing.state not in CLOSED]
    return page(
        request,
        "overview.html",
        years=years,
        lines=lines,
        kind=kind,
        city=city,
        cities=cities,
        numbers=facts.headline(board.source),
        severities=Counter(severity for severity, _ in open_ones),
        states=Counter(standing.state_name for _, standing in counted),
        about=facts.about(board.source),
    )


def unit(request: Request) -> Response:
    """One unit over the years."""
    board = board_of(request)
    unit_id = request.path_params["unit_id"]
    found = facts.unit(board.source, unit_id)
    if found is None:
        raise HTTPException(404)
    figures = facts.key_figures(board.source, unit_id)
    return page(
        request,
        "unit.html",
        unit=found,
        under=facts.units_under(board.source, unit_id),
        documents=facts.disclosures(board.source, unit_id),
        tables=[
            {
                "kind": kind,
                "charts": _charts(figures, kind),
                "last": max(row["fiscal_year"] for row in figures if row["doc_kind"] == kind),
                **_figure_table([row for row in figures if row["doc_kind"] == kind]),
            }
            for kind in KIND_NAMES
            if any(row["doc_kind"] == kind for row in figures)
        ],
        findings=with_standing(board, finding_rows(board.source, unit_id=unit_id)),
        changes=facts.changes(board.source, unit_id),
        names=FIGURE_NAMES,
    )


def _figure_table(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Figures × years; where a unit has both a department and a unit disclosure, the department's counts."""
    years = sorted({row["fiscal_year"] for row in rows})
    amounts: dict[str, dict[int, Any]] = {}
    for row in sorted(rows, key=lambda row: row["scope"] == "department"):
        amounts.setdefault(row["figure_id"], {})[row["fiscal_year"]] = row["amount_yuan"]
    order = [name for name in FIGURE_NAMES if name in amounts] + sorted(set(amounts) - set(FIGURE_NAMES))
    return {"years": years, "figures": [(name, amounts[name]) for name in order]}


def _charts(rows: list[dict[str, Any]], kind: str) -> list[str]:
    """The groups of figures that this kind has."""
    there = {row["figure_id"] for row in rows if row["doc_kind"] == kind}
    return [name for name, group in FIGURE_GROUPS.items() if there & set(group)]


def document(request: Request) -> Response:
    """A page of a disclosure beside the recognised tables."""
    board = board_of(request)
    found = document_of(board, request)
    pages = found["page_count"] or 1
    tables = facts.printed_tables(board.source, found["document_id"])
    findings = with_standing(board, finding_rows(board.source, document_id=found["document_id"]))
    proofs = [_proof_pages(row) for row in findings if row["is_open"]]
    opened = next((shown[0] for shown in proofs if shown), 0)  # errors come first
    first = opened or (tables[0]["pages"][0] if tables and tables[0]["pages"] else 1)
    number = to_int(request.query_params.get("page"), first, 1, pages)
    amounts = facts.printed_amounts(board.source, found["document_id"], number)
    return page(
        request,
        "document.html",
        document=found,
        number=number,
        pages=pages,
        tables=tables,
        sheets=sheets_of(tables, amounts),
        boxes=amounts,
        findings=findings,
        proof_pages=sorted({shown for one in proofs for shown in one}),
        marks=[box for row in findings for box in _boxes_on(row, number)],
        problems=facts.problems(board.source, found["document_id"]),
        size=board.page_size(found["path"], number),
    )


def finding(request: Request) -> Response:
    """One finding: proof, picture, history, what can be done."""
    board = board_of(request)
    rows = with_standing(board, finding_rows(board.source, finding_id=request.path_params["finding_id"]))
    if not rows:
        raise HTTPException(404)
    row = rows[0]
    return page(
        request,
        "finding.html",
        finding=row,
        pages=_proof_pages(row)[:6],
        history=board.desk.history(row["finding_id"]) if board.desk else [],
        message=request.query_params.get("done", "") in {"1"},
    )


def findings(request: Request) -> Response:
    """Findings, filtered, a page at a time."""
    board = board_of(request)
    query = request.query_params
    chosen = {name: query.get(name) or None for name in ("severity", "rule", "state", "city")}
    words = query.get("unit", "").strip()[:60]
    rows = with_standing(board, finding_rows(board.source))
    shown = [
        row
        for row in rows
        if chosen["severity"] in (None, row["severity"])
        and chosen["rule"] in (None, row["rule_id"])
        and chosen["city"] in (None, row["source_id"])
        and chosen["state"] in (None, row["standing"].state, "open" if row["is_open"] else "")
        and words in (row["entity_name"] or "")
    ]
    pages = max(1, -(-len(shown) // AT_ONCE))
    number = to_int(query.get("page"), 1, 1, pages)
    kept = {**{name: value for name, value in chosen.items() if value}, **({"unit": words} if words else {})}
    return page(
        request,
        "findings.html",
        findings=shown[(number - 1) * AT_ONCE : number * AT_ONCE],
        count=len(shown),
        number=number,
        pages=pages,
        kept=urlencode(kept),
        chosen=chosen,
        unit=words,
        counts=Counter(row["severity"] for row in shown),
        cities=facts.cities(board.source),
        rules=sorted({(row["rule_id"], row["rule_name"]) for row in rows}, key=lambda rule: rule[1]),
        states=sorted({(row["standing"].state, row["standing"].state_name) for row in rows}),
    )


def rules(request: Request) -> Response:
    """All rules with their results."""
    return page(request, "rules.html", rules=facts.rules(board_of(request).source))


def rule(request: Request) -> Response:
    """What a rule checks, on what basis, and who fails it."""
    board = board_of(request)
    matching = [row for row in facts.rules(board.source) if row["rule_id"] == request.path_params["rule_id"]]
    if not matching:
        raise HTTPException(404)
    rows = finding_rows(board.source, rule_id=matching[0]["rule_id"])
    return page(request, "rule.html", rule=matching[0], findings=with_standing(board, rows))


def find(request: Request) -> Response:
    """Search by unit, subject, project."""
    words = request.query_params.get("q", "").strip()[:100]
    return page(request, "search.html", words=words, found=search(board_of(request).source, words))


def document_of(board: Board, request: Request) -> dict[str, Any]:
    """The document the address names, or 404."""
    document_id = request.path_params["document_id"]
    found = facts.document(board.source, document_id) if DOCUMENT_ID.fullmatch(document_id) else None
    if found is None:
        raise HTTPException(404)
    return found


def _proof_pages(row: dict[str, Any]) -> list[int]:
    return sorted({int(item["page"]) for item in row["evidence"] or [] if item.get("page")})


def _boxes_on(row: dict[str, Any], number: int) -> list[dict[str, Any]]:
    return [
        {**item, "finding_id": row["finding_id"], "severity": row["severity"]}
        for item in row["evidence"] or []
        if item.get("page") == number and item.get("x0") is not None
    ]
