"""Releases are whole, immutable, verifiable, described, and say what changed."""

import csv
import io
import shutil
import zipfile
from pathlib import Path

import duckdb
import frictionless
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipelines.serve.commands.release import app
from pipelines.serve.publish import publish
from pipelines.serve.release import SUMS, ReleaseError, find_release, list_releases, make_release, verify
from tests.support.board_fixture import DOCUMENT, City, invented_city


@pytest.fixture
def city(tmp_path: Path) -> City:
    return invented_city(tmp_path / "city")


def test_a_release_is_whole_and_never_written_again(city: City) -> None:
    releases = city.places.warehouse / "releases"
    release = make_release(city.places.published, releases, "2024-03")
    names = {file.name for file in release.files}
    assert {
        "mingzhang.duckdb",
        "mingzhang-csv.zip",
        "DICTIONARY.md",
        "CHANGES.md",
        "datapackage.json",
    } <= names
    assert "parquet/fct_key_figures.parquet" in names and SUMS in names
    assert verify(release) == []
    with pytest.raises(ReleaseError, match="已存在"):
        make_release(city.places.published, releases, "2024-03")
    with pytest.raises(ReleaseError, match="无效"):
        make_release(city.places.published, releases, "../2024-03")
    assert not (release.folder / "DICTIONARY.md").stat().st_mode & 0o222
    assert not list(releases.glob(".*"))


def test_a_release_does_not_tell_where_the_files_lay(city: City, tmp_path: Path) -> None:
    published = tmp_path / "published.duckdb"
    shutil.copyfile(city.places.published, published)
    with duckdb.connect(str(published)) as connection:
        names = connection.execute("SELECT document_id, path FROM dim_document ORDER BY 1").fetchall()
        connection.execute("UPDATE dim_document SET path = '/home/clerk/下载/' || path")
    release = make_release(published, city.places.warehouse / "releases", "r")
    with duckdb.connect(str(release.folder / "mingzhang.duckdb"), read_only=True) as connection:
        told = connection.execute("SELECT document_id, path FROM dim_document ORDER BY 1").fetchall()
    assert names and told == names


def test_what_was_touched_is_found(city: City) -> None:
    release = make_release(city.places.published, city.places.warehouse / "releases", "r")
    changed = release.folder / "DICTIONARY.md"
    changed.chmod(0o644)
    changed.write_text("other", encoding="utf-8")
    (release.folder / "CITATION.cff").unlink()
    (release.folder / "extra.txt").write_text("x", encoding="utf-8")
    wrong = verify(find_release(city.places.warehouse / "releases", "r"))
    assert wrong == ["缺少文件：CITATION.cff", "内容已变：DICTIONARY.md", "多出文件：extra.txt"]


def test_amounts_are_exact_in_parquet_and_csv(city: City) -> None:
    release = make_release(city.places.published, city.places.warehouse / "releases", "r")
    table = pq.read_table(release.folder / "parquet" / "fct_key_figures.parquet")
    assert str(table.schema.field("amount_yuan").type) == "decimal128(20, 2)"
    with zipfile.ZipFile(release.folder / "mingzhang-csv.zip") as archive:
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open("data/fct_key_figures.csv"), "utf-8")))
    assert {row["amount_yuan"] for row in rows} == {"2500000.00", "120000.00", "2400000.00"}


def test_the_data_package_is_valid_for_frictionless(city: City, tmp_path: Path) -> None:
    release = make_release(city.places.published, city.places.warehouse / "releases", "r")
    with zipfile.ZipFile(release.folder / "mingzhang-csv.zip") as archive:
        archive.extractall(tmp_path / "package")
    report = frictionless.validate(str(tmp_path / "package" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])[:5]
    as_user = frictionless.validate(str(release.folder / "datapackage.json"))
    assert as_user.valid, as_user.flatten(["name", "type", "note"])[:5]
    assert as_user.stats["tasks"] == len(list((release.folder / "parquet").iterdir()))


def test_changes_name_documents_figures_and_findings(city: City, tmp_path: Path) -> None:
    releases = city.places.warehouse / "releases"
    make_release(city.places.published, releases, "a")
    build = city.places.warehouse / "build.db"
    with duckdb.connect(str(build)) as connection:
        connection.execute(
            "UPDATE fct_key_figures SET amount_yuan = 2600000 WHERE figure_id = 'total_income' AND is_primary"
        )
        connection.execute("DELETE FROM fct_findings")
        connection.execute(
            "INSERT INTO dim_document SELECT * REPLACE (repeat('a', 64) AS document_id, "
            "'样例市新局' AS entity_name) FROM dim_document WHERE document_id = ?",
            [DOCUMENT],
        )
    publish(build, city.places.published)
    release = make_release(city.places.published, releases, "b")
    text = (release.folder / "CHANGES.md").read_text(encoding="utf-8")
    assert "样例市教育局 2024 部门预算，收入总计：2,500,000.00 → 2,600,000.00" in text
    assert "新增公开文件（1）" in text and "样例市新局" in text and "已消除的问题（1）" in text
    assert next(iter(list_releases(releases))).name == "b"


def test_the_verbs(city: City) -> None:
    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, [*words, "--warehouse", str(city.places.warehouse)])
        return result.exit_code, result.output

    assert run("list") == (0, "还没有发布版。\n")
    assert run("make", "--name", "r")[0] == 0
    assert "r　" in run("list")[1]
    assert run("verify", "r") == (0, "发布版 r 完好。\n")
    assert "没有变化" in run("diff", "r")[1]
    code, text = run("verify", "nothing")
    assert code == 2 and "没有名为 nothing 的发布版" in text
