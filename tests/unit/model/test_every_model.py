"""Every model says what it is, has a key that is tested, and a test that fails for a reason somebody cares about."""

import csv
import re
from typing import Any

import pytest
import yaml

from pipelines.model.project import project_dir

PROJECT = project_dir()
KEY_TESTS = {"primary_key", "unique_rows", "unique"}
KEYS = re.compile(r"'((?:stg|int)_\w+)': \['")


def described() -> dict[str, dict[str, Any]]:
    """The models of the YAML files by name."""
    models: dict[str, dict[str, Any]] = {}
    for path in sorted((PROJECT / "models").rglob("*.yml")):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models") or []:
            models[model["name"]] = model
    return models


def yaml_tests(model: dict[str, Any]) -> list[str]:
    holders = [model, *(model.get("columns") or [])]
    tests = [test for holder in holders for test in holder.get("data_tests") or []]
    return [test if isinstance(test, str) else next(iter(test)) for test in tests]


def singular_tests() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (PROJECT / "tests").glob("*.sql")}


MODELS = described()
RULES = {path.stem for path in (PROJECT / "models").rglob("fnd_*.sql")}
OTHERS = sorted({path.stem for path in (PROJECT / "models").rglob("*.sql")} - RULES)
KEYED = set(KEYS.findall((PROJECT / "macros" / "keys.sql").read_text(encoding="utf-8")))
MEANT = "\n".join(sql for name, sql in singular_tests().items() if not name.startswith("keys_of_"))


@pytest.mark.parametrize("name", OTHERS)
def test_model_is_described_and_tested(name: str) -> None:
    model = MODELS.get(name, {})
    tests = yaml_tests(model)
    assert re.search("[\u4e00-\u9fff]", model.get("description", "")), "described in Chinese"
    assert re.search("[a-z]{3}", model.get("description", "")), "described in English"
    results = name.startswith("int_results_")
    assert KEY_TESTS & set(tests) or name in KEYED or results, "its key is tested"
    kept = name.startswith("int_kept_")
    checks = name.startswith("int_check_") or results
    assert set(tests) - KEY_TESTS or named_in_a_test(name) or kept or checks, "a test somebody cares about"


def named_in_a_test(name: str) -> bool:
    return re.search(rf"'{name}'", MEANT) is not None


def test_results_and_kept_rows_are_tested_together() -> None:
    """Scratch tables of the checks are judged by what they come to, the results."""
    tests = singular_tests()
    assert "keys_of_checks()" in tests["keys_of_checks"]
    assert "keys_of_what_is_kept()" in tests["kept_documents_are_current"]
    assert "fct_rule_results" in tests["every_rule_speaks_of_every_document"]
    assert "int_check_" in tests["checks_look_at_every_amount"]


def test_every_rule_has_its_row_in_the_catalogue_with_both_examples() -> None:
    with (PROJECT / "seeds/rules/rule_catalogue.csv").open(encoding="utf-8", newline="") as file:
        catalogue = {row["rule_id"]: row for row in csv.DictReader(file)}
    assert {f"fnd_{rule}" for rule in catalogue} == RULES
    for rule, row in catalogue.items():
        assert row["checks"] and row["example_pass"] and row["example_fail"], rule


def test_every_column_of_a_published_model_is_described() -> None:
    for name, model in MODELS.items():
        if name.startswith(("dim_", "fct_", "bridge_")):
            for column in model["columns"]:
                assert column.get("description"), (name, column["name"])


def test_project_has_no_model_in_yaml_that_is_not_there() -> None:
    assert set(MODELS) <= set(OTHERS) | RULES
