"""Capture (留存): links → raw/. Asks for every document that is due and keeps its bytes.

In: the ledger's links. Out: raw/ by content hash, the ledger's files and fetches. Does not belong here:
finding links.
"""

import asyncio
from collections.abc import AsyncIterator

from scrapy import Request
from scrapy.http import Response

from pipelines.acquire.keep import keep_file, keep_page
from pipelines.acquire.ledger import Due, Fetch
from pipelines.acquire.site_config import SiteConfig
from pipelines.acquire.spider_base import LedgerSpider, request_of
from pipelines.acquire.suspicion import doubt_status
from pipelines.acquire.words import OUTCOMES

_WINDOW = 200
_POLL = 0.05
_QUEUED_SECONDS = 60
_FAULTY = ("not_a_document", "truncated")


def _portion(site: SiteConfig) -> int:
    """How many documents of a site are queued at once: a minute's, so that a run can end."""
    return max(10, min(_WINDOW, int(_QUEUED_SECONDS / site.rate.seconds)))


class CaptureSpider(LedgerSpider):
    """Asks for every document that is due tonight, each once."""

    name = "capture"

    async def first_requests(self) -> AsyncIterator[Request]:
        """All sites side by side, each site's documents in portions so that memory stays flat."""
        self._open: dict[str, int] = dict.fromkeys(self.sites, 0)
        self._asked: set[tuple[str, str]] = set()
        waiting = list(self.sites.values())
        while waiting:
            for site in list(waiting):
                if self._open[site.name] > _portion(site) // 2:
                    continue
                if self.put_off_until(site) is not None:
                    waiting.remove(site)
                    continue
                every = site.revalidate
                limit = _portion(site)
                due = self.ledger.documents_due(site.name, every.documents, every.without_validators, limit)
                fresh = [one for one in due if (one.source_id, one.url_key) not in self._asked]
                if not fresh and not self._open[site.name]:
                    waiting.remove(site)
                for one in fresh:
                    self._asked.add((one.source_id, one.url_key))
                    self._open[site.name] += 1
                    yield self.ask(site, one.url, one, one.etag, one.last_modified)
            await asyncio.sleep(_POLL)

    def _settled(self, due: Due) -> None:
        self._open[due.source_id] -= 1
        self._asked.discard((due.source_id, due.url_key))

    def take(self, response: Response) -> list[Request]:
        """Keep what came."""
        due: Due = response.meta["link"]
        with self.ledger.transaction():
            self._take(response, due)
        self._settled(due)
        return []

    def _take(self, response: Response, due: Due) -> None:
        fetch = self.fetch_of(request_of(response), "new", response)
        incoming = response.meta.pop("incoming", None)
        doubt = doubt_status(response.status)
        if response.status == 304:
            fetch.outcome = due.outcome if due.outcome in _FAULTY else "unchanged"
            fetch.etag, fetch.last_modified = fetch.etag or due.etag, fetch.last_modified or due.last_modified
            self.ledger.touch_file(due.source_id, due.url_key)
            self._remember(fetch)
        elif doubt is not None:
            if incoming is not None:
                incoming.discard()
            fetch.outcome, fetch.message = doubt.outcome, doubt.message
            self._remember(fetch)
        elif incoming is not None:
            keep_file(self.ledger, self.job.raw, fetch, incoming)
        elif response.body:
            keep_page(self.ledger, self.job.raw, fetch, response.body)
        else:
            fetch.outcome, fetch.message = "not_a_document", "空文件"
            self._remember(fetch)
        self._say(fetch, due)

    def _remember(self, fetch: Fetch) -> None:
        self.ledger.save_document(fetch)
        self.ledger.record(fetch)

    def _say(self, fetch: Fetch, due: Due) -> None:
        if fetch.outcome != "unchanged":
            self.say(f"  {OUTCOMES[fetch.outcome]} {due.link_text or due.url}")

    def put_off(self, request: Request) -> None:
        """The document stays due."""
        self._settled(request.meta["link"])

    def gave_up(self, request: Request, fetch: Fetch) -> None:
        """The document could not be had; it stays due."""
        due: Due = request.meta["link"]
        fetch.etag, fetch.last_modified = due.etag, due.last_modified
        with self.ledger.transaction():
            self._remember(fetch)
        self._settled(due)
        self.say(f"  {OUTCOMES[fetch.outcome]} {due.url}：{fetch.message}")
