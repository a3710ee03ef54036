"""The inside of a worker process: take a task from the pipe, run it within its limits, send the reply."""

import contextlib
import ctypes
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from pipelines.domain.problem import ProblemCode

Result = TypeVar("Result")
GRACE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Reply(Generic[Result]):
    """What a worker sends back: a result, or the code of a failure and its message."""

    result: Result | None
    failed: str | None
    message: str
    peak_memory: int


class _Spared:
    """An import finder that declares modules absent."""

    def __init__(self, modules: tuple[str, ...]) -> None:
        self._modules = modules

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name in self._modules:
            raise ModuleNotFoundError(f"{name} is not for workers", name=name)


def run_tasks(
    pipe: Connection,
    function: Callable[[Any], Any],
    seconds: float,
    memory: int,
    spared: tuple[str, ...] = (),
) -> None:
    """Serve tasks until the other end of the pipe is gone; the modules `spared` cannot be imported.

    The parent ends a worker that takes too long. Should the parent be gone, an alarm ends it instead, so that
    no process is left behind by a killed run.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    sys.meta_path.insert(0, _Spared(spared))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            task = pipe.recv()
            signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_SECONDS)
            reply = _attempt(function, task)
            signal.setitimer(signal.ITIMER_REAL, 0)
            pipe.send(reply)
            del task, reply
            _give_back()


def _give_back() -> None:
    """Return to the system what the allocators keep for later: a worker holds no more than it uses."""
    if arrow := sys.modules.get("pyarrow"):
        arrow.default_memory_pool().release_unused()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # glibc
        trim(0)


def _attempt(function: Callable[[Any], Any], task: Any) -> Reply[Any]:
    try:
        return Reply(function(task), None, "", peak_memory())
    except MemoryError:
        return Reply(
            None, ProblemCode.OUT_OF_MEMORY.value, "超出单份文件的内存上限，已中止读取", peak_memory()
        )
    except Exception as error:  # the border of the process: recorded as a problem of this document
        where = traceback.extract_tb(error.__traceback__)[-1]
        message = f"{type(error).__name__}: {error} ({where.filename.rsplit('/', 1)[-1]}:{where.lineno})"
        return Reply(None, ProblemCode.INTERNAL_ERROR.value, message, peak_memory())


def peak_memory() -> int:
    """The most memory this process has held so far, in bytes."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024
