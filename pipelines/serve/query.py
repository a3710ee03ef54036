"""SQL on the published warehouse (查询): one statement at a time, within limits, refusals in Chinese.

In: the published file, SQL. Out: record batches with exact decimals, or a `RefusedError` that says what to do
instead. Does not belong here: formats (see `export`), the prompt (see `shell`).
"""

import contextlib
import itertools
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.serve.warehouse import Limits, open_published

BATCH_ROWS = 20_000
READING = frozenset({"SELECT", "EXPLAIN", "RELATION"})
_WRITING = frozenset(
    {
        "INSERT",
        "UPDATE",
        "DELETE",
        "CREATE",
        "ALTER",
        "DROP",
        "CREATE_FUNC",
        "MERGE_INTO",
        "VACUUM",
        "ANALYZE",
    }
)
_FILES = frozenset({"COPY", "EXPORT", "ATTACH", "DETACH", "COPY_DATABASE"})
_SETTINGS = frozenset({"SET", "VARIABLE_SET", "PRAGMA", "LOAD", "EXTENSION"})
_ACTING = frozenset(
    {
        *("enable_logging", "disable_logging", "truncate_duckdb_logs", "write_log"),
        *("enable_profiling", "disable_profiling", "checkpoint", "force_checkpoint", "which_secret"),
        *("arrow_scan", "arrow_scan_dumb", "pandas_scan", "python_map_function", "seq_scan"),
        *("query", "json_execute_serialized_sql"),
    }
)
"""Functions that a SELECT may call and that do not answer: they switch something, write a log or a profile,
take an address in memory, or run a text as SQL (in which the others could hide)."""


_COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)


class RefusedError(Exception):
    """A statement that was not run or not finished.

    Attributes:
        code: writing, files, settings, not_a_query, syntax, unknown_name, too_long, too_much_memory, failed.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Session:
    """One reader's connection with its limits; use it as a context manager."""

    def __init__(self, published: Path, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.connection = open_published(published, self.limits)

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    @contextlib.contextmanager
    def run(self, sql: str) -> Iterator[pa.RecordBatchReader]:
        """The result of one statement as a stream; the time limit covers the reading of it.

        Raises:
            RefusedError: the statement is not a query, or broke a limit, or is wrong.
        """
        statement = self._single_query(sql)
        with self._translated(), _watchdog(self.connection, self.limits.seconds):
            yield self.connection.execute(statement).to_arrow_reader(BATCH_ROWS)

    def table(self, sql: str) -> pa.Table:
        """The whole result in memory."""
        with self.run(sql) as reader:
            return reader.read_all()

    def _single_query(self, sql: str) -> duckdb.Statement:
        with self._translated():
            statements = self.connection.extract_statements(sql)
        if len(statements) != 1:
            if any(statement.type.name == "CREATE" for statement in statements) and "pivot" in sql.lower():
                raise RefusedError("not_a_query", "PIVOT 请写明各列的值：PIVOT … ON 列 IN (值1, 值2)。")
            raise RefusedError("not_a_query", "请一次只写一条查询语句。")
        kind = statements[0].type.name
        if kind in READING:
            if acting := sorted(_called(sql) & _ACTING):
                raise RefusedError("settings", f"仓库已锁定：查询不能使用函数 {acting[0]}。")
            return statements[0]
        raise _refusal_of(kind)

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except duckdb.InterruptException:
            raise self._too_long() from None
        except (duckdb.OutOfMemoryException, MemoryError):
            raise self._too_much() from None
        except OSError as error:  # what DuckDB says while Arrow reads comes as OSError
            if "Out of Memory" in str(error):
                raise self._too_much() from None
            if "INTERRUPT" in str(error):
                raise self._too_long() from None
            if error.errno is not None:  # a file of the reader's own, not DuckDB
                raise
            raise RefusedError("failed", f"查询失败：{_first_lines(str(error))}") from None
        except duckdb.Error as error:
            raise _explained(error) from None

    def _too_long(self) -> RefusedError:
        words = f"查询超过 {self.limits.seconds:g} 秒，已停止。请加上 WHERE 条件或 LIMIT 缩小范围。"
        return RefusedError("too_long", words)

    def _too_much(self) -> RefusedError:
        words = f"查询所需内存超过上限 {self.limits.memory}，已停止。请先汇总或缩小范围。"
        return RefusedError("too_much_memory", words)


def _called(sql: str) -> set[str]:
    """The names before an opening bracket, in small letters: what a query calls, however it is written."""
    text = sql.encode()
    starts = [offset for offset, _ in duckdb.tokenize(sql)] + [len(text)]
    tokens = [
        _COMMENT.sub("", text[start:end].decode()).strip().strip('"').lower()
        for start, end in itertools.pairwise(starts)
    ]
    return {name for name, following in itertools.pairwise(tokens) if following.startswith("(")}


def _refusal_of(kind: str) -> RefusedError:
    if kind in _WRITING:
        return RefusedError("writing", "仓库只读：不能建表、修改或删除数据。请只使用 SELECT 查询。")
    if kind in _FILES:
        return RefusedError("files", "仓库已锁定：不能读写文件或连接其他数据库。导出请用 --format 与 --out。")
    if kind in _SETTINGS:
        return RefusedError("settings", "仓库已锁定：不能更改设置，也不能安装或加载扩展。")
    return RefusedError("not_a_query", f"只能运行查询语句（SELECT），不能运行 {kind}。")


def _explained(error: duckdb.Error) -> RefusedError:
    words = str(error).strip()
    if "disabled by configuration" in words or "disabled through configuration" in words:
        return RefusedError("files", "仓库已锁定：查询不能读取文件、目录或网络。")
    if "configuration has been locked" in words:
        return RefusedError("settings", "仓库已锁定：不能更改设置，也不能安装或加载扩展。")
    if "read-only" in words:
        return RefusedError("writing", "仓库只读：不能建表、修改或删除数据。")
    if isinstance(error, duckdb.ParserException | duckdb.SyntaxException):
        return RefusedError("syntax", f"SQL 语法有误：{_first_lines(words)}")
    if isinstance(error, duckdb.CatalogException | duckdb.BinderException):
        return RefusedError("unknown_name", f"表名、列名或函数有误（可用 \\d 列出表）：{_first_lines(words)}")
    return RefusedError("failed", f"查询失败：{_first_lines(words)}")


def _first_lines(words: str) -> str:
    """Without DuckDB's drawing of the spot, which a terminal with Chinese characters misplaces."""
    return words.split("\n\n")[0]


@contextlib.contextmanager
def _watchdog(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt the connection when the time is up; DuckDB 1.5 has no time limit of its own."""
    timer = threading.Timer(seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
