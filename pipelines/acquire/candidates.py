"""The places on a page where a link may stand: href, onclick, data attributes, scripts, frames, body images.

In: an lxml element (an item or a region). Out: candidates as written, in page order. Does not belong here:
which of
them are disclosures.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import html
from lxml.html import HtmlElement

from pipelines.acquire.links import FILE_EXTENSIONS, extension_of

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
_NO_TARGET = ("javascript:", "#", "mailto:", "tel:", "about:", "data:")


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
    pieces = element.xpath(".//text()[not(ancestor::script) and not(ancestor::style)]")
    return " ".join("".join(pieces).replace("\u200b", "").split())


def candidates_in(region: HtmlElement, sources: Iterable[str]) -> Iterator[Candidate]:
    """All candidates of a region in page order, the region's own element included."""
    wanted = set(sources)
    for element in region.iter():
        if not isinstance(element.tag, str):
            continue
        yield from _of_element(element, wanted)


def _of_element(element: HtmlElement, wanted: set[str]) -> Iterator[Candidate]:
    href = element.get("href") if element.tag in {"a", "area"} else None
    if (
        href is not None
        and "href" in wanted
        and not href.strip().lower().startswith(_NO_TARGET)
        and href.strip()
    ):
        yield Candidate(href.strip(), href, text_of(element), element.get("title") or "", "href", element)
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


def _handler(element: HtmlElement, href: str | None) -> str:
    """The script that a click runs: the onclick attribute, or a `javascript:` address."""
    handler: str = element.get("onclick") or ""
    if not handler and href and href.strip().lower().startswith("javascript:"):
        handler = unquote(href.strip()[len("javascript:") :])
    return handler if _QUOTED.search(handler) else ""


def _from_onclick(element: HtmlElement, href: str | None, handler: str) -> Iterator[Candidate]:
    """`downloadFj('名.pdf','./W0….pdf')`, `location.href=encodeURI('../filedown?…')`, `window.open('…')`."""
    values = [match[2] for match in _QUOTED.finditer(handler)]
    targets = [value for value in values if _is_target(value)]
    with_path = [value for value in targets if "/" in value]
    if not with_path and len(targets) != 1:
        return
    target = (with_path or targets)[-1]
    names = [value for value in values if value != target and extension_of(value)]
    title = element.get("title") or (names[0] if names else "")
    yield Candidate(target, href, text_of(element), title, "onclick", element, handler)


def _from_data(element: HtmlElement, href: str | None) -> Iterator[Candidate]:
    for name in _DATA_ATTRIBUTES:
        value = element.get(name)
        if value and _is_target(value):
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
            if href and not href.lower().startswith(_NO_TARGET):
                yield Candidate(href, href, text_of(anchor), anchor.get("title") or "", "script", element)
