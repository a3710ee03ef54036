"""A first rule for items that only a script opens, by ids in a call whose function is not on the page.

`<a onclick="toDetail('a1','3')">某局2026年部门预算</a>`: the call and the region are seen, the address is for
a person to fill in. In: a page's tree. Out: settings of a page rule, or None.
"""

import re
from collections import defaultdict
from urllib.parse import unquote

from lxml.html import HtmlElement

from pipelines.acquire.candidates import text_of
from pipelines.acquire.describe import fiscal_year, is_disclosure_title, is_other_matter, is_unit_like
from pipelines.acquire.regions import best_selector

_CALL = re.compile(
    r"""([\w$.]+)\s*\(\s*((?:["'][^"']*["']|[\w.\-]+)(?:\s*,\s*(?:["'][^"']*["']|[\w.\-]+))*)\s*\)"""
)
_FEWEST = 3
_LONGEST = 120

Settings = dict[str, object]


def called_rule(tree: HtmlElement, match: str, is_titled: bool) -> Settings | None:
    """The rule for the items that one function opens; `is_titled`: the page's title speaks of disclosures."""
    calls: dict[str, list[tuple[HtmlElement, str]]] = defaultdict(list)
    for element in tree.iter():
        handler = _handler(element)
        call = _CALL.search(handler) if handler else None
        if call and re.search(r"\d", call[2]) and _names_disclosure(element, is_titled):
            calls[call[1]].append((element, call[2]))
    if not calls:
        return None
    name, found = max(calls.items(), key=lambda item: len(item[1]))
    if len(found) < _FEWEST:
        return None
    elements = [element for element, _ in found]
    every = [element for element in tree.iter() if element.tag == "a" or _handler(element)]
    number = min(len(arguments.split(",")) for _, arguments in found)
    groups = r"\s*,\s*".join([r"""["']?([^"',)]+)["']?"""] * number)
    address = {"pattern": rf"{re.escape(name)}\(\s*{groups}", "url": "/REPLACE/{1}"}
    items = best_selector(tree, elements, every) or "body"
    return {"name": "list", "match": match, "items": items, "addresses": address}


def _handler(element: HtmlElement) -> str:
    if not isinstance(element.tag, str):
        return ""
    href = unquote(element.get("href") or "").strip()
    return str(element.get("onclick") or "") or (href if href.lower().startswith("javascript:") else "")


def _names_disclosure(element: HtmlElement, is_titled: bool) -> bool:
    """Whether what is clicked, or its row, names a disclosure or (on a titled page) a unit."""
    row = next((node for node in element.iterancestors("li", "tr", "dd")), None)
    for node in (element, row):
        text = "" if node is None else " ".join((text_of(node), node.get("title") or ""))
        if text.strip() and len(text) <= _LONGEST and not is_other_matter(text.strip()):
            named = is_disclosure_title(text) and fiscal_year(text) is not None
            if named or (is_titled and any(is_unit_like(word) for word in text.split())):
                return True
    return False
