"""What a link announces: its fullest title, and unit, year and kind from it and from what stands around it.

In: a candidate, its page's title, the page rule. Out: texts and hints; the document itself decides later.
"""

import re

from lxml.html import HtmlElement

from pipelines.acquire.candidates import Candidate, text_of
from pipelines.acquire.describe import (
    Announced,
    announced,
    first_unit,
    fiscal_year,
    is_disclosure_title,
    is_unit_like,
    says_nothing,
    unit_name,
)
from pipelines.acquire.links import extension_of, file_name_in
from pipelines.acquire.site_config import Defaults, PageRule
from pipelines.acquire.surroundings import (
    beside,
    cells_before,
    column_head,
    headings_above,
    row_of,
    tab_label,
)

_LABEL = 20
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
_COLON = re.compile(r"[：:]")


def title_of(candidate: Candidate) -> str:
    """The fullest title: the title attribute where the text is cut or names nothing, else the row's."""
    text, title = candidate.text, " ".join(candidate.title.split())
    if not text or (title and (text.rstrip().endswith(("...", "…")) or _is_fuller(title, text))):
        text = title or text
    if says_nothing(text):
        named = file_name_in(candidate.target) or _told_beside(candidate.element)
        return named or text
    return text


def _told_beside(element: HtmlElement) -> str:
    """What a bare 下载 or 查看 belongs to: the text of its item, or the cell before it."""
    own = re.sub(r"[（(\[【]\s*[)）\]】]", "", beside(element)).strip(" ：:|、，")
    texts = [own, *cells_before(element), *_twin(element)]
    told = (text for text in texts if _CHINESE.search(text) or extension_of(text))
    return next((text for text in told if not says_nothing(text)), "")


def _twin(element: HtmlElement) -> list[str]:
    """The text of the only other link of an item: its title, where this one is the file's button."""
    row = row_of(element)
    others = [] if row is None or row is element else [one for one in row.iter("a") if one is not element]
    texts = [text for one in others if not says_nothing(text := one.get("title") or text_of(one))]
    return texts if len(texts) == 1 else []


def _is_fuller(title: str, text: str) -> bool:
    return unit_name(text) is None and unit_name(title) is not None


def said_of(
    candidate: Candidate, title: str, page_title: str, rule: PageRule, defaults: Defaults, is_file: bool
) -> Announced:
    """Unit, year and kind: from the title, from around the link, from the page's title, by default."""
    element = candidate.element
    heading = heading_before(element, rule.heading) if rule.heading else ""
    order = {
        "link": (title, heading, page_title),
        "heading": (heading, title, page_title),
        "page": (page_title, title, heading),
    }[rule.department_from]
    near = announced(title, heading)
    around = announced()
    if near.fiscal_year is None or near.doc_kind is None:
        above = headings_above(element)
        marked = [text for text, is_marked in above if is_marked or _is_short_title(text)]
        around = announced(column_head(element), beside(element), tab_label(element), *marked, page_title)
    return Announced(
        _department(element, order, is_file, rule) or defaults.department,
        near.fiscal_year or around.fiscal_year or defaults.fiscal_year,
        near.doc_kind or around.doc_kind or defaults.doc_kind,
    )


def _is_short_title(text: str) -> bool:
    """A label like 2026年部门预算 or 2026年, whatever it looks like; no sentence."""
    return len(text) <= _LABEL and (is_disclosure_title(text) or fiscal_year(text) is not None)


def _department(element: HtmlElement, order: tuple[str, ...], is_file: bool, rule: PageRule) -> str | None:
    """The first text's name; where that is no publisher's, one around the link or in the page's title."""
    own = unit_name(order[0])
    if own and (is_unit_like(own) or not is_file):
        return own
    if rule.department_from == "link":
        near = beside(element)
        texts = [near, *_COLON.split(near), *cells_before(element)]
        found = first_unit([*texts, *(text for text, _ in headings_above(element))])
        said = announced(*order).department
        if found:
            return said if said and said.startswith(found) else found
    return first_unit(order[1:]) or announced(*order).department


def heading_before(element: HtmlElement, selector: str) -> str:
    """The nearest heading above an element, in page order."""
    root = element.getroottree().getroot()
    order = {node: number for number, node in enumerate(root.iter())}
    before = [heading for heading in root.cssselect(selector) if order[heading] < order[element]]
    return text_of(before[-1]) if before else ""
