"""Pages that are not what they claim; encodings that lie; first configurations for new sites."""

from pathlib import Path

import pytest

from pipelines.acquire.check_site import check_page
from pipelines.acquire.decode import decode_page
from pipelines.acquire.download import is_public
from pipelines.acquire.extract import parse
from pipelines.acquire.propose import families_of, propose
from pipelines.acquire.registry import Registry
from pipelines.acquire.site_files import load_site
from pipelines.acquire.spider_base import disposition_name
from pipelines.acquire.suspicion import doubt_list, doubt_page, doubt_status, stub_target
from tests.support.pages import list_page


@pytest.mark.parametrize(
    ("source", "outcome"),
    [
        ("<script>document.cookie='EO_Bot_Ssid=1';location.reload()</script>", "blocked"),
        ("<html><body>请完成安全验证</body></html>", "blocked"),
        ("<html><script>$_ts=window['$_ts'];</script></html>", "blocked"),
        ("<html><script>var arg1='A';setCookie('acw_sc__v2',x)</script></html>", "blocked"),
        ("<html><title>Just a moment...</title><body>cf_chl_opt</body></html>", "blocked"),
        ("<html><body>The requested URL was rejected. Please consult.</body></html>", "blocked"),
        ("<html><body>您的访问行为异常，已被拦截</body></html>", "blocked"),
        ("<html><body>抱歉，您要查看的信息不存在或已删除</body></html>", "not_found"),
        ("<html><body>页面走丢了，5秒后返回首页</body></html>", "not_found"),
        ("<html><head><title>404</title></head><body>x</body></html>", "not_found"),
        ("<html><body>您访问的页面不存在</body></html>", "not_found"),
        ("<html><body></body></html>", "suspicious"),
        ("<html><body>" + "正文" * 400 + "</body></html>", None),
    ],
)
def test_pages_without_items(source: str, outcome: str | None) -> None:
    doubt = doubt_page(source, parse(source), "404" if "404" in source else "", 0)
    assert (doubt.outcome if doubt else None) == outcome
    assert doubt_page(source, parse(source), "", 3) is None


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, None),
        (404, "not_found"),
        (410, "not_found"),
        (403, "blocked"),
        (412, "blocked"),
        (521, "blocked"),
    ],
)
def test_statuses(status: int, outcome: str | None) -> None:
    doubt = doubt_status(status)
    assert (doubt.outcome if doubt else None) == outcome


def test_lists_that_lose_their_items_are_doubted() -> None:
    assert doubt_list(3, 197) is not None
    assert doubt_list(0, 2) is not None
    assert doubt_list(150, 197) is None
    assert doubt_list(5, 0) is None


@pytest.mark.parametrize(
    "source",
    [
        '<meta http-equiv="Refresh" content="0; URL=\'./new.html\'">',
        "<script>window.location.href = './new.html'</script>",
        "<script>location.replace('./new.html')</script>",
    ],
)
def test_redirect_stubs(source: str) -> None:
    assert stub_target(source, parse(source), "http://a.example/l/") == "http://a.example/l/new.html"


@pytest.mark.parametrize(
    "script",
    [
        "function search(q) { if (q) { location.href = '/search.html'; } }",
        "var go = function (i) { window.location.href='/list.html'; };",
        "document.getElementById('a').onclick; location.href = '/detail?id=' + id;",
    ],
)
def test_what_a_button_does_is_no_redirect(script: str) -> None:
    source = f"<html><body><script>{script}</script><div id='app'></div></body></html>"
    assert stub_target(source, parse(source), "http://a.example/l/") is None


def test_encodings_that_are_missing_or_lie() -> None:
    text = "岳阳市信访局二〇二六年部门预算公开"
    gbk = text.encode("gb18030")
    assert decode_page(gbk) == text
    assert decode_page(b"<meta charset=gbk>" + text.encode()).endswith(text)
    assert decode_page(gbk, "text/html; charset=utf-8") == text
    assert decode_page(gbk, encoding="gb18030") == text


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b"attachment; filename*=UTF-8''%E9%A2%84%E7%AE%97.xls", "预算.xls"),
        (b'attachment; filename="' + "预算.doc".encode("gbk") + b'"', "预算.doc"),
        (b"attachment; filename=%E9%A2%84.pdf", "预.pdf"),
        (b"inline", ""),
    ],
)
def test_file_names_that_servers_send(header: bytes, name: str) -> None:
    assert disposition_name(header) == name


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.1.1", "::1", "fc00::1", "0.0.0.0"]
)
def test_private_addresses(address: str) -> None:
    assert not is_public(address, allow_loopback=False)
    assert is_public(address, allow_loopback=True) is (address in {"127.0.0.1", "::1"})


def test_a_new_site_gets_family_selector_and_a_pattern_for_its_list(tmp_path: Path) -> None:
    items = [(f"样例市第{n}局2026年部门预算", f"./202603/t20260302_{n}.html") for n in range(9)]
    source = list_page("部门预算", items).replace("class='list'", "class='zw-list'")
    source = source.replace("</body>", "<div class='nav'><a href='/a.html'>首页</a></div></body>")
    url = "http://czj.sample.example/zwgk/bmys/"
    assert families_of(source, url) == ("trs",)
    proposal = propose(source, url)
    assert len(proposal.found) == 9
    path = tmp_path / f"{proposal.name}.yml"
    path.write_text(proposal.text, encoding="utf-8")
    site = load_site(path)
    check = check_page(
        site,
        source,
        url,
        Registry.model_validate(
            {
                "units": [
                    {"code": "1", "name": "样例市第1局", "site": site.name},
                    {"code": "2", "name": "样例市档案馆", "site": site.name},
                ]
            }
        ),
    )
    assert (check.matched, check.missing) == (("样例市第1局",), ("样例市档案馆",))
    assert "样例市第3局" in check.unknown
    assert "未找到 样例市档案馆" in check.report()


def test_ids_in_a_call_are_proposed_with_the_address_left_open() -> None:
    items = "".join(
        f"<li><a href='javascript:;' onclick=\"toDetail('a{n}','3')\">样例市第{n}局2026年部门预算</a></li>"
        for n in range(5)
    )
    page = f"<html><title>部门预算</title><ul class='nav'><li><a href='/'>首页</a></li></ul><ul class='x'>{items}</ul>"
    proposal = propose(page, "http://czj.sample.example/l/")
    assert proposal.rule["items"] == "ul.x"
    assert proposal.rule["addresses"]["url"] == "/REPLACE/{1}"  # type: ignore[index]
    assert len(proposal.found) == 5
    assert "把 /REPLACE/ 改成实际的写法" in proposal.text
