"""Lists that a page's script asks for by POST, pages joined by 下一页 alone, articles of unknown families."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from pipelines.acquire import captured_documents, crawl
from pipelines.acquire.site_files import SiteConfigError
from tests.support.pages import list_page, pdf
from tests.support.site_server import Answer, SiteServer

POSTED = """
title: 预决算公开平台
start: http://yjs.sample.example/index.html
rate: {seconds: 0.01, retry_pause: 0.02, timeout: 5}
pages:
  - name: list
    match: /index\\.html$
    api:
      url: /gateway/page
      post: '{"channelId":"{channel}","pageNo":1,"pageSize":20}'
      variables: {channel: 'channelId:"(\\w+)"'}
      records: data.rows
      link: '/files/{id}.pdf'
      title: name
      department: unit
      number: '"pageNo":(\\d+)'
      total: data.total
      per_page: 20
"""


@pytest.fixture
def server() -> Iterator[SiteServer]:
    with SiteServer() as server:
        yield server


def names(
    tmp_path: Path, server: SiteServer, night: str = "2026-03-02"
) -> dict[str, tuple[str | None, int | None]]:
    crawl(tmp_path / "sites", tmp_path / "raw", night=night, gateway=server.url, contact="a@b.example")
    kept = captured_documents(tmp_path / "raw")
    return {d.url.rsplit("/", 1)[1]: (d.department_hint, d.fiscal_year_hint) for d in kept}


def test_a_list_asked_for_by_post_is_read_to_its_end(tmp_path: Path, server: SiteServer) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "yjs.yml").write_text(POSTED, encoding="utf-8")
    shell = "<html><head><title>2026年部门预算公开</title></head><body><div id='app'></div>"
    server.put(
        "yjs.sample.example/index.html", shell + '<script>var c={channelId:"c77"}</script></body></html>'
    )
    bodies = []

    def answer_page(answer: Answer, count: int) -> bool:
        asked = json.loads(answer.posted)
        bodies.append((answer.command, answer.headers["Content-Type"], asked["channelId"], asked["pageNo"]))
        numbers = range(20 * (asked["pageNo"] - 1), min(45, 20 * asked["pageNo"]))
        rows = [{"id": f"f{n}", "name": "部门预算", "unit": f"样例市第{n}局"} for n in numbers]
        answer.reply(200, json.dumps({"data": {"total": 45, "rows": rows}}).encode(), "application/json")
        return True

    server.fault("yjs.sample.example/gateway/page", answer_page)
    for number in range(45):
        server.put(f"yjs.sample.example/files/f{number}.pdf", pdf(str(number)))
    found = names(tmp_path, server)
    assert bodies == [("POST", "application/json", "c77", page) for page in (1, 2, 3)]
    assert found == {f"f{n}.pdf": (f"样例市第{n}局", 2026) for n in range(45)}


@pytest.mark.parametrize(
    ("call", "second"),
    [
        ("createPageHTML(3, {here}, 'index', 'html');", 1),  # TRS: page 2 is index_1.html
        ("createPageHTML(Math.ceil(45/15), {here}, 'index', 'html', 45);", 2),  # NFCMS: index_2.html
    ],
)
def test_a_list_split_into_pages_is_read_whole(
    tmp_path: Path, server: SiteServer, call: str, second: int
) -> None:
    (tmp_path / "sites").mkdir()
    config = "title: 样例市财政局\nstart: http://czj.sample.example/l/\nrate: {seconds: 0.01}\n"
    config += "pages: [{name: list, match: /l/, items: ul.list a}]\n"
    (tmp_path / "sites" / "czj.yml").write_text(config, encoding="utf-8")
    for page in range(3):
        items = [(f"样例市第{n}局2026年部门预算.pdf", f"{n}.pdf") for n in range(15 * page, 15 * page + 15)]
        script = f"<script>{call.format(here=page + second - 1)}</script>"
        name = "" if page == 0 else f"index_{page + second - 1}.html"
        server.put(f"czj.sample.example/l/{name}", list_page("部门预算", items, script))
    for number in range(45):
        server.put(f"czj.sample.example/l/{number}.pdf", pdf(str(number)))
    assert len(names(tmp_path, server)) == 45
    assert len(server.asked("/l/index")) == 2


def test_a_list_without_end_is_left_after_its_cap(tmp_path: Path, server: SiteServer) -> None:
    (tmp_path / "sites").mkdir()
    config = (
        "title: 样例市财政局\nstart: http://czj.sample.example/l/1.htm\nrate: {seconds: 0.01}\ndepth: 0\n"
    )
    config += "pages: [{name: list, match: /l/, items: ul.list a, paging: {next: a.next, cap: 7}}]\n"
    (tmp_path / "sites" / "czj.yml").write_text(config, encoding="utf-8")
    for number in range(1, 30):
        items = [(f"样例市第{number}局2026年部门预算", f"/info/{number}.htm")]
        following = f"<a class='next' href='{number + 1}.htm'>下一页</a>"
        server.put(f"czj.sample.example/l/{number}.htm", list_page("部门预算", items, following))
    names(tmp_path, server)
    assert len(server.asked("/l/")) == 7


def test_an_unknown_family_needs_nothing_but_its_address(tmp_path: Path, server: SiteServer) -> None:
    (tmp_path / "sites").mkdir()
    config = "title: 样例市财政局\nstart: http://czj.sample.example/bmys.htm\nrate: {seconds: 0.01}\n"
    (tmp_path / "sites" / "czj.yml").write_text(config, encoding="utf-8")
    for page, (name, following) in enumerate(
        (("bmys.htm", "bmys/2.htm"), ("bmys/2.htm", "1.htm"), ("bmys/1.htm", ""))
    ):
        items = [(f"样例市第{n}局2026年部门预算", f"/info/{n}.htm") for n in range(3 * page, 3 * page + 3)]
        more = f"<span class='p_next'><a href='{following}'>下页</a></span>" if following else ""
        server.put(f"czj.sample.example/{name}", list_page("部门预算", items, more))
    for number in range(9):
        attachment = f"附件【<a href='/system/download.jsp?wbfileid={number}'>2026年部门预算.pdf</a>】"
        neighbour = (
            f"<p>下一篇：<a href='/info/{number + 1}.htm'>样例市第{number + 1}局2026年部门预算</a></p>"
        )
        title = f"样例市第{number}局2026年部门预算"
        text = f"<html><head><title>{title}</title></head><body><h3>{title}</h3>{attachment}{neighbour}</body></html>"
        server.put(f"czj.sample.example/info/{number}.htm", text)
        server.put(f"czj.sample.example/system/download.jsp?wbfileid={number}", pdf(str(number)))
    found = names(tmp_path, server)
    assert found == {f"download.jsp?wbfileid={n}": (f"样例市第{n}局", 2026) for n in range(9)}


def form_page(number: int, state: str) -> str:
    items = [(f"样例市第{n}局2026年部门预算", f"f{n}.pdf") for n in range(10 * number - 9, 10 * number + 1)]
    following = "<a href=\"javascript:__doPostBack('next','')\">下一页</a>" if number < 3 else "<a>下一页</a>"
    hidden = f'<input type="hidden" name="__VIEWSTATE" value="{state}{number}">'
    return list_page("部门预算", items, f'<form method="post" action="list.aspx">{hidden}{following}</form>')


def test_a_list_whose_pages_a_form_asks_for(tmp_path: Path, server: SiteServer) -> None:
    """`__doPostBack` with the page's own state; another state on the second night is no other page."""
    (tmp_path / "sites").mkdir()
    config = "title: 样例市财政局\nstart: http://xx.sample.example/list.aspx\nrate: {seconds: 0.01}\n"
    (tmp_path / "sites" / "xx.yml").write_text(config, encoding="utf-8")
    states = {"now": "a"}

    def answer_form(answer: Answer, count: int) -> bool:
        number = 1
        if answer.command == "POST":
            fields = dict(parse_qsl(answer.posted.decode()))
            assert fields["__EVENTTARGET"] == "next"
            assert fields["__VIEWSTATE"].startswith(states["now"])
            number = int(fields["__VIEWSTATE"][1:]) + 1
        answer.reply(200, form_page(number, states["now"]).encode(), "text/html; charset=utf-8")
        return True

    server.fault("xx.sample.example/list.aspx", answer_form)
    for number in range(1, 31):
        server.put(f"xx.sample.example/f{number}.pdf", pdf(str(number)))
    assert len(names(tmp_path, server)) == 30
    asked = len(server.asked("/list.aspx"))
    assert asked == 3
    states["now"] = "b"
    assert len(names(tmp_path, server, "2026-03-03")) == 30
    assert len(server.asked("/list.aspx")) == asked + 1


def test_a_mute_article_is_what_its_list_says_it_is(tmp_path: Path, server: SiteServer) -> None:
    (tmp_path / "sites").mkdir()
    config = "title: 样例市\nstart: http://yjs.sample.example/\nrate: {seconds: 0.01}\n"
    (tmp_path / "sites" / "yjs.yml").write_text(config, encoding="utf-8")
    items = [("教育局", "e/1.html"), ("民政局", "e/2.html"), ("水利局", "e/3.html"), ("审计局", "e/4.html")]
    server.put("yjs.sample.example/", list_page("2026年部门预算", items))
    for number in (1, 2, 3):
        body = f"<div><a href='/files/x{number}.pdf'>附件</a></div>"
        server.put(f"yjs.sample.example/e/{number}.html", f"<html><title>信息公开</title>{body}</html>")
        server.put(f"yjs.sample.example/files/x{number}.pdf", pdf(str(number)))
    missing = f"<html><title>404 - 页面不存在</title><body>{'推荐阅读 ' * 400}</body></html>"
    server.put("yjs.sample.example/e/4.html", missing)
    found = {"x1.pdf": ("教育局", 2026), "x2.pdf": ("民政局", 2026), "x3.pdf": ("水利局", 2026)}
    assert names(tmp_path, server) == found
    summary = crawl(tmp_path / "sites", tmp_path / "raw", night="2026-03-02", gateway=server.url)
    assert summary.pages == {"listed": 4, "not_found": 1}


def test_a_wrong_configuration_costs_only_its_own_site(tmp_path: Path, server: SiteServer) -> None:
    (tmp_path / "sites").mkdir()
    config = "title: 样例市\nstart: http://yjs.sample.example/\nrate: {seconds: 0.01}\n"
    (tmp_path / "sites" / "good.yml").write_text(config, encoding="utf-8")
    (tmp_path / "sites" / "wrong.yml").write_text(config + "pages: [{item: ul}]\n", encoding="utf-8")
    server.put("yjs.sample.example/", list_page("2026年部门预算", [("教育局2026年部门预算.pdf", "1.pdf")]))
    server.put("yjs.sample.example/1.pdf", pdf("1"))
    sites, raw = tmp_path / "sites", tmp_path / "raw"
    summary = crawl(sites, raw, night="2026-03-02", gateway=server.url, contact="a@b.example")
    assert [source.source_id for source in summary.sources] == ["good"]
    assert "是不是 items" in summary.broken[0]
    assert "未采集：wrong.yml" in summary.report()
    with pytest.raises(SiteConfigError, match="是不是 items"):
        crawl(sites, raw, night="2026-03-02", only=["wrong"], gateway=server.url)
