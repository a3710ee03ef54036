"""The board's application (看板应用): routes, middleware, errors.

In: a `Board`. Out: an ASGI application, and `serve_board` which runs it. Does not belong here: pages.
"""

import contextlib
import logging
from collections.abc import AsyncIterator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipelines.serve.board import acts, citation, coverage, facts, media, pages, subject_pages
from pipelines.serve.board.context import HERE, Board, page
from pipelines.serve.board.found import finding_rows
from pipelines.serve.board.grid import grid
from pipelines.serve.board.guard import Fence
from pipelines.serve.warehouse import WarehouseMissingError
from pipelines.serve.words import KIND_NAMES

LOOPBACK = ("127.0.0.1", "localhost")
_log = logging.getLogger(__name__)

ROUTES = [
    Route("/", pages.overview),
    Route("/missing", coverage.coverage),
    Route("/unit/{unit_id}", pages.unit),
    Route("/unit/{unit_id}/subjects", subject_pages.of_unit),
    Route("/unit/{unit_id}/{kind}/{group}.svg", media.unit_chart),
    Route("/subject/{axis}/{code}", subject_pages.subject),
    Route("/subject/{axis}/{code}/chart.svg", media.subject_chart),
    Route("/document/{document_id}", pages.document),
    Route("/document/{document_id}/page/{number:int}.png", media.page_picture),
    Route("/findings", pages.findings),
    Route("/finding/{finding_id}", pages.finding),
    Route("/finding/{finding_id}/page/{number:int}.png", media.finding_picture),
    Route("/finding/{finding_id}/{act}", acts.settle, methods=["POST"]),
    Route("/rules", pages.rules),
    Route("/rule/{rule_id}", pages.rule),
    Route("/search", pages.find),
    Route("/cite/{row:path}.png", citation.picture),
    Route("/cite/{row:path}", citation.citation),
    Route("/downloads", media.downloads),
    Route("/downloads/table/{table}.csv", media.table_csv),
    Route("/downloads/release/{release}/{file:path}", media.release_file),
    Route("/sign-in", acts.sign_in, methods=["GET", "POST"]),
    Route("/sign-out", acts.sign_out, methods=["POST"]),
    Mount("/static", StaticFiles(directory=HERE / "static")),
]


def board_app(board: Board, hosts: Sequence[str] = LOOPBACK) -> Starlette:
    """The application; only requests that name one of `hosts` are answered."""

    @contextlib.asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        with contextlib.suppress(WarehouseMissingError):
            await run_in_threadpool(_warm, board)
        yield
        board.artist.close()
        board.source.close()

    app = Starlette(
        routes=[Route("/health", _health), *ROUTES],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
            Middleware(Fence),
            Middleware(GZipMiddleware, minimum_size=2000, compresslevel=3),
        ],
        exception_handlers={HTTPException: _not_found, WarehouseMissingError: _missing, Exception: _failed},
        lifespan=life,
    )
    app.state.board = board
    return app


def serve_board(board: Board, host: str = "127.0.0.1", port: int = 8787, hosts: Sequence[str] = ()) -> None:
    """Run the board until interrupted."""
    allowed = [*LOOPBACK, host, *hosts]
    uvicorn.run(board_app(board, allowed), host=host, port=port, log_level="warning", server_header=False)


def _warm(board: Board) -> None:
    """The first visitor should not wait for what is loaded once."""
    for kind in KIND_NAMES:
        grid(board.source, kind, None)
    facts.rules(board.source)
    finding_rows(board.source)


def _health(request: Request) -> Response:
    board: Board = request.app.state.board
    return PlainTextResponse(str(facts.about(board.source)["release"]))


def _not_found(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = "没有这个页面或内容。" if status == 404 else "不支持这样的请求。"
    return page(request, "refused.html", status=status, message=words, back="/")


def _missing(request: Request, error: Exception) -> Response:
    return PlainTextResponse(
        "还没有已发布的仓库，请先运行 mingzhang ingest 或 mingzhang nightly。", status_code=503
    )


def _failed(request: Request, error: Exception) -> Response:
    _log.exception("board: %s", request.url.path, exc_info=error)
    return PlainTextResponse("出错了，请稍后再试。", status_code=500)
