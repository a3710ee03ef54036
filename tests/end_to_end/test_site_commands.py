"""`mingzhang site`: check, new, list and crawl as an operator types them, against a real server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.acquire.commands import app
from tests.support.pages import article, list_page, pdf
from tests.support.site_server import SiteServer

RUN = CliRunner()
URL = "http://czj.sample.example/bmys/index.html"


@pytest.fixture
def server() -> Iterator[SiteServer]:
    with SiteServer() as server:
        items = [(f"样例市第{n}局2026年部门预算", f"./t20260302_{n}.html") for n in range(3)]
        server.put("czj.sample.example/bmys/index.html", list_page("部门预算公开", items))
        for number, (title, _) in enumerate(items):
            body = article(title, [(f"{title}.pdf", f"./P{number}.pdf")])
            body = body.replace("'content'", "'trs_editor_view'")
            server.put(f"czj.sample.example/bmys/t20260302_{number}.html", body)
            server.put(f"czj.sample.example/bmys/P{number}.pdf", pdf(title))
        yield server


def test_from_new_to_check_to_crawl(tmp_path: Path, server: SiteServer) -> None:
    proposed = RUN.invoke(app, ["new", URL, "--gateway", server.url])
    assert proposed.exit_code == 0, proposed.output
    sites = tmp_path / "sites"
    sites.mkdir()
    (sites / "czj.yml").write_text(proposed.output + "rate: {seconds: 0.02}\n", encoding="utf-8")
    register = tmp_path / "registry.yml"
    register.write_text(
        "units:\n- {code: '1', name: 样例市第1局, site: czj}\n- {code: '2', name: 样例市档案馆, site: czj}\n",
        encoding="utf-8",
    )
    common = ["--sites", str(sites), "--gateway", server.url]
    checked = RUN.invoke(app, ["check", "czj", *common, "--register", str(register), "--json"])
    found = json.loads(checked.output)
    assert [link["kind"] for link in found["links"]].count("document") == 3
    assert (found["matched"], found["missing"]) == (["样例市第1局"], ["样例市档案馆"])
    assert not server.asked("P1.pdf"), "checking downloads no documents"
    crawled = RUN.invoke(
        app, ["crawl", "czj", *common, "--raw", str(tmp_path / "raw"), "--contact", "a@b.example"]
    )
    assert "新增 3" in crawled.output
    listed = RUN.invoke(app, ["list", "--sites", str(sites)])
    assert listed.output.startswith("czj\t")


def test_mistakes_are_one_message_without_traceback(tmp_path: Path, server: SiteServer) -> None:
    (tmp_path / "bad.yml").write_text("title: 样例\n", encoding="utf-8")
    for arguments in (["check", "bad", "--sites", str(tmp_path)], ["new", URL.replace("index", "none")]):
        result = RUN.invoke(app, [*arguments, "--gateway", server.url])
        assert result.exit_code == 2
        assert "Traceback" not in result.output


def test_hosts_that_only_fail_rest_longer_from_night_to_night(tmp_path: Path, server: SiteServer) -> None:
    sites = tmp_path / "sites"
    sites.mkdir()
    config = "title: 样例\nstart: http://down.example/l/\npages: [{items: li}]\n"
    (sites / "down.yml").write_text(config + "rate: {seconds: 0.01, retry_pause: 0.01}\n", encoding="utf-8")
    files = [(f"第{n}局2026年部门预算.pdf", f"/f/{n}.pdf") for n in range(30)]
    server.put("down.example/l/", list_page("预算", files))
    server.fault("down.example/f/", lambda answer, count: answer.reset() is None)
    arguments = ["crawl", "--sites", str(sites), "--gateway", server.url, "--raw", str(tmp_path / "raw")]
    first = RUN.invoke(app, [*arguments, "--night", "2026-03-02"])
    assert "暂停访问 down.example" in first.output
    assert len({seen.path for seen in server.asked("/f/")}) < 15
    server.fault("down.example/", lambda answer, count: answer.reset() is None)
    asked = []
    for night in range(3, 7):
        before = len(server.log)
        RUN.invoke(app, [*arguments, "--night", f"2026-03-0{night}"])
        asked.append(len(server.log) > before)
    assert asked == [True, False, True, False]
