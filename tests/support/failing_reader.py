"""The real reader, except that a file's name can make the worker hang or die for real."""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pipelines.domain.document import SourceDocument
from pipelines.load.rows import Tables
from pipelines.orchestrate.pool import Limits, LocalPool, Outcome
from pipelines.orchestrate.read_task import read_tables


def read_or_fail(source: SourceDocument) -> Tables | None:
    match Path(source.path).stem:
        case "hang":
            time.sleep(3600)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "vanish":
            Path(source.path).unlink()
    return read_tables(source)


class FailingPool:
    """Runs `read_or_fail` whatever it is asked to run."""

    def run(
        self, function: Callable[[Any], Any], tasks: Iterable[SourceDocument]
    ) -> Iterator[Outcome[SourceDocument, Tables | None]]:
        return LocalPool(2, Limits(seconds=4)).run(read_or_fail, tasks)
