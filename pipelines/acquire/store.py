"""The raw store: files by the hash of their bytes, never changed once written.

A download is streamed into `incoming/`, flushed to disk and renamed to its final name; a killed run leaves at
worst a file in `incoming/`, which the next run resumes (partial.py) or throws away.
"""

import hashlib
import os
import time
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipelines.acquire.partial import forget, note, noted

LEDGER = "ledger.sqlite"
_TAIL = 4096
_PIECE = 1 << 20
_KEPT_DAYS = 14

# First bytes of a file → extension. What begins with none of these may be a web page.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gz"),
)
_PDF_HEADER_WITHIN = 1024


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store.

    Attributes:
        path: relative to the raw folder.
        is_complete: whether it ends as its kind must (a PDF by %%EOF, an archive by its directory).
    """

    sha256: str
    path: str
    bytes: int
    extension: str
    is_complete: bool


def kind_of(head: bytes) -> str | None:
    """The extension that the first bytes speak for; None where they are no known file (web pages among
    them).
    """
    for magic, extension in _MAGIC:
        if head.startswith(magic):
            return extension
    return "pdf" if b"%PDF-" in head[:_PDF_HEADER_WITHIN] and not looks_like_html(head) else None


def looks_like_html(head: bytes) -> bool:
    """Whether the first bytes are those of a web page."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()[:512]
    return start.startswith(
        (b"<!doctype", b"<html", b"<head", b"<script", b"<!--", b"<meta", b"<body", b"<?xml")
    ) or (b"<html" in start)


def _ends_well(extension: str, tail: bytes) -> bool:
    if extension == "pdf":
        return b"%%EOF" in tail
    if extension in {"zip", "docx", "xlsx", "pptx", "ofd"}:
        return b"PK\x05\x06" in tail
    return True


def _office_kind(path: Path, fallback: str) -> str:
    """The kind of document that a ZIP container is, by its file names; `fallback`: a plain archive."""
    try:
        with zipfile.ZipFile(path) as container:
            names = container.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return fallback
    for mark, extension in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("OFD.xml", "ofd")):
        if any(name.startswith(mark) for name in names):
            return extension
    return fallback


class Incoming:
    """A download on its way into the store: written piece by piece, hashed as it comes."""

    def __init__(self, raw: Path, part: Path | None = None, *, resume: bool = False) -> None:
        """`part`: where a resumable download is written; `resume`: its beginning lies there already."""
        folder = raw / "incoming"
        folder.mkdir(parents=True, exist_ok=True)
        self._raw = raw
        self.path = part or folder / f"{uuid.uuid4().hex}.part"
        self._hash = hashlib.sha256()
        self._tail = b""
        self.head = b""
        self.bytes = 0
        if resume:
            self._reread()
        self._file: BinaryIO = self.path.open("ab" if resume else "wb")

    def _reread(self) -> None:
        with self.path.open("rb") as begun:
            while piece := begun.read(_PIECE):
                self._count(piece)

    def write(self, piece: bytes) -> None:
        """Take the next piece."""
        self._file.write(piece)
        self._count(piece)

    def _count(self, piece: bytes) -> None:
        self._hash.update(piece)
        self.bytes += len(piece)
        if len(self.head) < _PDF_HEADER_WITHIN:
            self.head = (self.head + piece)[:_PDF_HEADER_WITHIN]
        self._tail = (self._tail + piece)[-_TAIL:]

    def close(self) -> None:
        """Nothing more comes; what came can be read at `path` until it is kept or thrown away."""
        self._file.close()

    def discard(self) -> None:
        """Throw the download away."""
        self._file.close()
        forget(self.path)

    def suspend(self, url: str, validator: str) -> None:
        """Keep the half download for the next attempt, safely on disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        note(self.path, url, validator, is_on_disk=True)

    def keep(self, name_hint: str = "") -> StoredFile:
        """Move the whole download to its place; a file already there (same bytes) stays as it is."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        sha256 = self._hash.hexdigest()
        extension = self._extension(name_hint)
        known = find_stored(self._raw, sha256)
        if known is None:
            target = self._raw / sha256[:2] / f"{sha256}.{extension}"
            target.parent.mkdir(exist_ok=True)
            self.path.replace(target)
            target.chmod(0o444)
            _sync_folder(target.parent)
        else:
            self.path.unlink()
            target = known
            extension = known.suffix[1:]
        forget(self.path)
        complete = _ends_well(extension, self._tail)
        return StoredFile(sha256, target.relative_to(self._raw).as_posix(), self.bytes, extension, complete)

    def _extension(self, name_hint: str) -> str:
        kind = kind_of(self.head)
        if kind == "zip":
            return _office_kind(self.path, "zip")
        if kind == "ole":
            suffix = Path(name_hint).suffix.lower()[1:]
            return suffix if suffix in {"doc", "xls", "ppt", "wps", "et"} else "ole"
        if kind is None:
            return "html" if looks_like_html(self.head) else "bin"
        return kind


def find_stored(raw: Path, sha256: str) -> Path | None:
    """The stored file with this hash, whatever its extension."""
    return next((raw / sha256[:2]).glob(f"{sha256}.*"), None)


def store_bytes(raw: Path, body: bytes, name_hint: str = "") -> StoredFile:
    """Keep bytes that are already in memory (a web page kept as evidence)."""
    incoming = Incoming(raw)
    incoming.write(body)
    return incoming.keep(name_hint)


def clear_incoming(raw: Path) -> int:
    """Throw away what a killed run left half downloaded and cannot be resumed; the number thrown away."""
    oldest = time.time() - _KEPT_DAYS * 86400
    leftovers = [
        path
        for path in (raw / "incoming").glob("*.part")
        if noted(path) is None or path.stat().st_mtime < oldest
    ]
    for path in leftovers:
        forget(path)
    return len(leftovers)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
