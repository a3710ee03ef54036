"""SQL over HTTP: with the token and within limits everything readable, without it nothing."""

import base64
import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import duckdb
import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.serve.confined import Crew
from pipelines.serve.export import Format
from pipelines.serve.publish import publish
from pipelines.serve.query import RefusedError
from pipelines.serve.remote import remote_app
from pipelines.serve.warehouse import Limits
from tests.support.served import served
from tests.support.warehouse_fixture import City, Finding

TOKEN = "a-token-that-is-long-enough"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
HEAVY = "SELECT count(*) FROM range(100000) a, range(100000) b WHERE a.range * b.range % 7 = 3"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("remote")
    return publish(City(folder / "build.db", [Finding(1)]).build(), folder / "mingzhang.duckdb").path


@contextmanager
def running(crew: Crew) -> Iterator[str]:
    with served(remote_app(crew, TOKEN, ["127.0.0.1"])) as address:
        yield address


@pytest.fixture(scope="module")
def address(published: Path) -> Iterator[str]:
    limits = Limits(seconds=60, memory="256MB")
    with running(Crew(published, limits, workers=1, largest=3_000_000)) as address:
        yield address


@pytest.fixture
def researcher(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers=BEARER, timeout=60) as client:
        yield client


def test_every_format_brings_the_whole_exact_answer(researcher: httpx.Client) -> None:
    sql = "SELECT 12345678901234567.89::DECIMAL(20, 2) AS amount, '财政拨款' AS word, '=1+1' AS formula"
    row = {"amount": Decimal("12345678901234567.89"), "word": "财政拨款", "formula": "=1+1"}
    csv = researcher.post("/sql", content=sql.encode())
    assert csv.text.splitlines()[1] == "12345678901234567.89,财政拨款,=1+1"
    assert csv.headers["x-rows"] == "1" and csv.headers["cache-control"] == "no-store"
    guarded = researcher.get("/sql", params={"query": sql, "spreadsheet": "1"})
    assert guarded.text.splitlines()[1].endswith("'=1+1")
    as_json = researcher.get("/sql", params={"query": sql, "format": "json"})
    assert as_json.json() == [{**row, "amount": "12345678901234567.89"}]
    arrow = researcher.get("/sql", params={"query": sql, "format": "arrow"})
    assert pa.ipc.open_stream(arrow.content).read_all().to_pylist() == [row]
    parquet = researcher.get("/sql", params={"query": sql, "format": "parquet"})
    assert pq.read_table(io.BytesIO(parquet.content)).to_pylist() == [row]


def test_the_tables_are_listed_with_their_words(researcher: httpx.Client) -> None:
    listed = {table["table"]: table for table in researcher.get("/tables").json()}
    assert listed["dim_document"]["description"].startswith("公开文件")
    assert "fiscal_year" in {column["name"] for column in listed["dim_document"]["columns"]}


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "Bearer",
        "Bearer wrong",
        TOKEN,
        "Basic !!!",
        "Basic " + base64.b64encode(b"anybody:wrong").decode(),
        "Bearer 口令".encode(),
    ],
)
def test_without_the_token_nothing_is_said(address: str, authorization: str | bytes | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    for path in ("/sql?query=SELECT+42", "/tables"):
        answer = httpx.get(address + path, headers=headers)
        assert answer.status_code == 401 and "42" not in answer.text and "dim_" not in answer.text


def test_a_password_field_can_hold_the_token(address: str) -> None:
    assert httpx.get(f"{address}/sql?query=SELECT+42+AS+a", auth=("anybody", TOKEN)).text == "a\r\n42\r\n"


@pytest.mark.parametrize(
    ("sql", "status", "code"),
    [
        ("SELECT * FROM read_text('/etc/passwd')", 400, "files"),
        ("SELECT * FROM 'http://127.0.0.1/a.parquet'", 400, "files"),
        ("COPY dim_document TO '/tmp/stolen.csv'", 400, "files"),
        ("ATTACH '/tmp/other.duckdb'", 400, "files"),
        ("INSTALL httpfs", 400, "settings"),
        ("SET memory_limit = '100GB'", 400, "settings"),
        ("CREATE TABLE x AS SELECT 1", 400, "writing"),
        ("DELETE FROM dim_document", 400, "writing"),
        ("SELECT 1; DROP TABLE dim_document", 400, "not_a_query"),
        ("", 400, "not_a_query"),
        ("SELEC", 400, "syntax"),
        ("SELECT nothing FROM dim_document", 400, "unknown_name"),
        ("SELECT list(range) FROM range(200000000)", 422, "too_much_memory"),
        ("SELECT length(repeat('x', 3000000000))", 422, "too_much_memory"),
        ("SELECT count(*) FROM (SELECT unnest(range(300000000)))", 422, "too_much_memory"),
        ("SELECT repeat('x', 1000) FROM range(10000)", 422, "too_large"),
    ],
)
def test_what_may_not_be_is_refused_in_words_and_the_next_query_works(
    researcher: httpx.Client, sql: str, status: int, code: str
) -> None:
    answer = researcher.post("/sql", content=sql.encode())
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert any("一" <= character <= "鿿" for character in answer.json()["message"])
    assert researcher.get("/sql?query=SELECT+1+AS+a").text == "a\r\n1\r\n"


def test_a_query_without_end_is_stopped(published: Path) -> None:
    crew = Crew(published, Limits(seconds=0.5, memory="256MB"), workers=1)
    with running(crew) as address, httpx.Client(base_url=address, headers=BEARER, timeout=60) as client:
        answer = client.post("/sql", content=HEAVY.encode())
        assert (answer.status_code, answer.json()["code"]) == (422, "too_long")
        assert client.get("/sql?query=SELECT+1+AS+a").text == "a\r\n1\r\n"


def test_odd_requests_are_refused(researcher: httpx.Client, address: str) -> None:
    assert researcher.post("/sql", content=b"SELECT " + b"1" * 200_000).status_code == 413
    assert researcher.post("/sql", content=b"SELECT '\xff\xfe'").status_code == 413
    assert researcher.get("/sql?query=SELECT+1&format=table").status_code == 400
    assert researcher.put("/sql", content=b"SELECT 1").status_code == 405
    assert httpx.get(f"{address}/", headers={"host": "evil.example"}).status_code == 400
    assert "POST /sql" in httpx.get(address).text


def test_too_many_at_once_are_asked_to_wait(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.serve.confined.WAIT", 0.1)
    crew = Crew(published, Limits(seconds=20, memory="256MB"), workers=1)
    with running(crew) as address, httpx.Client(base_url=address, headers=BEARER, timeout=60) as client:
        worker = crew._free.get_nowait()  # its only process is taken
        answer = client.get("/sql?query=SELECT+1")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        crew._free.put(worker)
        assert client.get("/sql?query=SELECT+1").status_code == 200


def test_a_new_version_answers_at_once_and_a_killed_process_is_replaced(tmp_path: Path) -> None:
    build = City(tmp_path / "build.db", [Finding(1)]).build()
    path = publish(build, tmp_path / "mingzhang.duckdb").path
    crew = Crew(path, Limits(seconds=20, memory="256MB"), workers=1)
    try:
        assert crew.ask("SELECT count(*) AS n FROM dim_document", Format.CSV).content.read() == b"n\r\n4\r\n"
        with duckdb.connect(str(build)) as connection:
            connection.execute("DELETE FROM dim_document")
        publish(build, path)
        assert crew.ask("SELECT count(*) AS n FROM dim_document", Format.CSV).content.read() == b"n\r\n0\r\n"
        worker = crew._free.queue[0]
        assert worker._process is not None
        worker._process.kill()
        worker._process.join()
        assert crew.ask("SELECT 1 AS n", Format.CSV).rows == 1
    finally:
        crew.close()


def test_a_process_that_dies_during_a_query_is_an_error_in_words(published: Path) -> None:
    crew = Crew(published, Limits(seconds=60, memory="256MB"), workers=1)
    try:
        crew.ask("SELECT 1", Format.CSV).content.close()
        process = crew._free.queue[0]._process
        assert process is not None
        threading.Timer(0.3, process.kill).start()
        with pytest.raises(RefusedError) as refused:
            crew.ask(HEAVY, Format.CSV)
        assert refused.value.code == "failed"
        assert crew.ask("SELECT 1 AS n", Format.CSV).rows == 1
    finally:
        crew.close()


def test_the_terminal_holds_its_own_memory(published: Path) -> None:
    command = [str(Path(sys.executable).with_name("mingzhang")), "sql", "--warehouse", str(published.parent)]
    done = subprocess.run(
        [*command, "SELECT length(repeat('x', 4000000000))"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "内存超过上限" in done.stderr


def test_the_endpoint_does_not_start_without_a_long_token(published: Path) -> None:
    command = [str(Path(sys.executable).with_name("mingzhang")), "sql-server"]
    for token in ("", "short"):
        environment = {**os.environ, "MINGZHANG_SQL_TOKEN": token}
        done = subprocess.run(
            [*command, "--warehouse", str(published.parent)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2 and "MINGZHANG_SQL_TOKEN" in done.stderr


LEFT_OPEN = """
import sys
from pathlib import Path
from pipelines.serve.confined import Crew
from pipelines.serve.export import Format
crew = Crew(Path(sys.argv[1]), workers=1)
print(crew.ask("SELECT 1 AS one", Format.CSV).rows)
"""


def test_a_crew_left_open_ends_with_its_process_also_where_signals_are_ignored(published: Path) -> None:
    """As under supervisors that start their children with SIGTERM ignored."""
    done = subprocess.run(
        [sys.executable, "-c", LEFT_OPEN, str(published)],
        preexec_fn=lambda: signal.signal(signal.SIGTERM, signal.SIG_IGN),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "1"), done.stderr
