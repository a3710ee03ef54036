"""Real processes that crash, hang and eat memory: each costs one task, and the others come back."""

import os
from pathlib import Path

import pytest

from pipelines.domain.problem import ProblemCode
from pipelines.orchestrate.pool import Limits, LocalPool, Outcome
from tests.support.worker_tasks import work

LIMITS = Limits(seconds=3, memory=400 * 1024**2)


def run(tasks: list[str], workers: int = 2, limits: Limits = LIMITS) -> dict[str, Outcome[str, str]]:
    outcomes = list(LocalPool(workers, limits).run(work, tasks))
    assert sorted(outcome.task for outcome in outcomes) == sorted(tasks)
    return {outcome.task: outcome for outcome in outcomes}


def test_every_bad_task_costs_itself_only() -> None:
    good = [f"double:{number}" for number in range(20)]
    outcomes = run(["hang:", "kill:", *good[:10], "eat:", "exit:", "raise:坏数据", *good[10:]])
    assert all(outcomes[task].result == task.removeprefix("double:") * 2 for task in good)
    failures = {task: outcome.failure for task, outcome in outcomes.items() if outcome.failure}
    assert {task: failure.code for task, failure in failures.items()} == {
        "hang:": ProblemCode.TIMED_OUT,
        "kill:": ProblemCode.WORKER_DIED,
        "eat:": ProblemCode.OUT_OF_MEMORY,
        "exit:": ProblemCode.WORKER_DIED,
        "raise:坏数据": ProblemCode.INTERNAL_ERROR,
    }
    assert "SIGKILL" in failures["kill:"].message
    assert "返回码7" in failures["exit:"].message
    assert failures["raise:坏数据"].message.startswith("ValueError: 坏数据 (worker_tasks.py:")


def test_a_worker_killed_from_outside_gets_its_task_a_second_time(tmp_path: Path) -> None:
    task = f"once:{tmp_path / 'marker'}"
    assert run([task])[task].result == "second time"


@pytest.mark.parametrize("workers", [1, 3])
def test_workers_are_other_processes_and_are_replaced_after_so_many_tasks(workers: int) -> None:
    outcomes = run([f"pid:{number}" for number in range(9)], workers, Limits(tasks_per_worker=3))
    pids = [outcome.result for outcome in outcomes.values()]
    assert str(os.getpid()) not in pids
    assert max(pids.count(pid) for pid in pids) <= 3


def test_a_large_result_comes_through() -> None:
    task = f"large:{5 * 1024**2}"
    assert len(run([task])[task].result or "") == 5 * 1024**2


def test_no_tasks_no_processes() -> None:
    assert run([]) == {}


def test_leaving_early_ends_the_workers() -> None:
    outcomes = LocalPool(2, LIMITS).run(work, ["pid:0", "hang:", "hang:"])
    pid = next(outcomes).result
    outcomes.close()  # type: ignore[attr-defined]
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


def test_spared_modules_are_absent_in_workers_only() -> None:
    pool = LocalPool(1, LIMITS, spared=("colorsys",))
    outcomes = {outcome.task: outcome for outcome in pool.run(work, ["import:colorsys", "import:wave"])}
    assert outcomes["import:wave"].result == "wave"
    failure = outcomes["import:colorsys"].failure
    assert failure is not None and failure.message.startswith("ModuleNotFoundError: colorsys")
    assert __import__("colorsys")
