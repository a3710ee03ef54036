"""A page → its links: which rule fits, where its items stand, what each announces.

In: a page's source and URL, a site's configuration. Out: a `Reading`. Pure: nothing is fetched, so that
stored pages
and live ones go the same way. Does not belong here: whether the page is to be trusted (suspicion.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from pipelines.acquire.candidates import Candidate, candidates_in, text_of
from pipelines.acquire.describe import announced, fiscal_year, is_disclosure_title, is_other_matter, unit_name
from pipelines.acquire.link_titles import said_of, title_of
from pipelines.acquire.links import IMAGE_EXTENSIONS, Link, extension_of, joined, shown_file, url_key
from pipelines.acquire.paging import further_pages
from pipelines.acquire.posting import body_of
from pipelines.acquire.regions import best_selector, is_decoration, likely
from pipelines.acquire.site_config import PageRule, SiteConfig

_TITLES = (
    "meta[name='ArticleTitle' i]",
    "meta[name='title' i]",
    "h1",
    ".title",
    "title",
)
_GENERIC = PageRule(name="auto-titles", items=("body",), keyword=True)
_ARTICLE = PageRule(name="auto-files", items=("body",), keyword=True, only_documents=True, role="article")
EVERYWHERE = PageRule(name="everywhere", items=("body",))
GUESSED = {"auto-titles": "标题写明预决算的链接", "auto-files": "文件", "auto-units": "单位目录"}
_PAGE = re.compile(r"(?i)\.(?:s?html?|jhtml|jspx|shtm)$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_PAGE_IMAGES = 3
_LONGEST_HEADING = 80
_PAGE_TEXT = 400
_DOWNLOAD = re.compile(r"(?i)(?:file_?down|down_?load|attachment)[\w/.\-]*\?")


@dataclass(slots=True)
class Reading:
    """What a page says.

    Attributes:
        rule: the rule that was used.
        title: the page's own title.
        links: disclosures and the pages that lead to them, in page order, each once.
        further: further pages of the same list, and sub-lists.
        inline: what the body holds where the article itself is the disclosure (pictures, text); None
        elsewhere.
    """

    rule: PageRule
    title: str
    links: list[Link] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    inline: str | None = None


def parse(source: str) -> HtmlElement:
    """The page as a tree; an empty page gives an empty body."""
    text = _CONTROL.sub("", source).encode("utf-8")
    try:
        return html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        return html.document_fromstring("<html><body></body></html>")


def read_page(source: str, url: str, site: SiteConfig, announced_as: str = "") -> Reading:
    """Take the links of a page by the first rule that fits its URL and finds items on it.

    `announced_as` is what the list that led here says of the page; it counts where the page's title is mute.
    """
    tree = parse(source)
    base = _base_url(tree, url)
    fitting = _fitting(tree, url, site)
    if all(not _has_items(tree, rule) and (rule.role == "article" or not _names(rule)) for rule in fitting):
        fitting = [*_guessed(tree, base, site, announced_as), *fitting]
    reading = Reading(fitting[0], _title_for(tree, fitting[0], announced_as))
    for rule in fitting:
        title = _title_for(tree, rule, announced_as)
        links = links_in(tree, base, rule, site, title)
        if links or rule.api or not rule.items:
            reading = Reading(rule, title, links)
            break
    reading.further = _further(source, tree, base, reading.rule)
    if not reading.links and (reading.rule.role == "article" or reading.rule.name in GUESSED):
        reading.inline = _inline(tree, reading.rule, reading.title)
    if not reading.links and reading.rule.role == "article" and reading.rule is not _ARTICLE:
        reading.links = _files_elsewhere(tree, base, site, announced_as)
    return reading


def _files_elsewhere(tree: HtmlElement, base: str, site: SiteConfig, announced_as: str) -> list[Link]:
    """The files of an article whose declared regions hold none: a family's template may differ by city."""
    title = _title_for(tree, _ARTICLE, announced_as)
    if not _says_all(title):
        return []
    placed = placed_links(tree, base, EVERYWHERE, site, title)
    return [link for _, link in likely(placed, title) if link.kind == "document"]


def page_title(tree: HtmlElement) -> str:
    """The page's own title, where no rule says where it stands."""
    return _page_title(tree, _GENERIC)


def _title_for(tree: HtmlElement, rule: PageRule, announced_as: str) -> str:
    """The title that a rule goes by; of a page taken for an article also the heading, or what led to it."""
    title = _page_title(tree, rule)
    if rule is not _ARTICLE or is_disclosure_title(title):
        return title
    return _heading(tree) or (announced_as if _says_all(announced_as) else title)


def _heading(tree: HtmlElement) -> str:
    """A heading that says year and kind, where no title does."""
    for heading in tree.cssselect("h1, h2, h3, h4, [class*=tit i], [id*=tit i]"):
        text = " ".join(text_of(heading).split())
        if len(text) <= _LONGEST_HEADING and _says_all(text) and heading.find(".//a") is None:
            return text
    return ""


def _says_all(title: str) -> bool:
    is_named = is_disclosure_title(title) and fiscal_year(title) is not None
    return is_named and not is_other_matter(title)


def _guessed(tree: HtmlElement, base: str, site: SiteConfig, announced_as: str) -> list[PageRule]:
    """Rules for a page that none of the site's own fits: its files, the units it lists, its titles."""
    title = page_title(tree)
    if not is_disclosure_title(title):
        return [*([_ARTICLE] if _says_all(_title_for(tree, _ARTICLE, announced_as)) else []), _GENERIC]
    everything = placed_links(tree, base, EVERYWHERE, site, title)
    wanted = likely(everything, title)
    units = [element for element, link in wanted if link.kind == "page"]
    selector = best_selector(tree, units, [element for element, _ in everything]) if len(units) > 2 else None
    directory = [PageRule(name="auto-units", items=(selector,))] if selector else []
    files_first = fiscal_year(title) is not None
    return [*([_ARTICLE] if files_first else []), *directory, _GENERIC]


def rule_for(url: str, site: SiteConfig, name: str = "") -> PageRule | None:
    """The rule of that name, or the first with a list interface that an URL's pattern fits."""
    if name:
        return next((rule for rule in site.pages if rule.name == name), None)
    interfaces = [rule for rule in site.pages if rule.api]
    fitting = [rule for rule in interfaces if rule.match and re.search(rule.match, body_of(url)[0])]
    return next(iter([*fitting, *(rule for rule in interfaces if not rule.match and not rule.has)]), None)


def _fitting(tree: HtmlElement, url: str, site: SiteConfig) -> list[PageRule]:
    """Rules to try in turn. One that names this page (`match`, `has`) leaves no room for those that name
    none.
    """
    named = [rule for rule in site.pages if (rule.match or rule.has) and _fits(rule, tree, url)]
    unnamed = [rule for rule in site.pages if not rule.match and not rule.has]
    return named or unnamed


def _names(rule: PageRule) -> bool:
    """Whether a rule says which pages it is for, or needs no items."""
    return bool(rule.match or rule.has or rule.api or rule.sublists or not rule.items)


def _has_items(tree: HtmlElement, rule: PageRule) -> bool:
    """Whether a rule's regions are on the page at all; a redesigned page must not lose its files in
    silence.
    """
    return any(tree.cssselect(selector) for selector in rule.items)


def _inline(tree: HtmlElement, rule: PageRule, title: str) -> str | None:
    """What an article without files holds itself: pages as pictures, or the explanation as text."""
    if not is_disclosure_title(title) or is_other_matter(title):
        return None
    regions = [region for selector in rule.items for region in tree.cssselect(selector)]
    images = {
        image.get("src")
        for region in regions
        for image in region.iter("img")
        if image.get("src") and not (rule.name in GUESSED and is_decoration(image))
    }
    if len(images) >= _PAGE_IMAGES:
        return f"正文为 {len(images)} 张图片"
    text = max((text_of(region) for region in regions), key=len, default="")
    return f"正文为文字（{len(text)} 字）" if len(text) >= _PAGE_TEXT and "万元" in text else None


def _base_url(tree: HtmlElement, url: str) -> str:
    declared = tree.xpath("//base[@href]/@href")
    return (joined(url, declared[0]) or url) if declared else url


def _fits(rule: PageRule, tree: HtmlElement, url: str) -> bool:
    if rule.match and not re.search(rule.match, body_of(url)[0]):
        return False
    return not rule.has or bool(tree.cssselect(rule.has))


def _page_title(tree: HtmlElement, rule: PageRule) -> str:
    for selector in (*rule.page_title, *_TITLES):
        for element in tree.cssselect(selector):
            text = element.get("content") if element.tag == "meta" else text_of(element)
            if text and text.strip():
                return " ".join(text.split())
    return ""


def links_in(tree: HtmlElement, base: str, rule: PageRule, site: SiteConfig, page_title: str) -> list[Link]:
    """The links of a page, or of a piece of one, by one rule; each once, in page order."""
    placed = placed_links(tree, base, rule, site, page_title)
    return [link for _, link in placed if is_wanted(link, rule, page_title)]


def placed_links(
    tree: HtmlElement, base: str, rule: PageRule, site: SiteConfig, page_title: str
) -> list[tuple[HtmlElement, Link]]:
    """All links of a rule's regions with the elements they stand at, its filters not yet applied."""
    own = url_key(base, site.drop_query)
    found: list[tuple[HtmlElement, Link]] = []
    places: dict[str, list[int]] = {}
    for candidate in _candidates(tree, rule):
        link = _link(candidate, base, rule, site, page_title)
        if link is None or link.url_key == own:
            continue
        same = places.setdefault(link.url_key, [])
        twin = next((place for place in same if _is_same_item(found[place][1], link)), None)
        if twin is None:
            same.append(len(found))
            found.append((candidate.element, link))
        else:
            found[twin] = (found[twin][0], _better(found[twin][1], link))
    return found


def link_to(
    url: str, title: str, rule: PageRule, site: SiteConfig, page_title: str, department: str = ""
) -> Link:
    """A link that a list interface names by address and title, perhaps with its publisher."""
    said = announced(title, department, page_title)
    return Link(
        url=url.replace(" ", "%20"),
        url_key=url_key(url, site.drop_query),
        kind="document" if extension_of(url) or extension_of(title) else "page",
        href=url,
        text=title,
        title=title,
        department=department or said.department or site.defaults.department,
        fiscal_year=said.fiscal_year or site.defaults.fiscal_year,
        doc_kind=said.doc_kind or site.defaults.doc_kind,
        found_in="api",
        is_declared=site.allows(url),
        follow=rule.follow,
    )


def _candidates(tree: HtmlElement, rule: PageRule) -> Iterator[Candidate]:
    excluded = {
        element for selector in rule.exclude for found in tree.cssselect(selector) for element in found.iter()
    }
    seen: set[HtmlElement] = set()
    for selector in rule.items:
        for region in tree.cssselect(selector):
            for candidate in candidates_in(region, rule.sources, rule.addresses):
                place = candidate.element
                if place not in excluded and (place not in seen or place.tag == "script"):
                    yield candidate
                seen.add(place)


def _link(candidate: Candidate, base: str, rule: PageRule, site: SiteConfig, page_title: str) -> Link | None:
    target = _as_browsers_read(candidate.target)
    absolute = shown_file(joined(base, target))
    if absolute is None:
        return None
    key = url_key(absolute, site.drop_query)
    title = title_of(candidate)
    kind = _kind(absolute, candidate, title)
    if kind is None:
        return None
    said = said_of(candidate, title, page_title, rule, site.defaults, kind == "document")
    return Link(
        url=absolute.replace(" ", "%20"),
        url_key=key,
        kind=kind,
        href=candidate.href,
        text=candidate.text,
        title=title,
        department=said.department,
        fiscal_year=said.fiscal_year,
        doc_kind=said.doc_kind,
        found_in=candidate.found_in,
        onclick=candidate.onclick,
        is_declared=site.allows(absolute),
        follow=rule.follow,
    )


def _as_browsers_read(target: str) -> str:
    """A target as written, line breaks dropped; backslashes in its path are slashes, those in its query
    stay.
    """
    path, mark, query = re.sub(r"[\t\r\n]+", "", target.strip()).partition("?")
    return path.replace("\\", "/") + mark + query.replace("\\", "%5C")


def _kind(url: str, candidate: Candidate, title: str) -> str | None:
    """document or page; None for pictures that are not asked for."""
    extension = extension_of(url)
    if extension in IMAGE_EXTENSIONS and candidate.found_in != "image":
        return None
    if extension or _DOWNLOAD.search(url):
        return "document"
    named = extension_of(candidate.title) or extension_of(candidate.text) or extension_of(title)
    return "document" if named and not _PAGE.search(urlsplit(url).path) else "page"


def _is_same_item(known: Link, again: Link) -> bool:
    """Whether two links to one target are one item (label and title); else one target under two units'
    names.
    """
    names = {unit_name(link.title) for link in (known, again)} - {None}
    return len(names) < 2 or known.title == again.title


def _better(known: Link, again: Link) -> Link:
    """The same target twice (label and title, icon and name): the place that says more wins, the first
    one's order.
    """
    if (not known.title.strip()) or (unit_name(known.title) is None and unit_name(again.title) is not None):
        return replace(again, href=known.href if known.href is not None else again.href)
    return known


def is_wanted(link: Link, rule: PageRule, page_title: str) -> bool:
    """Whether a rule's filters let a link through."""
    title = link.title
    if rule.only_documents and link.kind != "document":
        return False
    if rule.keep and not any(re.search(pattern, title) for pattern in rule.keep):
        return False
    if any(re.search(pattern, title) for pattern in rule.drop):
        return False
    if rule.link_keep and not any(re.search(pattern, link.url) for pattern in rule.link_keep):
        return False
    if any(re.search(pattern, link.url) for pattern in rule.link_drop):
        return False
    if rule.keyword is True or (rule.keyword == "auto" and not is_disclosure_title(page_title)):
        if link.kind == "page" and fiscal_year(title) is None:
            return False
        words = title if link.kind == "page" else f"{title} {page_title}"
        return is_disclosure_title(words) and not is_other_matter(title)
    return not is_other_matter(title)


def _further(source: str, tree: HtmlElement, base: str, rule: PageRule) -> list[str]:
    pages = further_pages(source, tree, base, rule.paging) if rule.role == "list" and not rule.api else []
    for selector in rule.sublists:
        for anchor in tree.cssselect(selector):
            href = anchor.get("href") or anchor.get("src")
            target = joined(base, href) if href else None
            if target:
                pages.append(target)
    return list(dict.fromkeys(pages))
