"""The sample's municipal websites on loopback: one threaded server, `/{host}/{path}`, with validators.

In: folders of static files, later ones lying over earlier ones. Out: HTTP as a site's server answers it:
ETag, Last-Modified, 304, 404. Does not belong here: what a page says.
"""

import hashlib
import threading
from collections.abc import Sequence
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

_TYPES = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8"}
_PAGE = "text/html; charset=utf-8"
_NOT_FOUND = "<!DOCTYPE html><html><body><h1>404</h1><p>您访问的页面不存在。</p></body></html>"


class SampleSites:
    """`with SampleSites(folder) as sites:`, then `sites.gateway`; `lay_over(other)` for the next night."""

    def __init__(self, *folders: Path) -> None:
        self._folders = [folder.resolve() for folder in folders]
        handler = type("_SampleAnswer", (_Answer,), {"sites": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def gateway(self) -> str:
        """Where all hosts are reached: `{gateway}/{host}{path}`."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def lay_over(self, folder: Path) -> None:
        """What this folder holds is served instead of what lay there before."""
        self._folders.append(folder.resolve())

    def find(self, path: str) -> Path | None:
        """The file for a request's path, None where there is none; never one outside the folders."""
        wanted = unquote(urlsplit(path).path).lstrip("/")
        for folder in reversed(self._folders):
            file = (folder / wanted).resolve()
            if file.is_relative_to(folder) and file.is_file():
                return file
        return None

    @property
    def folders(self) -> Sequence[Path]:
        """What is served, the uppermost last."""
        return tuple(self._folders)


class _Answer(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    sites: SampleSites

    def do_GET(self) -> None:
        """Answer with the file, 304 or 404."""
        file = self.sites.find(self.path)
        if file is None:
            self._send(404, _NOT_FOUND.encode(), {"Content-Type": _PAGE})
            return
        body = file.read_bytes()
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        modified = int(file.stat().st_mtime)
        headers = {"ETag": tag, "Last-Modified": formatdate(modified, usegmt=True)}
        if self._is_known(tag, modified):
            self._send(304, b"", headers)
        else:
            self._send(200, body, {**headers, "Content-Type": _TYPES.get(file.suffix, _PAGE)})

    do_HEAD = do_GET  # noqa: N815

    def _is_known(self, tag: str, modified: int) -> bool:
        asked, since = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        if asked is not None:
            return asked == tag
        return since is not None and parsedate_to_datetime(since).timestamp() >= modified

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The demo shows what was fetched from the ledger instead."""
