"""The further pages of a list: counted by a script call on the page, or reached by a link to the next."""

import math
import re

from lxml.html import HtmlElement

from pipelines.acquire.links import joined
from pipelines.acquire.site_config import Paging


def further_pages(source: str, tree: HtmlElement, url: str, paging: Paging) -> list[str]:
    """URLs of the pages after this one; counted ones are only named on the first page."""
    if paging.next:
        targets = (joined(url, str(link.get("href") or "")) for link in tree.cssselect(paging.next))
        return [target for target in targets if target and target != url][:1]
    if not paging.url or not paging.count:
        return []
    count = _page_count(source, paging)
    numbers = range(paging.first, paging.first + min(count, paging.cap) - 1)
    found = (joined(url, paging.url.replace("{n}", str(number))) for number in numbers)
    return [target for target in found if target]


def _page_count(source: str, paging: Paging) -> int:
    for pattern in paging.count:
        match = re.search(pattern, source)
        if match:
            number = int(match[1])
            return math.ceil(number / paging.per_page) if paging.per_page else number
    return 1
