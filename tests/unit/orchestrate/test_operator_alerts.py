"""Our own trouble reaches the operator over a real webhook, each once a night."""

import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml

from pipelines.orchestrate.dagster_nights import failed_run_alert, stale_data_alert
from pipelines.orchestrate.places import Places
from pipelines.orchestrate.runlog import RUN, past_runs
from tests.support.post_office import WebhookServer


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
