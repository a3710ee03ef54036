"""What stands around a link: the row it is in, the head of its column, the headings above it.

A link that only says 查看, 下载 or 2026年预算 is told apart by these. In: the link's element. Out: texts, the
nearest first. Does not belong here: what the texts say (describe.py).
"""

import re
from itertools import islice

from lxml.html import HtmlElement

from pipelines.acquire.candidates import text_of
from pipelines.acquire.describe import doc_kind, fiscal_year, says_nothing

_ROWS = frozenset({"li", "dd", "p", "dt"})
_DATE = re.compile(r"[（(\[]?\s*20\d{2}\s*[年\-/.]\s*\d{1,2}\s*[月\-/.](?:\s*\d{1,2}\s*日?)?\s*[）)\]]?")
_MARKED = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "legend", "strong", "b")
_MARKING = re.compile(r"(?i)tit|head|year|name")
_STATE = re.compile(
    r"(?i)^(?:on|active|cur(?:rent)?|select(?:ed)?|show|hide|hidden|none|first|last|in|fade)$"
)
_LONGEST = 60
_LABEL = 20
_MOST_TABS = 20
_PANEL_LEVELS = 6
_SIBLINGS = 60
_LEVELS = 4
_LARGEST = 12


def without_dates(text: str) -> str:
    """A text without days of the calendar: a day of publication is no fiscal year."""
    return " ".join(_DATE.sub(" ", text).split())


def row_of(element: HtmlElement) -> HtmlElement | None:
    """The list item, paragraph or table row that a link stands in."""
    for node in (element, *element.iterancestors()):
        if node.tag == "tr" or node.tag in _ROWS:
            return node
        if node.tag in {"table", "ul", "ol", "body", "dl"}:
            return None
    return None


def beside(element: HtmlElement) -> str:
    """The text of a link's list item or paragraph outside of all links; empty where there is none."""
    row = row_of(element)
    if row is None or row.tag == "tr":
        row = next((node for node in element.iterancestors("td", "th")), None)
    if row is None or row is element:
        return ""
    pieces = row.xpath(".//text()[not(ancestor::a) and not(ancestor::script) and not(ancestor::style)]")
    text = without_dates("".join(pieces))
    return text if len(text) <= 2 * _LONGEST else ""


def cells_before(element: HtmlElement) -> list[str]:
    """The texts of the table cells left of a link's own, the nearest first, those over several rows too."""
    cell = next((node for node in element.iterancestors("td", "th")), None)
    row = cell.getparent() if cell is not None else None
    if cell is None or row is None or row.tag != "tr":
        return []
    cells = [node for node in cell.itersiblings(preceding=True) if node.tag in {"td", "th"}]
    if cells and says_nothing(text_of(cells[0])) and not cells[0].xpath(".//a"):
        return []  # a table of names and values (附件下载 | link): the cells before belong to other names
    for distance, above in enumerate(islice(row.itersiblings("tr", preceding=True), _SIBLINGS), start=1):
        spanning = [node for node in above if node.tag in {"td", "th"} and _span(node, "rowspan") > distance]
        cells.extend(spanning)
    texts = (without_dates(text_of(node)) for node in cells)
    return [text for text in texts if text and len(text) <= _LONGEST]


def column_head(element: HtmlElement) -> str:
    """The head of the table column that a link stands in."""
    cell = next((node for node in element.iterancestors("td", "th")), None)
    table = next(element.iterancestors("table"), None) if cell is not None else None
    if cell is None or table is None:
        return ""
    row, first = cell.getparent(), next(table.iter("tr"), None)
    if row is None or first is None or first is row or first.xpath(".//a[@href]"):
        return ""
    heads = _columns(first)
    here = len(heads) - sum(_span(node, "colspan") for node in (cell, *cell.itersiblings("td", "th")))
    return heads[here] if 0 <= here < len(heads) else ""


def _columns(row: HtmlElement) -> list[str]:
    return [text_of(cell) for cell in row if cell.tag in {"td", "th"} for _ in range(_span(cell, "colspan"))]


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name) or ""
    return max(1, min(int(value), 99)) if value.isdigit() else 1


def headings_above(element: HtmlElement) -> list[tuple[str, bool]]:
    """Short texts without links above a link in its region, the nearest first; whether each is marked.

    Marked as a heading: by its element, its bold type, its class.
    """
    found: list[tuple[str, bool]] = []
    node = row_of(element)
    node = element if node is None else node
    for _ in range(_LEVELS):
        for sibling in islice(node.itersiblings(preceding=True), _SIBLINGS):
            if isinstance(sibling.tag, str) and _is_heading(sibling):
                found.append((without_dates(text_of(sibling)), _is_marked(sibling)))
        parent = node.getparent()
        if parent is None or parent.tag in {"body", "table"}:
            break
        node = parent
    return found


def tab_label(element: HtmlElement) -> str:
    """The label of the tab whose panel a link stands in: as many labels, in order, as there are panels."""
    node = element
    for _ in range(_PANEL_LEVELS):
        parent = node.getparent()
        if parent is None or parent.tag == "html":
            return ""
        panels = [one for one in parent if one.tag == node.tag and _kind_of(one) == _kind_of(node)]
        if 1 < len(panels) <= _MOST_TABS:
            for bar in (*node.itersiblings(preceding=True), *parent.itersiblings(preceding=True)):
                labels = [] if bar in panels or not isinstance(bar.tag, str) else _labels(bar)
                if len(labels) == len(panels):
                    return labels[panels.index(node)]
        node = parent
    return ""


def _kind_of(node: HtmlElement) -> frozenset[str]:
    """What classes say an element is, whether it is the one shown left out."""
    return frozenset(name for name in (node.get("class") or "").split() if not _STATE.search(name))


def _labels(bar: HtmlElement) -> list[str]:
    """The labels of a bar of tabs that tell years or kinds; none where it is something else."""
    if len(text_of(bar)) > _MOST_TABS * _LABEL:
        return []
    for tag in ("li", "a", "span", "div"):
        labels = [text_of(one) for one in bar.iter(tag) if one is not bar]
        if len(labels) > 1:
            told = all(fiscal_year(label) or doc_kind(label) for label in labels)
            return labels if told and all(len(label) <= _LABEL for label in labels) else []
    return []


def _is_marked(node: HtmlElement) -> bool:
    if node.tag in _MARKED or _MARKING.search(node.get("class") or ""):
        return True
    strong = "".join(text_of(inner) for inner in node.iter("strong", "b", *_MARKED))
    return bool(strong) and len(strong) >= len(text_of(node))


def _is_heading(node: HtmlElement) -> bool:
    if node.tag in {"script", "style", "ul", "ol", "table", "form", "iframe", "img"}:
        return False
    nodes = list(islice(node.iter(), _LARGEST))
    if len(nodes) == _LARGEST or any(inner.tag in {"a", "img"} for inner in nodes):
        return False
    text = text_of(node)
    return 1 < len(text) <= _LONGEST
