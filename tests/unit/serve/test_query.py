"""SQL on the published warehouse is read-only, bounded and answered in Chinese when refused."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from rich.console import Console

from pipelines.serve.export import Format, guarded, write_query
from pipelines.serve.full_screen import full_screen_command
from pipelines.serve.publish import publish
from pipelines.serve.query import RefusedError, Session
from pipelines.serve.shell import NameCompleter, answer, names_of
from pipelines.serve.warehouse import Limits, WarehouseMissingError
from tests.support.warehouse_fixture import City, Finding

HEAVY = "SELECT count(*) FROM range(100000) a, range(100000) b WHERE a.range * b.range % 7 = 3"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return publish(City(tmp_path / "build.db", [Finding(1)]).build(), tmp_path / "mingzhang.duckdb").path


@pytest.fixture
def session(published: Path) -> Iterator[Session]:
    with Session(published, Limits(seconds=30, memory="256MB")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT * FROM read_text('/etc/passwd')", "files"),
        ("SELECT * FROM read_csv('/etc/passwd')", "files"),
        ("SELECT * FROM glob('/*')", "files"),
        ("SELECT * FROM parquet_metadata('/etc/passwd')", "files"),
        ("FROM '/etc/passwd'", "unknown_name"),
        ("SELECT * FROM 'http://127.0.0.1/a.parquet'", "files"),
        ("COPY dim_document TO '/tmp/stolen.csv'", "files"),
        ("EXPORT DATABASE '/tmp/stolen'", "files"),
        ("ATTACH '/tmp/other.duckdb'", "files"),
        ("INSTALL httpfs", "settings"),
        ("LOAD httpfs", "settings"),
        ("SET memory_limit = '100GB'", "settings"),
        ("PRAGMA memory_limit = '100GB'", "settings"),
        ("RESET lock_configuration", "settings"),
        ("SELECT * FROM enable_logging(storage = 'file', storage_path = '/tmp/log')", "settings"),
        ("SELECT * FROM \"Enable_Profiling\" /* ( */ (save_location = '/tmp/p.json')", "settings"),
        ("SELECT * FROM query('SELECT * FROM enable_logging()')", "settings"),
        ("SELECT '中文', * FROM pandas_scan(NULL)", "settings"),
        ("EXPLAIN ANALYZE COPY dim_document TO '/tmp/stolen.csv'", "files"),
        ("SELECT * FROM read_json_objects('/proc/self/environ')", "files"),
        ("SELECT * FROM duckdb_secrets()", "files"),
        ("SELECT getenv('HOME')", "unknown_name"),
        ("CREATE TABLE x AS SELECT 1", "writing"),
        ("CREATE TEMP TABLE x AS SELECT 1", "writing"),
        ("DELETE FROM dim_document", "writing"),
        ("UPDATE dim_document SET path = ''", "writing"),
        ("DROP TABLE dim_document", "writing"),
        ("SELECT 1; DROP TABLE dim_document", "not_a_query"),
        ("", "not_a_query"),
        ("CALL checkpoint()", "not_a_query"),
        ("SELEC 1", "syntax"),
        ("SELECT nothing FROM dim_document", "unknown_name"),
        ("SELECT * FROM secret_frame", "unknown_name"),
    ],
)
def test_anything_but_a_query_is_refused(session: Session, sql: str, code: str) -> None:
    secret_frame = pq  # noqa: F841  a Python variable must not be reachable as a table
    with pytest.raises(RefusedError) as refused:
        session.table(sql)
    assert refused.value.code == code
    assert any("一" <= character <= "鿿" for character in str(refused.value))
    assert session.table("SELECT count(*) AS n FROM dim_document").to_pylist() == [{"n": 4}]


@pytest.mark.parametrize(
    "sql",
    [
        "SHOW TABLES",
        "DESCRIBE dim_document",
        "SUMMARIZE fct_key_figures",
        "EXPLAIN SELECT 1",
        "FROM dim_document LIMIT 1",
        "WITH a AS (SELECT 1 AS b) SELECT b FROM a",
        "SELECT entity_name FROM dim_document ORDER BY entity_name COLLATE zh",
        "PIVOT dim_document ON doc_kind IN ('budget') USING count(*)",
    ],
)
def test_every_kind_of_reading_works(session: Session, sql: str) -> None:
    assert session.table(sql).num_rows >= 1


def test_a_query_without_end_is_stopped(published: Path) -> None:
    with Session(published, Limits(seconds=0.2)) as session:
        with pytest.raises(RefusedError) as refused:
            session.table(HEAVY)
        assert refused.value.code == "too_long"
        assert session.table("SELECT 1 AS one").num_rows == 1


def test_a_query_that_eats_memory_is_stopped(session: Session) -> None:
    with pytest.raises(RefusedError) as refused:
        session.table("SELECT list(range) FROM range(200000000)")
    assert refused.value.code == "too_much_memory"


def test_money_stays_exact_in_every_format(session: Session, tmp_path: Path) -> None:
    sql = "SELECT 12345678901234567.89::DECIMAL(20, 2) AS amount, NULL AS nothing, '财政拨款' AS word"
    for form in (Format.CSV, Format.JSON, Format.PARQUET):
        assert write_query(session, sql, form, tmp_path / f"out.{form}") == 1
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["amount", "nothing", "word"],
            ["12345678901234567.89", "", "财政拨款"],
        ]
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == [
        {"amount": "12345678901234567.89", "nothing": None, "word": "财政拨款"}
    ]
    assert pq.read_table(tmp_path / "out.parquet").to_pylist()[0]["amount"] == Decimal("12345678901234567.89")


def test_a_spreadsheet_never_runs_what_a_disclosure_wrote(session: Session, tmp_path: Path) -> None:
    sql = """SELECT '=HYPERLINK("http://127.0.0.1")' AS a, '+1+cmd' AS b, '@SUM(1)' AS c, '-1.50' AS d,
             '-' AS e, (-5.25)::DECIMAL(9, 2) AS f, chr(9) || 'x' AS g"""
    write_query(session, sql, Format.CSV, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        row = list(csv.reader(stream))[1]
    assert row == ['\'=HYPERLINK("http://127.0.0.1")', "'+1+cmd", "'@SUM(1)", "-1.50", "-", "-5.25", "'\tx"]
    assert guarded("普通文字") == "普通文字"
    for start in ("\n=", "\r\n=", " =", "\u00a0+", "\u3000@", "\t-", "＝"):
        assert guarded(f"{start}1+1") == f"'{start}1+1"


def test_a_refused_export_leaves_no_file(session: Session, tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        write_query(session, "SELECT * FROM missing", Format.CSV, tmp_path / "out.csv")
    assert not list(tmp_path.glob("*out*"))


def test_the_terminal_shows_a_table_with_counts(
    session: Session, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    write_query(
        session, "SELECT 1234567.5::DECIMAL(12, 2) AS 金额, 'a' || chr(27) || '[31m' AS 名称", Format.TABLE
    )
    text = capfdbinary.readouterr().out.decode()
    assert "1,234,567.50" in text and "共 1 行" in text and "\x1b" not in text


def test_the_prompt_lists_tables_and_completes_names(
    session: Session, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    console = Console(file=io.StringIO())
    answer(session, "\\d", console)
    answer(session, "\\d dim_document", console)
    answer(session, f"\\o {tmp_path / 'x.csv'} SELECT 1 AS a;", console)
    answer(session, "DROP TABLE dim_document;", console)
    printed = capfdbinary.readouterr().out.decode()
    assert "公开文件，每个文件一行" in printed and "预算年度" in printed
    assert (tmp_path / "x.csv").read_text(encoding="utf-8").splitlines() == ["a", "1"]
    assert "仓库只读" in console.file.getvalue()  # type: ignore[attr-defined]
    completer = NameCompleter(names_of(session))
    offered = [
        item.text
        for item in completer.get_completions(
            Document("SELECT fis"), CompleteEvent(completion_requested=True)
        )
    ]
    assert offered[0] == "fiscal_year"


def test_the_full_screen_terminal_is_locked_down_too(published: Path) -> None:
    command = full_screen_command(published, Limits(seconds=7))
    assert "--read-only" in command and command[-1] == str(published)
    assert "7" in command
    with duckdb.connect(str(published), read_only=True) as connection:
        connection.execute(Path(command[command.index("--init-path") + 1]).read_text(encoding="utf-8"))
        assert connection.execute("SELECT count(*) FROM dim_document").fetchone() == (4,)
        for sql in ("SELECT * FROM read_text('/etc/passwd')", "SET threads = 9", "ATTACH '/tmp/x.duckdb'"):
            with pytest.raises(duckdb.Error):
                connection.execute(sql)
    with pytest.raises(WarehouseMissingError):
        full_screen_command(published.with_name("none.duckdb"), Limits())
