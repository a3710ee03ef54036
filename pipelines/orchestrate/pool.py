"""Many tasks over worker processes, each with a time and a memory limit: a bad document costs itself only.

`Pool` is the small interface (today `LocalPool`, processes of this machine). The standard library's pools
break or hang when a worker is killed, so this one keeps a pipe to each worker and watches both ends.
"""

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from typing import Generic, Protocol, TypeVar

from pipelines.domain.problem import ProblemCode
from pipelines.orchestrate.worker_process import Reply, run_tasks

Task = TypeVar("Task")
Result = TypeVar("Result", covariant=True)
MEBIBYTE = 1024**2
GIBIBYTE = 1024**3


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may cost.

    Attributes:
        seconds: wall time, then the worker is killed.
        memory: bytes of data a worker may hold, beyond which allocation fails.
        tasks_per_worker: then the worker is replaced by a fresh one, so that leaks do not add up.
        worn: bytes; a worker that has held as much is replaced, as it gives back little of what it held.
        attempts: tries of a task whose worker died (the system may have killed it for another's sake).
    """

    seconds: float = 180.0
    memory: int = 3 * GIBIBYTE
    tasks_per_worker: int = 100
    worn: int = 112 * MEBIBYTE
    attempts: int = 2


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task gave no result: timed out, out of memory, worker died, internal error; and what was seen."""

    code: ProblemCode
    message: str


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Task, Result]):
    """A finished task with its result or its failure; `peak_memory` is the worker's so far, in bytes."""

    task: Task
    result: Result | None
    failure: Failure | None
    seconds: float
    peak_memory: int


class Pool(Protocol):
    """Anything that runs a function over tasks and gives an outcome for every one of them, in any order."""

    def run(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[Outcome[Task, Result]]:
        """Outcomes as they come, exactly one per task."""
        ...


class LocalPool:
    """Worker processes of this machine, forked from a server that has imported `preload` once.

    Modules named in `spared` are absent for the workers: a library that merely asks whether they are there
    does not load them.
    """

    def __init__(
        self,
        workers: int | None = None,
        limits: Limits | None = None,
        preload: str = "",
        spared: tuple[str, ...] = (),
    ) -> None:
        self._spared = spared
        self.size = workers or available_cores()
        self.limits = limits or Limits()
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload([preload or "pipelines.orchestrate.worker_process"])

    def run(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[Outcome[Task, Result]]:
        """Outcomes as they come, exactly one per task; leaving the iteration ends the workers."""
        waiting = deque((task, 1) for task in tasks)
        workers: list[_Worker[Task, Result]] = []
        try:
            while waiting or any(worker.busy for worker in workers):
                workers = [worker for worker in workers if worker.usable]
                while waiting and len(workers) < self.size:
                    workers.append(self._new_worker(function))
                for worker in workers:
                    if waiting and not worker.busy:
                        worker.start(*waiting.popleft())
                for worker in _ready(workers):
                    task, attempt = worker.task
                    outcome = worker.collect()
                    if outcome is None:
                        continue
                    if _died(outcome) and attempt < self.limits.attempts:
                        waiting.append((task, attempt + 1))
                    else:
                        yield outcome
        finally:
            for worker in workers:
                worker.stop()

    def _new_worker(self, function: Callable[[Task], Result]) -> "_Worker[Task, Result]":
        return _Worker(self._context.Process, self._context.Pipe, function, self.limits, self._spared)


def available_cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _died(outcome: Outcome[Task, Result]) -> bool:
    return outcome.failure is not None and outcome.failure.code is ProblemCode.WORKER_DIED


class _Worker(Generic[Task, Result]):
    """One process, the pipe to it, and what it is doing."""

    def __init__(
        self,
        make_process: Callable[..., ForkServerProcess],
        make_pipe: Callable[[], tuple[Connection, Connection]],
        function: Callable[[Task], Result],
        limits: Limits,
        spared: tuple[str, ...],
    ) -> None:
        self._limits = limits
        self._pipe, other_end = make_pipe()
        self._process = make_process(
            target=run_tasks,
            args=(other_end, function, limits.seconds, limits.memory, spared),
            daemon=True,
        )
        self._process.start()
        other_end.close()
        self._task: tuple[Task, int] | None = None
        self._started = 0.0
        self._done = 0
        self._peak_memory = 0
        self.usable = True

    @property
    def busy(self) -> bool:
        return self._task is not None

    @property
    def task(self) -> tuple[Task, int]:
        assert self._task is not None
        return self._task

    @property
    def pipe(self) -> Connection:
        return self._pipe

    @property
    def overdue_in(self) -> float:
        """Seconds until the time limit."""
        return self._started + self._limits.seconds - time.monotonic()

    def start(self, task: Task, attempt: int) -> None:
        self._task, self._started = (task, attempt), time.monotonic()
        try:
            self._pipe.send(task)
        except (BrokenPipeError, ConnectionResetError):
            return  # it has died; `collect` finds out

    def collect(self) -> Outcome[Task, Result] | None:
        """The outcome of the task, None while it still runs within its time."""
        if not self._pipe.poll():
            if self.overdue_in > 0:
                return None
            self.stop()
            return self._finish(
                None, Failure(ProblemCode.TIMED_OUT, f"超过{self._limits.seconds:g}秒，已中止读取")
            )
        try:
            reply: Reply[Result] = self._pipe.recv()
        except (EOFError, ConnectionResetError):
            self.stop()
            return self._finish(None, Failure(ProblemCode.WORKER_DIED, self._last_words()))
        self._done += 1
        self._peak_memory = reply.peak_memory
        is_worn = self._done >= self._limits.tasks_per_worker or self._peak_memory >= self._limits.worn
        if reply.failed is not None or is_worn:
            self.stop()
        failure = Failure(ProblemCode(reply.failed), reply.message) if reply.failed is not None else None
        return self._finish(reply.result, failure)

    def stop(self) -> None:
        """End the process; whatever it was doing is lost."""
        self.usable = False
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _finish(self, result: Result | None, failure: Failure | None) -> Outcome[Task, Result]:
        outcome = Outcome(self.task[0], result, failure, time.monotonic() - self._started, self._peak_memory)
        self._task = None
        return outcome

    def _last_words(self) -> str:
        code = self._process.exitcode or 0
        return f"进程被信号{signal.Signals(-code).name}终止" if code < 0 else f"进程退出，返回码{code}"


def _ready(workers: list[_Worker[Task, Result]]) -> list[_Worker[Task, Result]]:
    """The busy workers that have something to tell, or that have run out of time."""
    busy = [worker for worker in workers if worker.busy]
    if not busy:
        return []
    pause = max(0.0, min(worker.overdue_in for worker in busy))
    told = wait([worker.pipe for worker in busy], timeout=pause)
    return [worker for worker in busy if worker.pipe in told or worker.overdue_in <= 0]
