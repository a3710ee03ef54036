"""The nightly window: outside it nothing is asked and nothing is lost."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipelines.acquire import CrawlSummary, crawl
from pipelines.acquire.site_files import SiteConfigError
from pipelines.domain.local_time import TIME_ZONE
from tests.end_to_end.test_crawl_killed import state
from tests.support.replay import GENERATED_SITE, load_generated
from tests.support.site_server import SiteServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SiteServer]:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "czj.yml").write_text(GENERATED_SITE, encoding="utf-8")
    with SiteServer() as server:
        load_generated(server, departments=12)
        yield server


def night(tmp_path: Path, server: SiteServer, date: str = "2026-03-02", **options: object) -> CrawlSummary:
    raw = tmp_path / "raw"
    return crawl(tmp_path / "sites", raw, night=date, gateway=server.url, contact="a@b.example", **options)  # type: ignore[arg-type]


def around_now(begin: float, end: float) -> str:
    now = datetime.now(TIME_ZONE)
    return f"{now + timedelta(seconds=begin):%H:%M:%S}-{now + timedelta(seconds=end):%H:%M:%S}"


def test_outside_the_window_nothing_is_asked(tmp_path: Path, server: SiteServer) -> None:
    lines: list[str] = []
    summary = night(tmp_path, server, hours=around_now(3600, 7200), progress=lines.append)
    assert summary.requests == 0
    assert not server.log
    assert any("不在采集时段" in line for line in lines)


def test_a_window_that_ends_leaves_the_rest_for_the_next_run(tmp_path: Path, server: SiteServer) -> None:
    config = GENERATED_SITE.replace("seconds: 0.02", "seconds: 1")
    (tmp_path / "sites" / "czj.yml").write_text(config, encoding="utf-8")
    cut = night(tmp_path, server, stop_after=3)
    assert sum(cut.documents.values()) + sum(cut.pages.values()) < 37
    assert set(cut.documents) <= {"new"}
    assert set(cut.pages) <= {"listed"}
    (tmp_path / "sites" / "czj.yml").write_text(GENERATED_SITE, encoding="utf-8")
    whole = night(tmp_path, server)
    assert whole.still_due == 0
    assert whole.documents == {"new": 24}
    paths = [seen.path for seen in server.log if not seen.path.endswith("robots.txt")]
    assert len(paths) == len(set(paths)) == 37
    calm = tmp_path / "calm"
    crawl(tmp_path / "sites", calm, night="2026-03-02", gateway=server.url, contact="a@b.example")
    assert state(tmp_path / "raw") == state(calm)


def test_a_sites_own_hours_hold_for_it_alone(tmp_path: Path, server: SiteServer) -> None:
    closed = GENERATED_SITE.replace("czj.", "other.") + f"hours: '{around_now(3600, 7200)}'\n"
    (tmp_path / "sites" / "other.yml").write_text(closed, encoding="utf-8")
    summary = night(tmp_path, server)
    assert [sum(source.documents.values()) for source in summary.sources] == [24, 0]
    assert not server.asked("/other.")


def test_hours_that_are_not_written_right_are_refused(tmp_path: Path, server: SiteServer) -> None:
    with pytest.raises(SiteConfigError, match="22:00-06:00"):
        night(tmp_path, server, hours="晚上")
    (tmp_path / "sites" / "czj.yml").write_text(GENERATED_SITE + "hours: 22点\n", encoding="utf-8")
    with pytest.raises(SiteConfigError, match="22:00-06:00"):
        night(tmp_path, server)
