"""The further pages of a list: counted by a script on the page, or reached by a link to the next."""

import math
import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from pipelines.acquire.candidates import links_at, text_of
from pipelines.acquire.links import FORM, joined, url_key
from pipelines.acquire.paging_scripts import called, counted
from pipelines.acquire.posting import submitted
from pipelines.acquire.site_config import Paging

_NEXT = re.compile(r"^\W*(?:转?到?下一?页|下一頁|后一?页|后页|Next(?:\s*page)?)\W*$", re.IGNORECASE)
_ARROW = re.compile(r"^[>›»→]{1,2}$")
_NEXT_CLASS = re.compile(r"(?i)\bnext\b|next[-_]?page|page[-_]?next")
_NUMBER = re.compile(r"^\W{0,2}(\d{1,4})\W{0,2}$")
_CALENDAR = re.compile(r"(?i)calendar|\bdate|rili")
_CLICKED = ("a", "span", "li", "button", "input", "td", "font", "div", "b", "em", "i")
_EVERY = Paging()


def further_pages(source: str, tree: HtmlElement, url: str, paging: Paging | None) -> list[str]:
    """URLs of the pages after this one; counted ones are only named on the first page.

    Without a configured way: by the scripts that CMS families print, else by a link named 下一页, else by
    the page numbers.
    """
    chosen = paging or _EVERY
    if chosen.next:
        found = [target for link in tree.cssselect(chosen.next) for target in _targets(link, url)][:1]
    elif chosen.url and chosen.count:
        count = _page_count(source, chosen)
        numbers = range(chosen.first, chosen.first + min(count, chosen.cap) - 1)
        made = (joined(url, chosen.url.replace("{n}", str(number))) for number in numbers)
        found = [target for target in made if target]
        found = [] if url_key(url) in {url_key(target) for target in found} else found
    else:
        written = called(source, url, _EVERY.cap)
        written = counted(tree, url, _EVERY.cap) if written is None else written
        found = (_linked(tree, url) or _numbered(tree, url)) if written is None else written
    return found[: chosen.cap - 1]


def _page_count(source: str, paging: Paging) -> int:
    for pattern in paging.count:
        match = re.search(pattern, source)
        if match:
            number = int(match[1])
            return math.ceil(number / paging.per_page) if paging.per_page else number
    return 1


def _targets(element: HtmlElement, url: str) -> Iterator[str]:
    """Where an element leads: its form sent on, its address, the address in its script or attributes."""
    sent = submitted(element, url)
    if sent is not None:
        yield sent
        return
    for link in (element, *element.iter("a")):
        for candidate in links_at(link):
            target = joined(url, candidate.target)
            if target and url_key(target) != url_key(url):
                yield target


def _linked(tree: HtmlElement, url: str) -> list[str]:
    """By a link or button named 下一页, or one that only shows an arrow and is called next."""
    for element in tree.iter(*_CLICKED):
        if element.tag != "a" and not (element.get("onclick") or element.get("data-href")):
            continue
        if _is_next(element):
            return list(_targets(element, url))[:1]
    return []


def _is_next(element: HtmlElement) -> bool:
    text = element.get("value") or "" if element.tag == "input" else text_of(element)
    if any(
        _NEXT.search(said) for said in (text, element.get("title") or "", element.get("aria-label") or "")
    ):
        return True
    picture = " ".join(image.get("alt") or "" for image in element.iter("img"))
    parent = element.getparent()
    names = f"{element.get('class') or ''} {parent.get('class') or '' if parent is not None else ''}"
    return bool(_NEXT.search(picture) or (_ARROW.search(text) and _NEXT_CLASS.search(names)))


def _numbered(tree: HtmlElement, url: str) -> list[str]:
    """By the page numbers: the link whose number follows the current page's."""
    for bar in _bars(tree):
        links = {number: element for number, element in _numbers(bar) if _raw(element)}
        here = _current(bar, links, url)
        following = links.get(here + 1)
        if following is not None:
            return list(_targets(following, url))[:1]
    return []


def _bars(tree: HtmlElement) -> list[HtmlElement]:
    """What holds page numbers: the smallest elements with numbered links whose addresses differ by them."""
    tried: dict[HtmlElement, bool] = {}
    for element in tree.iter("a", "option"):
        if _NUMBER.search(text_of(element)) is None:
            continue
        for bar in islice(element.iterancestors(), 3):
            if bar.tag in {"body", "html"}:
                break
            if bar not in tried:
                tried[bar] = _is_bar(bar)
            if tried[bar]:
                break
    return [bar for bar, is_bar in tried.items() if is_bar]


def _is_bar(bar: HtmlElement) -> bool:
    marks = " ".join(
        f"{node.get('class') or ''} {node.get('id') or ''}" for node in (bar, *bar.iterancestors())
    )
    if _CALENDAR.search(marks):
        return False
    numbers = list(_numbers(bar))
    shown = {number for number, _ in numbers}
    raws = {number: _raw(element) for number, element in numbers if number > 1 and _raw(element)}
    shapes = {re.sub(rf"(?<!\d)(?:{number}|{number - 1})(?!\d)", "#", raw) for number, raw in raws.items()}
    return bool(raws) and 1 in shown and len(shapes) <= 2 and all("#" in shape for shape in shapes)


def _numbers(bar: HtmlElement) -> Iterator[tuple[int, HtmlElement]]:
    """The page numbers that a bar shows, links or not, innermost elements only."""
    for element in bar.iter("a", "option", "span", "b", "strong", "em", "li", "font", "i", "button"):
        match = _NUMBER.search(text_of(element))
        if match and not any(isinstance(child.tag, str) for child in element):
            yield int(match[1]), element
    for text in bar.xpath("./text()"):
        match = _NUMBER.search(text.strip())
        if match:
            yield int(match[1]), bar


def _raw(element: HtmlElement) -> str:
    """What an element's click leads to, as written; empty where it leads nowhere."""
    if element.tag == "option":
        return str(element.get("value") or "") if re.search(r"[/.?]", element.get("value") or "") else ""
    href = (element.get("href") or "").strip()
    if href and not href.startswith("#") and not re.fullmatch(r"(?i)javascript:\s*(?:void\(0?\))?;?", href):
        return href
    return str(element.get("onclick") or "")


def _current(bar: HtmlElement, links: dict[int, HtmlElement], url: str) -> int:
    """The number of the page that is shown: the one that is no link, or leads here; else the first."""
    form = FORM.search(url)
    if form:
        return int(form[1])
    own = url_key(url)
    for number, element in links.items():
        target = joined(url, _raw(element))
        if number > 1 and target and url_key(target) == own:
            return number
    plain = [number for number, element in _numbers(bar) if not _raw(element) and number not in links]
    return min(plain, default=1)
