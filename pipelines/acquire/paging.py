"""The further pages of a list: counted by a script call on the page, or reached by a link to the next."""

import math
import re

from lxml.html import HtmlElement

from pipelines.acquire.candidates import text_of
from pipelines.acquire.links import joined
from pipelines.acquire.site_config import Paging

_NUMBER = r"(?:Math\.ceil\(\s*(?P<items>\d+)\s*/\s*(?P<each>\d+)\s*\)|(?P<pages>\d+))"
_FILE = r"""["'](?P<name>[\w\-]+)["']\s*,\s*["'](?P<ext>\w+)["']"""
_CALLS = (  # (count, current, "index", "html") and ('div', count, current, 'list', 'shtml')
    re.compile(rf"createPage(?:HTML)?\(\s*{_NUMBER}\s*,\s*(?P<here>\d+)\s*,\s*{_FILE}"),
    re.compile(
        rf"""createPage(?:HTML)?\(\s*["'][\w\-]*["']\s*,\s*{_NUMBER}\s*,\s*(?P<here>\d+)\s*,\s*{_FILE}"""
    ),
)
_NEXT = re.compile(r"^\W*(?:下一?页|下一頁|后一?页|后页|Next(?:\s*page)?)\W*$", re.IGNORECASE)
_EVERY = Paging()


def further_pages(source: str, tree: HtmlElement, url: str, paging: Paging | None) -> list[str]:
    """URLs of the pages after this one; counted ones are only named on the first page.

    Without a configured way: by the script calls that CMS families print, else by a link named 下一页.
    """
    chosen = paging or _EVERY
    if chosen.next:
        targets = (joined(url, str(link.get("href") or "")) for link in tree.cssselect(chosen.next))
        found = [target for target in targets if target and target != url][:1]
    elif chosen.url and chosen.count:
        count = _page_count(source, chosen)
        numbers = range(chosen.first, chosen.first + min(count, chosen.cap) - 1)
        made = (joined(url, chosen.url.replace("{n}", str(number))) for number in numbers)
        found = [target for target in made if target]
    else:
        found = _called(source, url) or _linked(tree, url)
    return found[: chosen.cap - 1]


def _page_count(source: str, paging: Paging) -> int:
    for pattern in paging.count:
        match = re.search(pattern, source)
        if match:
            number = int(match[1])
            return math.ceil(number / paging.per_page) if paging.per_page else number
    return 1


def _called(source: str, url: str) -> list[str]:
    """By a script call: pages are numbered from the current one it prints on the first page, 0 or 1."""
    for pattern in _CALLS:
        match = pattern.search(source)
        if match is None:
            continue
        count = int(match["pages"] or math.ceil(int(match["items"]) / max(1, int(match["each"]))))
        here = int(match["here"])
        is_further = re.search(rf"/{re.escape(match['name'])}_\d+\.{match['ext']}$", url)
        if here > 1 or is_further:
            return []
        numbers = range(here + 1, here + min(count, _EVERY.cap))
        made = (joined(url, f"{match['name']}_{number}.{match['ext']}") for number in numbers)
        return [target for target in made if target]
    return []


def _linked(tree: HtmlElement, url: str) -> list[str]:
    for anchor in tree.iter("a"):
        href = (anchor.get("href") or "").strip()
        if not href or href.startswith("#") or ":" in href.split("/")[0].removeprefix("http"):
            continue
        if _NEXT.search(text_of(anchor)) or _NEXT.search(anchor.get("title") or ""):
            target = joined(url, href)
            return [target] if target and target != url else []
    return []
