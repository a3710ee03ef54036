"""Two nights on small sites over real HTTP: what is found, kept, asked again, and what is never lost."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.acquire import CrawlSummary, captured_documents, crawl, export_fetches
from pipelines.domain.lake import FETCHES
from tests.support.pages import article, list_page, pdf
from tests.support.site_server import SiteServer

SITE = """
title: 样例市财政局
start: {url}/czj.example/list/index.html
drop_query: []
rate: {{seconds: 0.02, retry_pause: 0.05, timeout: 2}}
revalidate: {{articles: 1}}
pages:
  - name: list
    match: /list/
    items: ul.list a
    paging: {{count: ['createPageHTML\\((\\d+)'], url: 'index_{{n}}.html', first: 1}}
  - name: article
    match: /art/
    items: .content a
    role: article
"""


@pytest.fixture
def server() -> Iterator[SiteServer]:
    with SiteServer() as server:
        yield server


@pytest.fixture
def sites(tmp_path: Path, server: SiteServer) -> Path:
    folder = tmp_path / "sites"
    folder.mkdir()
    (folder / "czj.yml").write_text(SITE.format(url=server.url), encoding="utf-8")
    publish(server)
    return folder


def publish(server: SiteServer) -> None:
    server.put("robots.txt", "User-agent: *\nDisallow: /czj.example/secret/\n", "text/plain")
    script = "<script>createPageHTML(2, 0, 'index', 'html');</script>"
    first = [
        ("样例市民政局2026年部门预算", "../art/1.html"),
        ("样例市水务局2026年部门预算.pdf", "../files/water.pdf"),
    ]
    second = [
        ("样例市教育局2025年度部门决算", "../files/edu.pdf"),
        ("样例市公安局2026年单位预算.pdf", "../secret/x.pdf"),
    ]
    server.put("czj.example/list/index.html", list_page("部门预算公开", first, script))
    server.put("czj.example/list/index_1.html", list_page("部门预算公开", second, script))
    server.put(
        "czj.example/art/1.html", article("样例市民政局2026年部门预算", [("附件：预算公开.pdf", "mz.pdf")])
    )
    server.put("czj.example/art/mz.pdf", pdf("民政"))
    server.put("czj.example/files/water.pdf", pdf("水务"))
    server.put("czj.example/files/edu.pdf", "<html><body>系统维护</body></html>")


def night(sites: Path, date: str) -> CrawlSummary:
    return crawl(
        sites,
        sites.parent / "raw",
        night=date,
        allow_loopback=True,
        contact="ops@example.org",
    )


def test_first_night_keeps_what_is_published(sites: Path, server: SiteServer) -> None:
    summary = night(sites, "2026-03-02")
    documents = captured_documents(sites.parent / "raw")
    by_name = {document.url.rsplit("/", 1)[1]: document for document in documents}
    assert set(by_name) == {"mz.pdf", "water.pdf", "edu.pdf"}
    assert by_name["mz.pdf"].path.read_bytes() == pdf("民政")
    assert by_name["mz.pdf"].department_hint == "样例市民政局"
    assert (by_name["mz.pdf"].fiscal_year_hint, by_name["mz.pdf"].doc_kind_hint) == (2026, "budget")
    assert by_name["edu.pdf"].path.suffix == ".html"
    assert summary.documents == {"new": 2, "not_a_document": 1, "refused_by_robots": 1}
    assert not server.asked("/secret/")
    assert all(seen.agent.startswith("mingzhang/") and "ops@example.org" in seen.agent for seen in server.log)


def test_second_night_downloads_no_body_twice(sites: Path, server: SiteServer) -> None:
    night(sites, "2026-03-02")
    before = len(server.log)
    summary = night(sites, "2026-03-03")
    again = server.log[before:]
    assert all(
        count == 1 for path, count in server.bodies_sent.items() if path.endswith(("mz.pdf", "water.pdf"))
    )
    assert not [seen for seen in again if "index_1" in seen.path], (
        "page 1 is unchanged: page 2 is not asked for"
    )
    assert summary.documents["unchanged"] == 2
    assert all(document.is_current for document in captured_documents(sites.parent / "raw"))


def test_corrected_disclosure_keeps_both_versions(sites: Path, server: SiteServer) -> None:
    night(sites, "2026-03-02")
    server.put("czj.example/files/water.pdf", pdf("水务（更正）"))
    summary = night(sites, "2026-03-03")
    versions = [d for d in captured_documents(sites.parent / "raw") if d.url.endswith("water.pdf")]
    assert summary.documents["changed"] == 1
    assert [(d.first_seen_night, d.is_current) for d in versions] == [
        ("2026-03-02", False),
        ("2026-03-03", True),
    ]
    assert all(d.path.is_file() for d in versions)


def test_new_item_is_found_and_same_night_again_asks_nothing(sites: Path, server: SiteServer) -> None:
    night(sites, "2026-03-02")
    items = [
        ("样例市民政局2026年部门预算", "../art/1.html"),
        ("样例市林业局2026年部门预算.pdf", "../files/wood.pdf"),
    ]
    server.put("czj.example/list/index.html", list_page("部门预算公开", items))
    server.put("czj.example/files/wood.pdf", pdf("林业"))
    assert night(sites, "2026-03-03").documents["new"] == 1
    before = len(server.log)
    night(sites, "2026-03-03")
    assert [seen.path for seen in server.log[before:] if not seen.path.endswith("robots.txt")] == []


def test_fetches_reach_the_lake_with_their_schema(sites: Path, tmp_path: Path) -> None:
    night(sites, "2026-03-02")
    count = export_fetches(sites.parent / "raw", tmp_path / "lake")
    table = pq.read_table(tmp_path / "lake" / "fetches" / "fetches.parquet")
    assert table.schema.equals(FETCHES)
    assert table.num_rows == count == 8
    assert set(table["outcome"].to_pylist()) == {
        "robots",
        "listed",
        "new",
        "not_a_document",
        "refused_by_robots",
    }
