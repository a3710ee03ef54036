"""List interfaces: requests read out of shell pages, answers taken apart, the next page."""

import json

import pytest

from pipelines.acquire.list_api import ApiAnswerError, is_answer
from pipelines.acquire.page_reading import read_source
from pipelines.acquire.site_config import SiteConfig
from pipelines.acquire.site_files import load_site


def preset(name: str, url: str, tmp_path_factory: pytest.TempPathFactory) -> SiteConfig:
    path = tmp_path_factory.mktemp("site") / "s.yml"
    path.write_text(f"title: 样例\nstart: '{url}'\nhosts: '*.example'\npreset: {name}\n", encoding="utf-8")
    return load_site(path)


def test_gkmlpt_shell_and_answer(tmp_path_factory: pytest.TempPathFactory) -> None:
    shell = (
        "<html><script>window._CONFIG = {APP_URL: 'http://g.example/sfj', SID: '756', TREE: "
        '[{"id":1,"name":"\\u6982\\u51b5"},{"id":395,"name":"\\u8d22\\u653f\\u9884\\u51b3\\u7b97"}]}</script></html>'
    )
    site = preset("gkmlpt", "http://g.example/sfj/gkmlpt/index", tmp_path_factory)
    (request,) = read_source(shell, "http://g.example/sfj/gkmlpt/index", site).further
    assert request == "http://g.example/sfj/gkmlpt/api/all/395?page=1&sid=756"
    articles = [
        {"title": f"甲局{year}年部门预算", "url": f"http://g.example/{year}.html"} for year in (2025, 2026)
    ]
    answer = json.dumps({"total": 150, "articles": articles})
    reading = read_source(answer, request, site, "api:gkmlpt")
    assert [(link.department, link.fiscal_year) for link in reading.links] == [("甲局", 2025), ("甲局", 2026)]
    assert reading.further == [request.replace("page=1", "page=2")]
    assert read_source(answer, reading.further[0], site, "api:gkmlpt").further == []


def test_jpage_records(tmp_path_factory: pytest.TempPathFactory) -> None:
    site = preset("hanweb", "http://h.example/col/col1/index.html", tmp_path_factory)
    script = "$('#1').jpage({columnid: 12, unitid: 34, webid: 5})"
    shell = f"<html><div id='1' name='x'><script>{script}</script></div></html>"
    reading = read_source(shell, "http://h.example/col/col1/index.html", site)
    (request,) = reading.further
    assert "columnid=12&unitid=34&webid=5" in request
    answer = (
        "<datastore><recordset><record><![CDATA[<li><a href='/art/2026/3/2/art_1_2.html'>"
        "甲局2026年部门预算</a></li>]]></record></recordset></datastore>"
    )
    reading = read_source(answer, request, site, f"api:{reading.rule.name}")
    assert [link.url for link in reading.links] == ["http://h.example/art/2026/3/2/art_1_2.html"]
    assert "startrecord=46&endrecord=90" in reading.further[0]


def test_jpaas_html_inside_json(tmp_path_factory: pytest.TempPathFactory) -> None:
    site = preset("hanweb", "http://h.example/col/col1/index.html", tmp_path_factory)
    shell = (
        "<html><script querydata=\"{'parseType':'p','webId':'13','tplSetId':'T','pageType':'column',"
        "'tagId':'子栏目','pageId':'9'}\"></script></html>"
    )
    reading = read_source(shell, "http://h.example/col/col1/index.html", site)
    (request,) = reading.further
    answer = json.dumps(
        {"data": {"html": "<li><a href='/art/2026/3/2/art_1.html'>乙局2026年部门预算</a></li>"}}
    )
    found = read_source(answer, request, site, f"api:{reading.rule.name}")
    assert [link.department for link in found.links] == ["乙局"]
    assert "%22pageNo%22:2" in found.further[0]


def test_jsonp_start_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    url = "http://j.example/govsearch/jsonp/list.jsp?page=1&callback=result"
    rows = [
        {"title": "丙局2026年部门预算", "puburl": "http://j.example/1.html"},
        {"title": "简介", "puburl": "/2.html"},
    ]
    answer = f"result({json.dumps({'num': 40, 'data': rows})});"
    reading = read_source(answer, url, preset("govsearch", url, tmp_path_factory))
    assert [link.title for link in reading.links] == ["丙局2026年部门预算"]
    assert reading.further == [url.replace("page=1", "page=2")]


def test_an_answer_of_another_shape_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    site = preset("gkmlpt", "http://g.example/gkmlpt/index", tmp_path_factory)
    for answer in ('{"code": 403}', "[]", "{"):
        with pytest.raises(ApiAnswerError):
            read_source(answer, "http://g.example/gkmlpt/api/all/1?page=1", site, "api:gkmlpt")


@pytest.mark.parametrize(
    ("source", "expected"), [("{}", True), ("cb([1])", True), ("<html>", False), ("", False)]
)
def test_answers_are_told_from_pages(source: str, expected: bool) -> None:
    assert is_answer(source) is expected
