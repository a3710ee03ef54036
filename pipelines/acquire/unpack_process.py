"""The child that takes a stranger's archive apart: `python unpack_process.py FILE SECONDS`.

Writes members to standard output (a line of JSON, then counted pieces) and to no file;
imports nothing of the project, so that it starts at once.
"""

import json
import locale
import resource
import sys
from typing import Any, BinaryIO

_MEMORY = 1 << 30
_PIECE = 65536
_ENCRYPTED = ("encrypt", "passphrase", "password")


def main(archive: str, seconds: int) -> int:
    """Write every member of an archive; a fault is a line of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    for name in ("C.UTF-8", "en_US.UTF-8"):
        try:
            locale.setlocale(locale.LC_CTYPE, name)
            break
        except locale.Error:
            continue
    out = sys.stdout.buffer
    try:
        import libarchive
    except (ImportError, OSError, AttributeError, TypeError):
        _say(out, fault="系统没有安装 libarchive（Debian：libarchive13），压缩包已留存，未解开")
        return 0
    try:
        with libarchive.file_reader(archive) as members:
            for member in members:
                if member.isfile:
                    _write(out, member)
    except libarchive.exception.ArchiveError as fault:
        text = fault.msg or "格式有误"
        is_locked = any(word in text.lower() for word in _ENCRYPTED)
        _say(out, fault="压缩包加密，未取" if is_locked else f"压缩包无法解开：{text}")
    out.flush()
    return 0


def _write(out: BinaryIO, member: Any) -> None:
    _say(out, name=_name(member), size=member.size, encrypted=False)
    try:
        for block in member.get_blocks(_PIECE):
            out.write(len(block).to_bytes(4) + bytes(block))
    finally:
        out.write((0).to_bytes(4))


def _name(member: Any) -> str:
    name = member.pathname
    return decoded_name(name) if isinstance(name, bytes) else own_name(str(name or "未命名"))


def decoded_name(name: bytes) -> str:
    """A file name of undeclared encoding: UTF-8, else GBK."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return own_name(name.decode(encoding))
        except UnicodeDecodeError:
            continue
    return own_name(name.decode("utf-8", errors="replace"))


def own_name(path: str) -> str:
    """The last part of a path, however it is written."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _say(out: BinaryIO, **said: Any) -> None:
    out.write(json.dumps(said).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
