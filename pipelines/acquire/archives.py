"""Archives (压缩包) → their documents in the raw store, without trusting the archive.

Members are stored by the hash of their bytes: no name inside an archive ever becomes a path. Limits on
number, size
and ratio stop archive bombs. Archives inside archives, encrypted members and kinds without a permissive
reader (rar,
7z) are kept as they are and noted.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.acquire.links import FILE_EXTENSIONS, extension_of
from pipelines.acquire.store import Incoming, StoredFile

_MOST_MEMBERS = 2000
_MOST_BYTES = 1_000_000_000
_HIGHEST_RATIO = 300
_PIECE = 65536
_UTF8_NAME = 0x800


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
    """The documents of a stored archive; of one that cannot be read, why."""
    if archive.suffix in {".rar", ".7z"}:
        return Unpacked((), (f"{archive.suffix[1:]} 压缩包暂不支持解开，已留存",))
    if archive.suffix != ".zip":
        return Unpacked((), ())
    try:
        with zipfile.ZipFile(archive) as opened:
            return _taken(raw, opened)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as fault:
        return Unpacked((), (f"压缩包无法解开：{fault}",))


def _taken(raw: Path, opened: zipfile.ZipFile) -> Unpacked:
    members: list[Member] = []
    notes: list[str] = []
    left = _MOST_BYTES
    for number, info in enumerate(info for info in opened.infolist() if not info.is_dir()):
        name = shown_name(info)
        if number >= _MOST_MEMBERS:
            notes.append(f"压缩包内文件超过 {_MOST_MEMBERS} 个，其余未取")
            break
        refusal = _refusal(info, name, left)
        if refusal:
            notes.append(f"{name}：{refusal}")
            continue
        if extension_of(name) not in FILE_EXTENSIONS:
            continue
        stored = _store(raw, opened, info, name)
        left -= stored.bytes
        members.append(Member(name, stored))
    return Unpacked(tuple(members), tuple(notes))


def _refusal(info: zipfile.ZipInfo, name: str, left: int) -> str | None:
    if info.flag_bits & 0x1:
        return "加密，未取"
    if info.file_size > left:
        return "解开后过大，未取"
    if info.file_size > _HIGHEST_RATIO * max(1, info.compress_size) and info.file_size > 10_000_000:
        return "压缩率异常（疑似压缩炸弹），未取"
    if extension_of(name) in {"zip", "rar", "7z"}:
        return "压缩包中的压缩包，未再解开"
    return None


def _store(raw: Path, opened: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> StoredFile:
    incoming = Incoming(raw)
    try:
        for piece in _pieces(opened, info):
            incoming.write(piece)
    except BaseException:
        incoming.discard()
        raise
    return incoming.keep(name)


def _pieces(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes, never more than its header promises."""
    left = info.file_size
    with opened.open(info) as member:
        while left > 0 and (piece := member.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece


def shown_name(info: zipfile.ZipInfo) -> str:
    """The member's file name; without the UTF-8 flag Chinese packers write GBK."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        raw_name = name.encode("cp437", errors="replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw_name.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/").rsplit("/", 1)[-1]
