"""Documents → lake: what is not there yet is read by the pool and committed batch by batch."""

import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.domain.document import ReadStatus, SourceDocument
from pipelines.domain.problem import Problem, Severity
from pipelines.load.lake import SMALL_BATCH, Lake
from pipelines.load.rows import Tables, rows_to_tables
from pipelines.orchestrate.failed import failed_rows
from pipelines.orchestrate.gather import printable
from pipelines.orchestrate.pool import Failure, Limits, LocalPool, Outcome, Pool
from pipelines.orchestrate.read_task import named, read_tables
from pipelines.orchestrate.reading import READER_VERSION

READY = "pipelines.orchestrate.ready_reader"
"""What the fork server of the workers imports."""
COMMIT_SECONDS = 5.0
"""What has been read is committed at the latest after so long: a killed run loses no more than that."""

Reading = Outcome[SourceDocument, Tables | None]


@dataclass(slots=True)
class ReadRun:
    """What a run of reading did; times in seconds, memory in bytes.

    Attributes:
        unchanged: documents that this version of the reader had dealt with before.
        failed: documents whose worker failed (recorded in the lake with the reason).
        unreadable: documents read in this run of which nothing could be used, with the reason.
        vanished: files that changed or disappeared while they were to be read (not recorded, tried again).
    """

    documents: int = 0
    unchanged: int = 0
    read: int = 0
    pages: int = 0
    seconds: float = 0.0
    peak_memory: int = 0
    failed: list[tuple[str, Failure]] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


Listener = Callable[[ReadRun], None]


def read_into_lake(
    documents: Iterable[SourceDocument],
    lake: Path,
    pool: Pool | None = None,
    listener: Listener = lambda run: None,
    again: frozenset[str] = frozenset(),
) -> ReadRun:
    """Read what the lake does not have under today's reader version; `again` names documents to read anyway.

    The listener hears of every document as it is done.

    Raises:
        LakeInUseError: another process is writing this lake.
    """
    started = time.monotonic()
    wanted = list({document.document_id: document for document in reversed(list(documents))}.values())[::-1]
    with Lake(lake) as open_lake:
        finished = open_lake.finished(READER_VERSION) - again - _moved(wanted, open_lake.paths())
        todo = [document for document in wanted if document.document_id not in finished]
        run = ReadRun(documents=len(wanted), unchanged=len(wanted) - len(todo))
        listener(run)
        buffer = _Buffer(open_lake)
        outcomes = (pool or reading_pool()).run(read_tables, todo)
        with contextlib.closing(buffer):
            for outcome in outcomes:
                _account(run, outcome)
                run.seconds = time.monotonic() - started
                if (tables := _tables_of(outcome)) is not None:
                    buffer.add(outcome.task.source_id, tables)
                listener(run)
        open_lake.settle()
        open_lake.compact()
    run.seconds = time.monotonic() - started
    return run


def reading_pool(workers: int | None = None, limits: Limits | None = None) -> LocalPool:
    """Worker processes that have the readers imported and their vocabulary compiled already.

    They do without pandas, which pyarrow loads only to ask whether a list is a Series (33 MB a worker).
    """
    return LocalPool(workers, limits, preload=READY, spared=("pandas",))


def _moved(documents: list[SourceDocument], paths: dict[str, str]) -> set[str]:
    """Documents that lie elsewhere now: read again, so that pictures of their pages can still be drawn."""
    return {
        document.document_id
        for document in documents
        if (known := paths.get(document.document_id)) is not None
        and known != printable(document.path)
        and not Path(known).exists()
    }


def _tables_of(outcome: Reading) -> Tables | None:
    if outcome.failure is None:
        return outcome.result
    problem = Problem(outcome.failure.code, Severity.ERROR, outcome.failure.message)
    path = Path(outcome.task.path)
    size = path.stat().st_size if path.exists() else None
    return rows_to_tables(failed_rows(named(outcome.task), size, problem), READER_VERSION)


def _account(run: ReadRun, outcome: Reading) -> None:
    run.read += 1
    name = printable(Path(outcome.task.path).name)
    run.peak_memory = max(run.peak_memory, outcome.peak_memory)
    if outcome.failure is not None:
        run.failed.append((printable(outcome.task.path), outcome.failure))
        run.unreadable.append(f"{name}：{outcome.failure.message}")
    elif outcome.result is None:
        run.vanished.append(printable(outcome.task.path))
    else:
        document = outcome.result["documents"].to_pylist()[0]
        run.pages += document["page_count"] or 0
        if document["read_status"] == ReadStatus.UNREADABLE:
            reasons = outcome.result["problems"]["message"].to_pylist()
            run.unreadable.append(f"{name}：{'；'.join(filter(None, reasons))}")


class _Buffer:
    """Documents read and not yet committed, by source."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._waiting: dict[str, list[Tables]] = defaultdict(list)
        self._since = time.monotonic()

    def add(self, source_id: str, tables: Tables) -> None:
        waiting = self._waiting[source_id]
        waiting.append(tables)
        if len(waiting) >= SMALL_BATCH:
            self._lake.write_batch(source_id, self._waiting.pop(source_id))
        elif time.monotonic() - self._since > COMMIT_SECONDS:
            self.close()

    def close(self) -> None:
        """Commit everything; also when the run is being stopped."""
        for source_id in sorted(self._waiting):
            self._lake.write_batch(source_id, self._waiting[source_id])
        self._waiting.clear()
        self._since = time.monotonic()
