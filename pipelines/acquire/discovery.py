"""Discovery (发现): lists → links. Visits the pages of every site and writes down what they link to.

In: site configurations, the ledger. Out: the ledger's links and pages. Does not belong here: documents'
bytes.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from pipelines.acquire.decode import decode_page
from pipelines.acquire.describe import announcement
from pipelines.acquire.extract import Reading, page_title, parse
from pipelines.acquire.keep import keep_file
from pipelines.acquire.ledger import Fetch, Visit
from pipelines.acquire.links import Link, digest_of, digest_of_text, recorded, url_key
from pipelines.acquire.list_api import ApiAnswerError, is_answer
from pipelines.acquire.page_reading import API, read_source
from pipelines.acquire.posting import body_of
from pipelines.acquire.site_config import Paging, SiteConfig
from pipelines.acquire.spider_base import LedgerSpider, request_of
from pipelines.acquire.store import store_bytes
from pipelines.acquire.suspicion import Doubt, doubt_list, doubt_page, doubt_status, stub_target


class DiscoverySpider(LedgerSpider):
    """Visits every page that is due tonight, each once."""

    name = "discovery"

    async def first_requests(self) -> AsyncIterator[Request]:
        """The start pages, and what a killed run of this night left unread."""
        with self.ledger.transaction():
            for site in self.sites.values():
                for url in site.start:
                    key = url_key(url, site.drop_query)
                    start = Visit(site.name, key, url, 0, "list", link_text=site.title)
                    list(self._due_or_carried(start, site, skip=False))
        for visit in self.ledger.pending_visits(list(self.sites)):
            if self.put_off_until(self.sites[visit.source_id]) is None:
                yield self._request(visit)

    def _request(self, visit: Visit) -> Request:
        site = self.sites[visit.source_id]
        known = self.ledger.page(visit.source_id, visit.url_key)
        etag, modified = (known["etag"], known["last_modified"]) if known else (None, None)
        return self.ask(site, visit.url, visit, etag, modified)

    def take(self, response: Response) -> list[Request]:
        """Read a page; everything that follows from it is one transaction."""
        visit: Visit = response.meta["link"]
        site = self.sites[visit.source_id]
        with self.ledger.transaction():
            new = list(self._take(response, visit, site))
            self.ledger.finish_visit(visit.source_id, visit.url_key)
        return [self._request(visit) for visit in new]

    def put_off(self, request: Request) -> None:
        """The page stays on tonight's list; what it showed before still counts."""
        visit: Visit = request.meta["link"]
        with self.ledger.transaction():
            self.ledger.carry_over(visit.source_id, visit.url_key)

    def gave_up(self, request: Request, fetch: Fetch) -> None:
        """The page could not be had: what it showed before still counts."""
        with self.ledger.transaction():
            self.ledger.record(fetch)
            self.ledger.finish_visit(fetch.source_id, fetch.url_key, fetch.outcome)
            self.ledger.carry_over(fetch.source_id, fetch.url_key)
        self.say(f"  未取得 {fetch.url}：{fetch.message}")

    def _take(self, response: Response, visit: Visit, site: SiteConfig) -> Iterator[Visit]:
        fetch = self.fetch_of(request_of(response), "listed", response)
        incoming = response.meta.pop("incoming", None)
        if response.status == 304:
            fetch.outcome = "unchanged"
            self.ledger.record(fetch)
            self.ledger.touch_page(visit.source_id, visit.url_key)
            yield from self._visit_links(visit, site, skip_further=True)
        elif incoming is not None:
            self._take_file(visit, site, fetch, incoming)
        else:
            yield from self._take_page(response, visit, site, fetch)

    def _take_file(self, visit: Visit, site: SiteConfig, fetch: Fetch, incoming: Any) -> None:
        """A document where a page was expected: keep it, it is what the link led to."""
        link = Link(visit.url, visit.url_key, "document", None, visit.link_text or "", visit.title or "")
        self.ledger.save_links(visit, [link])
        keep_file(self.ledger, self.job.raw, fetch, incoming)

    def _take_page(self, response: Response, visit: Visit, site: SiteConfig, fetch: Fetch) -> Iterator[Visit]:
        doubt = doubt_status(response.status)
        reading: Reading | None = None
        if doubt is None:
            reading, doubt = self._read(response, visit, site)
        known = self.ledger.page(visit.source_id, visit.url_key)
        if reading is not None and doubt is None and known is not None:
            doubt = doubt_list(len(reading.links), int(known["most_items"]))
        if reading is None or doubt is not None:
            self._distrust(visit, fetch, doubt or Doubt("error", "无法读取"), reading)
            return
        if self._repeats_page_before(visit, site, reading) or self._is_last_allowed(visit, site, reading):
            reading.further = []
        fetch.outcome, fetch.message = "listed", f"{len(reading.links)} 条链接"
        digest = digest_of(reading.links) if not reading.inline else digest_of_text(reading.inline)
        if reading.inline and (known is None or known["items_digest"] != digest):
            self._keep_inline(response, visit, fetch, reading)
        self.ledger.record(fetch)
        self.ledger.save_page(visit, fetch, reading.rule.role, digest, len(reading.links))
        self.ledger.save_links(visit, [*reading.links, *_as_links(reading, site)])
        self.say(f"  {site.title}：{reading.title[:40] or recorded(visit.url)}，{len(reading.links)} 条链接")
        is_unchanged = known is not None and known["items_digest"] == digest
        yield from self._visit_links(visit, site, skip_further=is_unchanged)

    def _keep_inline(self, response: Response, visit: Visit, fetch: Fetch, reading: Reading) -> None:
        """The article itself is the disclosure: its page is kept like a file."""
        fetch.message = reading.inline
        stored = store_bytes(self.job.raw, response.body)
        fetch.sha256, fetch.bytes = stored.sha256, stored.bytes
        self.ledger.save_file(visit.source_id, visit.url_key, stored)

    def _repeats_page_before(self, visit: Visit, site: SiteConfig, reading: Reading) -> bool:
        """A further page that shows nothing its predecessor did not: the list has ended, whatever it says."""
        if visit.role == "page" or visit.list_url is None:
            return False
        before = self.ledger.shown_links(visit.source_id, url_key(visit.list_url, site.drop_query))
        shown = {row["url_key"] for row in before if row["kind"] in {"page", "document"}}
        return bool(shown) and {link.url_key for link in reading.links} <= shown

    def _is_last_allowed(self, visit: Visit, site: SiteConfig, reading: Reading) -> bool:
        """Whether a list that names its next page only has been followed as far as its rule says."""
        most = reading.rule.paging.cap if reading.rule.paging else Paging().cap
        before, url = 1, visit.list_url
        while url is not None and before < most:
            rows = self.ledger.rows(
                "SELECT list_url FROM visits WHERE ordinal = ? AND source_id = ? AND url_key = ?",
                self.ledger.ordinal,
                visit.source_id,
                url_key(url, site.drop_query),
            )
            url, before = (rows[0]["list_url"] if rows else None), before + 1
        return before >= most

    def _distrust(self, visit: Visit, fetch: Fetch, doubt: Doubt, reading: Reading | None) -> None:
        fetch.outcome, fetch.message = doubt.outcome, doubt.message
        self.ledger.record(fetch)
        self.ledger.carry_over(visit.source_id, visit.url_key)
        if reading is not None and reading.links:
            self.ledger.save_links(visit, reading.links)
        self.say(f"  存疑 {recorded(visit.url)}：{doubt.message}")

    def _read(
        self, response: Response, visit: Visit, site: SiteConfig
    ) -> tuple[Reading | None, Doubt | None]:
        source = decoded(response, site)
        try:
            reading = read_source(source, _asked(response, visit), site, visit.role, visit.title or "")
        except ApiAnswerError as fault:
            return None, Doubt("blocked", f"列表接口的回答无法识别：{fault}")
        if is_answer(source):
            is_empty = visit.depth == 0 and not reading.links and visit.list_url is None
            return reading, Doubt("suspicious", "列表接口没有返回条目") if is_empty else None
        return reading, self._doubt(source, reading, response, visit)

    def _doubt(self, source: str, reading: Reading, response: Response, visit: Visit) -> Doubt | None:
        tree = parse(source)
        doubt = doubt_page(source, tree, page_title(tree), len(reading.links))
        if doubt is not None and doubt.outcome == "blocked":
            return doubt
        target = None if reading.links or reading.further else stub_target(source, tree, response.url)
        if target is not None:
            reading.further = [target]
            return None
        if doubt is None and _went_home(response) and visit.depth:
            return Doubt("not_found", "跳转到了首页")
        if doubt is None and _is_empty_list(reading, visit):
            return Doubt("suspicious", "列表页没有找到任何条目（配置与页面不符，或内容由脚本加载）")
        return doubt

    def _visit_links(self, visit: Visit, site: SiteConfig, skip_further: bool = False) -> Iterator[Visit]:
        """Tonight's visits that a page leads to; known pages whose turn has not come stand in with their
        links.
        """
        for row in self.ledger.shown_links(visit.source_id, visit.url_key):
            if row["kind"] == "document" or not row["is_declared"]:
                continue
            is_list = row["kind"] != "page"
            depth = visit.depth if is_list else visit.depth + 1
            if depth > site.depth or not (is_list or row["follow"]):
                continue
            child = Visit(
                visit.source_id,
                row["url_key"],
                site.asked_as(row["url"]),
                depth,
                row["kind"],
                recorded(visit.url),
                row["text"] or row["title"],
                announcement(row["title"], row["department"], row["fiscal_year"], row["doc_kind"]),
            )
            yield from self._due_or_carried(child, site, skip=is_list and skip_further)

    def _due_or_carried(self, child: Visit, site: SiteConfig, skip: bool) -> Iterator[Visit]:
        if not self.ledger.add_visit(child):
            return
        known = self.ledger.page(child.source_id, child.url_key)
        every = site.revalidate.articles if child.role == "page" else site.revalidate.lists
        if known is None or (not skip and self.ledger.ordinal - int(known["checked"]) >= every):
            yield child
            return
        self.ledger.carry_over(child.source_id, child.url_key)
        self.ledger.finish_visit(child.source_id, child.url_key, "not_due")
        yield from self._visit_links(child, site, skip_further=skip)


def _is_empty_list(reading: Reading, visit: Visit) -> bool:
    """A start page that shows nothing; an article given as a start page may."""
    is_list = visit.depth == 0 and reading.rule.role == "list"
    return is_list and not reading.links and not reading.further


def _as_links(reading: Reading, site: SiteConfig) -> list[Link]:
    """Further pages and sub-lists, written down like links so that a later night knows them."""
    kind = f"{API}{reading.rule.name}" if reading.rule.api else "list"
    return [
        Link(url, url_key(url, site.drop_query), kind, None, "", reading.title, is_declared=site.allows(url))
        for url in reading.further
    ]


def decoded(response: Response, site: SiteConfig) -> str:
    """The page as text."""
    header = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return decode_page(response.body, header, site.encoding)


def _asked(response: Response, visit: Visit) -> str:
    """The address that answered, a POST's body kept with it."""
    return visit.url if body_of(visit.url)[1] is not None else response.url


def _went_home(response: Response) -> bool:
    path = urlsplit(response.url).path
    return bool(response.meta.get("redirect_urls")) and path in {"", "/", "/index.html"}
