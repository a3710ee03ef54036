"""What every page shares (页面公共部分): the board's parts and the templates.

In: settings. Out: rendered pages. Does not belong here: any one page.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipelines.serve.board.desk import Desk
from pipelines.serve.board.guard import Gate
from pipelines.serve.board.source import Source
from pipelines.serve.evidence import Artist

HERE = Path(__file__).parent
_PDFIUM = threading.Lock()
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(slots=True)
class Board:
    """The parts of a running board.

    Attributes:
        root: the folder that relative paths of documents start from.
        desk: None shows findings without their life.
    """

    source: Source
    gate: Gate
    root: Path
    desk: Desk | None = None
    releases: Path | None = None
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
        visitor=visitor, here=request.url.path, can_sign_in=bool(board.gate.token), **values
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
    return value.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if value else "—"


def _kind(value: str | None) -> str:
    return {"budget": "部门预算", "final": "部门决算"}.get(value or "", "其他")


def _words(names: Mapping[str, str]) -> Any:
    return lambda value: names.get(value or "", value or "—")


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
    kind=_kind,
    severity=_words({"error": "错误", "warning": "警告", "note": "提示"}),
    result=_words(
        {
            "pass": "相符",
            "fail": "不符",
            "explained": "可解释",
            "not_applicable": "不适用",
            "not_checked": "未核",
        }
    ),
    status=_words(
        {
            "published": "已公开",
            "missing": "未公开",
            "narrative_only": "仅说明",
            "tables_only": "仅表格",
            "unreadable": "未能读取",
        }
    ),
    read=_words({"ok": "完整", "partial": "部分", "unreadable": "无法读取"}),
)
