"""What a page of the board says to its reader: visible text without identifiers, and where its links lead."""

import re
from html.parser import HTMLParser

_UNSEEN = {"script", "style", "code", "pre", "template"}
_TECHNICAL = {"citation", "technical"}
_VOID = {"meta", "link", "img", "input", "br", "hr", "image", "rect", "path"}
_SPOKEN = ("alt", "title", "aria-label", "placeholder")
_LATIN = re.compile(r"[A-Za-z][A-Za-z_]+")
KNOWN = {"CSV", "GB", "BibTeX", "SHA", "PDF", "HTML", "PNG", "SVG"}
"""Words that Chinese readers use as they are."""


class PageWords(HTMLParser):
    """Feed it a page; `latin` holds the Latin words shown, `links` the addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.latin: list[str] = []
        self.links: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        hidden = tag in _UNSEEN or bool(_TECHNICAL & set((given.get("class") or "").split()))
        if not self._hidden():
            for name in _SPOKEN:
                self._note(given.get(name) or "")
        if tag not in _VOID:
            self._open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._hidden():
            self._note(data)

    def _hidden(self) -> bool:
        return any(hidden for _, hidden in self._open)

    def _note(self, text: str) -> None:
        self.latin += [word for word in _LATIN.findall(text) if word not in KNOWN]
