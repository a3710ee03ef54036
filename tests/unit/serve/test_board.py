"""The board over real HTTP: every page, changes only with the token, nothing of the browser becomes code."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pipelines.alert.store import Store
from pipelines.domain.document import ContentClass
from pipelines.domain.finding import SEVERITY_NAMES
from pipelines.serve.words import CHANGE_NAMES, CONTENT_NAMES, RESULT_NAMES, STATUS_NAMES
from tests.support.board_fixture import (
    DOCUMENT,
    EVIL,
    OLD_DOCUMENT,
    TOKEN,
    City,
    invented_city,
    running_board,
)
from tests.support.page_words import PageWords

PAGES = [
    "/unit/unit:1/subjects",
    "/subject/economic/30216",
    "/subject/function/205?unit=unit:1",
    "/",
    "/?kind=final",
    "/?city=sample",
    "/unit/unit:1",
    "/unit/unit:2",
    f"/document/{DOCUMENT}",
    f"/document/{DOCUMENT}?page=2",
    f"/document/{'f' * 64}",
    "/findings",
    "/findings?severity=error&state=new",
    "/finding/f00d",
    "/rules",
    "/rule/total_row",
    "/search",
    f"/cite/{DOCUMENT}",
    f"/cite/{DOCUMENT}/t01:1:whole:0",
    "/cite/f00d",
    f"/cite/{DOCUMENT}/3",
    "/missing",
    "/search?q=教育",
    "/downloads",
    "/sign-in",
]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return invented_city(tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="module")
def address(city: City) -> Iterator[str]:
    with running_board(city) as address:
        yield address


@pytest.fixture
def reader(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as client:
        yield client


@pytest.fixture
def clerk(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as client:
        assert client.post("/sign-in", data={"name": "王", "token": TOKEN}).status_code == 303
        yield client


def form_token(client: httpx.Client) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', client.get("/finding/f00d").text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_fenced_in_and_free_of_markup_from_disclosures(
    reader: httpx.Client, path: str
) -> None:
    answer = reader.get(path)
    assert answer.status_code == 200
    assert EVIL not in answer.text and 'href="javascript' not in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"(?:src|href)=\"https?://(?!127\.0\.0\.1)", answer.text)
    assert "style=" not in answer.text and "onclick" not in answer.text


def test_every_value_is_shown_in_chinese(reader: httpx.Client) -> None:
    todo, seen, shown = ["/", "/?kind=final", "/search?q=30216", "/nowhere", "/sign-in"], set(), {}
    while todo:
        path = todo.pop().split("#")[0]
        answer = reader.get(path) if path not in seen else None
        seen.add(path)
        if answer is None or "html" not in answer.headers["content-type"]:
            continue
        words = PageWords()
        words.feed(answer.text)
        shown |= dict.fromkeys(words.latin, path)
        links = [f"{path.split('?')[0]}{link}" if link.startswith("?") else link for link in words.links]
        todo += [link for link in links if link.startswith("/") and not link.startswith("/downloads/")]
    assert {f"/{name}" for name in ("findings", "rules", "downloads")} < seen and len(seen) > 20
    assert not {word: path for word, path in shown.items() if word not in EVIL}  # what a disclosure wrote


def test_every_value_of_the_warehouse_has_a_word() -> None:
    project = Path(__file__).parents[3] / "dbt_project" / "models"
    coverage = (project / "marts" / "fct_disclosure_coverage.sql").read_text(encoding="utf-8")
    changes = (project / "marts" / "fct_version_change.sql").read_text(encoding="utf-8")
    findings = (project / "findings" / "_findings.yml").read_text(encoding="utf-8")
    listed = re.findall(r"accepted_values: \{arguments: \{values: \[([a-z_, ]+)\]", findings)
    statuses = coverage.split("end as status")[0].rsplit("case", 1)[1]
    assert {"missing"} < set(re.findall(r"(?:then|else) '(\w+)'", statuses)) <= set(STATUS_NAMES)
    assert set(re.findall(r"(?:then|else) '(\w+)'\n", changes)) <= set(CHANGE_NAMES)
    assert {word for values in listed for word in values.split(", ")} <= {*SEVERITY_NAMES, *RESULT_NAMES}
    assert {part.value for part in ContentClass} <= set(CONTENT_NAMES)


def test_subjects_lead_from_a_name_to_a_chart_and_a_cell(reader: httpx.Client) -> None:
    assert "/subject/economic/30216" in reader.get("/search?q=培训费").text
    text = reader.get("/subject/economic/30216?unit=unit:1").text
    assert "15.00" in text and f"/document/{DOCUMENT}?page=1#fact-t01" in text
    chart = reader.get("/subject/economic/30216/chart.svg?unit=unit:1")
    assert chart.headers["content-type"] == "image/svg+xml" and "2024" in chart.text
    assert "培训费" in reader.get("/unit/unit:1/subjects").text
    assert "教育支出" in reader.get("/unit/unit:1/subjects?axis=function").text
    for path in (
        "/subject/economic/99999",
        "/subject/other/30216",
        "/subject/economic/30216'",
        "/unit/x/subjects",
    ):
        assert reader.get(path).status_code == 404


def test_the_overview_says_who_is_missing_and_what_is_wrong(reader: httpx.Client) -> None:
    text = reader.get("/").text
    assert "样例市沉默局" in text and "未公开" in text and "错误 1" in text and "更正1次" in text


def test_a_unit_shows_figures_versions_and_what_changed(reader: httpx.Client) -> None:
    text = reader.get("/unit/unit:1").text
    assert "250.00" in text and "240.00" in text and "已被替换" in text
    chart = reader.get("/unit/unit:1/budget/totals.svg")
    assert chart.headers["content-type"] == "image/svg+xml" and "收入总计" in chart.text


def test_a_document_shows_picture_table_and_boxes(reader: httpx.Client) -> None:
    text = reader.get(f"/document/{DOCUMENT}").text
    assert (
        text.count('data-fact="t01:1:whole:0"') == 2
        and 'class="proof error"' in text
        and "第2页为图片" in text
    )
    picture = reader.get(f"/document/{DOCUMENT}/page/1.png")
    assert picture.content.startswith(b"\x89PNG")
    assert reader.get("/finding/f00d/page/1.png").content.startswith(b"\x89PNG")
    assert reader.get("/finding/f00d/page/2.png").status_code == 404
    assert reader.get(f"/document/{'f' * 64}/page/1.png").status_code == 404
    assert "查看新版本" in reader.get(f"/document/{OLD_DOCUMENT}").text


def test_what_was_not_read_is_never_called_free_of_findings(reader: httpx.Client) -> None:
    assert "未读部分未能核对" in reader.get(f"/document/{OLD_DOCUMENT}").text


def test_search_finds_units_subjects_and_projects(reader: httpx.Client) -> None:
    assert "样例市教育局" in reader.get("/search?q=市教育局").text
    assert "205" in reader.get("/search?q=教育支出").text
    assert "校舍修缮" in reader.get("/search?q=校舍").text
    assert "没有找到" in reader.get("/search", params={"q": "' OR 1=1 --"}).text


@pytest.mark.parametrize(
    "path",
    [
        "/document/..%2f..%2f..%2fetc%2fpasswd",
        "/document/../../etc/passwd",
        "/document/" + "a" * 64,
        "/unit/nobody",
        "/unit/x' OR '1'='1",
        "/finding/f00",
        "/finding/%27",
        "/rule/x",
        "/?kind=other",
        "/?city=' OR 1=1",
        "/downloads/table/..%2fsecret.csv",
        "/downloads/table/stg_inner.csv",
        "/downloads/table/duckdb_settings().csv",
        "/downloads/release/..%2f..%2fetc/passwd",
        "/downloads/release/x/../../alerts.sqlite",
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/unit/unit:1/budget/passwd.svg",
        "/nowhere",
        "/cite/../../etc/passwd",
        "/cite/..%252f..%252fetc%252fpasswd.png",
        f"/cite/{DOCUMENT}/../../../etc/passwd.png",
        f"/cite/{DOCUMENT}/99999999999999999999",
        f"/document/{DOCUMENT}%00/page/1.png",
        f"/document/{DOCUMENT}/page/-1.png",
        f"/document/{DOCUMENT}/page/1.png%2f..%2f..%2fsample.pdf",
        "/downloads/table/dim_document%22%3B%20ATTACH%20%27x%27.csv",
        "/downloads/release/x/%5c..%5c..%5calerts.sqlite",
        "/static/%2e%2e/%2e%2e/app.py",
        "/static//etc/passwd",
        "/%2e%2e/raw/sample.pdf",
        f"/cite/{DOCUMENT}/t99",
    ],
)
def test_no_address_leads_out(reader: httpx.Client, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text and "Traceback" not in answer.text


def test_a_foreign_host_name_is_not_answered(address: str) -> None:
    assert httpx.get(address, headers={"host": "evil.example"}).status_code == 400


def test_downloads_are_exact_and_safe_for_spreadsheets(reader: httpx.Client) -> None:
    answer = reader.get("/downloads/table/fct_key_figures.csv")
    assert "2500000.00" in answer.text and "attachment" in answer.headers["content-disposition"]
    assert answer.text.startswith("\ufeff")


def test_without_the_token_nothing_changes(reader: httpx.Client, city: City) -> None:
    for act in ("ack", "waive", "assign"):
        assert reader.post(f"/finding/f00d/{act}", data={"reason": "x", "assignee": "x"}).status_code == 403
    assert reader.post("/sign-in", data={"name": "王", "token": "wrong"}).status_code == 403
    assert reader.post("/sign-in", data={"name": "", "token": TOKEN}).status_code == 403
    with Store(city.places.findings) as store:
        assert [row["state"] for row in store.rows("SELECT state FROM findings")] == ["new"]


def test_a_forged_cookie_or_form_is_refused(address: str, clerk: httpx.Client) -> None:
    token = form_token(clerk)
    assert clerk.post("/finding/f00d/ack", data={"reason": "x"}).status_code == 403
    foreign = {"origin": "http://evil.example"}
    assert clerk.post("/finding/f00d/ack", data={"form_token": token}, headers=foreign).status_code == 403
    forged = {"mingzhang_session": "9999999999.aa.e78e8b." + "0" * 64}
    assert "退出" not in httpx.get(address, cookies=forged).text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "null"},
        {"origin": "http://127.0.0.1.evil.example"},
        {"origin": "http://evil.example@127.0.0.1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_sites_page_cannot_act_or_sign_in(clerk: httpx.Client, headers: dict[str, str]) -> None:
    good = {"form_token": form_token(clerk), "reason": "x"}
    assert clerk.post("/finding/f00d/ack", data=good, headers=headers).status_code == 403
    assert clerk.post("/sign-out", data=good, headers=headers).status_code == 403
    attempt = clerk.post("/sign-in", data={"name": "王", "token": TOKEN}, headers=headers)
    assert attempt.status_code == 403 and "set-cookie" not in attempt.headers


def test_only_the_boards_own_forms_act(clerk: httpx.Client, city: City) -> None:
    good = {"form_token": form_token(clerk), "reason": "x"}
    before = clerk.get("/finding/f00d").text
    assert clerk.post("/finding/f00d/ack", json=good).status_code == 403
    plain = {"content-type": "text/plain"}
    words = "&".join(f"{name}={value}" for name, value in good.items())
    assert clerk.post("/finding/f00d/ack", content=words, headers=plain).status_code == 403
    for content in (b"\x00\xff" * 100, b"--x\r\nContent-Disposition: form-data"):
        broken = {"content-type": "multipart/form-data; boundary=x"}
        assert clerk.post("/finding/f00d/ack", content=content, headers=broken).status_code in (400, 403)
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        assert clerk.request(method, "/finding/f00d/ack", params=good).status_code == 405
    overridden = {"x-http-method-override": "POST"}
    assert clerk.get("/finding/f00d/ack", params=good, headers=overridden).status_code == 405
    many = {**good, **{f"a{number}": "x" for number in range(50)}}
    assert clerk.post("/finding/f00d/ack", data=many).status_code == 400
    after = clerk.get("/finding/f00d").text
    assert before.split("经过")[1] == after.split("经过")[1]


@pytest.mark.parametrize(
    "path", ["//evil.example/findings/", "/sign-in?next=//evil.example", "/unit//evil.example/"]
)
def test_no_address_leads_to_another_site(reader: httpx.Client, path: str) -> None:
    answer = reader.get(path)
    where = answer.headers.get("location", "/")
    assert "evil.example" not in httpx.URL(where).host
    assert "//evil.example" not in re.sub(r'value="[^"]*"', "", answer.text)


def test_who_has_not_published_is_one_list(reader: httpx.Client) -> None:
    text = reader.get("/missing").text
    assert "样例市沉默局" in text and "2024-02-14" in text and "样例市公开平台" in text
    assert "第2页为图片" in text and "名录" not in text


def test_a_citation_shows_the_cell_and_where_it_came_from(reader: httpx.Client) -> None:
    for row in (f"{DOCUMENT}/t01:1:whole:0", f"{DOCUMENT}/3", "f00d"):
        text = reader.get(f"/cite/{row}").text
        picture = re.search(r'<img src="(/cite/[^"]+\.png)"', text)
        assert picture and reader.get(picture[1]).content.startswith(b"\x89PNG")
        assert 'href="http://127.0.0.1/a.pdf"' in text and "2024-02-01 02:03" in text


def test_the_clerk_settles_a_finding_and_it_is_remembered(clerk: httpx.Client, city: City) -> None:
    token = form_token(clerk)
    assert clerk.post("/finding/f00d/assign", data={"form_token": token, "assignee": "李"}).status_code == 303
    refused = clerk.post("/finding/f00d/waive", data={"form_token": token, "reason": " "})
    assert refused.status_code == 400 and "理由" in refused.text
    wrong_day = {"form_token": token, "reason": "口径", "until": "31/12"}
    assert clerk.post("/finding/f00d/waive", data=wrong_day).status_code == 400
    good = {"form_token": token, "reason": f"口径不同{EVIL}", "until": "2030-12-31"}
    assert clerk.post("/finding/f00d/waive", data=good).status_code == 303
    text = clerk.get("/finding/f00d").text
    assert "已说明" in text and "口径不同" in text and "经办人：李" in text and EVIL not in text
    with Store(city.places.findings) as store:
        assert store.rows("SELECT actor FROM findings")[0]["actor"] == "王"
    assert clerk.post("/sign-out", data={"form_token": token}).status_code == 303
    assert clerk.post("/finding/f00d/ack", data={"form_token": token}).status_code == 403


def test_a_board_without_token_lets_nobody_in(city: City) -> None:
    with running_board(city, token=None) as address:
        assert httpx.post(f"{address}/sign-in", data={"name": "王", "token": ""}).status_code == 403
        assert "登录" not in httpx.get(address).text


def test_too_many_wrong_tokens_close_the_door(city: City) -> None:
    from pipelines.serve.board.guard import Gate

    gate = Gate(TOKEN)
    assert all(gate.admit("wrong", "王") is None for _ in range(10))
    assert gate.admit(TOKEN, "王") is None


def test_readers_never_notice_a_publication(tmp_path: Path) -> None:
    city = invented_city(tmp_path / "busy")
    errors: list[object] = []
    with running_board(city) as address:
        stop = threading.Event()

        def read() -> None:
            with httpx.Client(base_url=address) as client:
                while not stop.is_set():
                    for path in ("/", "/unit/unit:1", "/findings"):
                        answer = client.get(path)
                        if answer.status_code != 200:
                            errors.append((path, answer.status_code))

        readers = [threading.Thread(target=read) for _ in range(2)]
        for thread in readers:
            thread.start()
        for number in range(5):
            city.publish(extra_unit=f"新设{number}局")
        stop.set()
        for thread in readers:
            thread.join()
        assert errors == []
        assert "新设4局" in httpx.get(f"{address}/search?q=新设").text
