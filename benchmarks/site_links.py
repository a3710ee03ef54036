"""Score link discovery on stored pages: found against expected links, and what each is said to announce.

    python benchmarks/site_links.py [--pages ../shared/sites] [--sites benchmarks/sites] [--propose]

The folder of pages has one folder per city with `pages.csv` and `expected_links.json`; the folder of sites
has a
configuration of the same name for each. Right means: the same absolute address as the expected link.
"""

import argparse
import csv
import json
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

from pipelines.acquire.links import Link
from pipelines.acquire.page_reading import links_of_page
from pipelines.acquire.propose import propose
from pipelines.acquire.site_config import SiteConfig
from pipelines.acquire.site_files import load_site, load_sites

FIELDS = ("department", "fiscal_year", "doc_kind")


@dataclass
class Score:
    expected: int = 0
    found: int = 0
    right: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        self.expected += other.expected
        self.found += other.found
        self.right += other.right
        self.fields += other.fields
        self.said += other.said
        self.notes += other.notes


def address(link: dict[str, Any], base: str) -> str:
    if link.get("absolute_url"):
        return str(link["absolute_url"])
    return urljoin(base, str(link["href"]))


def normal(url: str) -> str:
    return unquote(url.replace("\\", "/")).removeprefix("https:").removeprefix("http:").rstrip("/")


def score_page(expected: list[dict[str, Any]], found: list[Link], base: str) -> Score:
    score = Score(expected=len(expected), found=len(found))
    open_links = list(found)
    for want in expected:
        same = [link for link in open_links if normal(link.url) == normal(address(want, base))]
        same.sort(key=lambda link: link.department != want["department"])
        if not same:
            score.notes.append(f"缺 {want['text']!r} {address(want, base)}")
            continue
        link = same[0]
        open_links.remove(link)
        score.right += 1
        for name in FIELDS:
            if want.get(name) is None:
                continue
            score.said[name] += 1
            if getattr(link, name) == want[name]:
                score.fields[name] += 1
            else:
                score.notes.append(f"{name}: {getattr(link, name)!r}，应为 {want[name]!r}（{link.title!r}）")
    score.notes += [f"多 {link.title!r} {link.url} [{link.found_in}]" for link in open_links]
    return score


def proposed(source: str, url: str) -> SiteConfig:
    proposal = propose(source, url)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{proposal.name}.yml"
        path.write_text(proposal.text, encoding="utf-8")
        return load_site(path)


def score_city(folder: Path, site: SiteConfig | None, verbose: bool) -> Score:
    total = Score()
    expected = json.loads((folder / "expected_links.json").read_text(encoding="utf-8"))
    for row in csv.DictReader((folder / "pages.csv").open(encoding="utf-8")):
        url = row["original_url"] or f"http://{row['replay_host']}{row['replay_path']}"
        source = (folder / row["file"]).read_text(encoding="utf-8", errors="replace")
        links = links_of_page(source, url, site or proposed(source, url))
        page = score_page(expected[row["file"]].get("links", []), links, url)
        if verbose or page.notes:
            print(
                f"  {folder.name}/{row['file']}：{page.right}/{page.expected}，多 {page.found - page.right}"
            )
            for note in page.notes[: None if verbose else 6]:
                print(f"      {note[:240]}")
        total.add(page)
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=Path("../shared/sites"))
    parser.add_argument("--sites", type=Path, default=Path(__file__).parent / "sites")
    parser.add_argument("--propose", action="store_true", help="use what `site new` proposes for each page")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    total = Score()
    for site in load_sites(options.sites):
        folder = options.pages / site.name
        if folder.is_dir():
            total.add(score_city(folder, None if options.propose else site, options.verbose))
    extra = total.found - total.right
    share = total.right / max(1, total.expected)
    print(f"应有 {total.expected} 条，找到 {total.right} 条（{share:.2%}），多 {extra} 条")
    for name in FIELDS:
        print(f"  {name}: {total.fields[name]}/{total.said[name]}")
    return 0 if total.right >= 0.99 * total.expected and extra <= 0.01 * total.found else 1


if __name__ == "__main__":
    sys.exit(main())
