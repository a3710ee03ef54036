"""Channels (渠道): one message to one apprise URL, piece by piece.

In: `Content` and a URL. Out: each piece accepted by a server, reported at once through `accepted`;
otherwise a `DeliveryError`. Mail goes over apprise's own SMTP connection with a message of ours, because
apprise gives every mail a random Message-ID and ours must be the same at each attempt. Does not belong
here: the outbox.
"""

import contextlib
import re
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import apprise
import requests
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.email import NotifyEmail
from apprise.plugins.email.smtp import AppriseSMTPController

from pipelines.alert.forms import chat_parts, mail, plain_text
from pipelines.alert.message import Content, Picture

Draw = Callable[[Picture], bytes | None]
"""Draws the proof of a finding as PNG; None where it cannot (the mail then goes without)."""

CHAT_BYTES = {"wecombot": 2048, "dingtalk": 19_000, "feishu": 19_000, "lark": 19_000}
OTHER_CHAT_BYTES = 3_800
_CODES = ("errcode", "code", "StatusCode")


class DeliveryError(Exception):
    """A piece was not accepted; the message never holds the URL with its secrets."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way.

    Attributes:
        identifier: the message's own id, the same at every attempt.
        done: pieces accepted at earlier attempts.
        accepted: called with a piece's name as soon as its server has taken it.
    """

    identifier: str
    kind: str
    content: Content
    done: frozenset[str]
    accepted: Callable[[str], None]


def send(url: str, outgoing: Outgoing, now: datetime, draw: Draw | None = None) -> None:
    """Send every piece that has not been accepted yet.

    Raises:
        DeliveryError: the URL is not valid, or a server did not take a piece.
    """
    plugin = _plugin(url)
    if plugin is None:
        raise DeliveryError("渠道地址无效（apprise 不认识）")
    if isinstance(plugin, NotifyEmail):
        _send_mail(plugin, outgoing, now, draw)
    elif isinstance(plugin, NotifyJSON):
        _send_json(plugin, outgoing)
    else:
        _send_chat(plugin, outgoing)


@lru_cache(64)
def _plugin(url: str) -> Any:
    """One plugin per address: it keeps the pace that the robots' services allow."""
    return apprise.Apprise.instantiate(url, suppress_exceptions=True)


def _send_mail(plugin: NotifyEmail, outgoing: Outgoing, now: datetime, draw: Draw | None) -> None:
    addresses = [address for _, address in plugin.targets] + sorted({*plugin.cc, *plugin.bcc})
    waiting = [address for address in dict.fromkeys(addresses) if address not in outgoing.done]
    if not waiting:
        return
    name, sender = str(plugin.from_addr[0] or "明账"), str(plugin.from_addr[1])
    pictures = _drawn(outgoing.content, draw)
    errors = []
    try:
        with AppriseSMTPController(
            host=plugin.smtp_host,
            port=int(plugin.port or 0),
            secure_mode=str(plugin.secure_mode),
            user=plugin.user,
            password=plugin.password,
            verify_certificate=plugin.verify_certificate,
            socket_connect_timeout=plugin.socket_connect_timeout,
        ) as smtp:
            for address in waiting:
                message = mail(outgoing.content, outgoing.identifier, (name, sender), address, now, pictures)
                if smtp.sendmail(sender, [address], message.as_string()):
                    outgoing.accepted(address)
                else:
                    errors.append(address)
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(f"邮件服务器不可用：{type(error).__name__}") from error
    if errors:
        raise DeliveryError(f"邮件未被接收：{len(errors)} 个收件人")


def _send_json(plugin: NotifyJSON, outgoing: Outgoing) -> None:
    """One POST; the id stands in the body and in the header that idempotent receivers know."""
    if "post" in outgoing.done:
        return
    content = outgoing.content
    plugin.headers["Idempotency-Key"] = outgoing.identifier
    plugin.payload_extras.update(
        message_id=outgoing.identifier,
        kind=outgoing.kind,
        findings=content.finding_ids,
        disclosures=[
            {
                "title": group.title,
                "url": group.url,
                "findings": [
                    {"finding_id": item.finding_id, "severity": item.severity, "text": item.text}
                    for item in group.items
                ],
            }
            for group in content.groups
        ],
    )
    _notify(plugin, content.title, plain_text(content, limit=50))
    outgoing.accepted("post")


def _send_chat(plugin: Any, outgoing: Outgoing) -> None:
    scheme = re.split(r"[:/]", str(plugin.secure_protocol or plugin.protocol), maxsplit=1)[0]
    budget = CHAT_BYTES.get(scheme, OTHER_CHAT_BYTES)
    for number, part in enumerate(chat_parts(outgoing.content, budget), start=1):
        piece = f"part-{number}"
        if piece not in outgoing.done:
            with _answers() as answers:
                _notify(plugin, "", part)
            for answer in answers:
                _must_agree(answer)
            outgoing.accepted(piece)


def _notify(plugin: Any, title: str, body: str) -> None:
    if not plugin.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
        raise DeliveryError("对方没有接收")


@contextlib.contextmanager
def _answers() -> Iterator[list[requests.Response]]:
    """What the servers answered: robots refuse with status 200 and a code, which apprise does not look at."""
    kept: list[requests.Response] = []
    session: Any = requests.Session
    original = session.send

    def send(self: Any, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        answer: requests.Response = original(self, request, **options)
        kept.append(answer)
        return answer

    session.send = send
    try:
        yield kept
    finally:
        session.send = original


def _must_agree(answer: requests.Response) -> None:
    try:
        body = answer.json()
    except ValueError:
        return
    code = next((body[name] for name in _CODES if name in body), 0) if isinstance(body, dict) else 0
    if code not in (0, "0"):
        words = body.get("errmsg") or body.get("msg") or body.get("StatusMessage") or ""
        raise DeliveryError(f"对方拒收（{code}）：{str(words)[:100]}")


def _drawn(content: Content, draw: Draw | None) -> dict[str, bytes]:
    if draw is None:
        return {}
    drawn = {picture.name: draw(picture) for picture in content.pictures}
    return {name: png for name, png in drawn.items() if png is not None}
