"""SQL over HTTP (远程查询): the published warehouse for programs elsewhere, with a token, read-only.

In: a request with SQL. Out: the whole answer as CSV, JSON, Arrow or Parquet, or a refusal in words (JSON).
Every query runs in a confined process (see `confined`); an answer is complete or it is an error. Does not
belong here: what may be asked (`query`).
"""

import asyncio
import base64
import binascii
import contextlib
import hmac
import json
import logging
import time
from collections.abc import AsyncIterator, Iterator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pipelines.serve.confined import Answer, Crew
from pipelines.serve.export import Format
from pipelines.serve.query import RefusedError
from pipelines.serve.warehouse import WarehouseMissingError

LONGEST = 100_000
"""Bytes of one query."""
WRONG_TOKEN_SECONDS = 0.5
MEDIA = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json; charset=utf-8",
    Format.ARROW: "application/vnd.apache.arrow.stream",
    Format.PARQUET: "application/vnd.apache.parquet",
}
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
STATUS = {"busy": 503, "too_long": 422, "too_much_memory": 422, "too_large": 422}
"""What is not here is the query's own fault: 400."""
USAGE = """明账仓库的只读查询接口。每个请求须带口令：Authorization: Bearer 口令（或 Basic，口令作密码）。

  POST /sql            正文为一条 SQL；或 GET /sql?query=…
  ?format=             csv（默认）、json、arrow、parquet；spreadsheet=1 时 CSV 防公式注入
  GET  /tables         各表、栏目及说明（JSON）

例：curl -H "Authorization: Bearer $TOKEN" --data 'SELECT * FROM dim_unit' 'http://127.0.0.1:8788/sql'
被拒绝的查询返回 JSON：{"code": …, "message": …}。
"""
_TABLES = """
    SELECT t.table_name AS "table", t.comment AS description, t.estimated_size AS "rows",
           list({'name': c.column_name, 'type': c.data_type, 'description': c.comment}
                ORDER BY c.column_index) AS columns
    FROM duckdb_tables() t JOIN duckdb_columns() c USING (table_oid)
    WHERE t.schema_name = 'main' AND NOT t.internal GROUP BY ALL ORDER BY 1
"""
_log = logging.getLogger("mingzhang.sql")


def remote_app(crew: Crew, token: str, hosts: Sequence[str]) -> Starlette:
    """The application; only requests that name one of `hosts` and bring the token are answered."""

    @contextlib.asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        yield
        crew.close()

    app = Starlette(
        routes=[
            Route("/", _usage),
            Route("/sql", _sql, methods=["GET", "POST"]),
            Route("/tables", _tables),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
        lifespan=life,
    )
    app.state.crew, app.state.token = crew, token
    return app


def serve_remote(app: Starlette, host: str, port: int, certificate: tuple[str, str] | None) -> None:
    """Run it until interrupted."""
    cert, key = certificate or (None, None)
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        limit_concurrency=64,
        timeout_keep_alive=30,
        ssl_certfile=cert,
        ssl_keyfile=key,
    )


def _usage(request: Request) -> Response:
    return PlainTextResponse(USAGE, headers=HEADERS)


async def _sql(request: Request) -> Response:
    if not _is_known(request):
        return await _unknown()
    try:
        form = Format(request.query_params.get("format", "csv"))
    except ValueError:
        form = Format.TABLE
    if form not in MEDIA:
        return _refused("format", "format 应为 csv、json、arrow 或 parquet。", 400)
    sql = await _text(request)
    if sql is None:
        return _refused("too_large", f"查询语句应为 UTF-8 文字，不超过 {LONGEST // 1000} KB。", 413)
    return await run_in_threadpool(
        _answer, request, sql, form, request.query_params.get("spreadsheet") == "1"
    )


async def _tables(request: Request) -> Response:
    if not _is_known(request):
        return await _unknown()
    return await run_in_threadpool(_answer, request, _TABLES, Format.JSON, False)


def _answer(request: Request, sql: str, form: Format, for_spreadsheet: bool) -> Response:
    crew: Crew = request.app.state.crew
    started = time.monotonic()
    try:
        answer = crew.ask(sql, form, for_spreadsheet=for_spreadsheet)
    except RefusedError as refusal:
        _note(request, started, refusal.code, sql)
        return _refused(refusal.code, str(refusal), STATUS.get(refusal.code, 400))
    except WarehouseMissingError as missing:
        return _refused("missing", str(missing), 503)
    _note(request, started, f"{answer.rows} rows", sql)
    headers = {**HEADERS, "Content-Length": str(answer.bytes), "X-Rows": str(answer.rows)}
    closing = BackgroundTask(answer.content.close)
    return StreamingResponse(_pieces(answer), media_type=MEDIA[form], headers=headers, background=closing)


def _pieces(answer: Answer) -> Iterator[bytes]:
    with answer.content:
        while piece := answer.content.read(256 * 1024):
            yield piece


async def _text(request: Request) -> str | None:
    """The query of the request, None where it is too long or no text."""
    if request.method == "GET":
        text = request.query_params.get("query", "")
        return text if len(text.encode()) <= LONGEST else None
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST:
            return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _is_known(request: Request) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(given, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), str(request.app.state.token).encode())


async def _unknown() -> Response:
    await asyncio.sleep(WRONG_TOKEN_SECONDS)
    challenge = {"WWW-Authenticate": 'Basic realm="mingzhang", charset="UTF-8"'}
    return _refused("token", "缺少口令或口令不正确。", 401, challenge)


def _refused(code: str, message: str, status: int, headers: dict[str, str] | None = None) -> Response:
    busy = {"Retry-After": "5"} if status == 503 else {}
    return JSONResponse(
        {"code": code, "message": message}, status_code=status, headers={**HEADERS, **busy, **(headers or {})}
    )


def _note(request: Request, started: float, outcome: str, sql: str) -> None:
    """Who asked what and what became of it, one line."""
    client = request.client.host if request.client else "-"
    milliseconds = (time.monotonic() - started) * 1000
    _log.info("%s %s %.0fms %s", client, outcome, milliseconds, json.dumps(sql[:500], ensure_ascii=False))
