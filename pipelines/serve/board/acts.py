"""Changes made on the board (处理): sign in, sign out, acknowledge, waive, assign.

In: forms. Out: redirects back to the page, or a refusal in words. Does not belong here: what is allowed
(the desk).
"""

import asyncio
from datetime import date
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pipelines.serve.board.context import Board, board_of, page
from pipelines.serve.board.desk import RefusedChangeError
from pipelines.serve.board.guard import COOKIE, HOURS, from_elsewhere

LONGEST = 500


async def sign_in(request: Request) -> Response:
    """Show the token, give a name."""
    board = board_of(request)
    if request.method == "GET":
        return page(request, "sign_in.html", refused=False)
    async with request.form(max_files=0, max_fields=5) as form:
        name = str(form.get("name", "")).strip()[:40]
        token = str(form.get("token", ""))
    cookie = board.gate.admit(token, name) if name and not from_elsewhere(request) else None
    if cookie is None:
        await asyncio.sleep(0.5)
        return page(request, "sign_in.html", status=403, refused=True)
    response = RedirectResponse("/", status_code=303)
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, cookie, max_age=HOURS * 3600, httponly=True, samesite="strict", secure=secure)
    return response


async def sign_out(request: Request) -> Response:
    """Forget the session."""
    async with request.form(max_files=0, max_fields=5) as form:
        if board_of(request).gate.allows(request, form) is None:
            return _refused(request)
    response = RedirectResponse("/", status_code=303)
    response.delete_cookie(COOKIE)
    return response


async def settle(request: Request) -> Response:
    """Acknowledge, waive or assign one finding."""
    board = board_of(request)
    finding_id, act = request.path_params["finding_id"], request.path_params["act"]
    async with request.form(max_files=0, max_fields=8) as form:
        visitor = board.gate.allows(request, form)
        if visitor is None or visitor.name is None or board.desk is None:
            return _refused(request)
        words = {name: str(form.get(name, "")).strip()[:LONGEST] for name in ("reason", "until", "assignee")}
    try:
        await run_in_threadpool(_change, board, act, finding_id, visitor.name, words)
    except RefusedChangeError as refusal:
        return page(request, "refused.html", status=400, message=str(refusal), back=f"/finding/{finding_id}")
    return RedirectResponse(f"/finding/{quote(finding_id, safe='')}?done=1", status_code=303)


def _change(board: Board, act: str, finding_id: str, actor: str, words: dict[str, str]) -> None:
    if board.desk is None:
        raise RefusedChangeError("没有问题台账")
    if act == "ack":
        board.desk.acknowledge(finding_id, actor, words["reason"] or None)
    elif act == "waive":
        board.desk.waive(finding_id, actor, words["reason"], _day(words["until"]))
    elif not words["assignee"]:
        raise RefusedChangeError("请填写经办人")
    else:
        board.desk.assign(finding_id, words["assignee"], actor)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedChangeError("日期格式应为 2025-12-31") from None


def _refused(request: Request) -> Response:
    message = "没有权限：请先登录；若页面已打开很久，请刷新后再试。"
    return page(request, "refused.html", status=403, message=message, back="/")
