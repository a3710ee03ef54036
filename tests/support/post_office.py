"""A real SMTP server and a real JSON webhook on loopback, which refuse when told to."""

import email
import json
import random
import threading
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Refusal:
    """Refuses a share of the deliveries, half of them only after having taken them."""

    share: float = 0.0
    dice: random.Random = field(default_factory=lambda: random.Random(7))

    def now(self) -> bool:
        return self.dice.random() < self.share


@dataclass
class Mailbox:
    """What the SMTP server took, in order."""

    refusal: Refusal = field(default_factory=Refusal)
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refusal.now():
            return "451 try later"
        message = email.message_from_bytes(envelope.content, policy=default)
        message["X-Recipient"] = ",".join(envelope.rcpt_tos)
        self.mails.append(message)  # type: ignore[arg-type]
        return "250 taken"

    @property
    def identifiers(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]


class AnyPort(Controller):
    """Binds port 0 and knows which one it got."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = int(server.sockets[0].getsockname()[1])
        super()._trigger_server()


class SmtpServer:
    """`with SmtpServer() as server:` then `server.url` and `server.box`."""

    def __init__(self, refusal: Refusal | None = None) -> None:
        self.box = Mailbox(refusal or Refusal())
        self._controller = AnyPort(self.box, hostname="127.0.0.1", port=0)

    def __enter__(self) -> "SmtpServer":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        return int(self._controller.port)

    def url(self, *recipients: str) -> str:
        to = ",".join(recipients or ("clerk@bureau.example",))
        return f"mailto://127.0.0.1:{self.port}/?from=mingzhang@bureau.example&to={to}&mode=insecure"


class WebhookServer:
    """`with WebhookServer() as server:` then `server.url` and `server.posts`."""

    def __init__(self, refusal: Refusal | None = None) -> None:
        self.posts: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        server = self
        refuse = refusal or Refusal()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if refuse.now():
                    self.send_response(503)
                else:
                    server.posts.append(json.loads(body))
                    server.keys.append(self.headers.get("Idempotency-Key"))
                    self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)

    def __enter__(self) -> "WebhookServer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self._http.server_address[1]}/hook"
