"""The places on a page where a link may stand: href, onclick, data attributes, scripts, frames, body images.

In: an lxml element (an item or a region). Out: candidates as written, in page order. Does not belong here:
which of
them are disclosures.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote

from lxml import html
from lxml.html import HtmlElement

from pipelines.acquire.links import FILE_EXTENSIONS, IMAGE_EXTENSIONS, extension_of
from pipelines.acquire.script_calls import opened_by

_EXTENSIONS = "|".join(sorted(FILE_EXTENSIONS))
_QUOTED = re.compile(r"""(["'])((?:(?!\1)[^\\\r\n]|\\.)*)\1""")
_FILE_IN_TEXT = re.compile(
    rf"""[^\s"'<>()|;,，]+\.(?:{_EXTENSIONS})(?![A-Za-z0-9])(?:\?[^\s"'<>()|;]*)?""", re.IGNORECASE
)
_DOWNLOAD = re.compile(r"(?i)(?:file_?down|down_?load|attach(?:ment)?)[\w/.\-]*\?")
_PAGE = re.compile(r"^[^\s()]+\.(?:s?html?|jhtml|jspx?|do|aspx?|action)(?:$|\?)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ANCHOR = re.compile(r"<a\s", re.IGNORECASE)
_DATA_ATTRIBUTES = (
    "data-pdf",
    "data-url",
    "data-href",
    "data-src",
    "data-file",
    "data-link",
    "file",
    "appendix",
)
_ADDRESS_ATTRIBUTES = frozenset({"data-url", "data-href", "data-link"})
_NO_TARGET = ("javascript:", "#", "mailto:", "tel:", "about:", "data:")
_NEIGHBOUR = re.compile(r"^\W*[上下]\s*[一1]?\s*[篇条页]")
_IDENTIFIER = re.compile(r"^(?=.*\d)[\w\-]{2,}$", re.ASCII)
_CALL = re.compile(r"[\w$]\s*\(")


class Address(Protocol):
    """How an address is made of what an element's attributes say (an id in `onclick`, `data-id`)."""

    pattern: str
    url: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link as written.

    Attributes:
        target: URL as written, to be joined to the page's.
        href: the href attribute as written, None where there is none.
        text: what the reader sees; title: the title attribute or the file name that a script gives.
        element: where it stands, for the headings before it.
    """

    target: str
    href: str | None
    text: str
    title: str
    found_in: str
    element: HtmlElement
    onclick: str | None = None


def text_of(element: HtmlElement) -> str:
    """The element's text with single spaces, scripts and styles left out."""
    if element.tag in {"tr", "tbody", "table"}:
        return " ".join(filter(None, (text_of(cell) for cell in element.iter("td", "th"))))
    pieces = element.xpath(".//text()[not(ancestor::script) and not(ancestor::style)]")
    return " ".join("".join(pieces).replace("\u200b", "").split())


def candidates_in(
    region: HtmlElement, sources: Iterable[str], addresses: Iterable[Address] = ()
) -> Iterator[Candidate]:
    """All candidates of a region in page order, the region's own element included."""
    wanted, made = set(sources), list(addresses)
    for element in region.iter():
        if not isinstance(element.tag, str):
            continue
        candidate = _made_of(element, made) if made else None
        if candidate is not None:
            yield candidate
        elif not _is_neighbour(element):
            yield from _of_element(element, wanted)


def links_at(element: HtmlElement) -> Iterator[Candidate]:
    """The links that stand at one element itself."""
    yield from _of_element(element, {"href", "onclick", "data"})


def _is_neighbour(element: HtmlElement) -> bool:
    """Whether an anchor leads to the article before or after this one (上一篇、下一篇)."""
    if element.tag != "a":
        return False
    parent = element.getparent()
    return any(node is not None and _NEIGHBOUR.search(text_of(node)[:12]) for node in (element, parent))


def _made_of(element: HtmlElement, addresses: list[Address]) -> Candidate | None:
    """The address that a configuration makes of an element's attributes, written `name="value"`."""
    if not element.attrib:
        return None
    written = " ".join(f'{name}="{value}"' for name, value in element.attrib.items())
    for address in addresses:
        match = re.search(address.pattern, written)
        if match:
            target = address.url
            for number, value in enumerate(match.groups(), start=1):
                target = target.replace(f"{{{number}}}", (value or "").strip())
            return Candidate(
                target,
                element.get("href"),
                text_of(element),
                element.get("title") or "",
                "onclick",
                element,
                element.get("onclick"),
            )
    return None


def _of_element(element: HtmlElement, wanted: set[str]) -> Iterator[Candidate]:
    href = element.get("href") if element.tag in {"a", "area"} else None
    if element.tag == "option" and "data" in wanted and _is_address(element.get("value") or ""):
        yield Candidate(element.get("value"), None, text_of(element), "", "data", element)
        return
    if href is not None and "href" in wanted and _leads_somewhere(href) and href.strip():
        title = element.get("title") or _file_name(element) or _picture_name(element)
        yield Candidate(href.strip(), href, text_of(element), title, "href", element)
    elif "onclick" in wanted and (handler := _handler(element, href)):
        yield from _from_onclick(element, href, handler)
    elif "data" in wanted and element.tag != "script":
        yield from _from_data(element, href)
    if element.tag == "script" and "script" in wanted:
        yield from from_script(element.text or "", element)
    if element.tag in {"iframe", "embed", "object", "frame"} and "iframe" in wanted:
        source = element.get("src") or element.get("data") or ""
        if source and extension_of(source):
            yield Candidate(source, None, "", element.get("title") or "", "iframe", element)
    if element.tag == "img" and "image" in wanted and element.get("src"):
        yield Candidate(
            element.get("src"), None, "", element.get("title") or element.get("alt") or "", "image", element
        )


def _leads_somewhere(href: str) -> bool:
    target = href.strip().lower()
    return target.startswith(("#/", "#!/")) or not target.startswith(_NO_TARGET)


def _handler(element: HtmlElement, href: str | None) -> str:
    """The script that a click runs: the onclick attribute, or a `javascript:` address."""
    handler: str = element.get("onclick") or ""
    if not handler and href and href.strip().lower().startswith("javascript:"):
        handler = unquote(href.strip()[len("javascript:") :])
    return handler if _QUOTED.search(handler) or _CALL.search(handler) else ""


def _file_name(element: HtmlElement) -> str:
    """The name under which a browser keeps the file (`download`)."""
    name = element.get("download") or ""
    return name if extension_of(name) else ""


def _picture_name(element: HtmlElement) -> str:
    """What a picture inside a link without text is called."""
    names = (image.get("title") or image.get("alt") or "" for image in element.iter("img"))
    return next((name for name in names if name.strip()), "")


def _is_address(value: str) -> bool:
    return value.strip().startswith(("http://", "https://", "/", "./", "../")) or _is_target(value)


def _target_in(handler: str, values: list[str], element: HtmlElement) -> str | None:
    """The address in a click's script: written there, or made by a function of the page."""
    targets = [value for value in values if _is_target(value)]
    with_path = [value for value in targets if "/" in value]
    if with_path:
        return with_path[-1]
    has_id = any(_IDENTIFIER.search(value) and value not in targets for value in values)
    if len(targets) == 1 and not (has_id and not targets[0].isascii()):
        return targets[0]
    return opened_by(handler, element.getroottree().getroot())


def _from_onclick(element: HtmlElement, href: str | None, handler: str) -> Iterator[Candidate]:
    """`downloadFj('名.pdf','./W0….pdf')`, `location.href=encodeURI('../filedown?…')`, `window.open('…')`."""
    values = [match[2] for match in _QUOTED.finditer(handler)]
    target = _target_in(handler, values, element)
    if not target:
        return
    names = [value for value in values if value != target and extension_of(value)]
    title = element.get("title") or (names[0] if names else "")
    yield Candidate(target, href, text_of(element), title, "onclick", element, handler)


def _from_data(element: HtmlElement, href: str | None) -> Iterator[Candidate]:
    others = [name for name in element.attrib if name.startswith("data-")]
    for name in dict.fromkeys((*_DATA_ATTRIBUTES, *others)):
        value = element.get(name)
        is_given = name in _ADDRESS_ATTRIBUTES and _is_address(value or "")
        if value and (is_given or _is_target(value)) and extension_of(value) not in IMAGE_EXTENSIONS:
            yield Candidate(value, href, text_of(element), element.get("title") or "", "data", element)
            return


def _is_target(value: str) -> bool:
    return bool(_DOWNLOAD.search(value) or extension_of(value) or _PAGE.search(value))


def from_script(script: str, element: HtmlElement) -> Iterator[Candidate]:
    """Links that a script writes into the page or hands to a viewer.

    Markup in the script (`document.write('<a href=…>')`, or built from string pieces) gives its anchors;
    otherwise
    every quoted value that names a file, several joined in one string included.
    """
    if _ANCHOR.search(script):
        yield from _anchors_in_script(script, element)
        return
    seen: set[str] = set()
    for match in _QUOTED.finditer(script):
        for file in _FILE_IN_TEXT.finditer(match[2].replace("\\/", "/")):
            value = file[0]
            if "/" in value and value not in seen:
                seen.add(value)
                yield Candidate(value, None, "", "", "script", element)


def _anchors_in_script(script: str, element: HtmlElement) -> Iterator[Candidate]:
    markup = (
        re.sub(r"""["']\s*\+\s*["']""", "", script)
        .replace("\\/", "/")
        .replace('\\"', '"')
        .replace("\\'", "'")
    )
    for found in re.finditer(r"<a\s.*?</a>", markup, re.IGNORECASE | re.DOTALL):
        for anchor in html.fragment_fromstring(_CONTROL.sub("", found[0]), create_parent="div").iter("a"):
            href = anchor.get("href") or ""
            if href and _leads_somewhere(href):
                yield Candidate(href, href, text_of(anchor), anchor.get("title") or "", "script", element)
