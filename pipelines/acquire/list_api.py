"""Lists that a page's script asks for (gkmlpt, jpage, jpaas, JSONP …): the same request without running
scripts.

In: a shell page's source, or an interface's answer. Out: the requests to make, the links of an answer. Pure.
"""

import json
import re
from typing import Any
from urllib.parse import quote

from pipelines.acquire.extract import Reading, is_wanted, link_to, links_in, parse
from pipelines.acquire.links import Link, joined
from pipelines.acquire.site_config import ListApi, PageRule, SiteConfig

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_CDATA = re.compile(r"<record>\s*(?:<!\[CDATA\[(.*?)\]\]>|(.*?))\s*</record>", re.DOTALL)
_JSONP = re.compile(r"^[\s;]*[\w.$]+\s*\((.*)\)[\s;]*$", re.DOTALL)


class ApiAnswerError(ValueError):
    """An answer that is not what the configuration says it is."""


def is_answer(source: str) -> bool:
    """Whether a source is an interface's answer and no web page."""
    start = source.lstrip("\ufeff \t\r\n;")[:200]
    return start.startswith(("{", "[", "<datastore", "<?xml")) or bool(
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
        if match is None:
            return []
        values[name] = match[1]
    several = [values]
    if api.each:
        found = dict.fromkeys(match[1] for match in re.finditer(api.variables[api.each], text))
        several = [values | {api.each: value} for value in found]
    targets = (joined(url, _filled(api.url, chosen)) for chosen in several)
    return [target for target in targets if target]


def _filled(template: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        template = template.replace("{" + name + "}", quote(value, safe=":/"))
    return template


def read_answer(source: str, url: str, rule: PageRule, site: SiteConfig) -> Reading:
    """The links of an answer, and the request for the next one while there are more.

    Raises:
        ApiAnswerError: the answer cannot be taken apart as configured.
    """
    api = rule.api
    assert api is not None
    answer, links = _links(source, url, rule, api, site)
    reading = Reading(rule, rule.name, [link for link in links if _kept(link, rule)])
    if links:
        reading.further = _next(url, api, _total(answer, api))
    return reading


def _links(source: str, url: str, rule: PageRule, api: ListApi, site: SiteConfig) -> tuple[Any, list[Link]]:
    if api.response == "html":
        return None, _markup(source, url, rule, site)
    if api.response == "xml_records":
        return None, _markup("\n".join(a or b for a, b in _CDATA.findall(source)), url, rule, site)
    answer = _json(source, api)
    found = value_at(answer, api.records)
    if api.response == "json_html":
        return answer, _markup(str(found or ""), url, rule, site)
    if not isinstance(found, list):
        raise ApiAnswerError(f"“{api.records}”不是列表")
    links = []
    for record in found:
        address, title = value_at(record, api.link), value_at(record, api.title)
        target = joined(url, address) if isinstance(address, str) and address else None
        if target:
            links.append(link_to(target, " ".join(str(title or "").split()), rule, site, ""))
    return answer, links


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


def _markup(markup: str, url: str, rule: PageRule, site: SiteConfig) -> list[Link]:
    if not markup.strip():
        return []
    tree = parse(f"<html><body>{markup}</body></html>")
    whole = rule.model_copy(update={"items": rule.items or ("body",)})
    return links_in(tree, url, whole, site, "")


def value_at(record: Any, path: str) -> Any:
    """The value at a dotted path inside nested objects and lists; None where there is none."""
    for name in filter(None, path.split(".")):
        if isinstance(record, dict):
            record = record.get(name)
        elif isinstance(record, list) and name.isdigit() and int(name) < len(record):
            record = record[int(name)]
        else:
            return None
    return record


def _total(answer: Any, api: ListApi) -> int | None:
    value = value_at(answer, api.total) if api.total else None
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else None


def _kept(link: Link, rule: PageRule) -> bool:
    return is_wanted(link, rule, "")


def _next(url: str, api: ListApi, total: int | None) -> list[str]:
    """The request for the next page: every number of the request grown by the step."""
    if not api.number:
        return []
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
