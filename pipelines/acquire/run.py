"""The crawl process: `python -m pipelines.acquire.run`, a Job as JSON on standard input, progress on
standard output.

A process of its own because Scrapy's reactor runs once per process, and so that its memory goes back when
it ends.
"""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from scrapy.crawler import AsyncCrawlerProcess

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
        "CLOSESPIDER_TIMEOUT": job.stop_after or 0,
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
    """Run one step of one night."""
    job = Job.model_validate_json(sys.stdin.read())
    with _only_one(job.raw):
        clear_incoming(job.raw)
        process = AsyncCrawlerProcess(_settings(job))
        crawler = process.create_crawler(_STEPS[job.step])
        process.crawl(crawler, job=job)
        process.start()
    spider = cast(LedgerSpider | None, crawler.spider)
    return 1 if spider is None or spider.is_broken else 0


if __name__ == "__main__":
    sys.exit(main())
