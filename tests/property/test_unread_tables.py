"""A table that was not read whole never yields a fail (未读全的表不下结论), whatever the rule."""

import csv
import random
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.domain.lake import SCHEMAS
from pipelines.model.build import build
from pipelines.model.project import project_dir
from tests.support.hand_lake import CAPTURES, REGISTER
from tests.support.rule_examples import ExampleReader

BESIDE = {"register": REGISTER, "captures": CAPTURES}
CHANCE = random.Random(5)
Rows = dict[str, list[dict[str, Any]]]


def examples() -> dict[str, str]:
    with (project_dir() / "seeds/rules/rule_catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {rule["rule_id"]: rule["example_fail"] for rule in csv.DictReader(file)}


def unclaimed_number(rows: Rows) -> None:
    """Every table has a number that no cell claimed, some of its amounts are lost."""
    for table in rows["tables"]:
        table["unclaimed_tokens"] = 1
    lost = [fact for fact in rows["facts"] if CHANCE.random() < 0.2]
    rows["facts"] = [fact for fact in rows["facts"] if fact not in lost]


def picture_page(rows: Rows) -> None:
    """The page behind every table is a picture: the rest of the table may stand there."""
    for document in rows["documents"]:
        document["image_page_count"] = 1
        document["read_status"] = "partial"
        keys = {"document_id": document["document_id"], "reader_version": "1"}
        rows["pages"].append(
            keys | {"page": 2, "has_text_layer": False, "image_area_share": 0.9, "char_count": 0}
        )


def no_unit_of_money(rows: Rows) -> None:
    """No unit of money was found above any table."""
    for table in rows["tables"]:
        table["money_unit"] = None


def unread(rows: Rows) -> None:
    """A scan: nothing of any table is there, nor of the text."""
    for document in rows["documents"]:
        document["image_page_count"] = 3
        document["read_status"] = "partial"
    for name in ("tables", "facts", "figures", "paragraphs", "indicators", "projects"):
        rows[name] = []


STATES = {state.__name__: state for state in (unclaimed_number, picture_page, no_unit_of_money, unread)}
WORDS_ONLY = {
    # these rest on words, names, titles and links, not on numbers of a table
    "template_leftovers", "level_wording", "year_in_heading", "body_in_heading", "body_in_table", "year_in_title",
    "scope_in_title", "table_number_order", "table_number_style", "same_text_twice", "copied_narrative",
    "link_names_document", "must_publish", "published_late", "page_twice", "year_on_cover", "wording_slips",
}  # fmt: skip


ABSENCE = {"mandated_tables", "empty_table_unexplained", "tables_against_peers", "contents_agree"}
"""What is missing is missing whatever the unit of money of what is there."""


def rests_on_tables(rule: str, text: str) -> bool:
    has_tables = any(line.startswith("表 ") for line in text.splitlines())
    return rule not in WORDS_ONLY and has_tables


@pytest.fixture(scope="module")
def fails(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str]]:
    """(state, example, rule) of every fail."""
    folder = tmp_path_factory.mktemp("unread")
    gathered: Rows = {name: [] for name in (*SCHEMAS, *BESIDE)}
    for state, change in STATES.items():
        for rule, text in examples().items():
            reader = ExampleReader(f"{state}.{rule}-")
            reader.read(text)
            change(reader.rows)
            for table, rows in reader.rows.items():
                gathered[table] += rows
    for table, rows in gathered.items():
        target = folder / "lake" / table / "source=unread"
        target.mkdir(parents=True)
        schema = BESIDE.get(table) or SCHEMAS[table]
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), target / "1.parquet")
    build(folder / "lake", folder / "build.duckdb", folder / "dbt", tested=False)
    with duckdb.connect(str(folder / "build.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "SELECT coalesce(document_id, unit_id), rule_id FROM fct_rule_results WHERE result = 'fail'"
        ).fetchall()
    return {(*str(document).rsplit("-", 1)[0].split(".", 1), rule) for document, rule in found}  # type: ignore[misc]


@pytest.mark.parametrize("state", STATES)
def test_no_rule_on_tables_fails_where_tables_were_not_read(
    state: str, fails: set[tuple[str, str, str]]
) -> None:
    texts = examples()
    wrong = {
        (example, rule)
        for where, example, rule in fails
        if where == state and rule not in WORDS_ONLY and rests_on_tables(example, texts[example])
    }
    if state == "no_unit_of_money":
        wrong = {(example, rule) for example, rule in wrong if rule not in ABSENCE}
    assert wrong == set()


def test_a_scan_yields_nothing_at_all(fails: set[tuple[str, str, str]]) -> None:
    found = {rule for state, _, rule in fails if state == "unread"}
    assert found <= {"same_text_twice", "link_names_document", "must_publish", "published_late"}


def test_the_examples_do_fail_when_read(tmp_path: Path) -> None:
    """Guards the guard: words-only rules are the only ones without a table in their example or named above."""
    texts = examples()
    without_tables = {rule for rule, text in texts.items() if "表 " not in text}
    assert {rule for rule in without_tables if rule not in WORDS_ONLY} == {
        rule
        for rule in without_tables
        if rule.startswith(("narrative_", "share_", "prior_year", "form_weights"))
    } - WORDS_ONLY
