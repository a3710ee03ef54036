"""The demo's own post office on loopback: an SMTP server and a JSON webhook that keep what they are sent."""

import email
import json
import threading
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller


class _Mailbox:
    """Takes every mail."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the mail (aiosmtpd calls this by its name)."""
        message = email.message_from_bytes(envelope.content, policy=default)
        if isinstance(message, EmailMessage):
            self.mails.append(message)
        return "250 OK"


class _FreePort(Controller):
    """Binds port 0 and learns which port that became, before it greets itself there."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = int(server.sockets[0].getsockname()[1])
        super()._trigger_server()  # type: ignore[no-untyped-call]


class PostOffice:
    """`with PostOffice() as post:`, then `post.mail_url`, `post.hook_url`, `post.mails` and `post.posts`."""

    def __init__(self) -> None:
        self._box = _Mailbox()
        self._smtp = _FreePort(self._box, hostname="127.0.0.1", port=0)
        self.posts: list[dict[str, Any]] = []
        handler = type("_HookAnswer", (_Hook,), {"posts": self.posts})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._smtp.start()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._smtp.stop()

    @property
    def mails(self) -> list[EmailMessage]:
        """What the SMTP server took, in order."""
        return self._box.mails

    @property
    def mail_url(self) -> str:
        """The mail channel's URL, as apprise writes it."""
        address = f"127.0.0.1:{self._smtp.port}"
        return f"mailto://{address}/?from=mingzhang@yangli.example&to=ysk@yangli.example&mode=insecure"

    @property
    def hook_url(self) -> str:
        """The webhook channel's URL, as apprise writes it."""
        return f"json://127.0.0.1:{self._http.server_address[1]}/hook"


class _Hook(BaseHTTPRequestHandler):
    """One post to the webhook."""

    posts: list[dict[str, Any]]

    def do_POST(self) -> None:
        """Keep the post."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.posts.append(json.loads(body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """The demo shows what arrived itself."""
