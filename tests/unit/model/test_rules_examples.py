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


# What is no contradiction: rounding, lawful omission, a table that was not read whole.
STATES = {
    "rounding": "表 general_public_expenditure 万元: total\n合计 9.01\n205 教育支出 4.00\n221 住房保障支出 5.00",
    "withheld": (
        "# 甲市公安局 2026 budget department\n"
        "表 general_public_expenditure 万元: total\n合计 99.00\n205 教育支出 4.00\n221 住房保障支出 5.00"
    ),
    "unread": (
        "表 general_public_expenditure 万元 unclaimed=2: total\n"
        "合计 99.00\n205 教育支出 4.00\n221 住房保障支出 5.00"
    ),
    "doubled_column": (
        "表 general_public_expenditure 万元: total total\n"
        "合计 99.00 1.00\n205 教育支出 4.00 1.00\n221 住房保障支出 5.00 1.00"
    ),
}
TREE = (
    "表 general_public_expenditure 万元: total\n205 教育支出 9.00\n20502 普通教育 9.00\n2050201 学前教育 9.00\n"
    "文 general_public_expenditure_by_subject"
)
SUBJECTS = {
    "unprinted_subject": TREE + "[教育支出（类）职业教育（款）技校教育（项）]=8.00万元",
    "item_without_group": TREE + "[普通教育（类）学前教育（项）]=9.00万元",
}
LISTS = {
    "list_without_sum": (
        "表 three_public_expenses 万元: total\n“三公”经费合计 5.00\n公务接待费 2.00\n会议费 3.00\n培训费 1.00"
    ),
}
Outcome = dict[tuple[str, str, str], list[tuple[str, str | None]]]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """(example, kind, rule) → the results and reasons that the rule gave on that example."""
    folder = tmp_path_factory.mktemp("rule_examples")
    examples = {
        f"{rule['rule_id']}.{kind}": rule[f"example_{kind}"] for rule in RULES for kind in ("pass", "fail")
    }
    examples |= {f"{name}.state": text for name, text in (STATES | SUBJECTS | LISTS).items()}
    write_lake(folder / "lake", examples)
    build(folder / "lake", folder / "build.duckdb", folder / "dbt", select="+fct_findings", tested=False)
    with duckdb.connect(str(folder / "build.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "SELECT rule_id, coalesce(document_id, unit_id), result, reason FROM fct_rule_results "
            "WHERE result <> 'not_applicable'"
        ).fetchall()
    found: Outcome = {}
    for rule, document, result, reason in rows:
        name, kind = document.rsplit("-", 1)[0].split(".")
        found.setdefault((name, kind, rule), []).append((result, reason))
    return found


def results_of(outcomes: Outcome, name: str, kind: str, rule: str) -> list[str]:
    return [result for result, _ in outcomes.get((name, kind, rule), [])]


@pytest.mark.parametrize(
    ("state", "result", "reason"),
    [
        ("rounding", "pass", "四舍五入"),
        ("withheld", "explained", "可不公开"),
        ("unread", "not_checked", "未能归入"),
        ("doubled_column", "not_checked", "多次"),
    ],
)
def test_what_is_no_contradiction(state: str, result: str, reason: str, outcomes: Outcome) -> None:
    told = outcomes[(state, "state", "total_row")]
    assert [outcome for outcome, _ in told] == [result]
    assert reason in (told[0][1] or "")


@pytest.mark.parametrize(
    ("state", "result"), [("unprinted_subject", "not_checked"), ("item_without_group", "pass")]
)
def test_subjects_of_the_text(state: str, result: str, outcomes: Outcome) -> None:
    assert results_of(outcomes, state, "state", "narrative_subjects") == [result]


def test_a_list_that_prints_no_sum_of_all_lacks_none(outcomes: Outcome) -> None:
    assert "fail" not in results_of(outcomes, "list_without_sum", "state", "three_public_meetings")


@pytest.mark.parametrize("rule", [rule["rule_id"] for rule in RULES])
def test_good_example_passes(rule: str, outcomes: Outcome) -> None:
    outcome = results_of(outcomes, rule, "pass", rule)
    assert "pass" in outcome
    assert "fail" not in outcome


@pytest.mark.parametrize("rule", [rule["rule_id"] for rule in RULES])
def test_bad_example_fails(rule: str, outcomes: Outcome) -> None:
    assert "fail" in results_of(outcomes, rule, "fail", rule)


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
