"""Archives (压缩包) → their documents in the raw store, without trusting the archive.

Members are stored by the hash of their bytes: no name inside an archive ever becomes a path. Archives inside
archives are opened in turn. Limits on depth, number, size and ratio, counted over all of them, stop archive
bombs. What is encrypted or cannot be opened is kept as it is and noted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.acquire.archive_reading import ARCHIVE_EXTENSIONS, ArchiveError, Entry, entries
from pipelines.acquire.links import FILE_EXTENSIONS, extension_of
from pipelines.acquire.store import Incoming, StoredFile, kind_of

_MOST_MEMBERS = 2000
_MOST_BYTES = 1_000_000_000
_HIGHEST_RATIO = 300
_DEEPEST = 3
_WORTH_COUNTING = 10_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """A document taken out of an archive; `name` is only shown, never used as a path."""

    name: str
    stored: StoredFile


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out, and what the operator should know."""

    members: tuple[Member, ...]
    notes: tuple[str, ...]


def unpack(raw: Path, archive: Path) -> Unpacked:
    """The documents of a stored archive; of what cannot be read, why. Files that are no archive hold none."""
    kind = archive.suffix[1:]
    if kind not in ARCHIVE_EXTENSIONS:
        return Unpacked((), ())
    walk = _Walk(raw, archive.stat().st_size, left=_MOST_BYTES)
    walk.through(archive, kind, "", depth=1)
    return Unpacked(tuple(walk.members), tuple(walk.notes))


class _TooMuchError(Exception):
    """A limit over the whole archive is reached."""


@dataclass
class _Walk:
    """One archive with all that is packed inside it."""

    raw: Path
    packed: int
    left: int
    seen: int = 0
    members: list[Member] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def through(self, archive: Path, kind: str, place: str, depth: int) -> None:
        try:
            for entry in entries(archive, kind):
                self._take(entry, f"{place}{entry.name}", depth)
        except ArchiveError as fault:
            self.notes.append(f"{place.rstrip('/')}：{fault}" if place else str(fault))
        except _TooMuchError as fault:
            if depth > 1:
                raise
            self.notes.append(str(fault))

    def _take(self, entry: Entry, name: str, depth: int) -> None:
        self.seen += 1
        if self.seen > _MOST_MEMBERS:
            raise _TooMuchError(f"压缩包内文件超过 {_MOST_MEMBERS} 个，其余未取")
        extension = extension_of(entry.name)
        if extension not in FILE_EXTENSIONS:
            return
        refusal = self._refusal(entry, extension, depth)
        if refusal:
            self.notes.append(f"{name}：{refusal}")
            return
        try:
            self._open(entry, name, extension, depth)
        except ArchiveError as fault:
            self.notes.append(f"{name}：{fault}")

    def _open(self, entry: Entry, name: str, extension: str, depth: int) -> None:
        with self._received(entry) as incoming:
            if entry.size is not None and incoming.bytes < entry.size:
                raise ArchiveError("内容不完整，未取")
            kind = kind_of(incoming.head)
            if extension in ARCHIVE_EXTENSIONS and kind in ARCHIVE_EXTENSIONS | {None}:
                incoming.close()
                self.through(incoming.path, extension if kind is None else kind, f"{name}/", depth + 1)
                incoming.discard()
            else:
                self.members.append(Member(name, incoming.keep(entry.name)))

    def _refusal(self, entry: Entry, extension: str, depth: int) -> str | None:
        if entry.is_encrypted:
            return "加密，未取"
        if entry.size is not None and entry.size > self.left:
            return "解开后过大，未取"
        packed = self.packed if entry.packed is None else entry.packed
        if (entry.size or 0) > max(_WORTH_COUNTING, _HIGHEST_RATIO * max(1, packed)):
            return "压缩率异常（疑似压缩炸弹），未取"
        if extension in ARCHIVE_EXTENSIONS and depth >= _DEEPEST:
            return f"压缩包嵌套超过 {_DEEPEST} 层，未再解开"
        return None

    @contextmanager
    def _received(self, entry: Entry) -> Iterator[Incoming]:
        incoming = Incoming(self.raw)
        try:
            for piece in entry.pieces():
                self.left -= len(piece)
                if self.left < 0 or incoming.bytes > max(_WORTH_COUNTING, _HIGHEST_RATIO * self.packed):
                    raise _TooMuchError("解开后过大（疑似压缩炸弹），其余未取")
                incoming.write(piece)
            yield incoming
        except BaseException:
            incoming.discard()
            raise
