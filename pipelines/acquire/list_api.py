"""Lists that a page's script asks for (gkmlpt, jpage, jpaas, JSONP …): the same request without running
scripts.
"""

from pipelines.acquire.extract import Reading
from pipelines.acquire.ledger import Visit
from pipelines.acquire.site_config import PageRule, SiteConfig


class ApiAnswerError(ValueError):
    """An answer that is not what the configuration says it is."""


def is_api_visit(role: str) -> bool:
    """Whether a visit asks a list interface."""
    return role == "api"


def api_pages(source: str, url: str, rule: PageRule) -> list[str]:
    """The requests that a shell page leads to."""
    return []


def read_api(source: str, visit: Visit, site: SiteConfig) -> Reading:
    """The links of an interface's answer."""
    raise ApiAnswerError(visit.url)
