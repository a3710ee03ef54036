"""`mingzhang docs`: one page that a browser shows without any server, with what the models say of themselves."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from tests.support.chromium import BROWSER, needs_chromium

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [pytest.mark.slow, needs_chromium]


def test_a_mart_with_its_columns_tests_and_meaning_can_be_looked_up(tmp_path: Path) -> None:
    page_file = tmp_path / "out" / "docs.html"
    told = CliRunner().invoke(app, ["docs", "--out", str(page_file)])
    assert told.exit_code == 0, told.output
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_context(offline=True).new_page()
        page.goto(f"{page_file.as_uri()}#!/model/model.mingzhang.fct_expenditure_by_function")
        page.get_by_text("按功能分类的全部支出").first.wait_for()
        shown = page.locator("body").inner_text()
        browser.close()
    assert "mingzhang.main.fct_expenditure_by_function" in shown
    for word in ("document_id", "total_yuan", "DECIMAL(20,2)"):
        assert word in shown


def test_a_page_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = CliRunner().invoke(app, ["docs", "--out", str(tmp_path / "file" / "docs.html")])
    assert told.exit_code == 1
    assert str(tmp_path / "file") in told.output
