"""One night's crawl: discovery, then capture, in a process of its own; the ledger between them."""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.acquire.hours import hours_of
from pipelines.acquire.job import DEFAULT_CONTACT, Job, Step
from pipelines.acquire.ledger import Ledger
from pipelines.acquire.night_end import attribute_pages
from pipelines.acquire.site_config import SiteConfig
from pipelines.acquire.site_files import SITES, SiteConfigError, load_sites

Progress = Callable[[str], None]
_LOUD = ("blocked", "suspicious", "refused_by_robots", "error", "not_found", "not_a_document", "truncated")

_LAST_OF_EACH = """
SELECT url, outcome, message, max(requested_at) AS requested_at, EXISTS (
    SELECT 1 FROM visits AS v
    WHERE v.ordinal = f.ordinal AND v.source_id = f.source_id AND v.url_key = f.url_key) AS is_page
FROM fetches AS f WHERE ordinal = ? AND source_id = ? AND outcome <> 'robots' GROUP BY url_key ORDER BY url
"""


class CrawlFailedError(RuntimeError):
    """The crawl process itself broke down (not: a site could not be had)."""


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """One site's night: requests by outcome, and what wants the operator's eye (url, outcome, message)."""

    source_id: str
    title: str
    pages: Counter[str]
    documents: Counter[str]
    attention: tuple[tuple[str, str, str], ...]
    undeclared_hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """What a night brought.

    Attributes:
        requests: all requests made, robots.txt and repeated attempts included.
        still_due: documents left for the next run (the nightly window ended, or hosts rest).
        broken: what is wrong with configurations whose sites were left out.
    """

    night: str
    seconds: float
    requests: int
    still_due: int
    sources: tuple[SourceSummary, ...] = field(default=())
    broken: tuple[str, ...] = ()

    @property
    def documents(self) -> Counter[str]:
        """Documents by outcome over all sites."""
        return sum((source.documents for source in self.sources), Counter())

    @property
    def pages(self) -> Counter[str]:
        """Pages by outcome over all sites."""
        return sum((source.pages for source in self.sources), Counter())

    def report(self) -> str:
        """The summary for the operator, in Chinese."""
        from pipelines.acquire.words import summary_text

        return summary_text(self)


def crawl(
    site_configs: Path = SITES,
    raw: Path = Path("raw"),
    *,
    night: str,
    only: list[str] | None = None,
    allow_loopback: bool = False,
    gateway: str | None = None,
    contact: str | None = None,
    stop_after: float | None = None,
    hours: str | None = None,
    progress: Progress | None = None,
    steps: tuple[Step, ...] = ("discover", "capture"),
) -> CrawlSummary:
    """Crawl the sites of a folder of configurations for one night; run again, it completes what is missing.

    Args:
        site_configs: folder of `*.yml`, one per site.
        raw: the raw store; its ledger lies beside the files.
        night: names the night (a date); a second run of the same night only does what the first left undone.
        allow_loopback: whether sites on this machine may be asked.
        gateway: a replay server asked instead of the sites.
        contact: mail or web address for site owners; default: environment variable MINGZHANG_CONTACT.
        stop_after: seconds after which no new request is begun.
        hours: when requests may be made, `22:00-06:00`; default: environment variable MINGZHANG_HOURS.
        progress: receives the operator's lines.
        steps: both, or one of them alone.

    Raises:
        SiteConfigError: the configuration of a named site, or every one, is wrong; nothing was fetched.
        CrawlFailedError: the crawl process broke down; what was finished is kept.
    """
    broken: list[str] = []
    sites = load_sites(site_configs, only, broken)
    say = progress or (lambda line: None)
    started = time.monotonic()
    for fault in broken:
        say(f"  未采集，{fault}")
    if sites:
        say(f"采集 {len(sites)} 个站点（{night}）")
        _run(
            Job(
                steps=steps,
                sites=site_configs.resolve(),
                raw=raw.resolve(),
                night=night,
                only=tuple(only or ()),
                allow_loopback=allow_loopback,
                gateway=gateway,
                contact=contact or os.environ.get("MINGZHANG_CONTACT") or DEFAULT_CONTACT,
                stop_after=stop_after,
                hours=_checked(hours or os.environ.get("MINGZHANG_HOURS") or None),
                parent=os.getpid(),
            ),
            say,
        )
    with closing(Ledger(raw, night)) as ledger:
        attribute_pages(ledger)
        ledger.finish_night()
        return _summary(ledger, night, time.monotonic() - started, sites, tuple(broken))


def _checked(hours: str | None) -> str | None:
    """The hours, known to be written right.

    Raises:
        SiteConfigError: they are not.
    """
    if hours is not None:
        try:
            hours_of(hours)
        except ValueError as fault:
            raise SiteConfigError(str(fault)) from fault
    return hours


def _run(job: Job, say: Progress) -> None:
    """Run the crawl process and pass on its lines.

    Raises:
        CrawlFailedError: the process ended with an error.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.acquire.run"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(job.model_dump_json())
        process.stdin.close()
        for line in process.stdout:
            say(line.rstrip("\n"))
        if process.wait() != 0:
            errors.seek(0)
            raise CrawlFailedError(f"采集进程异常退出（{process.returncode}）：\n{errors.read()[-4000:]}")


def _summary(
    ledger: Ledger, night: str, seconds: float, sites: list[SiteConfig], broken: tuple[str, ...]
) -> CrawlSummary:
    due = 0
    for site in sites:
        every = site.revalidate
        due += len(ledger.documents_due(site.name, every.documents, every.without_validators, 1_000_000))
    total = ledger.rows("SELECT count(*) AS n FROM fetches WHERE ordinal = ?", ledger.ordinal)[0]["n"]
    sources = tuple(_source_summary(ledger, site.name, site.title) for site in sites)
    return CrawlSummary(night, seconds, int(total), due, sources, broken)


def _source_summary(ledger: Ledger, name: str, title: str) -> SourceSummary:
    rows = ledger.rows(_LAST_OF_EACH, ledger.ordinal, name)
    hosts = ledger.rows(
        "SELECT DISTINCT url FROM links WHERE source_id = ? AND NOT is_declared AND last_seen = ?",
        name,
        ledger.ordinal,
    )
    return SourceSummary(
        name,
        title,
        Counter(row["outcome"] for row in rows if row["is_page"]),
        Counter(row["outcome"] for row in rows if not row["is_page"]),
        tuple((row["url"], row["outcome"], row["message"] or "") for row in rows if row["outcome"] in _LOUD),
        tuple(sorted({row["url"].split("/")[2] for row in hosts})),
    )
