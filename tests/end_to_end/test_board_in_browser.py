"""The board in a real browser: every page, choosing numbers both ways, settling a finding, axe."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.board_fixture import DOCUMENT, TOKEN, City, invented_city, running_board
from tests.support.chromium import BROWSER, needs_chromium

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

pytestmark = [pytest.mark.slow, needs_chromium]
PAGES = {
    "overview": "/",
    "final": "/?kind=final",
    "missing": "/missing",
    "unit": "/unit/unit:1",
    "document": f"/document/{DOCUMENT}",
    "findings": "/findings",
    "finding": "/finding/f00d",
    "rules": "/rules",
    "rule": "/rule/total_row",
    "search": "/search?q=教育",
    "unit-subjects": "/unit/unit:1/subjects",
    "subject": "/subject/economic/30216?unit=unit:1",
    "cite": f"/cite/{DOCUMENT}",
    "cite-number": f"/cite/{DOCUMENT}/t01:1:whole:0",
    "downloads": "/downloads",
    "sign-in": "/sign-in",
}
SIZES = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return invented_city(tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="module")
def address(city: City) -> Iterator[str]:
    with running_board(city) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> "Iterator[sync_api.Browser]":
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield opened
        opened.close()


def page_of(browser: "sync_api.Browser", address: str, size: str) -> "sync_api.Page":
    """A page that fails the test on any script error, refused resource or outside request."""
    context = browser.new_context(base_url=address, viewport=SIZES[size], locale="zh-CN")
    page = context.new_page()
    page.problems = []
    page.on("console", lambda message: message.type == "error" and page.problems.append(message.text))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("request", lambda request: request.url.startswith(address) or page.problems.append(request.url))
    return page


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_clean_accessible_and_fits(
    browser: "sync_api.Browser", address: str, name: str, size: str, tmp_path: Path
) -> None:
    page = page_of(browser, address, size)
    page.goto(PAGES[name])
    page.wait_for_load_state("networkidle")
    assert page.problems == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    results = axe.Axe().run(page)
    serious = [
        (violation["id"], [node["html"][:120] for node in violation["nodes"][:3]])
        for violation in results.response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert serious == []
    page.context.close()


def test_a_number_and_its_cell_choose_each_other(browser: "sync_api.Browser", address: str) -> None:
    page = page_of(browser, address, "desktop")
    page.goto(PAGES["document"])
    page.click("button.number >> nth=0")
    assert page.locator("rect.cell.chosen").get_attribute("data-fact") == "t01:0:whole:0"
    page.locator("rect.cell >> nth=1").click()
    assert page.locator("button.number.chosen").inner_text() == "250.00"
    assert page.evaluate("document.activeElement.textContent") == "250.00"
    page.click("#cite")
    assert (
        "第1页" in page.locator("p.citation").inner_text() and "250.00" in page.locator("main").inner_text()
    )
    page.context.close()


def test_the_keyboard_reaches_the_content(browser: "sync_api.Browser", address: str) -> None:
    page = page_of(browser, address, "desktop")
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.context.close()


def test_a_clerk_signs_in_and_settles_a_finding(browser: "sync_api.Browser", address: str) -> None:
    page = page_of(browser, address, "phone")
    page.goto("/finding/f00d")
    assert page.locator(".acts").count() == 0
    page.goto("/sign-in")
    page.fill("#name", "王")
    page.fill("#token", TOKEN)
    page.click("main button")
    page.goto("/finding/f00d")
    page.locator(".acts form >> nth=0").locator("button").click()
    assert page.locator(".state").inner_text() == "已确认"
    page.locator(".acts form >> nth=1").locator("input[name=reason]").fill("口径不同，已核实")
    page.locator(".acts form >> nth=1").locator("button").click()
    assert page.locator(".state").inner_text() == "已说明"
    assert "口径不同，已核实" in page.locator(".history").inner_text()
    page.get_by_role("button", name="退出").click()
    page.goto("/finding/f00d")
    assert page.locator(".acts").count() == 0 and page.problems == []
    page.context.close()


def test_filters_work_without_pressing_a_button(browser: "sync_api.Browser", address: str) -> None:
    page = page_of(browser, address, "desktop")
    page.goto("/findings")
    page.select_option("select[name=severity]", "note")
    page.wait_for_url("**severity=note**")
    assert "共 0 项" in page.locator("main").inner_text()
    page.context.close()
