"""What discovery and capture have in common: sites, ledger, requests and the record of every answer."""

import asyncio
import os
import re
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import DownloadTimeoutError, ResponseDataLossError
from scrapy.http import Response
from twisted.python.failure import Failure

from pipelines.acquire.decode import decode_page
from pipelines.acquire.hours import hours_of
from pipelines.acquire.job import Job
from pipelines.acquire.ledger import Fetch, Ledger
from pipelines.acquire.links import recorded
from pipelines.acquire.manners import NotNowError, RefusedError, host_of
from pipelines.acquire.posting import body_of
from pipelines.acquire.site_config import SiteConfig
from pipelines.acquire.site_files import load_sites
from pipelines.acquire.suspicion import Doubt
from pipelines.domain.local_time import TIME_ZONE

_WATCH_PARENT = 1.0


class LedgerSpider(Spider, ABC):
    """A spider whose memory is the ledger."""

    def __init__(self, job: Job, ends_at: float | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.sites: dict[str, SiteConfig] = {
            site.name: site for site in load_sites(job.sites, list(job.only) or None, broken=[])
        }
        self.ledger = Ledger(job.raw, job.night)
        self.resting: dict[str, str] = self.ledger.resting_hosts()
        self.is_broken = False
        self.ends_at = ends_at
        self._general_hours = hours_of(job.hours) if job.hours else None
        self._hours = {name: hours_of(site.hours) for name, site in self.sites.items() if site.hours}
        self._told: set[str] = set()
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> AsyncIterator[Request]:
        """Begin; the crawl ends by itself when the process that ordered it is gone."""
        if self.job.parent is not None:
            self._watch = asyncio.ensure_future(self._watch_parent(self.job.parent))
        try:
            async for request in self.first_requests():
                yield request
        except Exception:
            self.is_broken = True
            raise

    @abstractmethod
    def first_requests(self) -> AsyncIterator[Request]:
        """The requests to begin with."""

    async def _watch_parent(self, parent: int) -> None:
        while os.getppid() == parent:
            await asyncio.sleep(_WATCH_PARENT)
        self.say("启动本次采集的进程已结束，停止采集（已完成的部分都已保存）")
        await self.crawler.stop_async()

    def say(self, text: str) -> None:
        """A line of progress for the operator."""
        print(text, flush=True)

    def closed(self, reason: str) -> None:
        """The crawl is over."""
        if self._watch is not None:
            self._watch.cancel()
        self.ledger.close()

    def ask(
        self, site: SiteConfig, url: str, link: Any, etag: str | None, last_modified: str | None
    ) -> Request:
        """A polite, conditional request."""
        headers = {"Accept": "*/*"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        address, body = body_of(url)
        if body is not None:
            is_json = body.lstrip().startswith(("{", "["))
            headers["Content-Type"] = "application/json" if is_json else "application/x-www-form-urlencoded"
        return Request(
            address,
            method="GET" if body is None else "POST",
            body=body or "",
            headers=headers,
            callback=self.answered,
            errback=self.failed,
            dont_filter=True,
            meta={
                "site": site,
                "link": link,
                "max_bytes": site.max_megabytes * 1_000_000,
                "accept_broken_tls": site.tls_exception is not None,
            },
        )

    def answered(self, response: Response) -> list[Request]:
        """An answer came: what it leads to. A fault of ours costs this answer only, and is on record."""
        try:
            return self.take(response)
        except Exception as fault:
            self.logger.exception("处理 %s 时出错", response.url)
            fetch = self.fetch_of(request_of(response), "error", response)
            fetch.message = f"处理时出错：{type(fault).__name__}: {fault}"
            self.gave_up(request_of(response), fetch)
            return []

    @abstractmethod
    def take(self, response: Response) -> list[Request]:
        """Read or keep what came; further requests."""

    @abstractmethod
    def gave_up(self, request: Request, fetch: Fetch) -> None:
        """A request came to nothing; its fetch is recorded here."""

    def failed(self, failure: Failure) -> None:
        """No answer came, or it was refused: say why in the ledger."""
        request: Request = vars(failure)["request"]
        fault = failure.value
        assert fault is not None
        if isinstance(fault, NotNowError):
            self.put_off(request)
            return
        incoming = request.meta.pop("incoming", None)
        if incoming is not None:
            incoming.discard()
        doubt = _doubt_failure(fault)
        fetch = self.fetch_of(request, doubt.outcome)
        fetch.message = doubt.message
        self.gave_up(request, fetch)

    @abstractmethod
    def put_off(self, request: Request) -> None:
        """A request is left for the next run."""

    def put_off_until(self, site: SiteConfig) -> str | None:
        """Why a site is not to be asked any more in this run; None while it may be."""
        now = datetime.now(TIME_ZONE)
        hours = (self._general_hours, self._hours.get(site.name))
        closed = next((one for one in hours if one is not None and not one.hold(now)), None)
        if closed is not None:
            reason = f"不在采集时段（{closed}），余下的留待下次"
        elif self.ends_at is not None and time.monotonic() >= self.ends_at:
            reason = "采集时限已到，余下的留待下次"
        else:
            return None
        if site.name not in self._told:
            self._told.add(site.name)
            self.say(f"  {site.title}：{reason}")
        return reason

    def is_over(self, url: str) -> bool:
        """Whether no site that an address belongs to is asked any more in this run."""
        return all(self.put_off_until(site) for site in self.sites.values() if site.allows(url))

    def fetch_of(self, request: Request, outcome: str, response: Response | None = None) -> Fetch:
        """The ledger's row for a request."""
        link = request.meta["link"]
        fetch = Fetch(
            source_id=link.source_id,
            url_key=link.url_key,
            url=recorded(link.url),
            outcome=outcome,
            list_url=link.list_url,
            link_text=link.link_text,
            attempt=request.meta.get("retry_times", 0),
        )
        if response is not None:
            fetch.final_url = response.url if response.url != body_of(link.url)[0] else None
            fetch.status = response.status
            fetch.content_type = _header(response, "Content-Type")
            fetch.etag = _header(response, "ETag")
            fetch.last_modified = _header(response, "Last-Modified")
            fetch.bytes = len(response.body)
            fetch.file_name = disposition_name(response.headers.get("Content-Disposition") or b"")
        return fetch

    # -- told by the middlewares
    # ---------------------------------------------------------------------------------

    def attempt_failed(self, request: Request, attempt: int, status: int | None, reason: str) -> None:
        """An attempt failed and will be repeated."""
        if request.meta.get("link") is None:
            return
        fetch = self.fetch_of(request, "error")
        fetch.attempt, fetch.status, fetch.message = attempt, status, f"第 {attempt + 1} 次：{reason}，将重试"
        self.ledger.record(fetch)

    def known_robots(self, origin: str) -> tuple[int, str] | None:
        """Tonight's robots.txt of a host, where it was had already."""
        return self.ledger.known_robots(origin)

    def robots_fetched(self, request: Request, status: int | None, body: str, fault: str | None) -> None:
        """A robots.txt was asked for."""
        if status is not None:
            self.ledger.save_robots(request.url.removesuffix("/robots.txt"), status, body)
        site: SiteConfig = request.meta["site"]
        key = f"{urlsplit(request.url).scheme}:{host_of(request.url)}/robots.txt"
        message = f"robots.txt {fault}" if fault else "robots.txt"
        if site.tls_exception:
            message += f"（本站证书不验证：{site.tls_exception}）"
        fetch = Fetch(site.name, key, request.url, "robots", status=status, message=message)
        self.ledger.record(fetch)

    def host_answered(self, host: str) -> None:
        """A host answered."""
        self.ledger.host_answered(host)

    def rest(self, host: str, reason: str) -> None:
        """A host is left alone for the rest of the night."""
        if host not in self.resting:
            self.resting[host] = reason
            self.ledger.host_failed(host, reason)
            self.say(f"  暂停访问 {host}：{reason}")


def request_of(response: Response) -> Request:
    """The request that a response answers; Scrapy always sets it."""
    assert response.request is not None
    return response.request


def disposition_name(header: bytes) -> str:
    """The file name a Content-Disposition gives: RFC 5987, or raw UTF-8 or GBK bytes as servers send them."""
    extended = re.search(rb"filename\*\s*=\s*([\w-]+)'[^']*'([^;]+)", header, re.IGNORECASE)
    if extended:
        encoding = extended[1].decode("ascii")
        try:
            return unquote(extended[2].decode("latin-1").strip(), encoding, errors="replace")
        except LookupError:
            return ""
    plain = re.search(rb'filename\s*=\s*"?([^";]+)"?', header, re.IGNORECASE)
    return unquote(decode_page(plain[1].strip())) if plain else ""


def _doubt_failure(fault: BaseException) -> Doubt:
    if isinstance(fault, RefusedError):
        return Doubt(fault.outcome, str(fault))
    if isinstance(fault, ResponseDataLossError):
        return Doubt("truncated", str(fault))
    if isinstance(fault, DownloadTimeoutError):
        return Doubt("error", str(fault))
    return Doubt("error", str(fault) or type(fault).__name__)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
