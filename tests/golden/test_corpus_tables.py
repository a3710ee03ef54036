"""The real documents: table kinds found, every number claimed, sums that close, and five transcribed by hand."""

import csv
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from pipelines.read import read_pdf
from pipelines.recognise.closure import equations
from pipelines.recognise.tables import Recognised, recognise_tables

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="the corpus is not beside the checkout"),
]


@cache
def corpus() -> list[tuple[dict[str, str], Recognised]]:
    with (SHARED / "taxonomy" / "entities.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    folder = SHARED / "corpus" / "pdf"
    return [(row, recognise_tables(read_pdf((folder / row["file"]).read_bytes()).pages)) for row in rows]


def test_table_kinds_found_and_none_invented() -> None:
    found = missed = invented = 0
    for row, result in corpus():
        if row["content_class"] in ("notice", "listing") or not row["tables"]:
            continue
        expected, got = set(row["tables"].split()), {table.kind for table in result.tables} - {"other"}
        found += len(expected & got)
        missed += len(expected - got)
        invented += len(got - expected)
    assert found / (found + missed) >= 0.995
    assert found / (found + invented) >= 0.995


def test_every_number_of_a_table_is_claimed_or_listed() -> None:
    tokens = claimed = listed = 0
    for _, result in corpus():
        tokens += sum(count.tokens for count in result.counts.values())
        claimed += sum(count.claimed for count in result.counts.values())
        listed += sum(len(p.tokens) for p in result.problems if p.code == "unclaimed_number")
    assert claimed / tokens >= 0.9995
    assert tokens - claimed == listed


def test_no_number_is_claimed_twice() -> None:
    for _, result in corpus():
        places = [(fact.page, fact.box) for table in result.tables for fact in table.facts]
        assert len(places) == len(set(places))


def test_sums_close_but_for_the_departments_own_errors() -> None:
    exact = broken = 0
    for _, result in corpus():
        for table in result.tables:
            for equation in equations(table):
                exact += equation.expected == equation.actual
                broken += not equation.closes
    assert exact >= 14_000
    assert broken <= 7


def test_documents_transcribed_by_hand(tmp_path: Path) -> None:
    truth = SHARED / "truth"
    command = Path(sys.executable).with_name("mingzhang")
    subprocess.run(
        [command, "read", truth / "pdf", "--out", tmp_path / "lake"], check=True, capture_output=True
    )
    adapter = [sys.executable, truth / "from_lake.py", tmp_path / "lake", tmp_path / "out"]
    subprocess.run(adapter, check=True, capture_output=True)
    judge = [sys.executable, truth / "score.py", tmp_path / "out", "--json", tmp_path / "score.json"]
    subprocess.run(judge, check=True, capture_output=True)
    tables = json.loads((tmp_path / "score.json").read_text("utf-8"))["tables"]
    true = sum(table["true"] for table in tables.values())
    hit = sum(table["hit"] for table in tables.values())
    leaf = sum(table["leaf"] for table in tables.values())
    predicted = sum(table["pred"] for name, table in tables.items() if name != "other")
    hit_known = sum(table["hit"] for name, table in tables.items() if name != "other")
    assert hit / true >= 0.998
    assert hit_known / predicted >= 0.998
    assert leaf / hit >= 0.98
