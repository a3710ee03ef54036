"""The board's pages about subjects (科目历年): all of one unit, and one over all units.

In: a request whose parameters were checked. Out: HTML. Does not belong here: the amounts (`subjects`).
"""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pipelines.serve.board import facts
from pipelines.serve.board.context import board_of, page
from pipelines.serve.subjects import AXES, CODE, subject_amounts, subject_name, unit_subjects
from pipelines.serve.words import KIND_NAMES


def of_unit(request: Request) -> Response:
    """Everything one unit spends, by subject and year."""
    board = board_of(request)
    unit = facts.unit(board.source, request.path_params["unit_id"])
    axis, kind = request.query_params.get("axis", "economic"), request.query_params.get("kind", "budget")
    if unit is None or axis not in AXES or kind not in KIND_NAMES:
        raise HTTPException(404)
    rows = board.source.rows_of(unit_subjects, axis, unit["unit_id"], kind)
    years, lines = _table(rows, "code")
    return page(
        request,
        "unit_subjects.html",
        unit=unit,
        axis=axis,
        axes=AXES,
        kind=kind,
        years=years,
        lines=lines,
    )


def subject(request: Request) -> Response:
    """What every unit spends on one subject; with ?unit= that unit's chart above."""
    board = board_of(request)
    axis, code = request.path_params["axis"], request.path_params["code"]
    kind = request.query_params.get("kind", "budget")
    if axis not in AXES or not CODE.fullmatch(code) or kind not in KIND_NAMES:
        raise HTTPException(404)
    with board.source.cursor() as cursor:
        name = subject_name(cursor, axis, code)
    rows = board.source.rows_of(subject_amounts, axis, code)
    if name is None and not rows:
        raise HTTPException(404)
    unit = facts.unit(board.source, request.query_params.get("unit", ""))
    years, lines = _table([row for row in rows if row["doc_kind"] == kind], "unit_id")
    return page(
        request,
        "subject.html",
        code=code,
        name=name or rows[0]["name"],
        axis=axis,
        axes=AXES,
        kind=kind,
        unit=unit,
        drawn=unit is not None and any(row["unit_id"] == unit["unit_id"] for row in rows),
        years=years,
        lines=lines,
    )


def _table(rows: list[dict[str, Any]], key: str) -> tuple[list[int], list[dict[str, Any]]]:
    """Years, oldest first, and one line per `key` with its rows by year."""
    lines: dict[str, dict[str, Any]] = {}
    for row in rows:
        line = lines.setdefault(row[key], {"cells": {}})
        line.update({name: row[name] for name in ("code", "name", "unit_id", "unit_name")})
        line["cells"][row["fiscal_year"]] = row
    return sorted({row["fiscal_year"] for row in rows}), list(lines.values())
