"""Where something comes from (出处): a document, a number or a finding, its picture, and how to cite it.

In: a row's address. Out: the page, and the picture of the cell. Does not belong here: what an address means
(`cite`).
"""

from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pipelines.domain.local_time import TIME_ZONE
from pipelines.serve.board.context import board_of, page
from pipelines.serve.board.media import png
from pipelines.serve.cite import Cited, NoSuchRowError, cite
from pipelines.serve.evidence import Shot


def citation(request: Request) -> Response:
    """The page."""
    row = request.path_params["row"]
    return page(request, "cite.html", cited=_cited(request), row=row, today=datetime.now(TIME_ZONE).date())


def picture(request: Request) -> Response:
    """The part of the page around it, its cells boxed; the whole page where no cell is known."""
    cited = _cited(request)
    shot = Shot(
        str(board_of(request).root / cited.path), cited.page or 1, cited.boxes, crop=bool(cited.boxes)
    )
    return png(board_of(request).artist.draw(shot))


def _cited(request: Request) -> Cited:
    try:
        with board_of(request).source.cursor() as cursor:
            return cite(cursor, request.path_params["row"])
    except NoSuchRowError:
        raise HTTPException(404) from None
