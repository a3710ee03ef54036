"""Query results as table, CSV, JSON, Parquet or Arrow (导出), decimals exact.

In: a stream of record batches. Out: text or bytes on a stream, or a file written whole. Does not
belong here: SQL.
"""

import contextlib
import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, TextIO, cast

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from pipelines.serve.query import Session

TABLE_ROWS = 200
"""A terminal shows no more; files hold everything."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Format(StrEnum):
    """How a result is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"
    ARROW = "arrow"


def write_query(
    session: Session, sql: str, form: Format, out: Path | None = None, *, for_spreadsheet: bool | None = None
) -> int:
    """Run one query and write its result to `out` or standard output; returns the number of rows.

    `for_spreadsheet` guards text cells of a CSV against being run as formulas; files are guarded unless told
    otherwise, standard output (read by programs) is not.

    Raises:
        RefusedError: see `query`.
    """
    guard = (out is not None) if for_spreadsheet is None else for_spreadsheet
    with session.run(sql) as reader, _sink(out) as sink:
        return write_result(reader, form, sink, for_spreadsheet=guard)


def write_result(
    reader: pa.RecordBatchReader, form: Format, sink: IO[bytes], *, for_spreadsheet: bool
) -> int:
    """Write a result as bytes; returns the number of rows."""
    if form is Format.PARQUET:
        return _write_parquet(reader, sink)
    if form is Format.ARROW:
        return _write_arrow(reader, sink)
    with _text(sink) as text:
        if form is Format.CSV:
            return write_csv(reader, text, for_spreadsheet=for_spreadsheet)
        if form is Format.JSON:
            return _write_json(reader, text)
        return _write_table(reader, text)


def write_csv(reader: pa.RecordBatchReader, stream: TextIO, *, for_spreadsheet: bool) -> int:
    """CSV (RFC 4180) with a header; NULL is an empty cell, decimals as they are."""
    stream.write(_csv_text([reader.schema.names], for_spreadsheet))
    count = 0
    for batch in reader:
        stream.write(_csv_of(batch, for_spreadsheet))
        count += batch.num_rows
    return count


def csv_lines(reader: pa.RecordBatchReader, *, for_spreadsheet: bool) -> Iterator[str]:
    """The header and the rows of a CSV, many records at a time."""
    yield _csv_text([reader.schema.names], for_spreadsheet)
    for batch in reader:
        yield _csv_of(batch, for_spreadsheet)


def _csv_of(batch: pa.RecordBatch, for_spreadsheet: bool) -> str:
    columns = []
    for column in batch.columns:
        values = column.to_pylist()
        if pa.types.is_decimal(column.type):
            values = [None if value is None else format(value, "f") for value in values]
        elif not pa.types.is_integer(column.type):
            values = [_cell(value, for_spreadsheet) for value in values]
        columns.append(values)
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(zip(*columns, strict=True))
    return buffer.getvalue()


def _csv_text(rows: list[list[str]], for_spreadsheet: bool) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([_cell(value, for_spreadsheet) for value in row] for row in rows)
    return buffer.getvalue()


def plain(value: Any) -> Any:
    """A value as JSON can hold it: decimals stay exact as text, dates in ISO form."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, bytes):
        return value.hex()
    return value


def guarded(text: str) -> str:
    """Text that a spreadsheet shows and never runs as a formula (公式注入): an apostrophe before it."""
    if len(text) > 1 and (text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)):
        return "'" + text
    return text


def _cell(value: Any, for_spreadsheet: bool) -> Any:
    if not isinstance(value, str):
        value = plain(value)
        if isinstance(value, dict | list):
            value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and for_spreadsheet and not _is_number(value):
        return guarded(value)
    return value


def _is_number(text: str) -> bool:
    body = text[1:] if text.startswith("-") else text
    return body.replace(".", "", 1).isdigit() and body.isascii()


def _rows(reader: pa.RecordBatchReader) -> Iterator[dict[str, Any]]:
    names = _unique(reader.schema.names)
    for batch in reader:
        columns = [column.to_pylist() for column in batch.columns]
        for values in zip(*columns, strict=True):
            yield dict(zip(names, values, strict=True))


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return result


def _write_json(reader: pa.RecordBatchReader, stream: TextIO) -> int:
    count = 0
    stream.write("[")
    for row in _rows(reader):
        stream.write(",\n " if count else "\n ")
        stream.write(json.dumps(plain(row), ensure_ascii=False))
        count += 1
    stream.write("\n]\n")
    return count


def _write_parquet(reader: pa.RecordBatchReader, sink: IO[bytes]) -> int:
    count = 0
    with pq.ParquetWriter(sink, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _write_arrow(reader: pa.RecordBatchReader, sink: IO[bytes]) -> int:
    count = 0
    with pa.ipc.new_stream(cast("io.IOBase", sink), reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _write_table(reader: pa.RecordBatchReader, stream: TextIO) -> int:
    table = Table(show_lines=False)
    for field in reader.schema:
        right = (
            pa.types.is_decimal(field.type)
            or pa.types.is_integer(field.type)
            or pa.types.is_floating(field.type)
        )
        table.add_column(field.name, justify="right" if right else "left", overflow="fold")
    count = 0
    for row in _rows(reader):
        count += 1
        if count <= TABLE_ROWS:
            table.add_row(*(shown(value) for value in row.values()))
    width = shutil.get_terminal_size((160, 40)).columns
    console = Console(file=stream, highlight=False, markup=False, width=width)
    console.print(table)
    note = (
        f"（共 {count} 行）"
        if count <= TABLE_ROWS
        else f"（共 {count} 行，只显示前 {TABLE_ROWS} 行；用 --out 导出全部）"
    )
    console.print(note)
    return count


def shown(value: Any) -> str:
    """A value as people read it: thousands in commas, NULL as nothing."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict | list):
        return json.dumps(plain(value), ensure_ascii=False)
    return "".join(character if character.isprintable() else " " for character in str(plain(value)))


@contextlib.contextmanager
def _sink(out: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears whole or not at all."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        with fresh.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(out)
    finally:
        fresh.unlink(missing_ok=True)


@contextlib.contextmanager
def _text(sink: IO[bytes]) -> Iterator[TextIO]:
    text = io.TextIOWrapper(sink, encoding="utf-8", newline="", write_through=True)
    try:
        yield text
    finally:
        text.detach()
