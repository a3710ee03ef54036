"""What the schedule runs: crawl the configured sites, then read, build and publish what is new."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.acquire import CrawlSummary, crawl
from pipelines.acquire.crawl import CrawlFailedError
from pipelines.alert.config import ConfigError
from pipelines.alert.notify import NotifySummary, Trouble
from pipelines.domain.local_time import TIME_ZONE
from pipelines.orchestrate.alerting import (
    alert_people,
    alert_report,
    tell_of_crawl,
    tell_of_reading,
    tell_operator,
)
from pipelines.orchestrate.ingest import build_report, read_report
from pipelines.orchestrate.ledger_tables import documents_to_read, export_ledger
from pipelines.orchestrate.places import Places
from pipelines.orchestrate.pool import Pool
from pipelines.orchestrate.read_files import Listener, ReadRun, read_into_lake
from pipelines.orchestrate.rebuild import Rebuilt, rebuild
from pipelines.orchestrate.runlog import RunLog


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """How a night crawls; see `pipelines.acquire.crawl`."""

    night: str | None = None
    only: tuple[str, ...] = ()
    allow_loopback: bool = False
    stop_after: float | None = None
    gateway: str | None = None


@dataclass(frozen=True, slots=True)
class Night:
    """What a night did; `crawled` is None and `crawl_error` says why where crawling broke down."""

    crawled: CrawlSummary | None
    crawl_error: str | None
    read: ReadRun
    rebuilt: Rebuilt
    alerts: NotifySummary


def tonight() -> str:
    """The name of the night that begins or runs now: its date in China."""
    return f"{datetime.now(TIME_ZONE):%Y-%m-%d}"


def nightly(
    places: Places,
    options: CrawlOptions,
    pool: Pool | None = None,
    listener: Listener = lambda run: None,
    say: Callable[[str], None] = lambda line: None,
) -> Night:
    """One night, incrementally; a broken crawl does not keep what was captured from being read."""
    night = options.night or tonight()
    log = RunLog.start(places.runs, "nightly")
    with log.closing(), _failure_told(places, night):
        crawled, error = crawl_sites(places, options, say)
        log.record("crawl", crawl_report(crawled, error))
        export_ledger(places)
        read = read_into_lake(documents_to_read(places), places.lake, pool, listener)
        log.record("read", read_report(read))
        rebuilt = rebuild(places)
        log.record("build", build_report(rebuilt))
        alerts = alert_people(places, night)
        log.record("alert", alert_report(alerts))
        _tell_operator(places, night, crawled, error, read)
    if error:
        log.finish(error)
    return Night(crawled, error, read, rebuilt, alerts)


@contextlib.contextmanager
def _failure_told(places: Places, night: str) -> Iterator[None]:
    """The operator hears why a night broke down; the error goes on its way."""
    try:
        yield
    except Exception as error:
        lines = str(error).splitlines() or [type(error).__name__]
        with contextlib.suppress(ConfigError):  # then it is the reason itself, and nobody can be told
            tell_operator(places, Trouble.FAILED_RUN, lines, key="夜间任务", night=night)
        raise


def _tell_operator(
    places: Places, night: str, crawled: CrawlSummary | None, error: str | None, read: ReadRun
) -> None:
    if error:
        tell_operator(places, Trouble.FAILED_RUN, error.splitlines(), key="采集", night=night)
    if crawled is not None:
        tell_of_crawl(places, crawled)
    tell_of_reading(places, read, night)


def crawl_sites(
    places: Places, options: CrawlOptions, say: Callable[[str], None]
) -> tuple[CrawlSummary | None, str | None]:
    """Crawl; the summary, or what broke down."""
    try:
        summary = crawl(
            places.sites,
            places.raw,
            night=options.night or tonight(),
            only=list(options.only) or None,
            allow_loopback=options.allow_loopback,
            stop_after=options.stop_after,
            gateway=options.gateway,
            progress=say,
        )
    except CrawlFailedError as error:
        return None, str(error)
    return summary, None


def crawl_report(summary: CrawlSummary | None, error: str | None) -> dict[str, Any]:
    """For the run log: documents by outcome, and what wants an eye."""
    if summary is None:
        return {"error": error}
    attention = [[source.source_id, *item] for source in summary.sources for item in source.attention]
    return {
        "night": summary.night,
        "seconds": summary.seconds,
        "requests": summary.requests,
        "still_due": summary.still_due,
        "documents": dict(summary.documents),
        "attention": attention,
    }
