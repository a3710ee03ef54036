"""A batch of documents on its way into the lake: rows → Arrow tables → Parquet parts, written atomically."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.domain.lake import SCHEMAS

Rows = Mapping[str, list[dict[str, Any]]]
Tables = dict[str, pa.Table]

COMMIT_TABLE = "documents"
"""The part of this table is renamed last: a batch counts when, and only when, it is there."""

TABLE_NAMES = (*(name for name in SCHEMAS if name != COMMIT_TABLE), COMMIT_TABLE)


def rows_to_tables(rows: Rows, reader_version: str) -> Tables:
    """Arrow tables, one per lake table, of the rows of one document (tables without rows included).

    Raises:
        KeyError: a row names a table that the data contract does not have.
        pyarrow.ArrowInvalid, ValueError: a row does not fit the schema, or names a column it does not have.
    """
    if unknown := rows.keys() - SCHEMAS.keys():
        raise KeyError(f"not in the data contract: {', '.join(sorted(unknown))}")
    return {name: _table(name, rows.get(name, []), reader_version) for name in SCHEMAS}


def _table(name: str, rows: list[dict[str, Any]], reader_version: str) -> pa.Table:
    schema = SCHEMAS[name]
    known = set(schema.names)
    for row in rows:
        if unknown := row.keys() - known:
            raise ValueError(f"columns of {name} not in the data contract: {', '.join(sorted(unknown))}")
    full = [{**row, "reader_version": reader_version} for row in rows]
    try:
        table = pa.Table.from_pylist(full, schema=schema)
    except UnicodeEncodeError:
        table = pa.Table.from_pylist([_encodable(row) for row in full], schema=schema)
    table.validate(full=True)
    for field in schema:
        if not field.nullable and table.column(field.name).null_count:
            raise ValueError(f"{name}.{field.name} must not be null")
    return table


def _encodable(value: Any) -> Any:
    """The value with half surrogate pairs in texts (from fonts with broken maps) replaced by ``U+FFFD``."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {name: _encodable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_encodable(part) for part in value]
    return value


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
