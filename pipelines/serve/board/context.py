"""What every page shares (页面公共部分): the board's parts and the templates.

In: settings. Out: rendered pages. Does not belong here: any one page.
"""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pypdfium2
from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipelines.domain.finding import SEVERITY_NAMES
from pipelines.domain.local_time import minute_of
from pipelines.serve.board import facts
from pipelines.serve.board.desk import Desk
from pipelines.serve.board.guard import Gate
from pipelines.serve.board.source import Source
from pipelines.serve.evidence import Artist
from pipelines.serve.words import (
    CHANGE_NAMES,
    CONTENT_NAMES,
    FIGURE_NAMES,
    KIND_NAMES,
    PROBLEM_NAMES,
    READ_NAMES,
    RESULT_NAMES,
    SCOPE_NAMES,
    STATUS_NAMES,
    chinese_part,
    disclosure_name,
)

HERE = Path(__file__).parent
_PDFIUM = threading.Lock()


@dataclass(slots=True)
class Board:
    """The parts of a running board.

    Attributes:
        root: the folder that relative paths of documents start from.
        desk: None shows findings without their life.
        places: what a publishing site is called, by its id.
    """

    source: Source
    gate: Gate
    root: Path
    desk: Desk | None = None
    releases: Path | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    artist: Artist = field(default_factory=Artist)

    def page_size(self, path: str, number: int) -> tuple[float, float] | None:
        """Width and height of a page in points, None where the file is not here."""
        return _page_size(str(self.root / path), number)


def board_of(request: Request) -> Board:
    """The board that answers this request."""
    board: Board = request.app.state.board
    return board


def page(request: Request, template: str, /, status: int = 200, **values: Any) -> HTMLResponse:
    """A rendered page."""
    board = board_of(request)
    visitor = board.gate.visitor(request)
    text = _TEMPLATES.get_template(template).render(
        visitor=visitor,
        here=request.url.path,
        can_sign_in=bool(board.gate.token),
        places={**facts.source_names(board.source), **board.places},
        **values,
    )
    return HTMLResponse(text, status_code=status)


def to_int(text: str | None, default: int, least: int, most: int) -> int:
    """A whole number within bounds, the default where the text is none."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 6:
        return default
    return max(least, min(most, int(text)))


@lru_cache(4096)
def _page_size(path: str, number: int) -> tuple[float, float] | None:
    try:
        with _PDFIUM, pypdfium2.PdfDocument(path) as document:
            width, height = document.get_page_size(number - 1)
    except (pypdfium2.PdfiumError, OSError, IndexError):
        return None
    return float(width), float(height)


def _money(value: Any) -> str:
    """Yuan as 万元 with two decimals, exact amounts stay in the downloads."""
    if value is None:
        return "—"
    return f"{Decimal(value) / 10000:,.2f}"


def _exact(value: Any) -> str:
    if value is None:
        return "—"
    return f"{Decimal(value):,.2f}" if isinstance(value, Decimal | int) else str(value)


def _moment(value: datetime | None) -> str:
    return minute_of(value) if value else "—"


def _label(value: str | None) -> str:
    """A label as printed; a figure's name in the warehouse becomes its Chinese one."""
    if value is None or not re.fullmatch(r"[a-z_]+", value):
        return value or ""
    return FIGURE_NAMES.get(value, "说明文字")


def _words(names: Mapping[str, str], otherwise: str = "其他") -> Any:
    """The Chinese word of a value; what has none is never shown as it is stored."""
    return lambda value: names.get(value, otherwise) if value else "—"


_TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(
    money=_money,
    exact=_exact,
    moment=_moment,
    chinese=chinese_part,
    label=_label,
    kind=_words(KIND_NAMES),
    severity=_words(SEVERITY_NAMES),
    result=_words(RESULT_NAMES),
    status=_words(STATUS_NAMES),
    read=_words(READ_NAMES),
    content=_words(CONTENT_NAMES),
    scope=_words(SCOPE_NAMES),
    problem=_words(PROBLEM_NAMES),
    change=_words(CHANGE_NAMES),
)
_TEMPLATES.globals.update(
    severity_names=SEVERITY_NAMES, kind_names=KIND_NAMES, disclosure_name=disclosure_name
)
