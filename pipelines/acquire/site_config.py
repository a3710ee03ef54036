"""What an operator declares of a publishing site: the fields of its YAML file (docs/sites.md), checked."""

import re
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from pipelines.acquire.hours import hours_of

Source = Literal["href", "onclick", "script", "data", "iframe", "image"]


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as fault:
        raise ValueError(f"正则表达式有误：{value}（{fault}）") from fault
    return value


def _selector(value: str) -> str:
    try:
        CSSSelector(value, translator="html")
    except SelectorError as fault:
        raise ValueError(f"CSS 选择器有误：{value}（{fault}）") from fault
    return value


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str | dict) else value


def _hours(value: str) -> str:
    hours_of(value)
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]
Selector = Annotated[str, AfterValidator(_selector)]
_OneOrMany = BeforeValidator(_as_tuple)
"""One value where a list is expected is a list of one."""
Texts = Annotated[tuple[str, ...], _OneOrMany]
Patterns = Annotated[tuple[Pattern, ...], _OneOrMany]
Selectors = Annotated[tuple[Selector, ...], _OneOrMany]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Paging(_Model):
    """How the further pages of a list are addressed (翻页).

    Attributes:
        count: regular expressions on the page's source; group 1 is the number of pages. With `per_page`
            it is the number of items instead.
        url: template of a further page relative to the list, with `{n}`; `first` is the n of page 2.
        next: selector of a link to the next page, where pages cannot be counted.
        cap: no more pages than this, whatever the site says.
    """

    count: Patterns = ()
    per_page: int | None = Field(default=None, ge=1)
    url: str | None = None
    first: int = 1
    next: Selector | None = None
    cap: int = Field(default=50, ge=1)


class ListApi(_Model):
    """A list that the page's script asks for (列表接口).

    Attributes:
        url: the request for the first page, relative to the shell page; `{name}` is filled from
            `variables`. Left out where a start URL is the request itself.
        post: body of the request where it is a POST; `{name}` is filled from `variables`.
        embedded: regular expression on the shell page's source; group 1 is the list itself.
        variables: regular expressions on the shell page's source; group 1 is the value; `fallback` has the
            values of those that the page need not name.
        each: name of a variable of which every match makes a list of its own.
        response: how the answer is wrapped: `json`, `jsonp`, `html`, `json_html` (HTML inside a JSON value),
            `xml_records` (HTML inside XML records) or `rss` (RSS, Atom).
        records: path of the list of records in the answer, or of the value that holds HTML; names joined by
            dots, `*` for every entry of a list.
        title, link: paths inside a record, or texts with `{path}` in them.
        department: path inside a record of the publisher's name.
        number: regular expression on the request; group 1 is a number that grows by `step` for the next page.
        total: path of the number of records in all; per_page: how many one answer holds.
        cap: no more pages than this.
    """

    url: str = ""
    variables: dict[str, Pattern] = {}
    fallback: dict[str, str] = {}
    each: str | None = None
    post: str = ""
    embedded: Pattern | None = None
    response: Literal["json", "jsonp", "html", "json_html", "xml_records", "rss"] = "json"
    records: str = ""
    title: str = "title"
    link: str = "url"
    department: str = ""
    number: Pattern | None = None
    step: int = Field(default=1, ge=1)
    total: str = ""
    per_page: int = Field(default=100, ge=1)
    cap: int = Field(default=50, ge=1)


class Address(_Model):
    """How an item's address is made where only its attributes name it (由属性拼出的地址).

    Attributes:
        pattern: regular expression on the element's attributes, written `name="value" name="value"`.
        url: the address, relative to the page; `{1}` is the first group.
    """

    pattern: Pattern
    url: str


class PageRule(_Model):
    """How links are taken from one kind of page (页面规则).

    Attributes:
        match: regular expression on the page's URL; a rule without it fits every page.
        has: selector that must find something on the page, for the rule to fit.
        items: selectors of items or of regions holding them; empty: nothing is taken (the rule ends the
            search).
        exclude: selectors of regions inside that are not items.
        sources: where an item's link may stand.
        addresses: how links are made of ids in `onclick` or other attributes.
        keyword: take only links whose title names a disclosure (used where a region is mixed); `auto`:
            unless the page's own title names one.
        keep, drop: regular expressions on the title that a link must, or must not, match.
        link_keep, link_drop: the same on the link's URL.
        page_title: selectors of the page's own title; year, kind and department default to it.
        heading: selector of the headings between items (a department above its files).
        department_from: which text names the department.
        only_documents: take files only, no pages.
        role: `list` pages must hold items: an empty one is suspicious; `article` pages may hold none.
        follow: whether linked pages are visited in turn.
    """

    name: str = ""
    match: Pattern | None = None
    has: Selector | None = None
    items: Selectors = ()
    exclude: Selectors = ()
    sources: Annotated[tuple[Source, ...], _OneOrMany] = ("href", "onclick", "script", "data", "iframe")
    addresses: Annotated[tuple[Address, ...], _OneOrMany] = ()
    keyword: bool | Literal["auto"] = False
    keep: Patterns = ()
    drop: Patterns = ()
    link_keep: Patterns = ()
    link_drop: Patterns = ()
    page_title: Selectors = ()
    heading: Selector | None = None
    department_from: Literal["link", "page", "heading"] = "link"
    only_documents: bool = False
    role: Literal["list", "article"] = "list"
    follow: bool = True
    sublists: Selectors = ()
    paging: Paging | None = None
    api: ListApi | None = None

    @model_validator(mode="after")
    def _api_is_named(self) -> "PageRule":
        if self.api and not self.name:
            raise ValueError("有列表接口（api）的页面规则须有 name")
        return self


class Rate(_Model):
    """How gently a host is asked (访问频率).

    Attributes:
        seconds: pause between two requests to one host.
        concurrency: requests to one host at the same time.
        timeout: seconds without an answer, or from the first to the last byte of a page, before giving up.
        retries: further attempts after a temporary failure.
        retry_pause: seconds before the first retry, doubled each time; the host's Retry-After wins.
        longest_pause: a host that asks for more is left alone until the next night.
    """

    seconds: float = Field(default=2.0, gt=0)
    concurrency: int = Field(default=1, ge=1, le=8)
    timeout: float = Field(default=60.0, gt=0)
    retries: int = Field(default=2, ge=0, le=10)
    retry_pause: float = Field(default=5.0, gt=0)
    longest_pause: float = Field(default=300.0, gt=0)


class Revalidate(_Model):
    """After how many nights something known is asked for again, conditionally (复查间隔，单位：晚)."""

    lists: int = Field(default=1, ge=1)
    articles: int = Field(default=3, ge=1)
    documents: int = Field(default=1, ge=1)
    without_validators: int = Field(default=7, ge=1)


class Defaults(_Model):
    """What the site's pages leave unsaid (默认值)."""

    department: str | None = None
    fiscal_year: int | None = Field(default=None, ge=2000, le=2100)
    doc_kind: Literal["budget", "final", "other"] | None = None


class SiteConfig(_Model):
    """One publishing site (发布站点).

    Attributes:
        name: identifies the site everywhere (`source_id`); the file's name.
        title: what people call it.
        start: URLs of the lists to begin with.
        hosts: hosts that may be asked, besides those of `start`; `*.example.gov.cn` covers sub-domains.
        presets: CMS families, the first one that fits a page wins.
        pages: the site's own page rules, tried before those of the presets.
        depth: how many links deep pages are visited, 0: the start pages only.
        drop_query: query parameters that do not tell one document from another; `*` for all.
        hours: when the site may be asked, `22:00-06:00` in China's time; None: whenever the crawl runs.
        tls_exception: why this site's broken certificate is accepted; None: certificates are verified.
    """

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]*$")
    title: str
    start: Texts = Field(min_length=1)
    hosts: Texts = ()
    presets: Texts = ()
    pages: tuple[PageRule, ...] = ()
    depth: int = Field(default=2, ge=0, le=6)
    defaults: Defaults = Defaults()
    encoding: str | None = None
    drop_query: Texts = ()
    rate: Rate = Rate()
    revalidate: Revalidate = Revalidate()
    contact: str | None = None
    max_megabytes: int = Field(default=200, ge=1)
    tls_exception: str | None = None
    hours: Annotated[str, AfterValidator(_hours)] | None = None
    enabled: bool = True

    @model_validator(mode="after")
    def _start_is_http(self) -> "SiteConfig":
        for url in self.start:
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise ValueError(f"起始地址须以 http:// 或 https:// 开头：{url}")
        return self

    def allows(self, url: str) -> bool:
        """Whether the URL's host is declared for this site (only those are ever asked)."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return False
        host = parts.hostname.lower()
        own = {urlsplit(start).hostname for start in self.start}
        return host in own or any(_host_fits(host, pattern.lower()) for pattern in self.hosts)

    def asked_as(self, url: str) -> str:
        """The URL of a page as it is asked for: by https where a start page of its host is, whatever the link
        says. Lists differ in this, and which of them answers first must not decide.
        """
        parts = urlsplit(url)
        secure = {start.hostname for start in map(urlsplit, self.start) if start.scheme == "https"}
        if parts.scheme == "http" and not parts.port and parts.hostname in secure:
            return parts._replace(scheme="https").geturl()
        return url


def _host_fits(host: str, pattern: str) -> bool:
    return fnmatchcase(host, pattern) or (pattern.startswith("*.") and host == pattern[2:])
