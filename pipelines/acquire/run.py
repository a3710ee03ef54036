"""The crawl process: `python -m pipelines.acquire.run`, a Job as JSON on standard input, progress on
standard output.

A process of its own because Scrapy's reactor runs once per process, and so that its memory goes back when
it ends.
"""

import asyncio
import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from pipelines.acquire.capture import CaptureSpider
from pipelines.acquire.discovery import DiscoverySpider
from pipelines.acquire.job import Job
from pipelines.acquire.manners import ROBOT_NAME
from pipelines.acquire.spider_base import LedgerSpider
from pipelines.acquire.store import clear_incoming

_STEPS = {"discover": DiscoverySpider, "capture": CaptureSpider}


def user_agent(contact: str) -> str:
    """An honest name with a way to reach the operator (ASCII only: it is an HTTP header)."""
    ascii_contact = contact if contact.isascii() else contact.encode("utf-8").hex()
    reach = (
        f" (budget disclosure archive; +{ascii_contact})"
        if contact.isascii()
        else " (budget disclosure archive)"
    )
    return f"{ROBOT_NAME}/{version('mingzhang')}{reach}"


def _settings(job: Job) -> dict[str, Any]:
    handler = "pipelines.acquire.download.StreamingHandler"
    middlewares = "scrapy.downloadermiddlewares"
    return {
        "ACQUIRE_JOB": job,
        "USER_AGENT": user_agent(job.contact),
        "DOWNLOAD_HANDLERS": {
            "http": handler,
            "https": handler,
            "ftp": None,
            "file": None,
            "s3": None,
            "data": None,
        },
        "DOWNLOADER_MIDDLEWARES": {
            f"{middlewares}.offsite.OffsiteMiddleware": None,
            f"{middlewares}.robotstxt.RobotsTxtMiddleware": None,
            f"{middlewares}.httpauth.HttpAuthMiddleware": None,
            f"{middlewares}.httpcompression.HttpCompressionMiddleware": None,
            f"{middlewares}.httpproxy.HttpProxyMiddleware": None,
            f"{middlewares}.redirect.MetaRefreshMiddleware": None,
            f"{middlewares}.redirect.RedirectMiddleware": None,
            f"{middlewares}.retry.RetryMiddleware": None,
            "pipelines.acquire.manners.DeclaredHosts": 50,
            "pipelines.acquire.manners.Robots": 100,
            "pipelines.acquire.manners.Retries": 550,
            "pipelines.acquire.manners.Redirects": 600,
            "pipelines.acquire.manners.Pace": 950,
        },
        "COOKIES_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        "CONCURRENT_REQUESTS": 0,
        "DOWNLOAD_DELAY": 1.0,
        "DOWNLOAD_DELAY_JITTER": 0.0,
        "REDIRECT_MAX_TIMES": 10,
        "RETRY_HTTP_CODES": [429, 500, 502, 503, 504, 522, 524, 408],
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
        "REFERER_ENABLED": True,
        "CONCURRENT_ITEMS": 1,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "WARNING",
        "LOGSTATS_INTERVAL": 0,
    }


@contextmanager
def _only_one(raw: Path) -> Iterator[None]:
    """One crawl at a time writes a raw folder; a second one waits."""
    raw.mkdir(parents=True, exist_ok=True)
    with (raw / ".crawl.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Run a night's steps, one after the other; what the first finds lies in the ledger before the next
    begins.
    """
    job = Job.model_validate_json(sys.stdin.read())
    with _only_one(job.raw):
        clear_incoming(job.raw)
        process = AsyncCrawlerProcess(_settings(job))
        spiders: list[LedgerSpider | None] = []
        steps = asyncio.get_event_loop().create_task(_run_steps(process, job, spiders))
        process.start(stop_after_crawl=False)
        if steps.done() and not steps.cancelled():
            steps.result()
    is_whole = len(spiders) == len(job.steps)
    return 0 if is_whole and all(spider and not spider.is_broken for spider in spiders) else 1


async def _run_steps(process: AsyncCrawlerProcess, job: Job, spiders: list[LedgerSpider | None]) -> None:
    from twisted.internet import reactor

    ends_at = None if job.stop_after is None else time.monotonic() + job.stop_after
    try:
        for step in job.steps:
            crawler = Crawler(_STEPS[step], Settings(_settings(job)))
            await process.crawl(crawler, job=job, ends_at=ends_at)
            spiders.append(cast(LedgerSpider | None, crawler.spider))
            if job.parent is not None and os.getppid() != job.parent:
                break
    finally:
        cast(Any, reactor).stop()


if __name__ == "__main__":
    sys.exit(main())
