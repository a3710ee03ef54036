"""Manners towards hosts, as Scrapy downloader middlewares: robots.txt, pace, Retry-After, redirects, tired
hosts.

What Scrapy's own do not do and these do: a robots.txt that cannot be had means "not tonight" (RFC 9309),
Retry-After
slows the whole host, redirects stay within the declared hosts, and a host that only fails is left alone.
"""

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from pipelines.acquire.site_config import SiteConfig

ROBOT_NAME = "mingzhang"
_TIRED_AFTER = 8


class RefusedError(IgnoreRequest):
    """A request that is not made, with the outcome that the ledger records."""

    def __init__(self, outcome: str, message: str) -> None:
        super().__init__(message)
        self.outcome = outcome


class NotNowError(IgnoreRequest):
    """A request that is put off: the hours are over. Nothing is recorded, it stays due."""


def _site(request: Request) -> SiteConfig:
    site: SiteConfig = request.meta["site"]
    return site


def host_of(url: str) -> str:
    """The host, with its port where one is written."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


class Memory(Protocol):
    """What the middlewares tell, and ask, the spider that keeps the ledger."""

    resting: dict[str, str]

    def attempt_failed(self, request: Request, attempt: int, status: int | None, reason: str) -> None:
        """An attempt failed and will be repeated."""

    def known_robots(self, origin: str) -> tuple[int, str] | None:
        """Tonight's robots.txt of a host, where it was had already."""

    def robots_fetched(self, request: Request, status: int | None, body: str, fault: str | None) -> None:
        """A robots.txt was asked for."""

    def host_answered(self, host: str) -> None:
        """A host answered."""

    def rest(self, host: str, reason: str) -> None:
        """A host is to be left alone."""

    def put_off_until(self, site: SiteConfig) -> str | None:
        """Why a site is not to be asked any more in this run."""

    def is_over(self, url: str) -> bool:
        """Whether no site that an address belongs to is asked any more in this run."""


def _memory(crawler: Crawler) -> Memory:
    return cast(Memory, crawler.spider)


class _Middleware:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Any:
        """As Scrapy builds its components."""
        return cls(crawler)


def refuse_resting(crawler: Crawler, request: Request) -> None:
    """Refuse a request to a host that is left alone; asked again when a queued request's turn comes.

    Raises:
        RefusedError: the host rests.
        NotNowError: the hours in which the site may be asked are over.
    """
    memory, host = _memory(crawler), host_of(request.url)
    over = memory.put_off_until(_site(request))
    if over is not None:
        if memory.is_over(request.url):
            _drain(crawler, host)
        raise NotNowError(over)
    reason = memory.resting.get(host)
    if reason is not None:
        _drain(crawler, host)
        raise RefusedError("error", f"主机暂停访问：{reason}")


def _drain(crawler: Crawler, host: str) -> None:
    """No more waiting between a host's queued requests: none of them will be made."""
    slot = crawler.engine.downloader.slots.get(host)
    if slot is not None:
        slot.delay = 0.0


class Pace(_Middleware):
    """Each host's own pause and concurrency; with two sites on one host the gentler one's."""

    def process_request(self, request: Request) -> None:
        """Tell Scrapy's downloader how the request's host is to be treated."""
        host, rate = host_of(request.url), _site(request).rate
        request.meta["download_slot"] = host
        request.meta["download_timeout"] = rate.timeout
        settings = self.crawler.engine.downloader.per_slot_settings
        known = settings.setdefault(
            host, {"delay": rate.seconds, "concurrency": rate.concurrency, "jitter": 0.0}
        )
        known["delay"] = max(known["delay"], rate.seconds)
        known["concurrency"] = min(known["concurrency"], rate.concurrency)


class DeclaredHosts(_Middleware):
    """Only hosts that the site declares, and only those that are not resting."""

    def process_request(self, request: Request) -> None:
        """Refuse what is not declared.

        Raises:
            RefusedError: the request must not be made.
        """
        if not _site(request).allows(request.url):
            raise RefusedError("blocked", f"主机 {host_of(request.url)} 未在站点配置中声明，不访问")
        refuse_resting(self.crawler, request)


class Robots(_Middleware):
    """robots.txt of each host, asked once a night; 4xx: everything may be asked, no answer: nothing."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Future[Protego | RefusedError]] = {}

    async def process_request(self, request: Request) -> None:
        """Refuse what robots.txt forbids.

        Raises:
            RefusedError: robots.txt forbids it, or could not be had.
        """
        if request.meta.get("is_robots"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._rules_of(origin, request))
        rules = await asyncio.shield(self._rules[origin])
        if isinstance(rules, RefusedError):
            raise RefusedError(rules.outcome, str(rules))
        if not rules.can_fetch(request.url, ROBOT_NAME):
            raise RefusedError("refused_by_robots", "robots.txt 不允许")
        wait = rules.crawl_delay(ROBOT_NAME)
        if wait:
            self._slow_down(request, float(wait))

    async def _rules_of(self, origin: str, request: Request) -> Protego | RefusedError:
        known = _memory(self.crawler).known_robots(origin) or await self._fetch(origin, request)
        if isinstance(known, RefusedError):
            return known
        status, text = known
        if status >= 500 or status == 429:
            return RefusedError("refused_by_robots", f"robots.txt 返回 HTTP {status}，按规范今晚不访问")
        return Protego.parse("" if status != 200 or "<html" in text[:500].lower() else text)

    async def _fetch(self, origin: str, request: Request) -> tuple[int, str] | RefusedError:
        broken_tls = request.meta.get("accept_broken_tls", False)
        meta = {"is_robots": True, "site": _site(request), "link": None, "accept_broken_tls": broken_tls}
        robots = Request(
            f"{origin}/robots.txt", priority=1000, meta=meta, callback=NO_CALLBACK, dont_filter=True
        )
        memory = _memory(self.crawler)
        try:
            response = await self.crawler.engine.download_async(robots)
        except RefusedError as fault:
            return fault
        except NotNowError:
            del self._rules[origin]
            raise
        except IgnoreRequest as fault:
            return RefusedError("error", str(fault))
        except Exception as fault:
            memory.robots_fetched(robots, None, "", str(fault))
            memory.rest(host_of(origin), f"robots.txt 无法取得（{fault}）")
            return RefusedError("refused_by_robots", f"robots.txt 无法取得（{fault}），按规范今晚不访问")
        text = response.body.decode("utf-8", errors="replace")
        memory.robots_fetched(robots, response.status, text, None)
        return response.status, text

    def _slow_down(self, request: Request, seconds: float) -> None:
        settings = self.crawler.engine.downloader.per_slot_settings
        known = settings.get(host_of(request.url))
        if known is not None and known["delay"] < seconds:
            known["delay"] = min(seconds, _site(request).rate.longest_pause)
            slot = self.crawler.engine.downloader.slots.get(host_of(request.url))
            if slot is not None:
                slot.delay = known["delay"]


class Redirects(RedirectMiddleware):
    """Redirects within the declared hosts, without loops; where they led is kept in meta."""

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Follow a redirect, or hand the response on.

        Raises:
            RefusedError: the redirect leads out of the declared hosts, in circles, or on and on.
        """
        try:
            result = super().process_response(request, response)
        except IgnoreRequest as fault:
            raise RefusedError("error", "跳转次数过多") from fault
        if isinstance(result, Request) and result is not request:
            if not _site(request).allows(result.url):
                raise RefusedError("blocked", f"跳转到未声明的主机：{result.url}")
            if result.url in (*request.meta.get("redirect_urls", ()), request.url):
                raise RefusedError("error", f"循环跳转：{result.url}")
            result.dont_filter = True
        return result


class Retries(RetryMiddleware):
    """Temporary failures are tried again after a pause of the whole host; hosts that only fail are left
    alone.
    """

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self._failures: Counter[str] = Counter()

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Retry 429 and 5xx; a success clears the host's record."""
        host = host_of(request.url)
        if response.status not in self.retry_http_codes:
            self._failures[host] = 0
            _memory(self.crawler).host_answered(host)
            return response
        wait = _retry_after(response)
        return self._again(request, f"HTTP {response.status}", wait, response.status) or response

    def process_exception(self, request: Request, exception: Exception, spider: Any = None) -> Request | None:
        """Retry broken connections and time-outs."""
        if not isinstance(exception, self.exceptions_to_retry):
            return None
        self._count_failure(host_of(request.url), str(exception))
        return self._again(request, str(exception) or type(exception).__name__, None, None)

    def _again(self, request: Request, reason: str, wait: float | None, status: int | None) -> Request | None:
        rate, host = _site(request).rate, host_of(request.url)
        attempt = request.meta.get("retry_times", 0)
        if wait is not None and wait > rate.longest_pause:
            _memory(self.crawler).rest(host, f"要求 {wait:.0f} 秒后再访问")
            return None
        if host in _memory(self.crawler).resting:
            return None
        request.meta["max_retry_times"] = rate.retries
        retry = self._retry(request, reason)
        if retry is None:
            return None
        retry.meta.pop("incoming", None)
        _memory(self.crawler).attempt_failed(request, attempt, status, reason)
        self._pause(host, rate.retry_pause * 2**attempt if wait is None else wait)
        return retry

    def _pause(self, host: str, seconds: float) -> None:
        """No request to the host for so long: its slot acts as if it had just been used in the future."""
        slot = self.crawler.engine.downloader.slots.get(host)
        if slot is not None:
            slot.lastseen = max(slot.lastseen, time.monotonic() + seconds - slot.delay)

    def _count_failure(self, host: str, reason: str) -> None:
        self._failures[host] += 1
        if self._failures[host] >= _TIRED_AFTER:
            _memory(self.crawler).rest(host, f"连续 {_TIRED_AFTER} 次请求没有回答（{reason}）")


def _retry_after(response: Response) -> float | None:
    """Seconds a host asks to be left alone, from either form of the header."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
