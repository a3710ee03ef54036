"""Open the published warehouse (已发布仓库) read-only and locked down.

In: the path of the published DuckDB file. Out: a connection that can read its tables and do nothing else:
no file, no network, no extension, no setting. Does not belong here: running what a user typed (`query`).
"""

import contextlib
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

_OPENED = itertools.count()


class WarehouseMissingError(FileNotFoundError):
    """The published file is not there; the message tells the user what to run."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reader may use.

    Attributes:
        seconds: time of one statement, fetching included.
        memory: DuckDB's memory limit; nothing is spilled to disk, so that a reader can never fill it.
        threads: at most this many worker threads.
    """

    seconds: float = 60.0
    memory: str = "1GB"
    threads: int = 2


def open_published(path: Path, limits: Limits | None = None) -> duckdb.DuckDBPyConnection:
    """A locked-down connection to the version published at this moment.

    DuckDB keeps one instance per path in a process: a second connection to a replaced file would still see
    the old one. Opening through a hard link named after the file's identity gives every version its own.

    Raises:
        WarehouseMissingError: nothing has been published there.
    """
    if not path.is_file():
        raise WarehouseMissingError(
            f"没有找到已发布的仓库：{path}。请先运行 mingzhang ingest 或 mingzhang nightly。"
        )
    with _own_name(path) as name:
        return duckdb.connect(str(name), read_only=True, config=_config(limits or Limits()))


def version_of(path: Path) -> tuple[int, int]:
    """What changes when another version is published: inode and time of writing."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns


def _config(limits: Limits) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "enable_external_access": False,
        "python_enable_replacements": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "memory_limit": limits.memory,
        "temp_directory": "",
        "threads": limits.threads,
        "lock_configuration": True,
    }


@contextlib.contextmanager
def _own_name(path: Path) -> Iterator[Path]:
    """A short-lived hard link; where the folder is not ours to write, the path itself."""
    inode, modified = version_of(path)
    folder = path.parent / ".readers"
    link = folder / f"{path.stem}-{inode}-{modified}-{os.getpid()}-{next(_OPENED)}.duckdb"
    try:
        folder.mkdir(exist_ok=True)
        link.unlink(missing_ok=True)
        link.hardlink_to(path)
    except OSError:
        yield path
        return
    try:
        yield link
    finally:
        link.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            folder.rmdir()
