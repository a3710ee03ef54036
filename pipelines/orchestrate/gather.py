"""Paths given by the user → the documents to read, each once, in an order of their own."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.domain.document import SourceDocument

SUFFIX = ".pdf"


@dataclass(slots=True)
class Gathered:
    """What was found.

    Attributes:
        documents: ordered by source and path.
        duplicates: paths whose bytes are those of a document listed already.
        skipped: files in folders that are not named as PDFs.
        unreadable: paths that could not be opened, with the reason.
    """

    documents: list[SourceDocument] = field(default_factory=list)
    duplicates: list[Path] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    unreadable: list[tuple[Path, str]] = field(default_factory=list)


def gather(paths: Iterable[Path], source_id: str | None = None) -> Gathered:
    """The documents under files and folders.

    A file named outright is always taken; in folders those named ``*.pdf`` are. The source of a document is
    `source_id` where given, else the first folder below the one named, else the folder the file lies in.

    Raises:
        FileNotFoundError: a path is not there.
    """
    gathered = Gathered()
    found: dict[Path, str] = {}
    for path in (path.resolve(strict=True) for path in paths):
        if not (path.is_dir() or path.is_file()):
            gathered.unreadable.append((path, "不是普通文件"))
        for file in _files(path):
            if path.is_dir() and file.suffix.lower() != SUFFIX:
                gathered.skipped.append(file)
            else:
                found.setdefault(file, printable(source_id or _source(file, path)))
    seen: set[str] = set()
    for file, source in sorted(found.items(), key=lambda item: (item[1], item[0])):
        try:
            document_id = file_sha256(file)
        except OSError as error:
            gathered.unreadable.append((file, str(error.strerror or error)))
            continue
        if document_id in seen:
            gathered.duplicates.append(file)
            continue
        seen.add(document_id)
        gathered.documents.append(SourceDocument(document_id, source, str(file)))
    gathered.skipped.sort()
    return gathered


def printable(name: str) -> str:
    """A file name as text: bytes of it that are no UTF-8 are shown as the replacement character."""
    return os.fsencode(name).decode("utf-8", "replace")


def file_sha256(path: Path) -> str:
    """The id of a document: sha256 of its bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for file in path.rglob("*"):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if file.is_file() and not hidden:
            yield file


def _source(file: Path, given: Path) -> str:
    if given.is_dir() and len(parts := file.relative_to(given).parts) > 1:
        return parts[0]
    return file.parent.name or "local"
