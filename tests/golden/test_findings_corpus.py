"""The violations known in the real documents are found, and nothing that was not looked at is called an error."""

import csv
import hashlib
from pathlib import Path

import duckdb
import pytest

from pipelines.domain.document import SourceDocument
from pipelines.model.build import build
from pipelines.orchestrate.read_files import read_into_lake

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "pdf"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout"),
]
KNOWN = {
    "b302f0a0": {"class_names_agree", "economic_name_standard", "narrative_subjects", "subject_code_known"},
    "0c14414a": {"class_names_agree"},
    "445dce43": {"grand_total_printed"},
    "34b93d45": {"narrative_totals"},
    "9cf8afd0": {"empty_note_contradicted", "level_wording"},
    "20df02bc": {"narrative_prior_not_negative", "narrative_subjects"},
    "af3bb6f5": {"narrative_subjects"},
    "f2546b57": {
        "narrative_basic_project", "narrative_personnel_public_use", "body_in_heading",
        "narrative_completion_percent",
    },
    "a4f36543": {"total_row", "classes_agree", "subjects_general_public"},
    "8408cafe": {"total_row"},
    "002db9dd": {"three_public_vehicles"},
    "956e1557": {"narrative_stated_twice", "narrative_change_percent", "narrative_shares"},
    "b6f85578": {"narrative_change_percent", "prior_year_agrees"},
    "68beaee9": {"narrative_change_percent"},
    "177eb7fa": {"narrative_change_percent"},
    "520fa5c5": {"narrative_shares"},
    # file names that give another year than the pages
    "e8986585": {"link_names_document"},
    "5f8f9471": {"link_names_document"},
    "97cc4d4f": {"link_names_document"},
    # found by rules made since: last year's year, marks and words printed twice
    "bcd5320f": {"year_in_text"},
    "4582b4a6": {"wording_slips"},
    "7c364fd0": {"wording_slips"},
    "f113bb6e": {"wording_slips"},
}  # fmt: skip
"""First eight characters of the file's hash → rules that find what is wrong in it."""
OF_CHAINS = {
    "956e1557", "b6f85578", "68beaee9", "a59d3e87", "177eb7fa", "60f13f96", "d22abdf0", "1ac93479", "818fcfd6",
    "520fa5c5", "f113bb6e", "2baf474e", "be0b8f93", "20df02bc", "9cf8afd0", "80009d59",
}  # fmt: skip
CHAINS = {
    ("江苏省人民检察院", 2018, "total_expenditure", 2195535, 395867, 1799668),
    ("江苏省人民检察院", 2018, "operating_cost", 272257, -330998, 603255),
    ("江苏省人民检察院", 2019, "total_expenditure", 2416974, 221439, 2195535),
    ("江苏省委办公厅", 2018, "total_expenditure", 2445843, 360898, 2084945),
    ("江苏省委办公厅", 2019, "total_expenditure", 2766422, 320579, 2445843),
    ("江苏省人大常委会办公厅", 2018, "total_expenditure", 1589744, 224837, 1364907),
    ("江苏省人大常委会办公厅", 2019, "total_expenditure", 1833037, 243293, 1589744),
    (
        "上海市普陀区人民政府万里街道办事处",
        2024,
        "general_public_budget_expenditure",
        1562111,
        -87675,
        1649786,
    ),
    (
        "上海市普陀区人民政府万里街道办事处",
        2025,
        "general_public_budget_expenditure",
        1897676,
        335565,
        1562111,
    ),
}
"""This year's amount, the change it states, what last year's file prints: hundreds of yuan, as 0.01 万元 is."""
CHAIN_QUERY = """
SELECT DISTINCT
    unit_name, this.fiscal_year, this.figure_id,
    CAST(round(this.amount_yuan / 100) AS INTEGER), CAST(said.value / 100 AS INTEGER),
    CAST(round(before.amount_yuan / 100) AS INTEGER)
FROM fct_key_figures AS this
JOIN dim_unit USING (unit_id)
JOIN fct_narrative_figures AS said
    ON this.disclosure_id = said.disclosure_id AND said.figure_id = 'yoy_change' AND this.figure_id = said.subject
JOIN fct_key_figures AS before
    ON this.unit_id = before.unit_id AND this.scope = before.scope AND this.doc_kind = before.doc_kind
    AND this.figure_id = before.figure_id AND this.fiscal_year = before.fiscal_year + 1
    AND before.is_primary AND before.is_current
WHERE this.is_primary AND this.is_current AND abs(this.amount_yuan - said.value - before.amount_yuan) <= 100
"""
EXPLAINED = {"8ce2fb44": {"total_row"}, "002db9dd": {"total_row", "summary_expenditure_classes"}}
SCANNED = "2835cde9"

Results = set[tuple[str, str, str, str]]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents named above as a warehouse."""
    work = tmp_path_factory.mktemp("known_violations")
    sources = []
    for path in sorted(CORPUS.rglob("*.pdf")):
        if path.stem.rsplit(".", 1)[-1] in {*KNOWN, *EXPLAINED, *OF_CHAINS, SCANNED}:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            sources.append(SourceDocument(digest, path.parent.name, str(path)))
    read_into_lake(sources, work / "lake")
    build(work / "lake", work / "build.duckdb", work / "dbt", tested=False)
    return work / "build.duckdb"


@pytest.fixture(scope="module")
def results(database: Path) -> Results:
    """(document, rule, result, severity) of the documents named above."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT left(document_id, 8), rule_id, result, severity FROM fct_rule_results "
            "WHERE result <> 'not_applicable' AND document_id IS NOT NULL"
        ).fetchall()
    return set(rows)


@pytest.mark.parametrize("document", KNOWN)
def test_known_violations_are_found(document: str, results: Results) -> None:
    found = {rule for name, rule, result, _ in results if name == document and result == "fail"}
    assert KNOWN[document] <= found


@pytest.mark.parametrize("document", EXPLAINED)
def test_withheld_rows_are_explained_not_wrong(document: str, results: Results) -> None:
    explained = {rule for name, rule, result, _ in results if name == document and result == "explained"}
    assert EXPLAINED[document] <= explained


def test_every_error_was_looked_at_on_the_page(results: Results) -> None:
    with (ROOT / "benchmarks/planting/verdicts.csv").open(encoding="utf-8", newline="") as file:
        true = {(x["document_id"][:8], x["rule_id"]) for x in csv.DictReader(file) if x["verdict"] == "true"}
    errors = {
        (name, rule) for name, rule, result, severity in results if (result, severity) == ("fail", "error")
    }
    assert errors <= true


def test_a_scan_has_no_findings(results: Results) -> None:
    assert not {rule for name, rule, result, _ in results if name == SCANNED and result == "fail"}


def test_what_files_say_of_the_year_before_is_what_its_files_print(database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        found = set(connection.execute(CHAIN_QUERY).fetchall())
    assert found >= CHAINS
