"""Receiving one answer: pages into memory, files into `incoming/`, the rest of half a file behind it.

Size and pace are checked as the bytes come. A file whose download breaks is kept for the next attempt where
the server gave a validator for it.
"""

import time
from pathlib import Path

import aiohttp
from scrapy import Request
from scrapy.exceptions import DownloadFailedError, IgnoreRequest
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from pipelines.acquire.partial import OVERLAP, Partial, continues, forget, note, validator_of
from pipelines.acquire.store import Incoming, kind_of, looks_like_html

_PIECE = 65536
_PAGE_LIMIT = 20_000_000
_SLOWEST = 1024  # bytes a second, judged once a request has lasted as long as its timeout
_TEXT_TYPES = ("text/", "application/json", "application/javascript", "application/xml", "application/xhtml")


class TooLargeError(IgnoreRequest):
    """A body larger than the site's limit."""


class Reception:
    """One answer on its way in; a streamed file is handed on as `request.meta["incoming"]`."""

    def __init__(
        self,
        request: Request,
        answer: aiohttp.ClientResponse,
        raw: Path,
        part: Path | None,
        partial: Partial | None,
    ) -> None:
        self._request, self._answer, self._raw, self._part = request, answer, raw, part
        self._headers = Headers(list(answer.raw_headers))
        is_encoded = bool(self._headers.pop("Content-Encoding", None))
        self._validator = None if is_encoded else validator_of(self._headers)
        self._limit = int(request.meta.get("max_bytes", _PAGE_LIMIT))
        self._body = bytearray()
        self._incoming: Incoming | None = None
        self._status, self._begun = answer.status, 0
        self._known = 0  # bytes still to come that are here already
        if part and partial and answer.status in {200, 206, 416}:
            self._go_on(part, partial)

    def _go_on(self, part: Path, partial: Partial) -> None:
        """Take up a half download, or give it up where the answer is not its rest.

        Raises:
            DownloadFailedError: nothing can be made of the answer; the whole file is to be asked for.
        """
        if continues(self._status, self._headers, partial, part.stat().st_size):
            self._incoming = Incoming(self._raw, part, resume=True)
            self._begun, self._status = self._incoming.bytes, 200
            self._known = OVERLAP
            self._validator = partial.validator
            return
        forget(part)
        if self._status != 200:
            raise DownloadFailedError(f"无法续传（HTTP {self._status}），将重新下载")

    async def receive(self, started: float, timeout: float) -> Response:
        """The whole answer.

        Raises:
            TooLargeError: the body is larger than the site's limit.
            TimeoutError: it comes too slowly.
        """
        length = self._answer.content_length
        if length and length > self._limit:
            raise TooLargeError(f"文件 {length} 字节，超过上限 {self._limit}")
        try:
            async for piece in self._answer.content.iter_chunked(_PIECE):
                self._take(piece)
                self._check_pace(started, timeout)
            if self._incoming is None and self._is_file():
                self._start_file()
        except TooLargeError:
            self._give_up()
            raise
        except BaseException:
            self._put_aside()
            raise
        incoming, request = self._incoming, self._request
        request.meta["incoming"] = incoming
        content = b"" if incoming else bytes(self._body)
        found = responsetypes.from_args(headers=self._headers, url=request.url, body=content)
        kind = Response if incoming else found
        return kind(
            url=request.url, status=self._status, headers=self._headers, body=content, protocol="HTTP/1.1"
        )

    def _take(self, piece: bytes) -> None:
        if self._incoming is not None:
            self._incoming.write(piece[self._known :])
            self._known = max(0, self._known - len(piece))
            return
        self._body += piece
        if len(self._body) >= 1024 and self._is_file():
            self._start_file()

    def _start_file(self) -> None:
        part = self._part if self._validator else None
        self._incoming = Incoming(self._raw, part)
        if part and self._validator:
            note(part, self._request.url, self._validator)
        self._incoming.write(bytes(self._body))

    def _is_file(self) -> bool:
        """By its first bytes, whatever the header says; without known first bytes by the header."""
        if self._status != 200:
            return False
        head = bytes(self._body[:2048])
        if kind_of(head):
            return True
        is_text = self._answer.content_type.startswith(_TEXT_TYPES)
        return bool(head) and not looks_like_html(head) and not is_text

    def _put_aside(self) -> None:
        """The download broke: what came is kept where its other half can be told."""
        if self._incoming is None:
            return
        if self._validator and self._incoming.path == self._part:
            self._incoming.suspend(self._request.url, self._validator)
        else:
            self._incoming.discard()

    def _give_up(self) -> None:
        if self._incoming is not None:
            self._incoming.discard()

    def _check_pace(self, started: float, timeout: float) -> None:
        received = self._incoming.bytes if self._incoming else len(self._body)
        limit = self._limit if self._incoming else min(self._limit, _PAGE_LIMIT)
        if received > limit:
            raise TooLargeError(f"已收到 {received} 字节，超过上限 {limit}")
        lasted = time.monotonic() - started
        if lasted > timeout and received - self._begun < _SLOWEST * lasted:
            raise TimeoutError
