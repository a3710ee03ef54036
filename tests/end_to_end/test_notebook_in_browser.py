"""The researcher's notebook in a real browser: every worked query answers, charts and downloads are there."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.board_fixture import City, invented_city
from tests.support.chromium import BROWSER, needs_chromium

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("marimo", reason="marimo is not installed (extra `desk`)")
ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebooks" / "queries.py"

pytestmark = [pytest.mark.slow, needs_chromium]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return invented_city(tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="module")
def address(city: City) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        f"{sys.executable} -m marimo run {NOTEBOOK} --headless --no-token --host 127.0.0.1 --port {port}".split(),
        cwd=ROOT,
        env={**os.environ, "MINGZHANG_WAREHOUSE": str(city.places.warehouse), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/health", timeout=1).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def rewrite(page: "sync_api.Page", sql: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(sql)
    page.locator("h1").click()


def test_worked_queries_answer_and_can_be_rewritten_while_the_night_publishes(
    address: str, city: City
) -> None:
    outside: list[str] = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1360, "height": 1200}, locale="zh-CN")
        page.on("request", lambda request: request.url.startswith(address) or outside.append(request.url))
        page.goto(address)
        page.locator(".cm-content").wait_for(timeout=60_000)
        titles = page.locator("select option").all_inner_texts()
        assert len([title for title in titles if re.match(r"\d+\. ", title)]) == 12
        rewrite(
            page,
            "SELECT figure_id AS name, 2020 + row_number() OVER () AS fiscal_year, amount_yuan AS yuan "
            "FROM fct_key_figures LIMIT 2",
        )
        page.get_by_text("共 2 行").wait_for(timeout=30_000)
        page.get_by_text("下载图（SVG）").wait_for(timeout=30_000)
        with page.expect_download() as download:
            page.get_by_text("下载 CSV").click()
        assert Path(download.value.path()).read_bytes().startswith(b"name,fiscal_year,yuan")
        rewrite(page, "DROP TABLE fct_key_figures")
        page.get_by_text("仓库只读：").wait_for(timeout=30_000)
        for name in ("样例市甲局", "样例市乙局"):
            city.publish(name)
            rewrite(page, f"SELECT unit_name FROM dim_unit WHERE unit_name = '{name}'")
            page.get_by_role("cell", name=name).wait_for(timeout=30_000)
        if shots := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{shots}/notebook.png")
        browser.close()
    assert [url for url in outside if not url.startswith(("data:", "blob:"))] == []
