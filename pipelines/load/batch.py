"""A batch of documents on its way into the lake: Arrow tables → Parquet parts, written atomically."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.domain.lake import SCHEMAS
from pipelines.load.rows import Tables

COMMIT_TABLE = "documents"
"""The part of this table is renamed last: a batch counts when, and only when, it is there."""

TABLE_NAMES = (*(name for name in SCHEMAS if name != COMMIT_TABLE), COMMIT_TABLE)


def join_tables(documents: Iterable[Tables]) -> Tables:
    """The tables of several documents as one batch, documents in order of their id."""
    ordered = sorted(documents, key=lambda tables: str(tables[COMMIT_TABLE].column("document_id")[0]))
    return {name: pa.concat_tables([tables[name] for tables in ordered]) for name in SCHEMAS}


def batch_name(sequence: int, document_ids: Iterable[str]) -> str:
    """A name that sorts by age and says by its hash which documents are inside."""
    digest = hashlib.sha256("\n".join(sorted(document_ids)).encode()).hexdigest()
    return f"{sequence:08d}-{digest[:12]}"


def source_folder(source_id: str) -> str:
    """The partition folder of a source; what a file name cannot hold is percent-encoded, Chinese is kept."""
    return "source=" + "".join(letter if letter.isalnum() else quote(letter, safe="") for letter in source_id)


def write_part(table: pa.Table, path: Path) -> None:
    """Write one part so that it is there whole or not at all, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.tmp")
    with temporary.open("wb") as file:
        pq.write_table(table, file, compression="zstd", version="2.6")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames and removals inside a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
