"""A source → its links, web page or interface answer alike; what discovery, checking and scoring share."""

from pipelines.acquire.extract import Reading, read_page, rule_for
from pipelines.acquire.links import Link
from pipelines.acquire.list_api import is_answer, read_answer, read_embedded, requests_of
from pipelines.acquire.site_config import SiteConfig

API = "api:"


def read_source(source: str, url: str, site: SiteConfig, role: str = "", title: str = "") -> Reading:
    """What a source says; `role` names the rule (`api:NAME`) where a shell page's rule asked for it.

    `title` is the shell page's, or what the list says of the page it leads to (`role` page).

    Raises:
        ApiAnswerError: an interface's answer cannot be taken apart as configured.
    """
    rule = rule_for(url, site, role.removeprefix(API) if role.startswith(API) else "")
    if rule is not None and rule.api and (role.startswith(API) or is_answer(source)):
        return read_answer(source, url, rule, site, title)
    reading = read_page(source, url, site, title if role == "page" else "")
    if reading.rule.api:
        reading.further = requests_of(source, url, reading.rule.api)
        if not reading.links:
            reading.links = read_embedded(source, url, reading.rule, site, reading.title)
    return reading


def links_of_page(source: str, url: str, site: SiteConfig) -> list[Link]:
    """Disclosures and pages leading to them on one page."""
    return read_source(source, url, site).links
