"""Made-up pages of many platforms: what `site new` proposes works as it stands, or what docs/sites.md tells does.

A folder of `pages/` is one case: the page, what is to be found on it (`expected.yml`: its address, links, further
pages) and, where no proposal can know enough, the configuration an operator writes (`site.yml`).
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.acquire.decode import decode_page
from pipelines.acquire.extract import Reading
from pipelines.acquire.page_reading import read_source
from pipelines.acquire.propose import propose
from pipelines.acquire.site_files import load_site

PAGES = Path(__file__).parent / "pages"
CASES = sorted(folder.name for folder in PAGES.iterdir())
FIELDS = ("department", "fiscal_year", "doc_kind")


def read_case(name: str, tmp_path: Path) -> tuple[Reading, dict[str, Any]]:
    folder = PAGES / name
    expected = yaml.safe_load((folder / "expected.yml").read_text(encoding="utf-8"))
    source = decode_page(next(folder.glob("page.*")).read_bytes())
    site = folder / "site.yml"
    if not site.is_file():
        site = tmp_path / "proposed.yml"
        site.write_text(propose(source, expected["url"]).text, encoding="utf-8")
    return read_source(source, expected["url"], load_site(site)), expected


@pytest.mark.parametrize("name", CASES)
def test_links_are_found_and_named(name: str, tmp_path: Path) -> None:
    reading, expected = read_case(name, tmp_path)
    found = {link.url: link for link in reading.links}
    assert set(found) == {link["url"] for link in expected["links"]}
    for want in expected["links"]:
        assert {field: getattr(found[want["url"]], field) for field in FIELDS} == {
            field: want[field] for field in FIELDS
        }
    assert set(expected.get("further", ())) <= set(reading.further)
    assert bool(reading.inline) == bool(expected.get("inline"))


def test_most_need_no_hand() -> None:
    """How many of the cases an operator has to write a rule for."""
    assert len([name for name in CASES if (PAGES / name / "site.yml").is_file()]) <= len(CASES) // 10
