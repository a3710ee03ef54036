from pathlib import Path

import pytest

from pipelines.orchestrate.places import Places
from pipelines.orchestrate.runlog import RunLog, past_runs
from pipelines.orchestrate.status import status


def test_steps_report_apart_and_the_run_is_closed(tmp_path: Path) -> None:
    log = RunLog.start(tmp_path, "nightly")
    with log.closing():
        log.record("crawl", {"documents": {"new": 2}})
        RunLog.start(tmp_path, "nightly", log.folder.name).record("read", {"read": 2})
    steps = past_runs(tmp_path)[0].steps()
    assert steps["run"]["status"] == "ok"
    assert steps["crawl"] == {"documents": {"new": 2}}
    assert steps["read"] == {"read": 2}


def test_a_run_that_broke_down_says_why(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="坏"), RunLog.start(tmp_path, "ingest").closing():
        raise ValueError("坏")
    run = past_runs(tmp_path)[0].steps()["run"]
    assert (run["status"], run["error"]) == ("failed", "ValueError: 坏")


def test_the_youngest_run_comes_first(tmp_path: Path) -> None:
    names = [RunLog.start(tmp_path, "ingest", str(number)).folder.name for number in (3, 1, 2)]
    assert [log.folder.name for log in past_runs(tmp_path)] == names[::-1]


def test_status_of_an_empty_installation_is_empty(tmp_path: Path) -> None:
    found = status(Places.of(tmp_path / "raw", tmp_path / "warehouse"))
    assert (found.runs, found.lake, found.findings, found.published_at) == ([], None, [], None)
    assert not (tmp_path / "warehouse").exists()
