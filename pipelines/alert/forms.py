"""A message in the form a channel takes (消息形式): mail with HTML and plain text, chat within its limit.

In: `Content`. Out: text, HTML, parts. Everything that comes from a disclosure is escaped. Does not
belong here: sending.
"""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from pipelines.alert.message import Content, Item
from pipelines.domain.finding import SEVERITY_NAMES

MAIL_ITEMS = 400
CHAT_PARTS = 3

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
_COLOURS = {"error": "#cf222e", "warning": "#9a6700", "review": "#8250df", "note": "#0969da"}


def plain_text(content: Content, limit: int = MAIL_ITEMS) -> str:
    """The whole message as plain text."""
    blocks = _blocks(content)
    shown, left = blocks[:limit], len(blocks) - limit
    more = [f"另有 {left} 项未列出，请用看板或 mingzhang findings list 查看。"] if left > 0 else []
    return "\n".join([*content.opening, *shown, *more, "", *content.closing])


def html(content: Content, with_pictures: set[str]) -> str:
    """The whole message as HTML; pictures are referred to by their name (cid)."""
    budget, groups = MAIL_ITEMS, []
    for group in content.groups:
        items = group.items[: max(budget, 0)]
        budget -= len(group.items)
        if items:
            groups.append({"title": group.title, "url": group.url, "items": items})
    return _TEMPLATES.get_template("mail.html").render(
        content=content,
        groups=groups,
        left_out=max(-budget, 0),
        severities=SEVERITY_NAMES,
        colours=_COLOURS,
        board=content.board.rstrip("/") if content.board else None,
        pictures=[picture for picture in content.pictures if picture.name in with_pictures],
    )


def chat_parts(content: Content, budget: int) -> list[str]:
    """Parts of at most `budget` bytes of UTF-8 (robots count bytes); what does not fit is counted."""
    room = budget - 200
    parts: list[str] = []
    current = [content.title, *content.opening]
    blocks = _blocks(content)
    for number, block in enumerate(blocks):
        block = _fitted(block, room // 2)
        if len("\n".join([*current, block]).encode()) > room:
            if len(parts) == CHAT_PARTS - 1:
                current.append(f"另有 {len(blocks) - number} 项，请用看板或 mingzhang findings list 查看。")
                break
            parts.append("\n".join(current))
            current = [f"（续 {len(parts) + 1}）{content.title}"]
        current.append(block)
    closing = "\n".join([*current, *content.closing])
    parts.append(closing if len(closing.encode()) <= budget else "\n".join(current))
    return [_fitted(part, budget) for part in parts]


def mail(
    content: Content,
    identifier: str,
    sender: tuple[str, str],
    recipient: str,
    now: datetime,
    pictures: dict[str, bytes],
) -> EmailMessage:
    """A mail with plain text, HTML and inline pictures; its Message-ID is the same whenever it is made."""
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    name, address = sender
    local, _, domain = address.rpartition("@")
    message["Subject"] = " ".join(content.title.split())
    message["From"] = Address(name, local, domain)
    message["To"] = recipient
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{identifier}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(plain_text(content))
    message.add_alternative(html(content, set(pictures)), subtype="html")
    body = message.get_body(("html",))
    if isinstance(body, EmailMessage):
        for picture, png in pictures.items():
            body.add_related(png, "image", "png", cid=f"<{picture}>", filename=picture, disposition="inline")
    return message


def _blocks(content: Content) -> list[str]:
    """One block per finding; the first of a disclosure carries its heading and link."""
    blocks = []
    for group in content.groups:
        heading = f"■ {group.title}" + (f"\n  原文：{group.url}" if group.url else "")
        for number, item in enumerate(group.items):
            severity = SEVERITY_NAMES.get(item.severity, item.severity)
            line = f"  - [{severity}] {item.text}{_where(content, item)}"
            blocks.append(line if number else f"{heading}\n{line}")
    return blocks


def _where(content: Content, item: Item) -> str:
    """The finding's page on the board, its number where there is no board."""
    if content.board is None:
        return f"（{item.finding_id}）"
    return (
        f" {content.board.rstrip('/')}/finding/{item.finding_id}"  # a bracket would become part of the link
    )


def _fitted(text: str, budget: int) -> str:
    raw = text.encode()
    if len(raw) <= budget:
        return text
    return raw[: budget - 3].decode(errors="ignore") + "…"
