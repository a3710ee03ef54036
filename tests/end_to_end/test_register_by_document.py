"""The register is matched by what a document says of itself, whatever name a link prints."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.support.command import MINGZHANG, SEED_PDFS, environment, mingzhang
from tests.support.pages import list_page
from tests.support.site_server import SiteServer

SITE = """
title: 样例市财政局
start: {url}/czj.example/list/index.html
rate: {{seconds: 0.02, retry_pause: 0.05, timeout: 5}}
pages: [{{items: ul.list a}}]
"""
REGISTER = """
units:
- {code: '101', name: 忻州市人民代表大会常务委员会办公室, scope: department, site: czj, must_publish_from_year: 2023}
- {code: '102', name: 样例市档案馆, scope: department, site: czj, must_publish_from_year: 2023}
"""


@pytest.mark.slow
def test_a_link_with_another_units_name_publishes_nothing_for_it(tmp_path: Path) -> None:
    register = tmp_path / "registry.yml"
    register.write_text(REGISTER, encoding="utf-8")
    (tmp_path / "sites").mkdir()
    with SiteServer() as server:
        (tmp_path / "sites" / "czj.yml").write_text(SITE.format(url=server.url), encoding="utf-8")
        items = [("样例市档案馆2023年部门预算.pdf", "../a.pdf")]
        server.put("czj.example/list/index.html", list_page("公开", items))
        server.put("czj.example/a.pdf", SEED_PDFS[0].read_bytes())
        places = [f"--{name}={tmp_path / name}" for name in ("raw", "warehouse", "sites")]
        run = subprocess.run(
            [str(MINGZHANG), "nightly", "--night", "2026-03-02", "--allow-loopback", *places],
            capture_output=True,
            text=True,
            check=False,
            env=environment() | {"MINGZHANG_REGISTRY": str(register)},
        )
    assert run.returncode == 0, run.stderr
    query = "SELECT unit_name, status FROM fct_disclosure_coverage WHERE fiscal_year = 2023 AND doc_kind = 'budget'"
    said = mingzhang("sql", "--format", "json", query, "--warehouse", tmp_path / "warehouse")
    rows = {row["unit_name"]: row["status"] for row in json.loads(said.stdout)}
    assert rows["忻州市人民代表大会常务委员会办公室"] != rows["样例市档案馆"]
    assert rows["样例市档案馆"] == "missing"
