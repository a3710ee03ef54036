"""Taking archives apart, one member after the other: ZIP here, every other kind in a process of its own.

RAR, 7z, tar and gz are read by the operating system's libarchive (BSD licence; the distribution's security
updates come with it) through libarchive-c (CC0). It is a C library fed with strangers' files: so it runs in a
child with limits on memory and time, and what breaks it costs one archive. Without it they stay whole.
"""

import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipelines.acquire import unpack_process
from pipelines.acquire.unpack_process import decoded_name, own_name

_PIECE = 65536
_ENDED = "压缩包无法解开：解压进程中途退出"
_UTF8_NAME = 0x800
_SECONDS = 120
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError)
ARCHIVE_EXTENSIONS = frozenset({"zip", "rar", "7z", "tar", "gz"})


class ArchiveError(ValueError):
    """An archive that cannot be taken apart; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A member on its way out.

    Attributes:
        name: the file's own name, without folders; only shown.
        size: as the archive says, None where it does not.
        packed: bytes it takes in the archive, None where nobody knows.
        pieces: its bytes; to be taken before the next entry is asked for.
    """

    name: str
    size: int | None
    packed: int | None
    is_encrypted: bool
    pieces: Callable[[], Iterator[bytes]]


def entries(archive: Path, kind: str) -> Iterator[Entry]:
    """The files of an archive.

    Raises:
        ArchiveError: it is broken, encrypted as a whole, or of a kind that cannot be read here.
    """
    if kind != "zip":
        yield from _foreign(archive)
        return
    try:
        with zipfile.ZipFile(archive) as opened:
            for info in opened.infolist():
                if not info.is_dir():
                    yield _zipped(opened, info)
    except _ZIP_FAULTS as fault:
        raise ArchiveError(f"压缩包无法解开：{fault}") from fault


def _zipped(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    def pieces() -> Iterator[bytes]:
        left = info.file_size  # never more than the header promises
        try:
            with opened.open(info) as member:
                while left > 0 and (piece := member.read(min(_PIECE, left))):
                    left -= len(piece)
                    yield piece
        except _ZIP_FAULTS as fault:
            raise ArchiveError(f"无法解开：{fault}") from fault

    return Entry(shown_name(info), info.file_size, info.compress_size, bool(info.flag_bits & 0x1), pieces)


def shown_name(info: zipfile.ZipInfo) -> str:
    """The member's file name; without the UTF-8 flag Chinese packers write GBK."""
    if info.flag_bits & _UTF8_NAME:
        return own_name(info.filename)
    return decoded_name(info.filename.encode("cp437", errors="replace"))


def _foreign(archive: Path) -> Iterator[Entry]:
    """By the child process: a line of JSON per member, then its bytes in counted pieces."""
    command = [sys.executable, "-P", unpack_process.__file__, str(archive), str(_SECONDS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            while line := process.stdout.readline():
                said = json.loads(line)
                if "fault" in said:
                    raise ArchiveError(str(said["fault"]))
                taken = _Taken(process.stdout)
                yield Entry(str(said["name"]), said["size"], None, bool(said["encrypted"]), taken.pieces)
                taken.skip()
            if process.wait() != 0:
                raise ArchiveError("压缩包无法解开：解压进程超出时间或内存限制，或异常退出")
        except json.JSONDecodeError as fault:
            raise ArchiveError(_ENDED) from fault
        finally:
            process.kill()


class _Taken:
    """The bytes of one member, read from the child's output."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._is_done = False

    def pieces(self) -> Iterator[bytes]:
        while not self._is_done:
            head = self._stream.read(4)
            if len(head) < 4:
                raise ArchiveError(_ENDED)
            length = int.from_bytes(head)
            self._is_done = length == 0
            piece = self._stream.read(length)
            if len(piece) < length:
                raise ArchiveError(_ENDED)
            if piece:
                yield piece

    def skip(self) -> None:
        for _ in self.pieces():
            continue
