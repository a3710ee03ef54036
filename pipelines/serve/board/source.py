"""What the board reads (数据来源): bound queries on the version published now, reopened when another one is.

In: the published path. Out: rows as dicts. Does not belong here: which queries (see `facts`).
"""

import contextlib
import threading
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.serve.warehouse import Limits, open_published, version_of

_Asked = Callable[[duckdb.DuckDBPyConnection], list[dict[str, Any]]]
REMEMBERED = 1000
"""Answers kept in memory; the oldest is forgotten first."""


class Source:
    """Answers queries of the board; safe to share between threads."""

    def __init__(self, published: Path, limits: Limits | None = None) -> None:
        self.published = published
        self._limits = limits or Limits(seconds=20, memory="1GB", threads=2)
        self._lock = threading.Lock()
        self._version: tuple[int, int] | None = None
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._columns: dict[str, list[str]] = {}
        self._answers: dict[Hashable, list[dict[str, Any]]] = {}

    @property
    def version(self) -> tuple[int, int]:
        """Identity of the version that answers now."""
        return self._current()[1]

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """The rows of one of the board's own queries, parameters bound.

        A published version never changes: what it answered once, it answers again from memory.
        """

        def asked(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
            cursor.execute(sql, list(values))
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        return self._remembered((sql, values), asked)

    def rows_of(self, question: Callable[..., list[dict[str, Any]]], *values: Any) -> list[dict[str, Any]]:
        """The rows of a function that asks with a cursor; remembered likewise."""
        return self._remembered((question, values), lambda cursor: question(cursor, *values))

    def _remembered(self, question: Hashable, asked: _Asked) -> list[dict[str, Any]]:
        connection, version = self._current()
        key = (version, question)
        with self._lock:
            known = self._answers.get(key)
        if known is None:
            known = self._in_time(connection, asked)
            with self._lock:
                while len(self._answers) >= REMEMBERED:
                    self._answers.pop(next(iter(self._answers)))
                self._answers[key] = known
        return [dict(row) for row in known]

    def _in_time(self, connection: duckdb.DuckDBPyConnection, asked: _Asked) -> list[dict[str, Any]]:
        cursor = connection.cursor()
        timer = threading.Timer(self._limits.seconds, cursor.interrupt)
        timer.daemon = True
        timer.start()
        try:
            return asked(cursor)
        finally:
            timer.cancel()
            cursor.close()

    @contextlib.contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on the version published now, for functions that ask several queries."""
        cursor = self._current()[0].cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextlib.contextmanager
    def stream(self, sql: str) -> Iterator[pa.RecordBatchReader]:
        """The result of one of the board's own queries as a stream of batches."""
        cursor = self._current()[0].cursor()
        try:
            yield cursor.execute(sql).to_arrow_reader(5_000)
        finally:
            cursor.close()

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether the published version holds a table (and a column of it)."""
        self._current()
        return table in self._columns and (column is None or column in self._columns[table])

    def tables(self) -> dict[str, list[str]]:
        """Columns by table."""
        self._current()
        return self._columns

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection, self._version = None, None

    def _current(self) -> tuple[duckdb.DuckDBPyConnection, tuple[int, int]]:
        with self._lock:
            version = version_of(self.published) if self.published.is_file() else None
            if self._connection is None or (version is not None and version != self._version):
                connection = open_published(self.published, self._limits)
                names = connection.execute(
                    "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() "
                    "WHERE schema_name = 'main' AND NOT internal GROUP BY ALL"
                ).fetchall()
                # the old version lives until the last cursor on it is done
                self._connection, self._version, self._columns = connection, version, dict(names)
                self._answers.clear()
            return self._connection, self._version or (0, 0)
