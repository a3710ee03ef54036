"""SIGKILL in the middle of reading: what was committed stays, and the next run ends with the same lake."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from pipelines.load.digest import lake_digest
from tests.support.command import MINGZHANG, copies_of_a_disclosure, environment, mingzhang

COPIES = 70


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    copies_of_a_disclosure(folder, COPIES, cities=1)
    return folder


@pytest.fixture(scope="module")
def undisturbed(files: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    lake = tmp_path_factory.mktemp("undisturbed")
    assert mingzhang("read", files, "--out", lake, "--workers", "1").returncode == 0
    return lake_digest(lake)


def committed(lake: Path) -> int:
    return len(list((lake / "documents").glob("source=*/*.parquet")))


def start(files: Path, lake: Path) -> subprocess.Popen[bytes]:
    command = [str(MINGZHANG), "read", str(files), "--out", str(lake), "--workers", "2"]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment())


@pytest.mark.parametrize("batches", [0, 1])
def test_a_killed_and_restarted_run_ends_with_the_same_lake(
    files: Path, undisturbed: str, tmp_path: Path, batches: int
) -> None:
    lake = tmp_path / "lake"
    process = start(files, lake)
    while committed(lake) < batches or not lake.exists():
        assert process.poll() is None, "the run ended before it could be killed"
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    again = mingzhang("read", files, "--out", lake)
    assert again.returncode == 0
    assert lake_digest(lake) == undisturbed
    assert (f"新读{COPIES}份" in again.stderr) == (batches == 0)


def test_terminating_a_run_commits_what_was_read(files: Path, undisturbed: str, tmp_path: Path) -> None:
    process = start(files, tmp_path)
    while committed(tmp_path) < 1:
        time.sleep(0.01)
    process.terminate()
    assert process.wait() != 0
    assert mingzhang("read", files, "--out", tmp_path).returncode == 0
    assert lake_digest(tmp_path) == undisturbed
