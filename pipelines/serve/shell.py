"""The interactive prompt (交互查询) of `mingzhang sql`: history, completion, `\\d` listing.

In: the published file and a terminal. Out: results on the terminal. Does not belong here: running SQL (see
`query`).
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer  # type: ignore[import-untyped]
from rich.console import Console

from pipelines.serve.export import Format, write_query
from pipelines.serve.query import RefusedError, Session
from pipelines.serve.warehouse import Limits

GREETING = "明账仓库（只读）。以分号结束一条查询；\\d 列出表，\\d 表名 列出栏目，\\? 帮助，\\q 退出。"
HELP = """\\d          列出全部表及说明
\\d 表名     列出该表的栏目、类型及说明
\\o 文件 SQL; 将结果写入文件（.csv .json .parquet）
\\q          退出（也可按 Ctrl-D）
查询为只读，有时间与内存上限；按 Ctrl-C 放弃当前输入。"""
KEYWORDS = (
    *(
        "SELECT",
        "FROM",
        "WHERE",
        "GROUP BY",
        "ORDER BY",
        "HAVING",
        "LIMIT",
        "JOIN",
        "LEFT JOIN",
        "USING",
        "ON",
    ),
    *("AS", "AND", "OR", "NOT", "IN", "IS NULL", "LIKE", "BETWEEN", "DISTINCT", "COUNT", "SUM", "MIN", "MAX"),
    *("ROUND", "CASE", "WHEN", "THEN", "ELSE", "END", "WITH", "UNION ALL", "DESC", "DESCRIBE", "SUMMARIZE"),
)
_TABLES = """
    SELECT table_name AS 表, estimated_size AS 行数, column_count AS 栏目数, comment AS 说明
    FROM duckdb_tables() WHERE schema_name = 'main' AND NOT internal ORDER BY 1
"""
_COLUMNS = """
    SELECT column_name AS 栏目, data_type AS 类型, comment AS 说明
    FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = '{name}' ORDER BY column_index
"""


class NameCompleter(Completer):
    """Completes table names, column names and key words; columns of the tables already named come first."""

    def __init__(self, columns: dict[str, list[str]]) -> None:
        self._columns = columns

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """What may follow the word before the cursor."""
        word = document.get_word_before_cursor(WORD=False)
        if not word:
            return
        for name, kind in self._candidates(document.text):
            if name.lower().startswith(word.lower()):
                yield Completion(name, start_position=-len(word), display_meta=kind)

    def _candidates(self, text: str) -> Iterable[tuple[str, str]]:
        named = [table for table in self._columns if table in text]
        offered = set()
        for table in named or self._columns:
            for column in self._columns[table]:
                if column not in offered:
                    offered.add(column)
                    yield column, table if named else "栏目"
        for table in self._columns:
            yield table, "表"
        for keyword in KEYWORDS:
            yield keyword, ""


def names_of(session: Session) -> dict[str, list[str]]:
    """Column names by table."""
    rows: pa.Table = session.table(
        "SELECT table_name, list(column_name ORDER BY column_index) AS names FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND NOT internal GROUP BY ALL ORDER BY 1"
    )
    return {row["table_name"]: row["names"] for row in rows.to_pylist()}


def run_shell(published: Path, limits: Limits | None = None) -> None:
    """Read and run statements until the user leaves."""
    console = Console(highlight=False, markup=False)
    with Session(published, limits) as session:
        console.print(GREETING)
        prompt: PromptSession[str] = PromptSession(
            "明账> ",
            history=_history(),
            completer=NameCompleter(names_of(session)),
            complete_while_typing=False,
            multiline=True,
            key_bindings=_enter_runs_whole_statements(),
            prompt_continuation="   … ",
            lexer=PygmentsLexer(SqlLexer),
        )
        while True:
            try:
                typed = prompt.prompt().strip()
            except KeyboardInterrupt:
                continue
            except EOFError:
                return
            if typed in {"\\q", "exit", "quit"}:
                return
            if typed:
                answer(session, typed, console)


def answer(session: Session, typed: str, console: Console) -> None:
    """Run one line of the prompt: a backslash command or a query; refusals are printed, not raised."""
    try:
        if typed == "\\?":
            console.print(HELP)
        elif typed.startswith("\\d"):
            write_query(session, _listing(session, typed[2:].strip()), Format.TABLE)
        elif typed.startswith("\\o"):
            _, target, sql = [*typed.split(maxsplit=2), "", ""][:3]
            form = Format(Path(target).suffix.lstrip(".").lower() or "csv")
            count = write_query(session, sql, form, Path(target))
            console.print(f"已写入 {target}（{count} 行）")
        else:
            write_query(session, typed, Format.TABLE)
    except RefusedError as refusal:
        console.print(str(refusal))
    except ValueError:
        console.print("用法：\\o 文件.csv SELECT …;（.csv .json .parquet）")
    except OSError as error:
        console.print(f"不能写入文件：{error}")
    sys.stdout.flush()


def _listing(session: Session, name: str) -> str:
    if not name:
        return _TABLES
    return _COLUMNS.format(name=name.rstrip(";").replace("'", "''"))


def _history() -> History:
    base = Path(os.environ.get("XDG_STATE_HOME", "") or Path.home() / ".local" / "state")
    folder = base / "mingzhang"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(folder / "sql_history"))


def _enter_runs_whole_statements() -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add("enter")
    def _(event: KeyPressEvent) -> None:
        text = event.current_buffer.text.strip()
        if not text or text.endswith(";") or text.startswith("\\") or text in {"exit", "quit"}:
            event.current_buffer.validate_and_handle()
        else:
            event.current_buffer.insert_text("\n")

    return bindings
