"""Paging that scripts on the page write: how many pages there are, and how their addresses are made.

In: a list page. Out: the addresses of its further pages; None where no such script is on it. Nothing is run.
"""

import math
import re

from lxml.html import HtmlElement

from pipelines.acquire.links import joined

_NUMBER = r"(?:Math\.ceil\(\s*(?P<items>\d+)\s*/\s*(?P<each>\d+)\s*\)|(?P<pages>\d+))"
_FILE = r"""["'](?P<name>[\w\-]+)["']\s*,\s*["'](?P<ext>\w+)["']"""
_CALLS = (  # (count, current, "index", "html") and ('div', count, current, 'list', 'shtml')
    re.compile(rf"createPage(?:HTML)?\(\s*{_NUMBER}\s*,\s*(?P<here>\d+)\s*,\s*{_FILE}"),
    re.compile(
        rf"""createPage(?:HTML)?\(\s*["'][\w\-]*["']\s*,\s*{_NUMBER}\s*,\s*(?P<here>\d+)\s*,\s*{_FILE}"""
    ),
)
_COUNT = re.compile(
    r"(?i)\b(?:countPages?|pageCount|page_count|totalPages?|total_page|pageTotal|allPages?|maxPage|pages)"
    r"""["']?\s*[=:]\s*["']?(\d+)"""
)
_ITEMS = re.compile(r"""(?i)\b(?:count|total|totalCount|totalRecord|recordCount)["']?\s*[=:]\s*["']?(\d+)""")
_EACH = re.compile(r"""(?i)\b(?:limit|pageSize|perPage|page_size)["']?\s*[=:]\s*["']?(\d+)""")
_HERE = re.compile(
    r"(?i)\b(?:current_?Page|curr?Page|nowPage|pageIndex|pageNo|currentPageNum|curr)"
    r"""["']?\s*[=:]\s*["']?(\d+)"""
)
_MADE = re.compile(  # "<a href=index_" + nextPage + ".html …", location.href = 'list_' + obj.curr + '.html'
    r"""(?:href\s*=\s*\\?["']{0,2}|location(?:\.href)?\s*=\s*["'`]|window\.open\(\s*["'])"""
    r"""(?P<before>[^"'<>\s+\\]*)["']\s*\+\s*\(?[\w.$]+(?:\s*[-+]\s*1)?\)?"""
    r"""(?:\s*\+\s*["'](?P<after>[^"'<>\s\\]*))?"""
)


def called(source: str, url: str, cap: int) -> list[str] | None:
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
        numbers = range(here + 1, here + min(count, cap))
        made = (joined(url, f"{match['name']}_{number}.{match['ext']}") for number in numbers)
        return [target for target in made if target]
    return None


def counted(tree: HtmlElement, url: str, cap: int) -> list[str] | None:
    """By a script that knows the number of pages and joins the current number into an address."""
    for script in tree.iter("script"):
        text = re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", script.text or "", flags=re.DOTALL)
        joined_text = re.sub(r"""["']\s*\+\s*["']""", "", text)
        count, made = _count(text), _MADE.search(joined_text)
        if count is None or made is None:
            continue
        before, after = made["before"], made["after"] or ""
        if not re.search(r"[_\-/=?]$", before):
            continue
        here = _HERE.search(text)
        first = int(here[1]) if here and int(here[1]) < 2 else 1
        numbers = range(first + 1, first + min(count, cap))
        targets = [target for n in numbers if (target := joined(url, f"{before}{n}{after}"))]
        return [] if _is_further(url, before, after) or (here and int(here[1]) > 1) else targets
    return None


def _is_further(url: str, before: str, after: str) -> bool:
    """Whether an address is itself made so: with a number in its file's name, or one above 1 in its query."""
    name = before.rpartition("/")[2]
    own = re.search(re.escape(name) + r"(\d+)" + re.escape(after) + "$", url) if name else None
    return own is not None and (name[-1] != "=" or int(own[1]) > 1)


def _count(script: str) -> int | None:
    pages = _COUNT.search(script)
    if pages:
        return int(pages[1])
    items, each = _ITEMS.search(script), _EACH.search(script)
    return math.ceil(int(items[1]) / max(1, int(each[1]))) if items and each else None
