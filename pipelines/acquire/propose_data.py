"""A first rule for lists that are data: an interface's JSON, a feed, records in a page's script.

In: a source. Out: settings of a page rule, or None where no list of disclosures is seen.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from pipelines.acquire.describe import is_disclosure_title, is_unit_like, unit_name
from pipelines.acquire.list_api import loose_json

_PAGE_NUMBER = re.compile(r"(?i)[?&](page|pageno|pagenum|pageindex|pagenumber|currentpage|curpage|p)=\d+")
_PER_PAGE = re.compile(r"(?i)[?&](?:pagesize|page_size|size|limit|rows|perpage)=(\d+)")
_TOTALS = ("total", "totalCount", "totalNum", "count", "totalElements", "records", "num")
_ADDRESS = re.compile(r"^(?:https?://|\.{0,2}/)[^\s]+$")
_ASSIGNED = re.compile(r"\b([A-Za-z_$][\w$]*)\s*[=:]\s*(\[\s*\{.*?\}\s*\])", re.DOTALL)
_STATE = re.compile(r"\b([A-Za-z_$][\w$]*)\s*=\s*(\{.*?\})\s*;?\s*</script>", re.DOTALL)
_JSON_SCRIPT = re.compile(
    r"""<script(?=[^>]*application/json)[^>]*\bid=["']?([\w\-]+)[^>]*>\s*(\{.*?\}|\[.*?\])\s*</script>""",
    re.DOTALL,
)
_IDENTIFIERS = ("id", "docId", "uuid", "guid", "articleId", "infoId", "contentId")

Settings = dict[str, object]


def data_rule(source: str, url: str) -> Settings | None:
    """The rule for an interface's answer or a feed given as the list itself."""
    match = "/" + re.escape(urlsplit(url).path.lstrip("/"))
    if source.lstrip("\ufeff \r\n").startswith(("<?xml", "<rss", "<feed")):
        return {"name": "feed", "match": match, "keyword": True, "api": {"response": "rss"}}
    wrapped = re.match(r"^[\s;]*[\w.$]+\s*\((.*)\)[\s;]*$", source, re.DOTALL)
    answer = loose_json(wrapped[1] if wrapped else source.lstrip("\ufeff"))
    api = _records_of(answer)
    if api is None:
        return None
    api["response"] = "jsonp" if wrapped else "json"
    number, size = _PAGE_NUMBER.search(url), _PER_PAGE.search(url)
    if number:
        api["number"] = rf"[?&]{number[1]}=(\d+)"
        total = next((path for path in _total_paths(answer)), None)
        if total:
            api |= {
                "total": total,
                "per_page": int(size[1]) if size else len(_at(answer, str(api["records"]))),
            }
    return {"name": "list", "match": match, "keyword": "auto", "api": api}


def embedded_rule(source: str, url: str, is_titled: bool = False) -> Settings | None:
    """The rule for records that a page's script holds; `is_titled`: units' names are enough for titles."""
    for pattern, text in _embedded(source):
        answer = loose_json(text)
        api = _records_of(answer) or (_records_of(answer, is_unit_like) if is_titled else None)
        if api is not None:
            path = re.escape(urlsplit(url).path)
            return {
                "name": "data",
                "match": f"{path}$",
                "keyword": "auto",
                "api": {"embedded": pattern, **api},
            }
    return None


def _embedded(source: str) -> Iterator[tuple[str, str]]:
    """Data in scripts, each with the pattern that finds it again: lists, whole states, JSON scripts."""
    for match in _ASSIGNED.finditer(source):
        yield rf"\b{re.escape(match[1])}\s*[=:]\s*(\[\s*\{{.*?\}}\s*\])", match[2]
    for match in _STATE.finditer(source):
        yield rf"\b{re.escape(match[1])}\s*=\s*(\{{.*?\}})\s*;?\s*</script>", match[2]
    for match in _JSON_SCRIPT.finditer(source):
        name = re.escape(match[1])
        yield rf"<script[^>]*\b{name}\b[^>]*>\s*(\{{.*?\}}|\[.*?\])\s*</script>", match[2]


def _records_of(answer: Any, says: Callable[[str], bool] = is_disclosure_title) -> Settings | None:
    """Where the records are, and which of their values are title and address."""
    best: tuple[int, Settings] | None = None
    for path, records in _lists(answer, ""):
        titles = [r for r in records if any(isinstance(v, str) and says(v) for v in r.values())]
        if len(titles) * 2 < len(records):
            continue
        found = _columns(titles, says)
        if found and (best is None or len(titles) > best[0]):
            best = (len(titles), {"records": path, **found})
    return best[1] if best else None


def _lists(value: Any, path: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every list of objects inside a value, with its path; lists of lists joined by `*`."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _lists(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
        yield path, value
        merged: dict[str, list[Any]] = {}
        for entry in value:
            for name, inner in entry.items():
                if isinstance(inner, list):
                    merged.setdefault(name, []).extend(inner)
        for name, inner in merged.items():
            yield from _lists(inner, f"{path}.*.{name}" if path else f"*.{name}")


def _columns(records: list[dict[str, Any]], says: Callable[[str], bool]) -> Settings | None:
    titles = Counter(
        name for record in records for name, value in record.items() if isinstance(value, str) and says(value)
    )
    links = Counter(
        name
        for record in records
        for name, value in record.items()
        if isinstance(value, str) and _ADDRESS.match(value) and not says(value)
    )
    title = titles.most_common(1)[0][0]
    found: Settings = {"title": title}
    if links:
        found["link"] = links.most_common(1)[0][0]
    else:
        identifier = next((name for name in _IDENTIFIERS if name in records[0]), None)
        if identifier is None:
            return None
        found["link"] = f"/REPLACE/{{{identifier}}}"
    units = Counter(
        name
        for record in records
        for name, value in record.items()
        if name != title and isinstance(value, str) and is_unit_like(value)
    )
    if units and all(unit_name(str(record[title])) is None for record in records):
        found["department"] = units.most_common(1)[0][0]
    return found


def _total_paths(value: Any, path: str = "") -> Iterator[str]:
    if not isinstance(value, dict):
        return
    for name in _TOTALS:
        if isinstance(value.get(name), int) and not isinstance(value.get(name), bool):
            yield f"{path}.{name}" if path else name
    for name, inner in value.items():
        yield from _total_paths(inner, f"{path}.{name}" if path else name)


def _at(value: Any, path: str) -> Any:
    for name in filter(None, path.split(".")):
        value = value.get(name, ()) if isinstance(value, dict) else ()
    return value or (1,)
