"""The commands an outsider relies on, each as a process: read, ingest, sql, check, status."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.domain.lake import SCHEMAS
from tests.support.command import SEED_PDFS, copies_of_a_disclosure, mingzhang

HTML = "<!DOCTYPE html><html><body>页面不存在</body></html>"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    copies_of_a_disclosure(folder, 3)
    (folder / "市0" / "broken.pdf").write_text(HTML)
    (folder / "市0" / "cut.PDF").write_bytes(SEED_PDFS[0].read_bytes()[:5000])
    (folder / "市0" / "empty.pdf").touch()
    (folder / "市1" / "notes.txt").write_text("not a disclosure")
    (folder / "市2" / "again.pdf").write_bytes((folder / "市0" / "0.pdf").read_bytes())
    return folder


@pytest.fixture(scope="module")
def warehouse(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    done = mingzhang("ingest", files, "--warehouse", folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_read_writes_every_table_by_source_and_accounts_for_every_file(files: Path, tmp_path: Path) -> None:
    done = mingzhang("read", files, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    for table, schema in SCHEMAS.items():
        parts = sorted((tmp_path / table).glob("source=市*/*.parquet"))
        assert {part.parent.name for part in parts} == {"source=市0", "source=市1", "source=市2"}
        assert all(pq.read_schema(part).equals(schema) for part in parts)
    assert "文件6份：新读6份" in done.stderr
    assert "broken.pdf：文件内容是HTML网页" in done.stderr
    assert "notes.txt" in done.stderr
    assert "1个文件与其他文件内容完全相同" in done.stderr


def test_a_file_named_outright_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    named = tmp_path / "download.aspx"
    named.write_bytes(SEED_PDFS[0].read_bytes())
    done = mingzhang("read", named, "--out", tmp_path / "lake")
    assert "预算公开" in done.stderr


def test_ingest_publishes_exactly_one_database(warehouse: Path) -> None:
    assert [path.name for path in warehouse.glob("*.duckdb")] == ["mingzhang.duckdb"]
    assert (warehouse / "lake" / "facts").is_dir()


def test_sql_answers_as_csv_and_refuses_to_write(warehouse: Path) -> None:
    query = "SELECT count(*) AS number, count(DISTINCT document_id) AS documents FROM dim_document"
    done = mingzhang("sql", "--format", "csv", query, "--warehouse", warehouse)
    assert list(csv.DictReader(io.StringIO(done.stdout))) == [{"number": "6", "documents": "6"}]
    refused = mingzhang("sql", "DROP TABLE dim_document", "--warehouse", warehouse)
    assert refused.returncode != 0
    assert "只读" in refused.stderr


def test_a_second_ingest_changes_nothing(files: Path, warehouse: Path) -> None:
    before = (warehouse / "mingzhang.duckdb").stat().st_mtime_ns
    done = mingzhang("ingest", files, "--warehouse", warehouse)
    assert "新读0份、未变6份" in done.stderr
    assert "仓库无变化" in done.stderr
    assert (warehouse / "mingzhang.duckdb").stat().st_mtime_ns == before


def test_status_tells_runs_and_what_could_not_be_read(warehouse: Path) -> None:
    done = mingzhang("status", "--warehouse", warehouse)
    assert "ingest" in done.stdout
    assert "broken.pdf" in done.stdout
    report = json.loads(mingzhang("status", "--json", "--warehouse", warehouse).stdout)
    assert report["lake"]["documents"] == 6
    assert report["runs"][-1]["read"]["read"] == 6


def test_check_tells_what_a_file_is_and_leaves_nothing_behind(files: Path, tmp_path: Path) -> None:
    done = mingzhang("check", files / "市0" / "0.pdf", files / "市0" / "broken.pdf", "--json", cwd=tmp_path)
    reports = {Path(report["path"]).name: report for report in json.loads(done.stdout)}
    assert not any(finding["severity"] == "error" for finding in reports["0.pdf"]["findings"])
    assert done.returncode == 2  # nothing wrong was found, but one file could not be checked
    assert reports["0.pdf"]["content_class"] == "budget_disclosure"
    assert reports["0.pdf"]["rule_results"]["pass"] > 0
    assert [problem["code"] for problem in reports["broken.pdf"]["problems"]] == ["not_a_pdf"]
    assert list(tmp_path.iterdir()) == []


def test_what_the_operator_must_mend_is_said_in_one_line(tmp_path: Path) -> None:
    missing = mingzhang("sql", "SELECT 1", "--warehouse", tmp_path)
    assert missing.returncode != 0
    assert "mingzhang ingest" in missing.stderr
    assert "Traceback" not in missing.stderr
    nowhere = mingzhang("read", tmp_path / "nowhere", "--out", tmp_path / "lake")
    assert nowhere.returncode != 0
    assert "Traceback" not in nowhere.stderr


def test_a_lake_in_use_is_said_so_and_not_touched(files: Path, tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from pipelines.load.lake import Lake\n"
        "with Lake(pathlib.Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"open\n"
    done = mingzhang("read", files, "--out", tmp_path)
    holder.communicate()
    assert done.returncode == 3
    assert "另一个进程" in done.stderr


def test_help_names_every_verb() -> None:
    done = mingzhang("--help")
    assert done.returncode == 0
    for verb in ("read", "ingest", "check", "sql", "status", "nightly"):
        assert f" {verb} " in done.stdout
