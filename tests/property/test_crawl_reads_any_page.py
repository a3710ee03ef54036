"""Whatever a server sends, reading it gives links or a refusal, never a breakdown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.acquire.decode import decode_page
from pipelines.acquire.extract import parse
from pipelines.acquire.list_api import ApiAnswerError
from pipelines.acquire.page_reading import read_source
from pipelines.acquire.propose import propose
from pipelines.acquire.site_config import SiteConfig
from pipelines.acquire.suspicion import doubt_page, stub_target

PIECES = st.sampled_from(
    [
        "<a href='", "<a href=\"http://[::1", "' onclick=\"downloadFj('", "','./W1.pdf')\">", "</a>", "<script>",
        "document.write('<a ", "</script>", "<!--", "-->", "<?xml version='1.0' encoding='gbk'?>", "<iframe src=",
        "<base href='//'>", "预算公开2026年", ".pdf", "javascript:void(0)", "\\u8d22", "{", "}", "result(", ")", "\x00",
        "<li>", "</body></html>", "<h1>", "//", "http://:99999/x", "?", "#", "\\",
    ]
)  # fmt: skip
SITE = SiteConfig.model_validate(
    {
        "name": "s",
        "title": "样例",
        "start": "http://a.example/l/",
        "pages": [
            {"name": "api", "match": "/api", "api": {"url": "/api?p=1", "records": "data"}},
            {
                "name": "list",
                "items": ["li", "body"],
                "heading": "h1",
                "sources": ["href", "onclick", "script"],
            },
        ],
    }
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=20).map("".join))
def test_any_source_is_read(source: str) -> None:
    for url in ("http://a.example/l/", "http://a.example/api?p=1"):
        try:
            reading = read_source(source, url, SITE)
        except ApiAnswerError:
            continue
        assert all(link.url.startswith(("http://", "https://")) for link in reading.links)
    tree = parse(source)
    doubt_page(source, tree, "", 0)
    stub_target(source, tree, "http://a.example/l/")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=20).map("".join))
def test_any_page_gets_a_proposal(source: str) -> None:
    assert propose(source, "http://a.example/l/").text


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from(["", "text/html", "text/html; charset=gbk", "text/html; charset=?"]),
)
def test_any_bytes_are_decoded(body: bytes, content_type: str) -> None:
    assert isinstance(decode_page(body, content_type), str)
