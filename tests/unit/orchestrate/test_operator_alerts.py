"""Our own trouble reaches the operator over a real webhook, each once a night."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
import yaml

from pipelines.acquire.crawl import CrawlSummary, SourceSummary
from pipelines.alert.notify import Trouble
from pipelines.alert.store import Store, stamp
from pipelines.orchestrate.alerting import tell_of_crawl, tell_of_reading, tell_operator
from pipelines.orchestrate.dagster_nights import failed_run_alert, outbox, outbox_schedule, stale_data_alert
from pipelines.orchestrate.dagster_places import PlacesResource
from pipelines.orchestrate.nightly import CrawlOptions, nightly
from pipelines.orchestrate.places import Places
from pipelines.orchestrate.read_files import ReadRun
from pipelines.orchestrate.runlog import RUN, past_runs
from tests.support.post_office import WebhookServer

SITES = Path(__file__).parents[3] / "raw" / "sample" / "site_configs"


@pytest.fixture
def hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebhookServer]:
    config = {"channels": [{"name": "ops", "url_env": "TEST_OPS_URL", "audience": "operator"}]}
    (tmp_path / "alerts.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    monkeypatch.setenv("MINGZHANG_ALERTS", str(tmp_path / "alerts.yml"))
    monkeypatch.setenv("MINGZHANG_WAREHOUSE", str(tmp_path / "warehouse"))
    with WebhookServer() as hook:
        monkeypatch.setenv("TEST_OPS_URL", hook.url)
        yield hook


@dg.op
def breaks() -> None:
    raise ValueError("磁盘已满")


@dg.job
def doomed() -> None:
    breaks()


def test_a_failed_run_is_told_once_and_logged(hook: WebhookServer) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        failed = doomed.execute_in_process(instance=instance, raise_on_error=False)
        for _ in range(2):
            context = dg.build_run_status_sensor_context(
                "failed_run_alert", failed.get_run_failure_event(), instance, failed.dagster_run
            )
            failed_run_alert(context.for_run_failure())
    assert len(hook.posts) == 1
    assert "运行失败" in str(hook.posts[0])
    assert "doomed" in str(hook.posts[0])
    assert "磁盘已满" in str(hook.posts[0])
    assert past_runs(Places.of().runs)[0].steps()[RUN]["status"] == "failed"


@pytest.fixture
def bureau(hook: WebhookServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebhookServer]:
    config = yaml.safe_load((tmp_path / "alerts.yml").read_text(encoding="utf-8"))
    config["channels"].append({"name": "bureau", "url_env": "TEST_BUREAU_URL"})
    config |= {"routes": [{"channels": ["bureau"], "when": "immediate"}], "weekly": {"channels": ["bureau"]}}
    (tmp_path / "alerts.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    with WebhookServer() as bureau:
        monkeypatch.setenv("TEST_BUREAU_URL", bureau.url)
        yield bureau


def test_every_trouble_of_a_night_is_told_apart_and_never_to_the_bureau(
    hook: WebhookServer, bureau: WebhookServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(SITES, tmp_path / "sites")
    (tmp_path / "sites" / "city.yml").write_text("start: [", encoding="utf-8")
    monkeypatch.setenv("MINGZHANG_SITES", str(tmp_path / "sites"))
    attention = (
        ("http://127.0.0.1/list", "blocked", "返回 403"),
        ("http://127.0.0.1/b", "suspicious", "上次 40 条，今夜 3 条"),
        ("http://127.0.0.1/c", "error", "超时"),
    )
    source = SourceSummary("city", "样例市政府", Counter(), Counter(), attention, ())
    for _ in range(2):
        tell_of_crawl(Places.of(), CrawlSummary("2026-03-01", 1.0, 3, 0, (source,)))
        tell_of_reading(Places.of(), ReadRun(unreadable=["某局2024年预算：扫描件"]), "2026-03-01")
    assert [post["title"] for post in hook.posts] == [
        "【明账运维】运行失败：站点配置",
        "【明账运维】网站拒绝访问：样例市政府",
        "【明账运维】公开列表缩短：样例市政府",
        "【明账运维】文件无法读取：1份",
    ]
    assert "上次 40 条，今夜 3 条" in hook.posts[2]["message"] and "扫描件" in hook.posts[3]["message"]
    assert bureau.posts == []


def test_a_night_that_breaks_down_is_told(
    hook: WebhookServer, bureau: WebhookServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINGZHANG_RAW", str(tmp_path / "raw"))
    (tmp_path / "registry.yml").write_text("units: [", encoding="utf-8")
    monkeypatch.setenv("MINGZHANG_REGISTRY", str(tmp_path / "registry.yml"))
    (tmp_path / "sites").mkdir()
    monkeypatch.setenv("MINGZHANG_SITES", str(tmp_path / "sites"))
    with pytest.raises(Exception, match="registry"):
        nightly(Places.of(), CrawlOptions(night="2026-03-01"))
    assert "【明账运维】运行失败：夜间任务" in [post["title"] for post in hook.posts]
    assert bureau.posts == []


def test_stale_data_is_told_when_it_is_stale(hook: WebhookServer) -> None:
    published = Places.of().published
    published.parent.mkdir(parents=True)
    published.touch()
    stale_data_alert(dg.build_sensor_context())
    assert hook.posts == []
    two_days_ago = published.stat().st_mtime - 48 * 3600
    os.utime(published, (two_days_ago, two_days_ago))
    stale_data_alert(dg.build_sensor_context())
    stale_data_alert(dg.build_sensor_context())
    assert len(hook.posts) == 1
    assert "数据未按时更新" in str(hook.posts[0])


def test_what_waits_is_sent_every_hour_and_only_where_something_waits(
    hook: WebhookServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tick() -> list[dg.RunRequest]:
        moment = datetime(2026, 3, 1, 9, 10, tzinfo=UTC)
        context = dg.build_schedule_context(scheduled_execution_time=moment)
        return outbox_schedule.evaluate_tick(context).run_requests or []

    places = Places.of()
    assert tick() == [] and not places.findings.exists()
    monkeypatch.delenv("TEST_OPS_URL")
    tell_operator(places, Trouble.FAILED_RUN, ["磁盘已满"], key="nightly", night="2026-03-01")
    assert hook.posts == []
    monkeypatch.setenv("TEST_OPS_URL", hook.url)
    assert len(tick()) == 1
    for _ in range(2):
        assert outbox.execute_in_process(resources={"folders": PlacesResource()}).success
    assert len(hook.posts) == 1 and tick() == []
    with Store(places.findings) as store:
        later = stamp(datetime.now(UTC) + timedelta(hours=3))
        store.rows("UPDATE messages SET state = 'pending', not_before = ?", later)
    assert tick() == []


def test_an_outbox_that_cannot_be_emptied_is_told_to_the_operator_once(
    hook: WebhookServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = {
        "channels": [
            {"name": "ops", "url_env": "TEST_OPS_URL", "audience": "operator"},
            {"name": "dead", "url_env": "TEST_DEAD_URL", "audience": "operator"},
        ],
        "delivery": {"attempts": 1},
    }
    (tmp_path / "alerts.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    monkeypatch.setenv("TEST_DEAD_URL", "json://127.0.0.1:9/")
    tell_operator(Places.of(), Trouble.FAILED_RUN, ["磁盘已满"], key="nightly", night="2026-03-01")
    for _ in range(2):
        assert outbox.execute_in_process(resources={"folders": PlacesResource()}).success
    assert sum("告警未能送达" in str(post) for post in hook.posts) == 1


def test_waivers_outlive_the_warehouse_and_an_old_store_is_moved(hook: WebhookServer) -> None:
    places = Places.of()
    old = places.warehouse / "alerts.sqlite"
    with Store(old) as store:
        store.log("f1", None, "waived", 1, "王", "口径不同")
    tell_operator(places, Trouble.FAILED_RUN, ["磁盘已满"], key="nightly", night="2026-03-01")
    assert not old.exists() and places.findings.parent.name == "state"
    shutil.rmtree(places.warehouse)
    with Store(Places.of().findings) as store:
        assert [row["reason"] for row in store.rows("SELECT reason FROM changes")] == ["口径不同"]
        assert store.rows("PRAGMA journal_mode")[0][0] == "wal"
