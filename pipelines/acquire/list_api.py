"""Lists that a page's script asks for (gkmlpt, jpage, jpaas, JSONP …): the same request without running
scripts.

In: a shell page's source, or an interface's answer. Out: the requests to make, the links of an answer. Pure.
"""

import json
import re
from typing import Any
from urllib.parse import quote

from lxml import etree

from pipelines.acquire.extract import Reading, is_wanted, link_to, links_in, parse
from pipelines.acquire.links import Link, joined
from pipelines.acquire.posting import body_of, with_body
from pipelines.acquire.site_config import ListApi, PageRule, SiteConfig

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_CDATA = re.compile(r"<record>\s*(?:<!\[CDATA\[(.*?)\]\]>|(.*?))\s*</record>", re.DOTALL)
_JSONP = re.compile(r"^[\s;]*[\w.$]+\s*\((.*)\)[\s;]*$", re.DOTALL)


class ApiAnswerError(ValueError):
    """An answer that is not what the configuration says it is."""


def is_answer(source: str) -> bool:
    """Whether a source is an interface's answer and no web page."""
    start = source.lstrip("\ufeff \t\r\n;")[:200]
    return start.startswith(("{", "[", "<datastore", "<?xml", "<rss", "<feed")) or bool(
        re.match(r"[\w.$]+\s*\(\s*[{\[]", start)
    )


def requests_of(source: str, url: str, api: ListApi) -> list[str]:
    """The requests for the first page of each list that a shell page leads to; none where a variable is
    missing.
    """
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), source).replace("\\/", "/")
    values: dict[str, str] = {}
    for name, pattern in api.variables.items():
        match = re.search(pattern, text)
        if match is None and name not in api.fallback:
            return []
        values[name] = match[1] if match else api.fallback[name]
    if api.embedded and not api.url:
        return []
    several = [values]
    if api.each:
        found = dict.fromkeys(match[1] for match in re.finditer(api.variables[api.each], text))
        several = [values | {api.each: value} for value in found]
    targets = [joined(url, _filled(api.url, chosen)) for chosen in several]
    if api.post:
        bodies = [_filled(api.post, chosen, in_body=True) for chosen in several]
        return [with_body(target, body) for target, body in zip(targets, bodies, strict=True) if target]
    return [target for target in targets if target]


def _filled(template: str, values: dict[str, str], in_body: bool = False) -> str:
    for name, value in values.items():
        template = template.replace("{" + name + "}", value if in_body else quote(value, safe=":/"))
    return template


def read_answer(source: str, url: str, rule: PageRule, site: SiteConfig, title: str = "") -> Reading:
    """The links of an answer, and the request for the next one while there are more.

    `title` is that of the page whose script asks: it says year and kind where the records do not.

    Raises:
        ApiAnswerError: the answer cannot be taken apart as configured.
    """
    api = rule.api
    assert api is not None
    answer, links = _links(source, url, rule, api, site, title)
    reading = Reading(rule, title or rule.name, [link for link in links if is_wanted(link, rule, title)])
    if links:
        reading.further = _next(url, api, _total(answer, api))
    return reading


def read_embedded(source: str, url: str, rule: PageRule, site: SiteConfig, title: str) -> list[Link]:
    """The links of a list that the page itself holds: data in a script, or the first records of jpage."""
    api = rule.api
    assert api is not None
    if api.embedded:
        match = re.search(api.embedded, source, re.DOTALL)
        text = loose_json(match[1]) if match else None
        links = _records(text, url, rule, api, site, title) if text is not None else []
    elif api.response == "xml_records" and "<record>" in source:
        links = _links(source, url, rule, api, site, title)[1]
    else:
        links = []
    return [link for link in links if is_wanted(link, rule, title)]


def _links(
    source: str, url: str, rule: PageRule, api: ListApi, site: SiteConfig, title: str
) -> tuple[Any, list[Link]]:
    if api.response == "html":
        return None, _markup(source, url, rule, site, title)
    if api.response == "xml_records":
        return None, _markup("\n".join(a or b for a, b in _CDATA.findall(source)), url, rule, site, title)
    if api.response == "rss":
        return None, _feed(source, url, rule, site, title)
    answer = _json(source, api)
    if api.response == "json_html":
        return answer, _markup(str(value_at(answer, api.records) or ""), url, rule, site, title)
    return answer, _records(answer, url, rule, api, site, title)


def _records(
    answer: Any, url: str, rule: PageRule, api: ListApi, site: SiteConfig, page_title: str
) -> list[Link]:
    found = value_at(answer, api.records)
    if not isinstance(found, list):
        raise ApiAnswerError(f"“{api.records}”不是列表")
    links = []
    for record in found:
        address, title = _text_at(record, api.link), _text_at(record, api.title)
        target = joined(body_of(url)[0], address) if address else None
        if target:
            whose = _text_at(record, api.department) if api.department else ""
            links.append(link_to(target, title, rule, site, page_title, whose))
    return links


def _text_at(record: Any, path: str) -> str:
    """The text at a path, or a text made of several (`/info/{id}.html`)."""
    if "{" in path:
        values = [value_at(record, name) for name in re.findall(r"{([\w.]+)}", path)]
        if any(value is None for value in values):
            return ""
        return re.sub(r"{([\w.]+)}", lambda match: str(value_at(record, match[1])), path)
    value = value_at(record, path)
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def _feed(source: str, url: str, rule: PageRule, site: SiteConfig, page_title: str) -> list[Link]:
    """The entries of an RSS or Atom feed."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, encoding="utf-8")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", source.lstrip("\ufeff"))
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as fault:
        raise ApiAnswerError(f"不是 RSS：{fault}") from fault
    if root is None:
        raise ApiAnswerError("不是 RSS")
    links = []
    for entry in root.xpath("//*[local-name()='item' or local-name()='entry']"):
        title = " ".join("".join(entry.xpath("*[local-name()='title']//text()")).split())
        places = entry.xpath("*[local-name()='link']/text() | *[local-name()='link']/@href")
        target = joined(url, places[0].strip()) if places else None
        if target:
            links.append(link_to(target, title, rule, site, page_title))
    return links


def loose_json(text: str) -> Any:
    """Data written in a script: JSON, or the same with bare names and single quotes; else None."""
    plain = re.sub(r"(?<=[{,\s])([A-Za-z_]\w*)\s*:", r'"\1":', text)
    single = re.sub(r"'((?:[^'\\]|\\.)*)'", lambda match: json.dumps(match[1]), plain)
    for written in (text, plain, re.sub(r",\s*([\]}])", r"\1", single)):
        try:
            return json.loads(written)
        except json.JSONDecodeError:
            continue
    return None


def _json(source: str, api: ListApi) -> Any:
    text = source.lstrip("\ufeff")
    if api.response == "jsonp":
        wrapped = _JSONP.match(text)
        if wrapped is None:
            raise ApiAnswerError("不是 JSONP")
        text = wrapped[1]
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise ApiAnswerError(f"不是 JSON：{fault}") from fault


def _markup(markup: str, url: str, rule: PageRule, site: SiteConfig, title: str) -> list[Link]:
    if not markup.strip():
        return []
    tree = parse(f"<html><body>{markup}</body></html>")
    whole = rule.model_copy(update={"items": rule.items or ("body",)})
    return links_in(tree, body_of(url)[0], whole, site, title)


def value_at(record: Any, path: str) -> Any:
    """The value at a dotted path in nested objects and lists (`*`: of every entry); None: there is none."""
    names = [name for name in path.split(".") if name]
    for number, name in enumerate(names):
        if name == "*":
            return _through(record, ".".join(names[number + 1 :]))
        if isinstance(record, dict):
            record = record.get(name)
        elif isinstance(record, list) and name.isdigit() and int(name) < len(record):
            record = record[int(name)]
        else:
            return None
    return record


def _through(entries: Any, path: str) -> list[Any] | None:
    if not isinstance(entries, list):
        return None
    found: list[Any] = []
    for entry in entries:
        value = value_at(entry, path)
        found.extend(value if isinstance(value, list) else [] if value is None else [value])
    return found


def _total(answer: Any, api: ListApi) -> int | None:
    value = value_at(answer, api.total) if api.total else None
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else None


def _next(url: str, api: ListApi, total: int | None) -> list[str]:
    """The request for the next page: every number of the request grown by the step."""
    if not api.number:
        return []
    address, body = body_of(url)
    if body is not None and re.search(api.number, body):
        grown = _next(body, api, total)
        return [with_body(address, grown[0])] if grown else []
    numbers = [int(match[1]) for match in re.finditer(api.number, url)]
    if not numbers:
        return []
    pages_read = (numbers[0] + api.step - 1) // api.step if api.step > 1 else max(1, numbers[0])
    if pages_read >= api.cap or (total is not None and pages_read * api.per_page >= total):
        return []
    return [re.sub(api.number, lambda match: _grown(match, api.step), url)]


def _grown(match: re.Match[str], step: int) -> str:
    start, end = match.start(1) - match.start(), match.end(1) - match.start()
    return match[0][:start] + str(int(match[1]) + step) + match[0][end:]
