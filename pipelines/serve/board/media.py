"""Pictures, charts and downloads of the board (图片与下载).

In: names that were looked up, never used as paths. Out: PNG, SVG, CSV. Does not belong here: drawing
(`evidence`, `plots`).
"""

import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from pipelines.domain.page import Box
from pipelines.serve import charts, plots
from pipelines.serve.board import facts
from pipelines.serve.board.context import board_of, page, to_int
from pipelines.serve.board.found import finding_rows
from pipelines.serve.board.pages import document_of
from pipelines.serve.board.source import Source
from pipelines.serve.evidence import Shot
from pipelines.serve.export import csv_lines
from pipelines.serve.release import list_releases
from pipelines.serve.subjects import AXES, CODE, subject_amounts
from pipelines.serve.words import FIGURE_GROUPS, FIGURE_NAMES, KIND_NAMES

_DRAWN = ("functions", "flow")
_PICTURE_HEADERS = {"Cache-Control": "private, max-age=3600"}
_SVG_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    **_PICTURE_HEADERS,
}


def page_picture(request: Request) -> Response:
    """A page of a document."""
    board = board_of(request)
    found = document_of(board, request)
    number = to_int(str(request.path_params["number"]), 1, 1, found["page_count"] or 1)
    return png(board.artist.draw(Shot(str(board.root / found["path"]), number)))


def finding_picture(request: Request) -> Response:
    """A page of a finding's proof, its cells boxed."""
    board = board_of(request)
    rows = finding_rows(board.source, finding_id=request.path_params["finding_id"])
    if not rows:
        raise HTTPException(404)
    number = int(request.path_params["number"])
    boxes = tuple(
        Box(*(float(item[side]) for side in ("x0", "top", "x1", "bottom")))
        for item in rows[0]["evidence"] or []
        if item.get("page") == number and item.get("x0") is not None
    )
    if number not in {item.get("page") for item in rows[0]["evidence"] or []}:
        raise HTTPException(404)
    # a figure in the narrative has a page but no box: then the whole page is shown
    return png(board.artist.draw(Shot(str(board.root / rows[0]["path"]), number, boxes, crop=bool(boxes))))


def unit_chart(request: Request) -> Response:
    """A unit's key figures over the years."""
    board = board_of(request)
    group, kind = request.path_params["group"], request.path_params["kind"]
    if kind not in KIND_NAMES:
        raise HTTPException(404)
    unit_id = request.path_params["unit_id"]
    if group in FIGURE_GROUPS:
        svg = _chart(board.source.version, board.source, unit_id, group, kind)
    elif group in _DRAWN and facts.unit(board.source, unit_id):
        year = to_int(request.query_params.get("year"), 0, 0, 9999)
        svg = _drawn(board.source.version, board.source, unit_id, group, kind, year)
    else:
        svg = None
    if svg is None:
        raise HTTPException(404)
    return Response(svg, media_type="image/svg+xml", headers=_SVG_HEADERS)


@lru_cache(512)
def _chart(version: tuple[int, int], source: Source, unit_id: str, group: str, kind: str) -> bytes | None:
    rows = [row for row in facts.key_figures(source, unit_id) if row["doc_kind"] == kind]
    series: dict[str, dict[int, Any]] = {FIGURE_NAMES[name]: {} for name in FIGURE_GROUPS[group]}
    for row in sorted(rows, key=lambda row: row["scope"] == "department"):
        if row["figure_id"] in FIGURE_GROUPS[group]:
            series[FIGURE_NAMES[row["figure_id"]]][row["fiscal_year"]] = row["amount_yuan"]
    shown = {name: points for name, points in series.items() if points}
    return plots.svg(plots.lines(shown)) if shown else None


@lru_cache(512)
def _drawn(
    version: tuple[int, int], source: Source, unit_id: str, group: str, kind: str, year: int
) -> bytes | None:
    with source.cursor() as cursor:
        try:
            if group == "flow":
                return plots.svg(charts.flow(cursor, unit_id, year, kind, titled=False))
            return plots.svg(charts.functions(cursor, unit_id, kind, titled=False))
        except charts.NothingToShowError:
            return None


def subject_chart(request: Request) -> Response:
    """One subject of one unit over the years, budget beside final accounts."""
    board = board_of(request)
    axis, code = request.path_params["axis"], request.path_params["code"]
    unit_id = request.query_params.get("unit", "")
    if axis not in AXES or not CODE.fullmatch(code):
        raise HTTPException(404)
    svg = _subject(board.source.version, board.source, axis, code, unit_id)
    if svg is None:
        raise HTTPException(404)
    return Response(svg, media_type="image/svg+xml", headers=_SVG_HEADERS)


@lru_cache(512)
def _subject(version: tuple[int, int], source: Source, axis: str, code: str, unit_id: str) -> bytes | None:
    rows = [row for row in source.rows_of(subject_amounts, axis, code) if row["unit_id"] == unit_id]
    series: dict[str, dict[int, Any]] = {}
    for row in rows:
        series.setdefault(KIND_NAMES[row["doc_kind"]], {})[row["fiscal_year"]] = row["amount_yuan"]
    return plots.svg(plots.lines(dict(sorted(series.items(), reverse=True)))) if series else None


def downloads(request: Request) -> Response:
    """What can be taken away."""
    board = board_of(request)
    tables = {name: facts.table_rows(board.source, name) for name in sorted(board.source.tables())}
    comments = board.source.rows("SELECT table_name, description FROM about")
    releases = list_releases(board.releases) if board.releases else []
    described = {row["table_name"]: row["description"] for row in comments}
    return page(request, "downloads.html", tables=tables, described=described, releases=releases)


def table_csv(request: Request) -> Response:
    """One published table as CSV, safe for spreadsheets."""
    board = board_of(request)
    name = request.path_params["table"]
    if not board.source.has(name):
        raise HTTPException(404)
    quoted = name.replace('"', '""')

    def lines() -> Iterator[bytes]:
        yield "\ufeff".encode()
        with board.source.stream(f'FROM "{quoted}"') as reader:
            for text in csv_lines(reader, for_spreadsheet=True):
                yield text.encode()

    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=headers)


def release_file(request: Request) -> Response:
    """A file of a release; both names are looked up in what is there."""
    board = board_of(request)
    wanted = request.path_params["release"], request.path_params["file"]
    for release in list_releases(board.releases) if board.releases else []:
        for file in release.files:
            if (release.name, file.name) == wanted:
                return FileResponse(file.path, filename=f"{release.name}-{Path(file.name).name}")
    raise HTTPException(404)


def png(picture: bytes | None) -> Response:
    """The answer with a picture, 404 where it could not be drawn."""
    if picture is None:
        raise HTTPException(404, "原件不在本机，不能显示图片")
    return StreamingResponse(io.BytesIO(picture), media_type="image/png", headers=_PICTURE_HEADERS)
