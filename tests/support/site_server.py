"""A real HTTP server on loopback that plays publishing sites: `/<host>/<path>` is one host's page or file.

Deterministic: what it answers depends on its content and on how often a path was asked, never on time or
chance.
`faults` maps a path prefix to a behaviour; `log` holds every request in order.
"""

import hashlib
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SITE_TIME = 1_770_000_000


@dataclass
class Resource:
    body: bytes
    content_type: str = "text/html; charset=utf-8"
    validators: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    modified: int = SITE_TIME
    ranges: bool = True


@dataclass(frozen=True)
class Seen:
    method: str
    path: str
    conditional: bool
    agent: str
    at: float
    range: str = ""


Fault = Callable[["Answer", int], bool]


class SiteServer:
    """Start with `with SiteServer() as server:`; `put` pages and files, before or while it runs."""

    def __init__(self) -> None:
        self.resources: dict[str, Resource] = {}
        self.faults: dict[str, Fault] = {}
        self.log: list[Seen] = []
        self.bodies_sent: Counter[str] = Counter()
        self.bytes_sent: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        handler = type("BoundAnswer", (Answer,), {"site_server": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> "SiteServer":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def put(self, path: str, body: bytes | str, content_type: str | None = None, **more: Any) -> None:
        """`path` begins with the host: `czj.example/list/index.html`."""
        data = body.encode() if isinstance(body, str) else body
        self.resources["/" + path.lstrip("/")] = Resource(
            data, content_type or guess_type(path, data), **more
        )

    def fault(self, prefix: str, behaviour: Fault) -> None:
        self.faults["/" + prefix.lstrip("/")] = behaviour

    def asked(self, part: str) -> list[Seen]:
        return [seen for seen in self.log if part in seen.path]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


def guess_type(path: str, body: bytes) -> str:
    if body.startswith(b"%PDF"):
        return "application/pdf"
    if body.startswith(b"PK"):
        return "application/zip"
    if path.endswith(".json"):
        return "application/json"
    if path.endswith("robots.txt"):
        return "text/plain"
    return "text/html; charset=utf-8"


class Answer(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    site_server: SiteServer
    posted: bytes

    def do_GET(self) -> None:
        self._answer()

    do_HEAD = do_GET  # noqa: N815
    do_POST = do_GET  # noqa: N815

    def _answer(self) -> None:
        server = self.site_server
        self.posted = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        conditional = bool(self.headers.get("If-None-Match") or self.headers.get("If-Modified-Since"))
        with server.lock:
            server.counts[self.path] += 1
            times = server.counts[self.path]
            agent = self.headers.get("User-Agent", "")
            seen = Seen(
                self.command, self.path, conditional, agent, time.monotonic(), self.headers.get("Range", "")
            )
            server.log.append(seen)
        for prefix in sorted(server.faults, key=len, reverse=True):
            if self.path.startswith(prefix) and server.faults[prefix](self, times):
                return
        self.serve()

    def serve(self) -> None:
        resource = self.site_server.resources.get(self.path) or self.site_server.resources.get(
            self.path.partition("?")[0]
        )
        if resource is None:
            self.reply(404, b"<html><body>404</body></html>")
        else:
            self.send_resource(resource)

    def send_resource(self, resource: Resource) -> None:
        headers = dict(resource.headers)
        etag = f'"{hashlib.sha256(resource.body).hexdigest()[:20]}"'
        if resource.validators:
            headers |= {"ETag": etag, "Last-Modified": formatdate(resource.modified, usegmt=True)}
            asked = self.headers.get("If-None-Match")
            since = self.headers.get("If-Modified-Since")
            if asked == etag or (asked is None and since == headers["Last-Modified"]):
                self.reply(304, b"", headers=headers)
                return
        begin = self._asked_from(etag if resource.validators else "", headers)
        if begin is None or not resource.ranges:
            self.reply(200, resource.body, resource.content_type, headers)
        elif begin >= len(resource.body):
            self.reply(416, b"", headers={"Content-Range": f"bytes */{len(resource.body)}"})
        else:
            headers["Content-Range"] = f"bytes {begin}-{len(resource.body) - 1}/{len(resource.body)}"
            self.reply(206, resource.body[begin:], resource.content_type, headers)

    def _asked_from(self, etag: str, headers: dict[str, str]) -> int | None:
        """Where a `Range: bytes=N-` begins, if its If-Range still holds."""
        match = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        condition = self.headers.get("If-Range")
        if match is None or condition not in {None, etag, headers.get("Last-Modified")}:
            return None
        return int(match[1])

    def reply(
        self,
        status: int,
        body: bytes,
        content_type: str = "text/html; charset=utf-8",
        headers: dict[str, str] | None = None,
        length: int | None = None,
    ) -> None:
        self.send_response(status)
        if status != 304:
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD" and status != 304:
            if status in {200, 206}:
                with self.site_server.lock:
                    self.site_server.bodies_sent[self.path] += status == 200
                    self.site_server.bytes_sent[self.path] += len(body)
            self.wfile.write(body)
        if length is not None and length != len(body):
            self.close_connection = True

    def reset(self) -> None:
        """TCP reset instead of an orderly end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """The test reads `log` instead."""


# -- behaviours: functions of the answer and of how often the path was asked; True: answered
# -----------------------


def status(code: int, times: int | None = None, **headers: str) -> Fault:
    """`code` for the first `times` requests (None: always), then as usual."""

    def behave(answer: Answer, count: int) -> bool:
        if times is not None and count > times:
            return False
        answer.reply(
            code,
            b"<html><body>error</body></html>",
            headers={k.replace("_", "-"): v for k, v in headers.items()},
        )
        return True

    return behave


def redirect(location: Callable[[str], str], code: int = 302) -> Fault:
    def behave(answer: Answer, count: int) -> bool:
        answer.reply(code, b"", headers={"Location": location(answer.path)})
        return True

    return behave


def body(
    content: bytes, content_type: str = "text/html; charset=utf-8", code: int = 200, times: int | None = None
) -> Fault:
    def behave(answer: Answer, count: int) -> bool:
        if times is not None and count > times:
            return False
        answer.reply(code, content, content_type)
        return True

    return behave


def reset_before_headers(answer: Answer, count: int) -> bool:
    answer.reset()
    return True


def broken_after(count: int, times: int = 1) -> Fault:
    """The file as usual, but the connection is reset after so many bytes, the first `times` times."""

    def behave(answer: Answer, asked: int) -> bool:
        if asked > times:
            return False
        resource = answer.site_server.resources[answer.path]
        etag = f'"{hashlib.sha256(resource.body).hexdigest()[:20]}"'
        headers = {"ETag": etag} if resource.validators else {}
        answer.reply(200, resource.body[:count], resource.content_type, headers, length=len(resource.body))
        answer.wfile.flush()
        time.sleep(0.2)
        answer.reset()
        return True

    return behave


def reset_in_body(answer: Answer, count: int) -> bool:
    answer.reply(200, b"%PDF-1.4 begun", "application/pdf", length=50_000)
    answer.wfile.flush()
    time.sleep(0.05)
    answer.reset()
    return True


def short_body(answer: Answer, count: int) -> bool:
    answer.reply(200, b"%PDF-1.4 begun" + b"." * 2000, "application/pdf", length=50_000)
    return True


def short_chunks(answer: Answer, count: int) -> bool:
    answer.send_response(200)
    answer.send_header("Content-Type", "application/pdf")
    answer.send_header("Transfer-Encoding", "chunked")
    answer.end_headers()
    answer.wfile.write(b"10\r\n%PDF-1.4 chunked\r\n")
    answer.close_connection = True
    return True


def slow_body(answer: Answer, count: int) -> bool:
    answer.send_response(200)
    answer.send_header("Content-Type", "application/pdf")
    answer.send_header("Content-Length", "100000")
    answer.end_headers()
    try:
        while not answer.site_server.stopping.wait(0.2):
            answer.wfile.write(b"%")
            answer.wfile.flush()
    except OSError:
        answer.close_connection = True
    return True


def never(answer: Answer, count: int) -> bool:
    answer.site_server.stopping.wait()
    answer.close_connection = True
    return True
