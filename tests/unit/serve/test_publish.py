"""Publishing replaces the file as a whole; readers keep what they opened."""

from pathlib import Path

import duckdb
import pytest

from pipelines.serve.publish import NothingToPublishError, publish
from pipelines.serve.warehouse import WarehouseMissingError, open_published
from tests.support.warehouse_fixture import City, Finding


def test_marts_and_comments_are_published_and_nothing_else(tmp_path: Path) -> None:
    build = City(tmp_path / "build.db", [Finding(1), Finding(2, severity="warning")]).build()
    result = publish(build, tmp_path / "out" / "mingzhang.duckdb")
    with open_published(result.path) as connection:
        tables = {row[0] for row in connection.execute("SHOW TABLES").fetchall()}
        comment = connection.execute(
            "SELECT comment FROM duckdb_columns() "
            "WHERE table_name = 'dim_document' AND column_name = 'fiscal_year'"
        ).fetchone()
        about = connection.execute(
            "SELECT row_count, description, release, reader_version FROM about "
            "WHERE table_name = 'dim_document'"
        ).fetchone()
        kinds = connection.execute(
            "SELECT typeof(difference), typeof(evidence) FROM fct_findings LIMIT 1"
        ).fetchone()
        errors = connection.execute("SELECT count(*) FROM fct_open_errors").fetchone()
    assert (
        "stg_inner" not in tables and {"dim_document", "fct_findings", "fct_open_errors", "about"} <= tables
    )
    assert comment == ("预算年度",)
    assert about == (4, "公开文件，每个文件一行", result.release, "v1")
    assert kinds is not None and kinds[0] == "DECIMAL(24,6)" and kinds[1].startswith("STRUCT(part VARCHAR")
    assert errors == (1,)
    assert result.rows["fct_findings"] == 2


def test_an_open_reader_keeps_its_version_and_the_next_one_sees_the_new(tmp_path: Path) -> None:
    city = City(tmp_path / "build.db", [Finding(1)])
    published = tmp_path / "mingzhang.duckdb"
    publish(city.build(), published)
    with open_published(published) as before:
        city.findings.append(Finding(2))
        publish(city.build(), published)
        with open_published(published) as after:
            assert before.execute("SELECT count(*) FROM fct_findings").fetchone() == (1,)
            assert after.execute("SELECT count(*) FROM fct_findings").fetchone() == (2,)
    assert [path.name for path in tmp_path.glob("*.duckdb")] == ["mingzhang.duckdb"]
    assert not (tmp_path / ".readers").exists()


def test_a_build_without_marts_leaves_the_published_file_alone(tmp_path: Path) -> None:
    published = tmp_path / "mingzhang.duckdb"
    publish(City(tmp_path / "build.db").build(), published)
    before = published.read_bytes()
    empty = tmp_path / "empty.db"
    duckdb.connect(str(empty)).close()
    with pytest.raises(NothingToPublishError):
        publish(empty, published)
    assert published.read_bytes() == before
    assert not list(tmp_path.glob(".mingzhang*"))


def test_what_a_killed_publication_left_is_in_nobodys_way(tmp_path: Path) -> None:
    published = tmp_path / "mingzhang.duckdb"
    (tmp_path / ".mingzhang.duckdb.tmp").write_bytes(b"half a file")
    publish(City(tmp_path / "build.db").build(), published)
    assert [path.name for path in tmp_path.glob("*mingzhang*")] == ["mingzhang.duckdb"]


def test_nothing_published_yet_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissingError, match="mingzhang ingest"):
        open_published(tmp_path / "mingzhang.duckdb")
