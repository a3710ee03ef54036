"""The further pages of a list: counted by a script call on the page, or reached by a link to the next."""

import math
import re
from urllib.parse import urljoin

from lxml.html import HtmlElement

from pipelines.acquire.site_config import Paging


def further_pages(source: str, tree: HtmlElement, url: str, paging: Paging) -> list[str]:
    """URLs of the pages after this one; counted ones are only named on the first page."""
    if paging.next:
        return [
            urljoin(url, str(link.get("href"))) for link in tree.cssselect(paging.next) if link.get("href")
        ][:1]
    if not paging.url or not paging.count:
        return []
    count = _page_count(source, paging)
    numbers = range(paging.first, paging.first + min(count, paging.cap) - 1)
    return [urljoin(url, paging.url.replace("{n}", str(number))) for number in numbers]


def _page_count(source: str, paging: Paging) -> int:
    for pattern in paging.count:
        match = re.search(pattern, source)
        if match:
            number = int(match[1])
            return math.ceil(number / paging.per_page) if paging.per_page else number
    return 1
