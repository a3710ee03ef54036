"""Fills a SiteServer with stored pages of real sites, at their original paths, and with made-up files
behind them.

`load_stored(server, folder)` takes a folder in the shape of the stored pages (a folder per city with
`pages.csv` and
`expected_links.json`); `load_generated(server)` needs none: a finance bureau with a paged list and its
departments.
"""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from tests.support.pages import article, list_page, pdf
from tests.support.site_server import SiteServer

ARTICLE_BODY = "id='zoom' class='trs_editor_view article-content'"
INSIDE = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml", "ofd": "OFD.xml", "zip": "预算公开.pdf"}


def load_stored(server: SiteServer, folder: Path) -> int:
    """Serve all stored pages and the files they link to; the number of files."""
    files = 0
    for pages in sorted(folder.glob("*/pages.csv")):
        expected = json.loads((pages.parent / "expected_links.json").read_text(encoding="utf-8"))
        rows = list(csv.DictReader(pages.open(encoding="utf-8")))
        for row in rows:
            url = row["original_url"] or f"http://{row['replay_host']}{row['replay_path']}"
            for number, link in enumerate(expected[row["file"]].get("links", [])):
                files += _put_target(server, _address(link, url), link, number)
        for row in rows:
            if not row["file"].endswith("_later.html"):
                _put_page(server, pages.parent / row["file"], row)
    _put_interfaces(server)
    return files


def _put_page(server: SiteServer, file: Path, row: dict[str, str]) -> None:
    content = file.read_bytes()
    kind = "text/html; charset=utf-8"
    if row["serve_charset"].startswith("gb18030"):
        content, kind = content.decode("utf-8").encode("gb18030"), "text/html"
    server.put(row["replay_host"] + row["replay_path"], content, kind)


def _address(link: dict[str, Any], url: str) -> str:
    return str(link.get("absolute_url") or urljoin(url, link["href"]))


def _put_target(server: SiteServer, address: str, link: dict[str, Any], number: int) -> int:
    parts = urlsplit(address.replace("\\", "/"))
    place = (parts.hostname or "") + quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        place += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    title = f"{link['department']}{link['fiscal_year']}年{link['doc_kind']}{number}"
    if link["attachment"]:
        server.put(
            place.partition("?")[0] if "=" not in parts.query[:40] else place, file_of(parts.path, title)
        )
        return 1
    if f"/{place}" not in server.resources:
        body = article(title, [(f"{title}.pdf", f"/files/{quote(title)}.pdf")])
        server.put(place, body.replace("class='content'", ARTICLE_BODY))
        server.put(f"{parts.hostname}/files/{quote(title)}.pdf", pdf(title + address))
        return 1
    return 0


def file_of(path: str, title: str) -> bytes:
    """A minimal file of the kind that a path names, PDF where it names none."""
    extension = path.rpartition(".")[2].lower()
    if extension == "rar":
        return b"Rar!\x1a\x07\x00" + title.encode()
    if extension in INSIDE:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(zipfile.ZipInfo(INSIDE[extension]), pdf(title))
        return buffer.getvalue()
    if extension in {"xls", "doc"}:
        return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + title.encode()
    return pdf(title)


def _put_interfaces(server: SiteServer) -> None:
    """The list interfaces that the shells of the stored pages ask."""
    names = [f"样例市第{number}局2026年部门预算" for number in range(120)]
    for page in (1, 2):
        records = [
            {"title": name, "url": f"https://www.zhuhai.gov.cn/sfj/gkmlpt/content/1/1/post_{number}.html"}
            for number, name in list(enumerate(names))[(page - 1) * 100 : page * 100]
        ]
        server.put(
            f"www.zhuhai.gov.cn/sfj/gkmlpt/api/all/395?page={page}&sid=756041",
            json.dumps({"total": 120, "articles": records}),
            "application/json",
        )
    for number, name in enumerate(names):
        body = article(name, [(f"{name}.pdf", f"/a/{number}.pdf")]).replace("class='content'", ARTICLE_BODY)
        server.put(f"www.zhuhai.gov.cn/sfj/gkmlpt/content/1/1/post_{number}.html", body)
        server.put(f"www.zhuhai.gov.cn/a/{number}.pdf", pdf(name))
    rows = "".join(f"<li><a href='/art/2026/3/2/art_{n}.html'>{names[n]}</a></li>" for n in range(15))
    server.put("jnssfj.jinan.gov.cn/module/xxgk/search.jsp", f"<ul>{rows}</ul>")
    server.put(
        "jnmz.jinan.gov.cn/api-gateway/jpaas-publish-server/front/page/build/unit",
        json.dumps({"success": True, "data": {"html": f"<ul>{rows}</ul>"}}),
        "application/json",
    )
    for host in ("jnssfj.jinan.gov.cn", "jnmz.jinan.gov.cn"):
        for number in range(15):
            body = article(names[number], [(f"{names[number]}.pdf", f"/f/{number}.pdf")])
            body = body.replace("class='content'", ARTICLE_BODY)
            server.put(f"{host}/art/2026/3/2/art_{number}.html", body)
            server.put(f"{host}/f/{number}.pdf", pdf(host + names[number]))


GENERATED_SITE = """
title: 样例市财政局
start: http://czj.sample.example/list/index.html
hosts: '*.sample.example'
preset: trs
rate: {seconds: 0.02, retry_pause: 0.05, timeout: 5}
"""


def load_generated(server: SiteServer, departments: int = 30, per_page: int = 15) -> int:
    """A list of departments over several pages; each article on its own host with two files; the number of
    files.
    """
    pages = -(-departments // per_page)
    for page in range(pages):
        numbers = range(page * per_page, min(departments, (page + 1) * per_page))
        where = "http://b{}.sample.example/t20260302_{}.html"
        items = [(f"样例市第{n}局2026年部门预算", where.format(n % 7, n)) for n in numbers]
        name = "index.html" if page == 0 else f"index_{page}.html"
        script = f"<script>createPageHTML({pages}, {page}, 'index', 'html');</script>"
        server.put(f"czj.sample.example/list/{name}", list_page("部门预算公开", items, script))
    for number in range(departments):
        host, title = f"b{number % 7}.sample.example", f"样例市第{number}局2026年部门预算"
        files = [(f"{title}.pdf", f"./P{number}.pdf"), (f"{title}附表.pdf", f"./Q{number}.pdf")]
        page = article(title, files).replace("class='content'", "class='trs_editor_view'")
        server.put(f"{host}/t20260302_{number}.html", page)
        server.put(f"{host}/P{number}.pdf", pdf(title))
        server.put(f"{host}/Q{number}.pdf", pdf(title + "附表"))
    return 2 * departments
