"""Trying a configuration before it goes into service: what its discovery finds, beside the register of units.

Nothing is kept: the crawl runs into a temporary folder and no document is downloaded.
"""

import re
import shutil
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.acquire.crawl import CrawlSummary, Progress, crawl
from pipelines.acquire.extract import GUESSED, page_title, parse
from pipelines.acquire.links import recorded
from pipelines.acquire.list_api import is_answer
from pipelines.acquire.page_reading import read_source
from pipelines.acquire.registry import Registry, Unit
from pipelines.acquire.site_config import PageRule, SiteConfig
from pipelines.acquire.site_files import load_sites
from pipelines.acquire.store import LEDGER
from pipelines.acquire.suspicion import doubt_page, stub_target
from pipelines.acquire.words import summary_text


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link that discovery found, with the fields that a checker compares."""

    page_url: str
    href: str | None
    url: str
    kind: str
    text: str
    title: str
    department: str | None
    fiscal_year: int | None
    doc_kind: str | None
    found_in: str
    is_declared: bool


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """What a site's configuration finds.

    Attributes:
        links: all links, page by page, in page order.
        further: further pages of lists, sub-lists and requests to list interfaces.
        matched: units of the register whose name or alias a link prints.
        missing: units that should publish on this site and that no link names.
        unknown: printed names that the register does not have.
        rule, title: of one stored page, the rule that was used and the page's title.
        inline: what the page itself holds where it is the disclosure.
        doubt: why a crawl would not trust the page; redirect_to: where the page sends its reader.
    """

    site: str
    links: tuple[FoundLink, ...]
    further: tuple[str, ...]
    matched: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    summary: CrawlSummary | None = None
    rule: str = ""
    title: str = ""
    inline: str | None = None
    doubt: str | None = None
    redirect_to: str | None = None

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "site": self.site,
            "rule": self.rule,
            "title": self.title,
            "inline": self.inline,
            "doubt": self.doubt,
            "redirect_to": self.redirect_to,
            "links": [asdict(link) for link in self.links],
            "further": list(self.further),
            "matched": list(self.matched),
            "missing": list(self.missing),
            "unknown": list(self.unknown),
        }

    def report(self, shown: int = 30) -> str:
        """For people, in Chinese."""
        lines = [summary_text(self.summary)] if self.summary else []
        if self.rule:
            lines.append(f"页面标题：{self.title or '无'}；所用规则：{self.rule}")
        if self.inline:
            lines.append(f"文章本身就是公开内容：{self.inline}")
        if self.redirect_to:
            lines.append(f"页面只有跳转，指向 {self.redirect_to}")
        elif self.doubt:
            lines.append(f"存疑：{self.doubt}")
        kinds = Counter(link.kind for link in self.links)
        lines.append(f"{self.site}：{kinds['document']} 个文件、{kinds['page']} 个页面")
        for link in self.links[:shown]:
            said = f"{link.fiscal_year or '年度不明'} {_KINDS.get(link.doc_kind or '', '类别不明')}"
            mark = "" if link.is_declared else "（主机未声明）"
            lines.append(f"  {link.department or '单位不明'} | {said} | {link.title or link.text}{mark}")
            lines.append(f"      {link.url}")
        if len(self.links) > shown:
            lines.append(f"  …… 另有 {len(self.links) - shown} 条")
        lines.extend(f"  列表的其他页 {url}" for url in self.further[:shown])
        if self.matched or self.missing:
            lines.append(f"与名录对照：找到 {len(self.matched)} 个单位，未找到 {len(self.missing)} 个")
            lines.extend(f"  未找到 {name}" for name in self.missing)
        lines.extend(f"  名录中没有 {name}" for name in self.unknown[:shown])
        return "\n".join(lines)


_KINDS = {"budget": "预算", "final": "决算", "other": "其他"}


def check_site(
    site_configs: Path,
    name: str,
    registry: Registry | None = None,
    *,
    allow_loopback: bool = False,
    gateway: str | None = None,
    contact: str | None = None,
    progress: Progress | None = None,
) -> SiteCheck:
    """Run one site's discovery once and compare what it finds with the register.

    Raises:
        SiteConfigError: there is no such site, or a configuration is wrong.
        CrawlFailedError: the crawl process broke down.
    """
    folder = Path(tempfile.mkdtemp(prefix="mingzhang-check-"))
    try:
        summary = crawl(
            site_configs,
            folder,
            night=date.today().isoformat(),
            only=[name],
            allow_loopback=allow_loopback,
            gateway=gateway,
            contact=contact,
            progress=progress,
            steps=("discover",),
        )
        links, further = _links_of(folder)
    finally:
        shutil.rmtree(folder)
    return _compared(name, links, further, registry, summary)


def check_page(site: SiteConfig, source: str, url: str, registry: Registry | None = None) -> SiteCheck:
    """What a site's rules take from one stored page.

    Raises:
        ApiAnswerError: the source is an interface's answer that cannot be taken apart.
    """
    reading = read_source(source, url, site)
    links = tuple(
        FoundLink(url, **{name: getattr(link, name) for name in _LINK_FIELDS}) for link in reading.links
    )
    found = _compared(site.name, links, tuple(map(recorded, reading.further)), registry, None)
    found = replace(found, rule=_named(reading.rule), title=reading.title, inline=reading.inline)
    if reading.links or reading.further or is_answer(source):
        return found
    tree = parse(source)
    doubt = doubt_page(source, tree, page_title(tree), 0)
    return replace(found, doubt=doubt.message if doubt else None, redirect_to=stub_target(source, tree, url))


def _named(rule: PageRule) -> str:
    if rule.name in GUESSED:
        return f"没有规则适用，自动识别（{GUESSED[rule.name]}）"
    return rule.name or rule.match or rule.has or "、".join(rule.items)


def site_named(site_configs: Path, name: str) -> SiteConfig:
    """One site's configuration.

    Raises:
        SiteConfigError: there is no such site, or a configuration is wrong.
    """
    return load_sites(site_configs, [name])[0]


_LINK_FIELDS = [name for name in FoundLink.__dataclass_fields__ if name != "page_url"]


def _links_of(raw: Path) -> tuple[tuple[FoundLink, ...], tuple[str, ...]]:
    found: list[FoundLink] = []
    further: list[str] = []
    with closing(sqlite3.connect(raw / LEDGER)) as database:
        database.row_factory = sqlite3.Row
        for row in database.execute("SELECT * FROM links ORDER BY page_key, position"):
            if row["kind"] in {"document", "page"}:
                values = {name: row[name] for name in FoundLink.__dataclass_fields__}
                found.append(FoundLink(**values | {"is_declared": bool(row["is_declared"])}))
            else:
                further.append(recorded(row["url"]))
    return tuple(found), tuple(dict.fromkeys(further))


def _compared(
    name: str,
    links: tuple[FoundLink, ...],
    further: tuple[str, ...],
    registry: Registry | None,
    summary: CrawlSummary | None,
) -> SiteCheck:
    printed = dict.fromkeys(plain_name(link.department) for link in links if link.department)
    units = list(registry.units) if registry else []
    matched = [unit.name for unit in units if _names(unit) & printed.keys()]
    expected = [unit.name for unit in units if unit.site == name]
    known = set().union(*(_names(unit) for unit in units)) if units else set(printed)
    return SiteCheck(
        name,
        links,
        further,
        tuple(matched),
        tuple(unit for unit in expected if unit not in matched),
        tuple(entity for entity in printed if entity not in known),
        summary,
    )


def plain_name(name: str) -> str:
    """A unit's name for comparison: no white space, brackets of one kind."""
    return re.sub(r"\s+", "", name).translate(str.maketrans("()", "（）"))


def _names(unit: Unit) -> set[str]:
    return {plain_name(name) for name in (unit.name, *unit.aliases)}
