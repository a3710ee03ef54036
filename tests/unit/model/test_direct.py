"""The rules run without dbt's start: the same findings as a build, one preparation per project."""

from pathlib import Path

import duckdb
import pytest

from pipelines.model import template
from pipelines.model.build import build
from pipelines.model.direct import WANTED, check_lake
from pipelines.model.project import project_digest
from pipelines.orchestrate.gather import gather
from pipelines.orchestrate.read_files import read_into_lake
from tests.support.command import environment
from tests.support.sample_warehouse import SAMPLE

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "pdf"


@pytest.fixture(autouse=True)
def shared_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", environment()["XDG_CACHE_HOME"])


def differing_rows(lake: Path, work: Path) -> dict[str, int]:
    """Rows of the two tables of results that one way of building has and the other has not."""
    built = work / "built.duckdb"
    build(lake, built, work / "dbt", select="+fct_findings", tested=False)
    found = check_lake(lake, work, threads=2)
    with duckdb.connect() as db:
        db.execute(f"ATTACH '{built}' AS built (READ_ONLY); ATTACH '{found}' AS found (READ_ONLY)")
        counts = {}
        for table in ("fct_rule_results", "fct_findings"):
            one, other = f"FROM built.main.{table}", f"FROM found.main.{table}"
            both = f"(({one} EXCEPT ALL {other}) UNION ALL ({other} EXCEPT ALL {one}))"
            row = db.execute(f"SELECT (SELECT count(*) FROM {both}), (SELECT count(*) {one})").fetchone()
            assert row is not None and row[1] > 0
            counts[table] = row[0]
    return counts


def test_the_sample_city_has_the_same_results_either_way(tmp_path: Path) -> None:
    read_into_lake(gather([SAMPLE]).documents, tmp_path / "lake")
    assert differing_rows(tmp_path / "lake", tmp_path) == {"fct_rule_results": 0, "fct_findings": 0}


@pytest.mark.corpus
def test_real_files_have_the_same_results_either_way(tmp_path: Path) -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus (../shared/corpus) is not here")
    cities = ("shanghai_putuo", "jiangsu", "foshan")
    files = [file for city in cities for file in (CORPUS / city).glob("*.pdf")]
    read_into_lake(gather(files).documents, tmp_path / "lake")
    assert differing_rows(tmp_path / "lake", tmp_path) == {"fct_rule_results": 0, "fct_findings": 0}


def test_an_empty_lake_has_no_findings(tmp_path: Path) -> None:
    (tmp_path / "lake").mkdir()
    with duckdb.connect(str(check_lake(tmp_path / "lake", tmp_path)), read_only=True) as db:
        assert db.execute("SELECT count(*) FROM fct_findings").fetchall() == [(0,)]


def test_the_project_is_built_once_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with template.template(WANTED) as first:
        assert first.is_file()
    monkeypatch.setattr(template, "run_dbt", lambda *_, **__: pytest.fail("built again"))
    said: list[str] = []
    with template.template(WANTED, lambda: said.append("preparing")) as second:
        assert second == first and not said


def test_without_a_cache_the_template_lasts_as_long_as_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    def build_nothing(lake: Path, database: Path, target: Path, **_: object) -> None:
        target.mkdir()
        with duckdb.connect(str(database)) as connection:
            connection.execute(
                "CREATE SCHEMA intermediate; CREATE TABLE intermediate.steps_of (digest varchar)"
            )

    monkeypatch.setattr(template, "run_dbt", build_nothing)
    with template.template(WANTED) as empty:
        assert empty.exists()
    assert not empty.exists()


def test_the_digest_follows_models_and_seeds_but_not_what_dbt_leaves(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "a.sql").write_text("select 1")
    (tmp_path / "target").mkdir()
    before = project_digest(tmp_path)
    (tmp_path / "target" / "a.sql").write_text("compiled")
    (tmp_path / ".user.yml").write_text("id: 1")
    assert project_digest(tmp_path) == before
    (tmp_path / "models" / "a.sql").write_text("select 2")
    assert project_digest(tmp_path) != before
