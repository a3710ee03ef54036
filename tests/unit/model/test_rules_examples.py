"""The catalogue's examples, executed: each rule passes its good example and fails its bad one."""

import csv
from pathlib import Path

import duckdb
import pytest

from pipelines.model.build import build
from pipelines.model.project import project_dir
from tests.support.rule_examples import write_lake


def catalogue() -> list[dict[str, str]]:
    with (project_dir() / "seeds/rules/rule_catalogue.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


RULES = catalogue()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[str]]:
    """(rule, "pass" or "fail") → the results that the rule gave on that example."""
    folder = tmp_path_factory.mktemp("rule_examples")
    examples = {
        f"{rule['rule_id']}.{kind}": rule[f"example_{kind}"] for rule in RULES for kind in ("pass", "fail")
    }
    write_lake(folder / "lake", examples)
    build(folder / "lake", folder / "build.duckdb", folder / "dbt", select="+fct_findings")
    with duckdb.connect(str(folder / "build.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "SELECT rule_id, document_id, result FROM fct_rule_results WHERE result <> 'not_applicable'"
        ).fetchall()
    found: dict[tuple[str, str], list[str]] = {}
    for rule, document, result in rows:
        name, kind = document.rsplit("-", 1)[0].split(".")
        if name == rule:
            found.setdefault((rule, kind), []).append(result)
    return found


@pytest.mark.parametrize("rule", [rule["rule_id"] for rule in RULES])
def test_good_example_passes(rule: str, results: dict[tuple[str, str], list[str]]) -> None:
    outcome = results.get((rule, "pass"), [])
    assert "pass" in outcome
    assert "fail" not in outcome


@pytest.mark.parametrize("rule", [rule["rule_id"] for rule in RULES])
def test_bad_example_fails(rule: str, results: dict[tuple[str, str], list[str]]) -> None:
    assert "fail" in results.get((rule, "fail"), [])


def test_every_rule_has_a_model_and_a_row() -> None:
    models = {
        path.stem.removeprefix("fnd_") for path in Path(project_dir(), "models/findings").glob("fnd_*.sql")
    }
    assert models == {rule["rule_id"] for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=[rule["rule_id"] for rule in RULES])
def test_catalogue_row_is_complete(rule: dict[str, str]) -> None:
    assert rule["severity"] in {"error", "warning", "review", "note"}
    for column in ("name_zh", "name_en", "checks", "formula", "table_kinds", "tolerance", "basis"):
        assert rule[column], column
