"""The further pages of a list, however the page leads to them."""

import pytest

from pipelines.acquire.extract import parse
from pipelines.acquire.links import recorded, url_key
from pipelines.acquire.paging import further_pages
from pipelines.acquire.posting import body_of
from pipelines.acquire.site_config import Paging

BASE = "http://czj.sample.example/bmys/"


def further(body: str, url: str = BASE + "index.html", paging: Paging | None = None) -> list[str]:
    source = f"<html><body>{body}</body></html>"
    return [found.removeprefix(BASE) for found in further_pages(source, parse(source), url, paging)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<a href='list_2.html'>下一页</a>", ["list_2.html"]),
        ("<a href='list_2.html' title='下一页'>&gt;</a>", ["list_2.html"]),
        ("<li class='next'><a href='2.htm'>»</a></li>", ["2.htm"]),
        ("<a href='2.htm'><img src='n.gif' alt='下一页'></a>", ["2.htm"]),
        (
            "<a href='javascript:void(0)' onclick=\"location.href=encodeURI('l.jspx?p=2')\">下页</a>",
            ["l.jspx?p=2"],
        ),
        ("<a onclick=\"go(this,'/bmys/110-2.html')\">下一页</a>", ["110-2.html"]),
        ("<input type='button' value='下一页' onclick=\"location='l_2.html'\">", ["l_2.html"]),
        ("<a>首页</a> 共1页 <a>下一页</a>", []),
        ("<a href='#'>下一页</a>", []),
        ("<a href='index.html'>下一页</a>", []),
    ],
)
def test_a_link_named_next(body: str, found: list[str]) -> None:
    assert further(body) == found


@pytest.mark.parametrize(
    ("body", "url", "found"),
    [
        ("<b>1</b> <a href='l_2.html'>2</a> <a href='l_3.html'>3</a>", "index.html", ["l_2.html"]),
        ("<a href='l.html'>1</a> <b>2</b> <a href='l_3.html'>3</a>", "l_2.html", ["l_3.html"]),
        ("<a href='l.html'>1</a><a href='l_2.html'>2</a><a href='l_3.html'>3</a>", "l_2.html", ["l_3.html"]),
        ("<a href='l.html'>1</a> <a href='l_2.html'>2</a> <b>3</b>", "l_3.html", []),
        ("<span>[1]</span><a href='?page=2'>[2]</a>", "index.html", ["index.html?page=2"]),
        (
            "<select><option value='a_1.html'>1</option><option value='a_2.html'>2</option></select>",
            "x",
            ["a_2.html"],
        ),
    ],
)
def test_page_numbers(body: str, url: str, found: list[str]) -> None:
    assert further(f"<div class='pager'>{body}</div>", BASE + url) == found


@pytest.mark.parametrize(
    "body",
    [
        "<table class='calendar'><tr><td><a href='?d=1'>1</a></td><td><a href='?d=2'>2</a></td></tr></table>",
        "<ul><li>1 <a href='/info/77.html'>2</a></li></ul>",
        "<div><a href='a.html'>1</a> <a href='other.html'>2</a></div>",
    ],
)
def test_other_numbers_are_no_pages(body: str) -> None:
    assert further(body) == []


TRS = """<script>var currentPage = {here};//所在页从0开始
var nextPage = currentPage+1
var countPage = 3//共多少页
document.write("<a href=\\"index"+"_" + nextPage + "."+"html\\">下一页</a>");</script>"""
LAYPAGE = """<script>laypage.render({{elem:'page',count:40,limit:15,curr:{here},jump:function(obj){{
if(obj.curr==1) location.href='l.html'; else location.href='l_'+obj.curr+'.html';}}}})</script>"""


@pytest.mark.parametrize(
    ("script", "url", "found"),
    [
        (TRS.format(here=0), "index.html", ["index_1.html", "index_2.html"]),
        (TRS.format(here=1), "index_1.html", []),
        (LAYPAGE.format(here=1), "l.html", ["l_2.html", "l_3.html"]),
        (LAYPAGE.format(here=2), "l_2.html", []),
        (
            "<script>var pageCount=3;function go(n){location.href='l.jsp?page='+n}</script>",
            "l.jsp?page=1",
            ["l.jsp?page=2", "l.jsp?page=3"],
        ),
        ("<script>var pageCount=3;var n=x+1;</script>", "l.html", []),
    ],
)
def test_scripts_that_count(script: str, url: str, found: list[str]) -> None:
    assert further(script, BASE + url) == found


FORM = """<form method=post action="list.aspx?c=1"><input type=hidden name=__VIEWSTATE value="{state}">
<input type=text name=key value=''><input type=submit name=search value=搜索>
<a href="javascript:__doPostBack('pager','{argument}')">下一页</a></form>"""


def test_a_form_is_sent_on_with_the_pages_state() -> None:
    (first,) = further_pages("", parse(FORM.format(state="A+/=", argument="")), BASE + "list.aspx?c=1", None)
    address, body = body_of(first)
    assert address == BASE + "list.aspx?c=1"
    assert body == "__VIEWSTATE=A%2B%2F%3D&key=&__EVENTTARGET=pager&__EVENTARGUMENT="
    (second,) = further_pages("", parse(FORM.format(state="B", argument="")), first, None)
    (again,) = further_pages("", parse(FORM.format(state="C", argument="")), BASE + "list.aspx?c=1", None)
    assert url_key(first) == url_key(again) == url_key(recorded(first))
    assert url_key(first) != url_key(second)
    assert recorded(second) == BASE + "list.aspx?c=1#/FORM/3"


def test_a_configured_next_may_be_a_form_or_a_script() -> None:
    by = Paging(next=".p")
    assert further("<a class=p onclick=\"open('/bmys/3.html')\">后</a>", paging=by) == ["3.html"]
    (sent,) = further(
        "<form><a class=p href=\"javascript:__doPostBack('g','Page$2')\">2</a></form>", paging=by
    )
    assert body_of(sent) == ("index.html", "__EVENTTARGET=g&__EVENTARGUMENT=Page%242")


def test_sessions_are_no_part_of_an_address() -> None:
    assert url_key(BASE + "show.jsp;jsessionid=AB12?id=1") == url_key(BASE + "show.jsp;JSESSIONID=9?id=1")
