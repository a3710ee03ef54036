"""Every fault that publishing sites were seen to have: the outcome on record, nothing lost, other hosts
unharmed.
"""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pipelines.acquire import CrawlSummary, captured_documents, crawl, export_fetches
from tests.support.pages import article, list_page, pdf
from tests.support.site_server import (
    Answer,
    SiteServer,
    body,
    never,
    redirect,
    reset_before_headers,
    reset_in_body,
    short_body,
    short_chunks,
    slow_body,
    status,
)

SITE = """
title: {title}
start: http://{host}/list/index.html
hosts: '*.example'
depth: 2
rate: {{seconds: 0.01, retry_pause: 0.02, timeout: 1, retries: 2}}
pages:
  - {{name: list, match: /list/, items: ul.list a, paging: {{next: a.next, cap: 12}}}}
  - {{name: article, match: /art/, items: .content a, role: article}}
"""
NO_EOF = pdf("没有结尾")[:-6]
ERROR_PAGE = "<html><head><title>404</title></head><body>您访问的页面不存在</body></html>"
CHALLENGE = "<html><script>document.cookie='EO_Bot_Ssid=1';location.reload();</script></html>"


def soon(answer: Answer, count: int) -> bool:
    """429 with a date as Retry-After, once."""
    if count > 1:
        return False
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    answer.reply(429, b"", headers={"Retry-After": moment})
    return True


def next_in_chain(path: str) -> str:
    number = int(path.rsplit("/", 1)[1])
    return f"/chain/{number + 1}"


DOCUMENT_FAULTS = {
    "slow": (slow_body, "error"),
    "mute": (never, "error"),
    "reset": (reset_before_headers, "error"),
    "reset-in-body": (reset_in_body, "truncated"),
    "short": (short_body, "truncated"),
    "short-chunks": (short_chunks, "truncated"),
    "no-eof": (body(NO_EOF, "application/pdf"), "truncated"),
    "busy-seconds": (status(429, 1, Retry_After="1"), "new"),
    "busy-date": (soon, "new"),
    "busy-long": (status(429, None, Retry_After="7200"), "blocked"),
    "down-twice": (status(503, 2), "new"),
    "bad-gateway": (status(502, 2), "new"),
    "down": (status(503), "error"),
    "gone": (status(410), "not_found"),
    "missing": (status(404), "not_found"),
    "soft-404": (body(ERROR_PAGE.encode()), "not_a_document"),
    "html": (body(b"<html><body>hello</body></html>"), "not_a_document"),
    "html-as-pdf": (body(b"<html><body>hello!</body></html>", "application/pdf"), "not_a_document"),
    "blank": (body(b"", "application/pdf"), "not_a_document"),
    "no-robots": (status(200, 0), "refused_by_robots"),
    "robots-down": (status(200, 0), "refused_by_robots"),
    "robots-mute": (status(200, 0), "refused_by_robots"),
    "loop": (redirect(lambda path: "/x.pdf"), "error"),
    "chain": (redirect(next_in_chain), "error"),
    "home": (redirect(lambda path: "http://home.example/"), "not_a_document"),
    "elsewhere": (redirect(lambda path: "http://evil.invalid/x.pdf"), "blocked"),
    "inside": (redirect(lambda path: "http://10.0.0.1/x.pdf"), "blocked"),
    "file-scheme": (redirect(lambda path: "file:///etc/passwd"), "error"),
    "banned": (status(403), "blocked"),
    "challenge-412": (body(CHALLENGE.encode(), code=412), "blocked"),
    "challenge-521": (body(CHALLENGE.encode(), code=521), "blocked"),
    "fine": (status(200, 0), "new"),
}


@pytest.fixture
def server() -> Iterator[SiteServer]:
    with SiteServer() as server:
        yield server


def declare(folder: Path, name: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yml").write_text(SITE.format(title=name, host=f"{name}.example"), encoding="utf-8")


def night(tmp_path: Path, server: SiteServer, date: str) -> CrawlSummary:
    return crawl(
        tmp_path / "sites", tmp_path / "raw", night=date, gateway=server.url, contact="ops@example.org"
    )


def outcomes(tmp_path: Path, night: str) -> dict[str, list[tuple[str, str]]]:
    """The night's outcomes by URL, in the order of attempts."""
    export_fetches(tmp_path / "raw", tmp_path / "lake")
    rows = pq.read_table(tmp_path / "lake" / "fetches" / "fetches.parquet").to_pylist()
    rows.sort(key=lambda row: row["requested_at"])
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row["night"] == night:
            found.setdefault(row["url"], []).append((row["outcome"], row["message"] or ""))
    return found


def test_every_document_fault_has_its_outcome(tmp_path: Path, server: SiteServer) -> None:
    declare(tmp_path / "sites", "faults")
    items = []
    for name, (behaviour, _) in DOCUMENT_FAULTS.items():
        server.put(f"{name}.example/x.pdf", pdf(name))
        server.fault(f"{name}.example/x.pdf", behaviour)
        items.append((f"样例市{name}局2026年部门预算.pdf", f"http://{name}.example/x.pdf"))
    server.put("no-robots.example/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    server.fault("robots-down.example/robots.txt", status(503))
    server.fault("robots-mute.example/robots.txt", never)
    for number in range(40):
        server.put(f"chain/{number}", b"")
        server.fault(f"chain.example/chain/{number}", redirect(next_in_chain))
    server.fault("chain.example/x.pdf", redirect(lambda path: "/chain/0"))
    server.put("home.example/", "<html><body>首页</body></html>")
    server.put("faults.example/list/index.html", list_page("部门预算", items))
    night(tmp_path, server, "2026-03-02")
    rows = outcomes(tmp_path, "2026-03-02")
    got = {name: rows[f"http://{name}.example/x.pdf"][-1][0] for name in DOCUMENT_FAULTS}
    assert got == {name: outcome for name, (_, outcome) in DOCUMENT_FAULTS.items()}
    assert not server.asked("/no-robots.example/x.pdf")
    kept = {
        document.url.split("/")[2].removesuffix(".example")
        for document in captured_documents(tmp_path / "raw")
    }
    assert kept == {
        name
        for name, (_, outcome) in DOCUMENT_FAULTS.items()
        if (outcome in {"new", "not_a_document"} and name != "blank") or name == "no-eof"
    }
    assert not list((tmp_path / "raw" / "incoming").iterdir())


def test_pages_that_are_not_what_they_seem(tmp_path: Path, server: SiteServer) -> None:
    sites = tmp_path / "sites"
    for name in ("challenge", "empty", "endless", "stub", "gbk", "mixed"):
        declare(sites, name)
    server.put("challenge.example/list/index.html", CHALLENGE)
    server.put("empty.example/list/index.html", "<html><body><p>" + "暂无内容。" * 100 + "</p></body></html>")
    last = list_page(
        "预算", [("甲局2026年部门预算.pdf", "a.pdf")], "<a class='next' href='index_2.html'>下一页</a>"
    )
    server.put("endless.example/list/index.html", last.replace("a.pdf", "b.pdf").replace("甲局", "乙局"))
    for number in range(2, 40):
        server.put(
            f"endless.example/list/index_{number}.html", last.replace("index_2", f"index_{number + 1}")
        )
    server.put("stub.example/list/index.html", "<meta http-equiv='refresh' content='0; url=/list/real.html'>")
    server.put("stub.example/list/real.html", "<script>window.location.href='/list/last.html'</script>")
    server.put("stub.example/list/last.html", list_page("预算", [("丙局2026年部门预算.pdf", "c.pdf")]))
    gbk = list_page("部门预算", [("岳阳楼区信访局2026年部门预算.pdf", "d.pdf")]).encode("gb18030")
    server.put("gbk.example/list/index.html", gbk, "text/html")
    server.put(
        "mixed.example/list/index.html",
        list_page("预算", [("丁局2026年部门预算", "/art/1.html"), ("戊局2026年部门预算", "/art/2.html")]),
    )
    server.put("mixed.example/art/1.html", pdf("网页地址上的文件"), "text/html")
    server.put("mixed.example/art/2.html", ERROR_PAGE)
    for name in ("endless", "stub", "gbk"):
        for letter in "abcd":
            server.put(f"{name}.example/list/{letter}.pdf", pdf(name + letter))
    night(tmp_path, server, "2026-03-02")
    rows = outcomes(tmp_path, "2026-03-02")
    assert rows["http://challenge.example/list/index.html"][0][0] == "blocked"
    assert rows["http://empty.example/list/index.html"][0][0] == "suspicious"
    assert rows["http://mixed.example/art/2.html"][0][0] == "not_found"
    assert len([url for url in rows if "endless.example/list/index" in url]) == 3
    documents = {document.url: document for document in captured_documents(tmp_path / "raw")}
    assert documents["http://gbk.example/list/d.pdf"].department_hint == "岳阳楼区信访局"
    assert "http://stub.example/list/c.pdf" in documents
    assert documents["http://mixed.example/art/1.html"].path.read_bytes() == pdf("网页地址上的文件")


def test_second_night_shrunken_moved_duplicate_volatile(tmp_path: Path, server: SiteServer) -> None:
    sites = tmp_path / "sites"
    for name in ("shrinks", "moves", "twice", "volatile", "token"):
        declare(sites, name)
    config = (sites / "token.yml").read_text(encoding="utf-8")
    (sites / "token.yml").write_text(config + "drop_query: '*'\n", encoding="utf-8")
    many = [(f"样例市第{n}局2026年部门预算.pdf", f"{n}.pdf") for n in range(20)]
    for number in range(20):
        server.put(f"shrinks.example/list/{number}.pdf", pdf(f"s{number}"))
    server.put("shrinks.example/list/index.html", list_page("预算", many))
    server.put("moves.example/list/index.html", list_page("预算", [("甲局2026年部门预算.pdf", "old.pdf")]))
    server.put("moves.example/list/old.pdf", pdf("moves"))
    both = [("甲局2026年部门预算.pdf", "a.pdf"), ("乙局2026年部门预算.pdf", "b.pdf")]
    server.put("twice.example/list/index.html", list_page("预算", both))
    server.put("twice.example/list/a.pdf", pdf("twice"))
    server.put("twice.example/list/b.pdf", pdf("twice"))
    server.put(
        "volatile.example/list/index.html", list_page("预算", both, "<i>token=1</i>"), validators=False
    )
    server.put("volatile.example/list/a.pdf", pdf("va"))
    server.put("volatile.example/list/b.pdf", pdf("vb"))
    server.put(
        "token.example/list/index.html", list_page("预算", [("甲局2026年部门预算.pdf", "t.pdf?one==")])
    )
    server.put("token.example/list/t.pdf", pdf("token"), validators=False)
    first = night(tmp_path, server, "2026-03-02")
    assert first.documents == {"new": 20 + 1 + 1 + 2 + 1, "unchanged": 1}

    server.put("shrinks.example/list/index.html", list_page("预算", many[:3]))
    server.put("moves.example/list/index.html", list_page("预算", [("甲局2026年部门预算.pdf", "new.pdf")]))
    server.put("moves.example/list/new.pdf", pdf("moves"))
    del server.resources["/moves.example/list/old.pdf"]
    server.put(
        "volatile.example/list/index.html", list_page("预算", both, "<i>token=2</i>"), validators=False
    )
    server.put(
        "token.example/list/index.html", list_page("预算", [("甲局2026年部门预算.pdf", "t.pdf?two==")])
    )
    before = len(server.log)
    second = night(tmp_path, server, "2026-03-03")
    rows = outcomes(tmp_path, "2026-03-03")
    assert rows["http://shrinks.example/list/index.html"][0][0] == "suspicious"
    assert rows["http://moves.example/list/new.pdf"][0][0] == "moved"
    assert rows["http://moves.example/list/old.pdf"][0][0] == "not_found"
    assert rows["http://volatile.example/list/index.html"][0][0] == "listed"
    assert not [seen for seen in server.log[before:] if "token.example/list/t.pdf" in seen.path]
    assert second.documents["new"] == 0
    documents = captured_documents(tmp_path / "raw")
    assert len({document.document_id for document in documents}) == 20 + 1 + 1 + 2 + 1
    assert len([d for d in documents if "shrinks" in d.url and d.is_current]) == 20
    assert any(
        url == "http://shrinks.example/list/index.html" for s in second.sources for url, _, _ in s.attention
    )


def test_private_addresses_and_broken_certificates_are_refused(tmp_path: Path) -> None:
    certificate = self_signed(tmp_path, "wrong.example")
    with SiteServer() as plain, tls_server(certificate) as port:
        plain.put(
            "list/index.html",
            list_page("预算", [("甲局2026年部门预算.pdf", f"https://localhost:{port}/x.pdf")]),
        )
        folder = tmp_path / "sites"
        folder.mkdir()
        text = SITE.replace("http://{host}", "{host}").format(title="本机", host=plain.url)
        (folder / "local.yml").write_text(text.replace("'*.example'", "localhost"), encoding="utf-8")
        refused = crawl(folder, tmp_path / "raw1", night="2026-03-02")
        assert refused.pages == {"error": 1}
        assert not plain.log
        allowed = crawl(folder, tmp_path / "raw2", night="2026-03-02", allow_loopback=True)
        assert allowed.pages["listed"] == 1
        assert allowed.documents == {"error": 1}
        assert any("证书" in message for _, _, message in allowed.sources[0].attention)
        assert not captured_documents(tmp_path / "raw2")
        excepted = (folder / "local.yml").read_text(
            encoding="utf-8"
        ) + "tls_exception: 证书过期，已电话核实\n"
        (folder / "local.yml").write_text(excepted, encoding="utf-8")
        assert crawl(folder, tmp_path / "raw3", night="2026-03-02", allow_loopback=True).documents["new"] == 1


def self_signed(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now - timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    return path


class tls_server:  # noqa: N801 - used as a context manager
    """An HTTPS server on loopback with an expired certificate of another name."""

    def __init__(self, certificate: Path) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = b"" if self.path.endswith("robots.txt") else pdf("tls")
                self.send_response(404 if self.path.endswith("robots.txt") else 200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._server.handle_error = lambda *args: None  # type: ignore[method-assign]

    def __enter__(self) -> int:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return int(self._server.server_address[1])

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def test_article_with_attachment_found_again_after_failed_page(tmp_path: Path, server: SiteServer) -> None:
    declare(tmp_path / "sites", "flaky")
    server.put("flaky.example/list/index.html", list_page("预算", [("甲局2026年部门预算", "/art/1.html")]))
    server.put("flaky.example/art/1.html", article("甲局2026年部门预算", [("附件.pdf", "/art/1.pdf")]))
    server.put("flaky.example/art/1.pdf", pdf("flaky"))
    server.fault("flaky.example/art/1.html", status(500))
    assert night(tmp_path, server, "2026-03-02").pages["error"] == 1
    del server.faults["/flaky.example/art/1.html"]
    assert night(tmp_path, server, "2026-03-03").documents["new"] == 1
