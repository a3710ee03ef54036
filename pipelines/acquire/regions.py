"""Where on an unknown page the disclosures stand: which links are likely ones, which region holds them.

In: a page's tree and all its links. Out: the likely ones, a CSS selector. A guess for `site new`, and for
pages that no rule of a site fits.
"""

import re

from lxml.html import HtmlElement

from pipelines.acquire.describe import (
    fiscal_year,
    is_disclosure_title,
    is_other_matter,
    is_unit_like,
    unit_name,
)
from pipelines.acquire.links import Link

_DEPTH = 5
_CHROME = re.compile(
    r"(?i)foot|friend|yqlj|navi?\b|navbar|menu|crumb|header|share|hot|relat|xgyd|sidebar|\bside\b"
)
_RELATED = re.compile(r"(?i)\brelat|xgyd|xgxx|xgwj|xgzx|recommend|tuijian")
_NAME = re.compile(r"[A-Za-z_][\w-]*")

Placed = tuple[HtmlElement, Link]


def likely(placed: list[Placed], page_title: str) -> list[Placed]:
    """The likely disclosures: files, titles with year and kind, units on a page whose title says what."""
    whose = unit_name(page_title)
    titled = is_disclosure_title(page_title)
    return [one for one in placed if _is_likely(*one, titled, whose)]


def _is_likely(element: HtmlElement, link: Link, titled: bool, whose: str | None) -> bool:
    if is_other_matter(link.title) or _is_related(element):
        return False
    if is_disclosure_title(link.title) and fiscal_year(link.title) is not None:
        return True
    if _in_chrome(element):
        return False
    if link.kind == "document":
        return titled or is_disclosure_title(link.title)
    name = link.department
    return titled and bool(name) and is_unit_like(name or "") and name != whose


def _is_related(element: HtmlElement) -> bool:
    """Whether a link stands among what else might be read (相关信息): other years', other units'."""
    return any(
        _RELATED.search(f"{n.get('class') or ''} {n.get('id') or ''}") for n in element.iterancestors()
    )


def _in_chrome(element: HtmlElement) -> bool:
    marks = (f"{node.get('class') or ''} {node.get('id') or ''}" for node in element.iterancestors())
    return any(_CHROME.search(mark) for mark in marks)


def is_decoration(image: HtmlElement) -> bool:
    """Whether a picture is a link's or the page's frame's, not the article's."""
    return any(node.tag == "a" for node in image.iterancestors()) or _in_chrome(image)


def best_selector(tree: HtmlElement, wanted: list[HtmlElement], all_links: list[HtmlElement]) -> str | None:
    """The selector whose regions hold most of the wanted links and least else."""
    scores: dict[str, float] = {}
    for selector in {selector for element in wanted for selector in _selectors_above(element)}:
        inside = {node for region in tree.cssselect(selector) for node in region.iter()}
        hits = len(inside.intersection(wanted))
        every = len(inside.intersection(all_links))
        scores[selector] = 2 * hits / max(1, every + len(wanted))
    return max(sorted(scores), key=lambda selector: scores[selector], default=None)


def _selectors_above(element: HtmlElement) -> list[str]:
    found = []
    for node in [element, *element.iterancestors()][: _DEPTH + 1]:
        classes = [name for name in (node.get("class") or "").split() if _NAME.fullmatch(name)]
        if classes:
            found.append(f"{node.tag}." + ".".join(classes))
            found.extend(f"{node.tag}.{name}" for name in classes)
        identity = node.get("id") or ""
        if _NAME.fullmatch(identity) and not re.search(r"\d$", identity):
            found.append(f"#{identity}")
        if node.tag in {"ul", "ol", "table", "dl"} and node.getparent() is not None:
            found.extend(f"{above} {node.tag}" for above in _own_selectors(node.getparent()))
            found.append(node.tag)
    return found


def _own_selectors(node: HtmlElement) -> list[str]:
    classes = [name for name in (node.get("class") or "").split() if _NAME.fullmatch(name)]
    return [f"{node.tag}.{name}" for name in classes]
