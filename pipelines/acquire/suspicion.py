"""Whether a page is what it claims to be: challenge pages, soft 404s, redirect stubs and shrunken lists are
not.

A page that is not trusted is never an empty list: what was known of it stays, and the operator hears of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.acquire.candidates import text_of
from pipelines.acquire.describe import vocabulary
from pipelines.acquire.links import joined

_STUB_TEXT = 300
_BLOCKING_STATUS = frozenset({401, 403, 405, 406, 412, 418, 429, 521, 567})
_GONE_STATUS = frozenset({404, 410})
_META_REFRESH = re.compile(
    r"""<meta[^>]+http-equiv\s*=\s*["']?refresh["']?[^>]+content\s*=\s*["'][^"']*?url\s*=\s*['"]?([^"'>\s]+)""",
    re.IGNORECASE,
)
_SCRIPT_REDIRECT = re.compile(
    r"""(?:(?:window|document|self|top|parent)\.)?location(?:\.href)?\s*=\s*["']([^"']+)["'](?!\s*\+)"""
    r"""|location\.(?:replace|assign)\(\s*["']([^"']+)["']\s*\)"""
)
_NAMED_FUNCTION = re.compile(r"(?:function\s+[\w$]+|[\w$]+\s*[=:]\s*function)\s*\([^)]*\)\s*\{")
_SHRUNKEN_FROM = 8


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a page is not trusted: an outcome of the ledger and the operator's message."""

    outcome: str
    message: str


def doubt_status(status: int) -> Doubt | None:
    """What an HTTP status other than success says."""
    if status < 300:
        return None
    if status in _GONE_STATUS:
        return Doubt("not_found", f"HTTP {status}")
    if status in _BLOCKING_STATUS:
        return Doubt("blocked", f"HTTP {status}，疑似被拦截")
    return Doubt("error", f"HTTP {status}")


def doubt_page(source: str, tree: HtmlElement, title: str, item_count: int) -> Doubt | None:
    """Challenge pages and error pages that answer with status 200; a page with items is neither."""
    if item_count:
        return None
    visible = text_of(tree)
    if len(visible) < _STUB_TEXT and any(re.search(p, source) for p in vocabulary()["challenge"]):
        return Doubt("blocked", "返回的是验证或拦截页面，不是内容")
    heading = f"{title} {visible[:_STUB_TEXT]}" if len(visible) < 4 * _STUB_TEXT else title
    if re.search(vocabulary()["error_title"], heading, re.IGNORECASE):
        return Doubt("not_found", "状态码 200，但内容是错误页面")
    if not visible and "<script" not in source.lower():
        return Doubt("suspicious", "空白页面")
    return None


def doubt_list(item_count: int, most_items: int) -> Doubt | None:
    """A list that lost most of its items, or all of them."""
    halved = most_items >= _SHRUNKEN_FROM and item_count < most_items / 2
    if halved or (most_items and not item_count):
        return Doubt("suspicious", f"列表条目由 {most_items} 条减少为 {item_count} 条，保留原有条目")
    return None


def stub_target(source: str, tree: HtmlElement, url: str) -> str | None:
    """Where a page that holds nothing but a redirect (meta refresh, script) sends its reader."""
    if len(text_of(tree)) >= _STUB_TEXT:
        return None
    match = _META_REFRESH.search(source)
    if match:
        return joined(url, match[1])
    targets = [
        (before, joined(url, address))
        for script in tree.iter("script")
        for before, address in _script_redirects(script.text or "")
    ]
    at_once = [target for before, target in targets if before.count("{") == before.count("}")]
    chosen = next(iter([*at_once, *(target for _, target in targets)]), None)
    return chosen if chosen != url else None


def _script_redirects(script: str) -> Iterator[tuple[str, str]]:
    """Each redirect of a script, with the script's text before it."""
    plain = re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", script, flags=re.DOTALL)
    for match in _SCRIPT_REDIRECT.finditer(plain):
        before = plain[: match.start()]
        if not _in_named_function(before):
            yield before, match[1] or match[2]


def _in_named_function(before: str) -> bool:
    """Whether a place in a script lies in a function that somebody must call first (a button's, a menu's)."""
    ends = [match.end() for match in _NAMED_FUNCTION.finditer(before)]
    return any(before.count("{", end) >= before.count("}", end) for end in ends)
