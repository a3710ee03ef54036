"""Two nights through the command: crawl over HTTP, read, build, publish; what is known is not read again."""

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.support.command import SEED_PDFS, mingzhang
from tests.support.pages import list_page
from tests.support.site_server import SiteServer

SITE = """
title: 样例市财政局
start: {url}/czj.example/list/index.html
rate: {{seconds: 0.02, retry_pause: 0.05, timeout: 5}}
pages:
  - items: ul.list a
"""


@pytest.mark.slow
def test_two_nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with SiteServer() as server:
        (tmp_path / "sites").mkdir()
        (tmp_path / "sites" / "czj.yml").write_text(SITE.format(url=server.url), encoding="utf-8")
        seed = SEED_PDFS[0].read_bytes()
        server.put(
            "czj.example/list/index.html", list_page("公开", [("人大办2023年部门预算.pdf", "../a.pdf")])
        )
        server.put("czj.example/a.pdf", seed)
        first = night(tmp_path, "2026-03-02")
        assert first.returncode == 0, first.stderr
        assert "新读1份、未变0份" in first.stderr

        links = [("人大办2023年部门预算.pdf", "../a.pdf"), ("政协办2023年部门预算.pdf", "../b.pdf")]
        server.put("czj.example/list/index.html", list_page("公开", links))
        server.put("czj.example/b.pdf", b"%PDF-1.4 cut off")
        second = night(tmp_path, "2026-03-03")
        assert second.returncode == 0, second.stderr
        assert "新读1份、未变1份" in second.stderr

    runs = json.loads(mingzhang("status", "--json", "--warehouse", tmp_path / "warehouse").stdout)["runs"]
    assert [run["run"]["verb"] for run in runs] == ["nightly", "nightly"]
    assert [run["run"]["status"] for run in runs] == ["ok", "ok"]
    assert runs[1]["crawl"]["documents"] == {"new": 1}
    query = "SELECT count(*) AS requests FROM dim_document"
    counted = mingzhang("sql", "--format", "json", query, "--warehouse", tmp_path / "warehouse")
    assert json.loads(counted.stdout) == [{"requests": 2}]


def night(folder: Path, date: str) -> CompletedProcess[str]:
    return mingzhang(
        *("nightly", "--night", date, "--allow-loopback"),
        *("--raw", folder / "raw", "--warehouse", folder / "warehouse", "--sites", folder / "sites"),
    )
