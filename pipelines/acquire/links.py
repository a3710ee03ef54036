"""A link found on a page, and the key by which it is known again."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_OFFICE = {"pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "csv", "ppt", "pptx", "rtf", "txt"}
_ARCHIVES = {"rar", "zip", "7z", "gz", "tar"}
IMAGE_EXTENSIONS = frozenset({"jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff"})
FILE_EXTENSIONS = frozenset(_OFFICE | _ARCHIVES)
_VIEWER = re.compile(
    r"(?i)(?:view(?:er)?|preview|onlinepreview|pdf(?:js|view)?)\w*(?:\.(?:s?html?|aspx|jspx?|do|php))?$"
)
DOCUMENT_EXTENSIONS = FILE_EXTENSIONS | IMAGE_EXTENSIONS
FORM = re.compile(r"#/FORM/(\d+)/")


@dataclass(frozen=True, slots=True)
class Link:
    """A link taken from a page.

    Attributes:
        url: absolute; url_key: the same without what changes from fetch to fetch.
        kind: `document` (bytes to keep), `page` (may hold documents), `list` (further page of a list).
        href: as written; None where the link stands in a script or an attribute other than href.
        text: as printed; title: the fullest title found (title attribute, file name).
        department, fiscal_year, doc_kind: what title, heading and page say; None where nothing says it.
        found_in: href, onclick, script, data, iframe, image or api.
        onclick: the handler as written, where the link comes from one.
    """

    url: str
    url_key: str
    kind: str
    href: str | None
    text: str
    title: str
    department: str | None = None
    fiscal_year: int | None = None
    doc_kind: str | None = None
    found_in: str = "href"
    onclick: str | None = None
    is_declared: bool = True
    follow: bool = True


def extension_of(url: str) -> str:
    """The file extension in a URL's path or in a file name among its parameters; empty where there is
    none.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    candidates = [unquote(parts.path), *(value for _, value in parse_qsl(parts.query))]
    if parts.query and "=" not in parts.query:
        candidates.append(unquote(parts.query))
    for text in candidates:
        name = text.replace("\\", "/").rsplit("/", 1)[-1].strip()
        stem, dot, extension = name.rpartition(".")
        if dot and stem and extension.lower() in DOCUMENT_EXTENSIONS:
            return extension.lower()
    return ""


def joined(base: str, target: str) -> str | None:
    """The absolute address of a target written on a page; None where it is no web address at all."""
    try:
        absolute = urljoin(base, target)
        parts = urlsplit(absolute)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return None
    return absolute if is_web else None


def file_name_in(url: str) -> str:
    """The file's name among an address's parameters (`fileName=…`), where it says more than a number does."""
    try:
        values = [value for _, value in parse_qsl(urlsplit(url).query)]
    except ValueError:
        return ""
    names = (value.replace("\\", "/").rsplit("/", 1)[-1] for value in values if extension_of(value))
    return next((name for name in names if not name.isascii()), "")


def shown_file(url: str | None) -> str | None:
    """The file itself where an address is a viewer's (`viewer.html?file=/a.pdf`); files have no fragment."""
    if url is None:
        return None
    parts = urlsplit(url)
    if _VIEWER.search(parts.path):
        for _, value in parse_qsl(parts.query):
            if extension_of(value) and ("/" in value):
                return shown_file(joined(url, value.replace("\\", "/")))
    if parts.fragment and extension_of(parts._replace(fragment="").geturl()):
        return parts._replace(fragment="").geturl()
    return url


def url_key(url: str, drop_query: Iterable[str] = ()) -> str:
    """The URL by which a page or document is known again: no fragment, no default port, no volatile
    parameters, no session; of a form that is sent on, the page of the list that it asks for.
    """
    form = FORM.search(url)
    parts = urlsplit(url[: form.end() - 1] if form else url)
    host = (parts.hostname or "").lower()
    port = parts.port
    if port and (parts.scheme, port) not in {("http", 80), ("https", 443)}:
        host = f"{host}:{port}"
    dropped = set(drop_query)
    if "*" in dropped and extension_of(parts._replace(query="").geturl()):
        query = ""
    elif dropped:
        query = urlencode(
            [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in dropped]
        )
    else:
        query = parts.query
    plain = re.sub(r"(?i);jsessionid=[^/?#]*", "", unquote(parts.path))
    path = quote(plain, safe="/:@!$&'()*+,;=~-._") or "/"
    fragment = parts.fragment if parts.fragment.startswith(("/", "!/")) else ""
    return urlunsplit(("http", host, path, query, fragment))


def recorded(url: str) -> str:
    """An address as the ledger shows it: of a form's state only which page of the list it asks for."""
    form = FORM.search(url)
    return url[: form.end() - 1] if form else url


def digest_of(links: Iterable[Link]) -> str:
    """A hash of what a page lists: unchanged while its items are, whatever else on the page moves."""
    return digest_of_text("\n".join(sorted(f"{link.url_key}\t{link.title}" for link in links)))


def digest_of_text(text: str) -> str:
    """A hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()
