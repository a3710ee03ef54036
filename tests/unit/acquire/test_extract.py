"""Links from pages: every place where one may stand, and what must not be taken."""

from typing import Any

import pytest

from pipelines.acquire.extract import read_page
from pipelines.acquire.links import extension_of, url_key
from pipelines.acquire.site_config import SiteConfig

URL = "http://czj.sample.example/xxgk/202603/t20260302_1.html"


def site(**rule: Any) -> SiteConfig:
    options = {name: rule.pop(name) for name in ("drop_query", "hosts") if name in rule}
    return SiteConfig.model_validate(
        {"name": "s", "title": "样例", "start": "http://czj.sample.example/", "pages": [rule], **options}
    )


def page(body: str, title: str = "样例市财政局2026年部门预算") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("body", "target", "found_in"),
    [
        ("<a href='./a.pdf'>预算</a>", "/xxgk/202603/a.pdf", "href"),
        ("<a onclick=\"downloadFj('名.pdf','./W1.pdf')\">名.pdf</a>", "/xxgk/202603/W1.pdf", "onclick"),
        (
            "<a href='javascript:' onclick=\"location.href=encodeURI('../filedown?P=x/1.pdf')\">附件</a>",
            "/xxgk/filedown?P=x/1.pdf",
            "onclick",
        ),
        ("<a href=\"javascript:openFile('/f/7.pdf')\">预算</a>", "/f/7.pdf", "onclick"),
        ("<li onclick=\"window.open('/f/8.pdf')\">预算</li>", "/f/8.pdf", "onclick"),
        ("<p data-pdf='./W2.ofd'></p>", "/xxgk/202603/W2.ofd", "data"),
        ("<script>var hasFJ='./W3.xlsx';</script>", "/xxgk/202603/W3.xlsx", "script"),
        (
            "<script>document.write('<a href=\"./P4.pdf\">预算.pdf</a>');</script>",
            "/xxgk/202603/P4.pdf",
            "script",
        ),
        ("<iframe src='/files/x.pdf'></iframe>", "/files/x.pdf", "iframe"),
        ("<a href='/truecms/download.do?id=650d'>预算公开.pdf</a>", "/truecms/download.do?id=650d", "href"),
        ("<a onclick=\"get('./W9.pdf','名.pdf')\">名.pdf</a>", "/xxgk/202603/W9.pdf", "onclick"),
        ("<a href='../down?F=2026\\6.pdf'>预算</a>", "/xxgk/down?F=2026%5C6.pdf", "href"),
        ("<a href='2026\\5.pdf'>预算</a>", "/xxgk/202603/2026/5.pdf", "href"),
    ],
)
def test_every_place_of_a_link(body: str, target: str, found_in: str) -> None:
    (link,) = read_page(page(f"<div class='c'>{body}</div>"), URL, site(items=".c")).links
    assert link.url == f"http://czj.sample.example{target}"
    assert (link.kind, link.found_in) == ("document", found_in)
    assert (link.fiscal_year, link.doc_kind) == (2026, "budget")


def test_several_files_joined_in_one_script_value() -> None:
    body = "<div class='c'><script>var f='/cms_files/a.pdf;/cms_files/b.pdf';</script></div>"
    links = read_page(page(body), URL, site(items=".c")).links
    assert [link.url.rsplit("/", 1)[1] for link in links] == ["a.pdf", "b.pdf"]


def test_the_same_item_twice_is_one_and_one_target_under_two_names_is_two() -> None:
    body = (
        "<ul><li><a href='1.html'>[预决算]</a><a href='1.html'>甲局2026年部门预算</a></li>"
        "<li><a href='2.html'>乙局</a></li><li><a href='2.html'>丙局</a></li></ul>"
    )
    links = read_page(page(body), URL, site(items="li")).links
    assert [(link.department, link.url[-6:]) for link in links] == [
        ("甲局", "1.html"),
        ("乙局", "2.html"),
        ("丙局", "2.html"),
    ]


def test_cut_titles_are_taken_from_the_title_attribute() -> None:
    full = "样例市科技局（本级）2026年单位预算"
    body = f"<ul><li><a href='1.html' title='{full}'>样例市科技局（本级）20...</a></li></ul>"
    (link,) = read_page(page(body), URL, site(items="li")).links
    assert (link.department, link.text) == ("样例市科技局（本级）", "样例市科技局（本级）20...")


def test_keyword_rules_leave_out_audits_tenders_and_navigation() -> None:
    titles = [
        "甲局2026年部门预算",
        "2024年度市级预算执行审计工作报告",
        "财政预决算",
        "甲局预算系统采购公告2026年",
        "要闻",
    ]
    body = "".join(f"<li><a href='{n}.html'>{title}</a></li>" for n, title in enumerate(titles))
    links = read_page(page(body), URL, site(items="li", keyword=True)).links
    assert [link.title for link in links] == ["甲局2026年部门预算"]


def test_headings_name_the_department_where_the_rule_says_so() -> None:
    item = "<h3>{}</h3><a href='{}.pdf'>预算公开表.pdf</a>"
    body = f"<div>{item.format('甲局', 'a')}{item.format('乙局', 'b')}</div>"
    links = read_page(page(body), URL, site(items="div", heading="h3", department_from="heading")).links
    assert [link.department for link in links] == ["甲局", "乙局"]


def test_links_to_undeclared_hosts_are_found_and_marked() -> None:
    hosts = {"甲局": "other.example", "乙局": "a.ok.example"}
    body = "".join(f"<li><a href='http://{host}/1.html'>{name}</a></li>" for name, host in hosts.items())
    links = read_page(page(body), URL, site(items="li", hosts=["*.ok.example"])).links
    assert [link.is_declared for link in links] == [False, True]


def test_a_rule_that_names_the_page_ends_the_search() -> None:
    config = SiteConfig.model_validate(
        {
            "name": "s",
            "title": "样例",
            "start": "http://czj.sample.example/",
            "pages": [{"match": "/t2026", "items": ".article"}, {"items": "li"}],
        }
    )
    source = page("<div class='article'>没有附件</div><li><a href='nav.html'>导航</a></li>")
    assert read_page(source, URL, config).links == []


def test_an_article_redesigned_still_gives_its_files() -> None:
    body = (
        "<div class='new-body'><a href='a.pdf'>附件</a></div><li><a href='b.html'>乙局2026年部门预算</a></li>"
    )
    links = read_page(page(body), URL, site(match="/t2026", items=".old-body", role="article")).links
    assert [link.url[-5:] for link in links] == ["a.pdf"]


def test_pages_as_pictures_are_reported() -> None:
    body = "<div class='c'>" + "".join(f"<img src='{n}.jpg'>" for n in range(5)) + "</div>"
    reading = read_page(page(body), URL, site(items=".c", role="article"))
    assert (reading.links, reading.inline) == ([], "正文为 5 张图片")


def test_further_pages_are_counted_from_the_script() -> None:
    source = page("<li><a href='1.html'>甲局</a></li><script>createPageHTML(3, 0, 'index', 'html')</script>")
    paging = {"count": [r"createPageHTML\((\d+)"], "url": "index_{n}.html", "first": 1}
    reading = read_page(source, "http://czj.sample.example/l/", site(items="li", paging=paging))
    assert reading.further == [f"http://czj.sample.example/l/index_{n}.html" for n in (1, 2)]


def test_pages_counted_by_items() -> None:
    source = page("<li><a href='1.html'>甲局</a></li><script>createPageHTML(Math.ceil(41/20), 1)</script>")
    paging = {"count": [r"ceil\((\d+)/"], "per_page": 20, "url": "index_{n}.html", "first": 2}
    reading = read_page(source, "http://czj.sample.example/l/", site(items="li", paging=paging))
    assert [url[-7:-5] for url in reading.further] == ["_2", "_3"]


def test_keys_ignore_what_changes_from_fetch_to_fetch() -> None:
    first = url_key("https://a.example/x%E9%A2%84.pdf?token=1#top", ["*"])
    assert first == url_key("http://a.example:80/x预.pdf?token=2", ["*"])
    assert url_key("http://a.example/d?id=1&t=5", ["t"]) != url_key("http://a.example/d?id=2&t=5", ["t"])


@pytest.mark.parametrize(
    ("url", "extension"),
    [
        ("http://a/x.PDF", "pdf"),
        ("http://a/down?f=x.xlsx&n=1", "xlsx"),
        ("http://a/附表.xls?token==", "xls"),
        ("http://a/x.html", ""),
        ("http://a/v1.2/", ""),
    ],
)
def test_extension_in_path_or_parameters(url: str, extension: str) -> None:
    assert extension_of(url) == extension
