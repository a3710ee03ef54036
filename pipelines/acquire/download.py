"""How bytes come over the line: a Scrapy download handler on aiohttp that streams files to disk.

Why not Scrapy's own: it keeps whole bodies in memory and connects to any address a name resolves to. This
one writes
files into the raw store piece by piece, checks size and pace as they come, and refuses private addresses at
the
moment of connecting, redirects and names that resolve differently the second time included.
"""

import ipaddress
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import yarl
from aiohttp.abc import AbstractResolver, ResolveResult
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from pipelines.acquire.manners import refuse_resting
from pipelines.acquire.partial import OVERLAP, noted, part_path
from pipelines.acquire.reception import Reception


class ForbiddenAddressError(OSError):
    """A host that is, or resolves to, an address inside somebody's network."""


def is_public(address: str, allow_loopback: bool) -> bool:
    """Whether an address may be connected to."""
    parsed = ipaddress.ip_address(address.split("%")[0])
    return parsed.is_global or (allow_loopback and parsed.is_loopback)


class _PublicResolver(AbstractResolver):
    """Resolves names to public addresses only."""

    def __init__(self, allow_loopback: bool) -> None:
        self._inner = aiohttp.ThreadedResolver()
        self._allow_loopback = allow_loopback

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        public = [entry for entry in found if is_public(entry["host"], self._allow_loopback)]
        if not public:
            raise ForbiddenAddressError(f"{host} 指向内网或本机地址，拒绝访问")
        return public

    async def close(self) -> None:
        await self._inner.close()


class StreamingHandler(BaseDownloadHandler):
    """Downloads one request: pages into memory, files into the store's `incoming/`.

    Request meta: `max_bytes`, `download_timeout`, `accept_broken_tls`. A streamed file is handed on as
    `request.meta["incoming"]`, its response has no body.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        job = crawler.settings["ACQUIRE_JOB"]
        self._raw = job.raw
        self._allow_loopback = bool(job.allow_loopback or job.gateway)
        self._gateway = job.gateway
        self._session: aiohttp.ClientSession | None = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            resolver = _PublicResolver(self._allow_loopback)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=resolver, limit=32, use_dns_cache=False),
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("Content-Type",),
            )
        return self._session

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def download_request(self, request: Request) -> Response:
        """One request, no redirects followed; failures as the exceptions that Scrapy's retries know."""
        refuse_resting(self.crawler, request)
        timeout = float(request.meta.get("download_timeout", 60))
        try:
            return await self._download(request, timeout)
        except TimeoutError as fault:
            raise DownloadTimeoutError(f"超过 {timeout:g} 秒没有完成") from fault
        except aiohttp.ClientPayloadError as fault:
            raise ResponseDataLossError(f"正文不完整：{fault}") from fault
        except aiohttp.ClientConnectorCertificateError as fault:
            raise IgnoreRequest(f"证书无效：{fault.certificate_error}") from fault
        except aiohttp.ClientConnectorDNSError as fault:
            raise _resolve_failure(fault) from fault
        except aiohttp.ClientConnectorError as fault:
            raise DownloadConnectionRefusedError(str(fault)) from fault
        except aiohttp.ClientError as fault:
            raise DownloadFailedError(str(fault) or type(fault).__name__) from fault

    async def _download(self, request: Request, timeout: float) -> Response:
        url = self._address(request.url)
        headers = {
            name.decode("latin-1"): b", ".join(v).decode("latin-1") for name, v in request.headers.items()
        }
        part = self._part_of(request)
        partial = noted(part) if part else None
        if part and partial:
            headers |= {
                "Range": f"bytes={part.stat().st_size - OVERLAP}-",
                "If-Range": partial.validator,
                "Accept-Encoding": "identity",
            }
        started = time.monotonic()
        async with self._open().request(
            request.method,
            yarl.URL(url, encoded=True),
            headers=headers,
            data=request.body or None,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=timeout, sock_read=timeout),
            ssl=not request.meta.get("accept_broken_tls"),
        ) as answer:
            request.meta["download_latency"] = time.monotonic() - started
            reception = Reception(request, answer, self._raw, part, partial)
            return await reception.receive(started, timeout)

    def _part_of(self, request: Request) -> Path | None:
        """Where the file that a link announces is written; None for robots.txt and what is no plain GET."""
        link = request.meta.get("link")
        if link is None or request.method != "GET":
            return None
        return part_path(self._raw, f"{link.source_id}\n{link.url_key}")

    def _address(self, url: str) -> str:
        parts = urlsplit(url)
        if self._gateway:
            query = f"?{parts.query}" if parts.query else ""
            return f"{self._gateway.rstrip('/')}/{parts.netloc}{parts.path or '/'}{query}"
        host = parts.hostname or ""
        if _is_address(host) and not is_public(host, self._allow_loopback):
            raise IgnoreRequest(f"{host} 是内网或本机地址，拒绝访问")
        return parts._replace(fragment="").geturl()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _resolve_failure(fault: aiohttp.ClientConnectorDNSError) -> Exception:
    if isinstance(fault.os_error, ForbiddenAddressError):
        return IgnoreRequest(str(fault.os_error))
    return CannotResolveHostError(str(fault))
