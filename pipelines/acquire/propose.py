"""A first configuration for a new site: which CMS family it is of, and where the items stand on its page.

In: a page's source and URL. Out: a proposal with its YAML text, for a person to look at.
"""

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from lxml.html import HtmlElement

from pipelines.acquire.captured import captured_documents
from pipelines.acquire.crawl import crawl
from pipelines.acquire.decode import decode_page
from pipelines.acquire.describe import is_disclosure_title
from pipelines.acquire.extract import EVERYWHERE, Reading, page_title, parse, placed_links
from pipelines.acquire.ledger import Ledger, Visit
from pipelines.acquire.links import Link, url_key
from pipelines.acquire.list_api import ApiAnswerError, is_answer
from pipelines.acquire.page_reading import read_source
from pipelines.acquire.propose_calls import called_rule
from pipelines.acquire.propose_data import data_rule, embedded_rule
from pipelines.acquire.regions import Placed, best_selector, likely
from pipelines.acquire.site_config import SiteConfig
from pipelines.acquire.site_files import PRESETS, SiteConfigError, load_site

_SHOWN = 5
_NOTHING = (
    "内容多半由脚本加载。在浏览器的“开发者工具 → 网络”里找到列表接口，\n"
    "# 用它的地址再运行一次 mingzhang site new，或照 docs/sites.md 的“列表接口”填写 api"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A configuration to look at.

    Attributes:
        families: CMS families whose marks the page bears, the likeliest first.
        rule: the page rule proposed for the list; empty where the families' own rules find the items.
        found: titles that the proposed configuration finds on the page (or the requests that it leads to).
        other_hosts: hosts that the links lead to and that are not declared yet.
        text: the proposal as YAML, with remarks.
    """

    name: str
    families: tuple[str, ...]
    rule: dict[str, object]
    found: tuple[str, ...]
    other_hosts: tuple[str, ...]
    text: str


def families_of(source: str, url: str) -> tuple[str, ...]:
    """CMS families by the marks on a page and in its URL, the likeliest first."""
    counts: Counter[str] = Counter()
    for path in sorted(PRESETS.glob("*.yml")):
        marks = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("recognise", ())
        counts[path.stem] = sum(bool(re.search(mark, source) or re.search(mark, url)) for mark in marks)
    return tuple(name for name, count in counts.most_common() if count)


def propose(source: str, url: str) -> Proposal:
    """A configuration for the site that a list page belongs to."""
    name = re.sub(r"[^A-Za-z0-9]+", "_", (urlsplit(url).hostname or "site").removeprefix("www.")).strip("_")
    if is_answer(source):
        families = families_of("", url)[:2]
        rule = {} if families else data_rule(source, url) or {}
        try:
            reading = _reading(source, url, name, families, rule)
        except ApiAnswerError:
            families, rule, reading = (), {}, _reading("", url, name, (), {})
        return _proposal(name, name, url, families, rule, reading)
    tree = parse(source)
    families = families_of(source, url)[:2]
    title = page_title(tree)
    placed = placed_links(tree, url, EVERYWHERE, _bare_site(name, url), title)
    wanted = likely(placed, title)
    rules = _rules(source, tree, placed, wanted, url)
    rule, reading = _best(source, url, name, families, rules, {link.url_key: link.kind for _, link in wanted})
    return _proposal(name, title or name, url, families, rule, reading)


def _proposal(
    name: str, title: str, url: str, families: tuple[str, ...], rule: dict[str, object], reading: Reading
) -> Proposal:
    found = tuple(link.title or link.url for link in reading.links) or tuple(reading.further)
    hosts = tuple(sorted({urlsplit(link.url).netloc for link in reading.links if not link.is_declared}))
    settings = _settings(title, url, families, rule)
    text = _text(name, settings, families, found, hosts, reading.inline)
    return Proposal(name, families, rule, found, hosts, text)


def _bare_site(name: str, url: str) -> SiteConfig:
    return SiteConfig(name=name, title=name, start=(url,))


def _rules(
    source: str, tree: HtmlElement, placed: list[Placed], wanted: list[Placed], url: str
) -> list[dict[str, object]]:
    """Rules to try, the simplest first: none of its own, the likeliest region, the same by keywords."""
    titled = is_disclosure_title(page_title(tree))
    data = embedded_rule(source, url, titled)
    rules: list[dict[str, object]] = [{}, data] if data else [{}]
    if not wanted and not data and (opened := called_rule(tree, _this_page(url), titled)):
        return [opened]
    if not wanted and tree.xpath("//iframe[@src]"):
        rules.append({"name": "list", "match": _this_page(url), "sublists": "iframe"})
    selector = best_selector(tree, [place for place, _ in wanted], [place for place, _ in placed])
    region: dict[str, object] = {"name": "list", "match": _this_page(url), "items": selector or "body"}
    if selector is not None:
        rules += [region, region | {"keyword": True}]
    return [*rules, region | {"items": "body", "keyword": True}] if wanted else rules


def _this_page(url: str) -> str:
    """A pattern for a list's pages that its articles' addresses do not fit."""
    parts = urlsplit(url)
    folder, _, file = (parts.path or "/").rpartition("/")
    if parts.query:
        first = re.escape(parts.query.split("&")[0])
        return re.escape(parts.path or "/") + rf"\?(?:.*&)?{first}(?:&|$)"
    if file and not file.startswith("index"):
        stem, dot, extension = file.rpartition(".")
        further = rf"{re.escape(stem)}(?:_\d+)?{re.escape(dot + extension)}" if dot else re.escape(file)
        return re.escape(f"{folder}/") + further + "$"
    start = "^https?://[^/]+" if folder == "" else ""
    return start + re.escape(f"{folder}/") + r"(?:index[^/]*)?$"


def _best(
    source: str,
    url: str,
    name: str,
    families: tuple[str, ...],
    rules: list[dict[str, object]],
    wanted: dict[str, str],
) -> tuple[dict[str, object], Reading]:
    """The rule whose links agree best with the wanted ones; of equals the simplest.

    A family's own article rule is taken as it is where it finds all files: it also finds items without
    keywords, and leaves out what stands around the article.
    """
    tried = [(rule, _reading(source, url, name, families, rule)) for rule in rules]
    plain = tried[0][1]
    if plain.rule.api and (plain.further or plain.links):
        return tried[0]
    keys = {link.url_key for link in plain.links}
    files = {key for key, kind in wanted.items() if kind == "document"}
    if (
        plain.rule.match
        and keys
        and (wanted.keys() <= keys or (plain.rule.role == "article" and files <= keys))
    ):
        return tried[0]
    if plain.inline and not files:
        return tried[0]
    if not wanted:
        return max(tried, key=lambda one: (bool(one[1].links), bool(one[1].further)))
    return max(tried, key=lambda one: _agreement({link.url_key for link in one[1].links}, wanted.keys()))


def _agreement(found: set[str], wanted: AbstractSet[str]) -> float:
    return 2 * len(found & wanted) / max(1, len(found) + len(wanted))


def _settings(title: str, url: str, families: tuple[str, ...], rule: dict[str, object]) -> dict[str, object]:
    settings: dict[str, object] = {"title": title, "start": [url]}
    if families:
        settings["presets"] = list(families)
    if rule:
        settings["pages"] = [rule]
    return settings


def _reading(source: str, url: str, name: str, families: tuple[str, ...], rule: dict[str, object]) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.yml"
        settings = _settings(name, url, families, rule)
        path.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
        return read_source(source, url, load_site(path))


def _text(
    name: str,
    settings: dict[str, object],
    families: tuple[str, ...],
    found: tuple[str, ...],
    hosts: tuple[str, ...],
    inline: str | None,
) -> str:
    lines = [
        f"# {name}.yml：由 mingzhang site new 提出。核对后存入站点目录，",
        f"# 再用 mingzhang site check {name} 试看。",
        f"# 识别出的平台：{'、'.join(families) or '未识别（没有规则的页面自动识别）'}",
        f"# 本页找到 {len(found)} 条" + ("，例如：" if found else f"：{_NOTHING}"),
        *(f"#   {line[:60]}" for line in found[:_SHOWN]),
    ]
    if "/REPLACE/" in str(settings):
        lines.append("# 页面没有写明文章地址：请在网站上点开一条，把 /REPLACE/ 改成实际的写法")
    if inline:
        lines.append(f"# 文章本身就是公开内容：{inline}，留存该网页")
    if hosts:
        lines.append(f"# 链接还指向这些主机，确认后加入 hosts：{'、'.join(hosts[:20])}")
    return "\n".join(lines) + "\n" + yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)


def propose_for(
    url: str, *, allow_loopback: bool = False, gateway: str | None = None, contact: str | None = None
) -> Proposal:
    """Fetch a page with the crawl's own manners (robots.txt included) and propose a configuration.

    Raises:
        SiteConfigError: the page could not be had; the message says why.
        CrawlFailedError: the crawl process broke down.
    """
    folder = Path(tempfile.mkdtemp(prefix="mingzhang-new-"))
    try:
        sites, raw, night = folder / "sites", folder / "raw", date.today().isoformat()
        sites.mkdir()
        (sites / "probe.yml").write_text(yaml.safe_dump({"title": "试取", "start": url}), encoding="utf-8")
        _order(load_site(sites / "probe.yml"), raw, night, url)
        summary = crawl(
            sites,
            raw,
            night=night,
            allow_loopback=allow_loopback,
            gateway=gateway,
            contact=contact,
            steps=("capture",),
        )
        kept = captured_documents(raw)
        if not kept:
            reasons = "；".join(message for source in summary.sources for _, _, message in source.attention)
            raise SiteConfigError(f"无法取得 {url}：{reasons or '没有回答'}")
        content = kept[0].path.read_bytes()
    finally:
        shutil.rmtree(folder)
    return propose(decode_page(content), url)


def _order(site: SiteConfig, raw: Path, night: str, url: str) -> None:
    """Put one address on the list of documents to capture."""
    ledger = Ledger(raw, night)
    try:
        key = url_key(url)
        with ledger.transaction():
            ledger.save_links(
                Visit(site.name, key, url, 0, "list"), [Link(url, key, "document", None, "", "")]
            )
    finally:
        ledger.close()
