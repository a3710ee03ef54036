"""Queries in a process of their own (受限查询进程): whatever a stranger's SQL does costs one process.

In: SQL and a format. Out: the whole answer in a temporary file, or a `RefusedError`. DuckDB's own memory
limit does not count everything (long strings, unnested lists), so the process has a limit of the operating
system besides; it may write no file; and it is killed when its time is up. Does not belong here: HTTP.
"""

import contextlib
import json
import multiprocessing
import queue
import resource
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import RawIOBase
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, cast

from pipelines.serve.export import Format, write_result
from pipelines.serve.query import RefusedError, Session
from pipelines.serve.warehouse import Limits, WarehouseMissingError

CHUNK = 256 * 1024
GRACE = 3.0
"""Seconds between the time limit inside the process and its end by force."""
START = 60.0
"""Seconds a new process may take until it says that it is there."""
WAIT = 10.0
"""Seconds a query waits for a free process."""
KEPT_IN_MEMORY = 4 * 1024**2
_PIECE, _DONE, _REFUSED = b"p", b"d", b"r"
"""What a process says begins with one of these: part of the answer, the number of rows, why not."""
_UNITS = {"KB": 1000, "MB": 1000**2, "GB": 1000**3, "KIB": 1024, "MIB": 1024**2, "GIB": 1024**3}


@dataclass(slots=True)
class Answer:
    """A finished result; close it when it has been read.

    Attributes:
        content: positioned at its beginning.
    """

    content: IO[bytes]
    bytes: int
    rows: int


def hold_memory(limits: Limits) -> None:
    """Give this process no more memory than DuckDB's limit and some room to work."""
    room = _bytes(limits.memory) * 3 // 2 + 768 * 1024**2
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = room if most == resource.RLIM_INFINITY else min(room, most)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))


class Crew:
    """A few processes that answer queries, each one at a time; safe to share between threads."""

    def __init__(
        self, published: Path, limits: Limits | None = None, workers: int = 2, largest: int = 256 * 1024**2
    ) -> None:
        self._published = published
        self._limits = limits or Limits()
        self._largest = largest
        self._free: queue.Queue[_Worker] = queue.Queue()
        for _ in range(workers):
            self._free.put(_Worker(published, self._limits))

    def ask(self, sql: str, form: Format, *, for_spreadsheet: bool = False) -> Answer:
        """The whole answer to one query.

        Raises:
            RefusedError: see `query`; further codes: busy, too_large.
            WarehouseMissingError: nothing has been published.
        """
        if not self._published.is_file():
            raise WarehouseMissingError(f"没有找到已发布的仓库：{self._published}。")
        try:
            worker = self._free.get(timeout=WAIT)
        except queue.Empty:
            raise RefusedError("busy", "查询太多，请稍后再试。") from None
        try:
            return worker.ask(sql, form, for_spreadsheet, self._largest)
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """End the processes that are idle."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._free.get_nowait().end()


class _Worker:
    """One process, started when first asked and again after it was ended."""

    def __init__(self, published: Path, limits: Limits) -> None:
        self._published = published
        self._limits = limits
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def ask(self, sql: str, form: Format, for_spreadsheet: bool, largest: int) -> Answer:
        content: IO[bytes] = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115  handed out
        try:
            pipe = self._started()
            pipe.send_bytes(json.dumps([sql, form.value, for_spreadsheet]).encode())
            size, rows = self._received(pipe, content, largest)
        except RefusedError:
            content.close()
            raise
        except (EOFError, OSError):
            content.close()
            self.end()
            raise RefusedError("failed", "查询进程意外结束，多半是所需内存过大。请缩小范围。") from None
        content.seek(0)
        return Answer(content, size, rows)

    def end(self) -> None:
        """Kill it; the next query starts another."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None

    def _started(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._pipe is None:
            self.end()
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(
                target=_serve, args=(theirs, self._published, self._limits), daemon=True
            )
            self._process.start()
            theirs.close()
            if not self._pipe.poll(START):  # it says that it is there: its start is not the query's time
                self.end()
                raise RefusedError("failed", "查询进程没有启动，请稍后再试。")
            self._pipe.recv_bytes()
        return self._pipe

    def _received(self, pipe: Connection, content: IO[bytes], largest: int) -> tuple[int, int]:
        until = time.monotonic() + self._limits.seconds + GRACE
        size = 0
        while True:
            if not pipe.poll(max(0.0, until - time.monotonic())):
                self.end()
                raise RefusedError("too_long", f"查询超过 {self._limits.seconds:g} 秒，已停止。")
            said = pipe.recv_bytes()
            tag, rest = said[:1], said[1:]
            if tag == _DONE:
                return size, int(rest)
            if tag == _REFUSED:
                raise RefusedError(*json.loads(rest))
            size += len(rest)
            if size > largest:
                self.end()
                words = f"结果超过 {largest // 1024**2} MB，已停止。请先汇总或缩小范围。"
                raise RefusedError("too_large", words)
            content.write(rest)


class _ToParent(RawIOBase):
    """A stream whose bytes go to the parent process in pieces of a good size."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        piece = bytes(cast("bytes", content))
        self._kept += piece
        if len(self._kept) >= CHUNK:
            self.hand_over()
        return len(piece)

    def hand_over(self) -> None:
        """Send what is kept."""
        for start in range(0, len(self._kept), CHUNK):
            self._pipe.send_bytes(_PIECE + self._kept[start : start + CHUNK])
        self._kept.clear()


def _serve(pipe: Connection, published: Path, limits: Limits) -> None:
    """The process: answers what the parent sends until the parent is gone."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a parent that ignores it would wait for ever at its end
    hold_memory(limits)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pipe.send_bytes(_DONE)
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            sql, form, for_spreadsheet = json.loads(pipe.recv_bytes())
            pipe.send_bytes(_answered(pipe, published, limits, sql, Format(form), for_spreadsheet))


def _answered(
    pipe: Connection, published: Path, limits: Limits, sql: str, form: Format, for_spreadsheet: bool
) -> bytes:
    sink = _ToParent(pipe)
    try:
        with Session(published, limits) as session, session.run(sql) as reader:
            rows = write_result(reader, form, cast("IO[bytes]", sink), for_spreadsheet=for_spreadsheet)
            sink.hand_over()
    except RefusedError as refusal:
        return _REFUSED + json.dumps([refusal.code, str(refusal)]).encode()
    except MemoryError:
        words = f"查询所需内存超过上限 {limits.memory}，已停止。"
        return _REFUSED + json.dumps(["too_much_memory", words]).encode()
    return _DONE + str(rows).encode()


@contextlib.contextmanager
def crew(published: Path, limits: Limits | None = None, workers: int = 1) -> Iterator[Crew]:
    """Processes for as long as they are needed."""
    opened = Crew(published, limits, workers)
    try:
        yield opened
    finally:
        opened.close()


def _bytes(text: str) -> int:
    """``1GB`` as a number of bytes."""
    digits = text.rstrip("BGIKMbgikm")
    return int(float(digits) * _UNITS[text[len(digits) :].strip().upper()])
