"""The night's last step: findings to the bureau, our own trouble to the operator."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.acquire import CrawlSummary, load_sites
from pipelines.alert.config import AlertConfig, load_config
from pipelines.alert.delivery import Delivered
from pipelines.alert.notify import NotifySummary, Trouble, notify, operator_alert, send_due
from pipelines.alert.place import STORE_NAME, adopt
from pipelines.alert.store import Store, stamp
from pipelines.orchestrate.places import Places
from pipelines.orchestrate.read_files import ReadRun
from pipelines.serve.evidence import Artist, draw_for_mail

_CRAWL_TROUBLE = {"blocked": Trouble.BLOCKED_SITE, "suspicious": Trouble.SHRUNKEN_LIST}
LINES_SHOWN = 20


def alert_people(places: Places, night: str) -> NotifySummary:
    """Follow the findings' life and tell whom the configuration names; nothing is told twice.

    Raises:
        ConfigError: the configuration of alerts is wrong.
    """
    config = alert_config(places)
    with closing(Artist()) as artist:
        draw = draw_for_mail(places.raw, artist)
        summary = notify(places.published, _store(places), config, night=night, draw=draw)
    if summary.failed:
        lines = [f"{title}：{error}" for title, error in summary.errors.items()]
        tell_operator(places, Trouble.DELIVERY_FAILED, lines, key="告警", night=night)
    return summary


def tell_operator(places: Places, trouble: Trouble, lines: Sequence[str], *, key: str, night: str) -> None:
    """Our own trouble, told once a night."""
    shown = list(lines[:LINES_SHOWN])
    if len(lines) > LINES_SHOWN:
        shown.append(f"……另有{len(lines) - LINES_SHOWN}条")
    operator_alert(_store(places), alert_config(places), trouble, shown, key=key, night=night)


def tell_of_crawl(places: Places, summary: CrawlSummary) -> None:
    """Sites that refused us, lists that shrank, sites left out for a wrong configuration."""
    broken: list[str] = []
    load_sites(places.sites, broken=broken)
    if broken:
        tell_operator(places, Trouble.FAILED_RUN, broken, key="站点配置", night=summary.night)
    for source in summary.sources:
        lines: dict[Trouble, list[str]] = defaultdict(list)
        for url, outcome, message in source.attention:
            if trouble := _CRAWL_TROUBLE.get(outcome):
                lines[trouble].append(f"{url} {message}".strip())
        for trouble, said in lines.items():
            tell_operator(places, trouble, said, key=source.title, night=summary.night)


def tell_of_reading(places: Places, run: ReadRun, night: str) -> None:
    """Documents of this night of which nothing could be read."""
    if run.unreadable:
        tell_operator(
            places, Trouble.UNREADABLE_DOCUMENTS, run.unreadable, key=f"{len(run.unreadable)}份", night=night
        )


def send_what_waits(places: Places) -> Delivered:
    """Send what waits in the outbox: held back by quiet hours, or not accepted before; tell of failures.

    Raises:
        ConfigError: the configuration of alerts is wrong.
    """
    with closing(Artist()) as artist:
        draw = draw_for_mail(places.raw, artist)
        return send_due(_store(places), alert_config(places), draw=draw)


def due(places: Places) -> bool:
    """Whether a message waits whose time has come."""
    if not _store(places).is_file():
        return False
    with Store(places.findings) as store:
        query = "SELECT 1 FROM messages WHERE state = 'pending' AND not_before <= ? LIMIT 1"
        return bool(store.rows(query, stamp()))


def _store(places: Places) -> Path:
    """The findings store; one that an earlier version kept in the warehouse is moved to its place."""
    adopt(places.warehouse / STORE_NAME, places.findings)
    return places.findings


def alert_config(places: Places) -> AlertConfig:
    """The configuration of alerts; nobody is told anything where there is none."""
    return load_config(places.alerts) if places.alerts.exists() else AlertConfig()


def alert_report(summary: NotifySummary) -> dict[str, Any]:
    """For the run log."""
    return asdict(summary)
