"""The lake's one writer: batches come in whole, a document is there once, and a killed run leaves no trace.

Layout: ``LAKE/<table>/source=<source>/<sequence>-<hash>.parquet``; a batch has one name in all tables. It
counts when its part of ``documents`` is there (it is renamed last). Where a document stands in two batches,
the younger one holds: `settle` then takes it out of the older one. So replacing, compacting and cleaning up
after a crash are one mechanism, and each step of it may be killed.
"""

import fcntl
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.domain.lake import SCHEMAS
from pipelines.load.batch import (
    COMMIT_TABLE,
    TABLE_NAMES,
    batch_name,
    join_tables,
    source_folder,
    sync_folder,
    write_part,
)
from pipelines.load.rows import Tables

SMALL_BATCH = 32
"""A batch with fewer documents is small; more than `SMALL_BATCHES_KEPT` of them in a source are joined."""
SMALL_BATCHES_KEPT = 4


class LakeInUseError(RuntimeError):
    """Another process is writing this lake."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A committed batch: source folder, name, and the reader version and path of each document inside."""

    folder: str
    name: str
    documents: dict[str, str]
    paths: dict[str, str]

    @property
    def sequence(self) -> int:
        """Age: a greater number is younger."""
        return int(self.name.split("-", 1)[0])


class Lake:
    """A lake opened for writing; use it as a context manager.

    Opening takes the lock, removes what a killed run left, and makes sure that every document is there once.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock: IO[bytes] | None = None
        self._batches: list[Batch] = []

    def __enter__(self) -> Self:
        self.root.mkdir(parents=True, exist_ok=True)
        self._lock = (self.root / ".lock").open("wb")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock.close()
            raise LakeInUseError(f"另一个进程正在写入数据湖：{self.root}") from error
        self._remove_orphans()
        self._batches = [self._read_batch(path) for path in self._committed()]
        self.settle()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def finished(self, reader_version: str) -> set[str]:
        """The documents that this version of the reader has dealt with."""
        return {
            document
            for batch in self._batches
            for document, version in batch.documents.items()
            if version == reader_version
        }

    def paths(self) -> dict[str, str]:
        """Where each document's bytes lay when it was read."""
        return {document: path for batch in self._batches for document, path in batch.paths.items()}

    def write_batch(self, source_id: str, documents: list[Tables]) -> None:
        """Commit documents (each as made by `rows_to_tables`) of one source, all or none of them."""
        self._write(source_folder(source_id), join_tables(documents))

    def settle(self) -> None:
        """Take every document out of all batches but the youngest that holds it."""
        youngest: dict[str, Batch] = {}
        for batch in sorted(self._batches, key=lambda batch: batch.sequence):
            youngest.update(dict.fromkeys(batch.documents, batch))
        for batch in list(self._batches):
            kept = [document for document in batch.documents if youngest[document] is batch]
            if len(kept) == len(batch.documents):
                continue
            if kept:
                self._write(batch.folder, self._read_tables(batch, kept))
            self._remove(batch)

    def compact(self) -> None:
        """Join the small batches of a source where there are many: a year of nights must not be 365 files."""
        small: dict[str, list[Batch]] = defaultdict(list)
        for batch in self._batches:
            if len(batch.documents) < SMALL_BATCH:
                small[batch.folder].append(batch)
        for folder, batches in small.items():
            if len(batches) > SMALL_BATCHES_KEPT:
                self._write(folder, join_tables([self._read_tables(batch) for batch in batches]))
                for batch in batches:
                    self._remove(batch)

    def _write(self, folder: str, tables: Tables) -> None:
        documents = tables[COMMIT_TABLE]
        versions = _by_document(documents, "reader_version")
        sequence = max((batch.sequence for batch in self._batches), default=0) + 1
        batch = Batch(folder, batch_name(sequence, versions), versions, _by_document(documents, "path"))
        for table in TABLE_NAMES:
            write_part(tables[table], self._part(batch, table))
        self._batches.append(batch)

    def _remove(self, batch: Batch) -> None:
        for table in reversed(TABLE_NAMES):
            path = self._part(batch, table)
            path.unlink(missing_ok=True)
            sync_folder(path.parent)
        self._batches.remove(batch)

    def _read_tables(self, batch: Batch, documents: list[str] | None = None) -> Tables:
        tables = {name: read_part(self._part(batch, name), name) for name in SCHEMAS}
        if documents is None:
            return tables
        wanted = pa.array(documents, pa.string())
        return {name: table.filter(pc.is_in(table["document_id"], wanted)) for name, table in tables.items()}

    def _read_batch(self, path: Path) -> Batch:
        table = pq.read_table(path, columns=["document_id", "reader_version", "path"], partitioning=None)
        versions, paths = _by_document(table, "reader_version"), _by_document(table, "path")
        return Batch(path.parent.name, path.stem, versions, paths)

    def _part(self, batch: Batch, table: str) -> Path:
        return self.root / table / batch.folder / f"{batch.name}.parquet"

    def _committed(self) -> list[Path]:
        return sorted((self.root / COMMIT_TABLE).glob("source=*/*.parquet"))

    def _remove_orphans(self) -> None:
        committed = {(path.parent.name, path.name) for path in self._committed()}
        for table in TABLE_NAMES:
            for path in sorted((self.root / table).glob("source=*/*")):
                if path.suffix == ".tmp" or (path.parent.name, path.name) not in committed:
                    path.unlink()


def _by_document(documents: pa.Table, column: str) -> dict[str, str]:
    pairs = zip(documents["document_id"].to_pylist(), documents[column].to_pylist(), strict=True)
    return {str(document): str(value) for document, value in pairs}


def read_part(path: Path, table: str) -> pa.Table:
    """The rows of one part under today's schema: what it did not have yet is null, or an empty table."""
    schema = SCHEMAS[table]
    if not path.exists():
        return schema.empty_table()
    found = pq.read_table(path, partitioning=None)
    columns = [
        found[field.name].cast(field.type)
        if field.name in found.column_names
        else pa.nulls(len(found), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)
