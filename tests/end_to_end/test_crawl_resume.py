"""Half downloads: the rest is asked for, but only of the same file; anything else is asked for whole."""

import hashlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.acquire import captured_documents, crawl
from pipelines.acquire.partial import note, part_path
from tests.end_to_end.test_crawl_killed import CRAWL, NIGHT, state
from tests.support.pages import list_page, pdf
from tests.support.site_server import Answer, SiteServer, broken_after, status

SITE = """
title: 样例市财政局
start: http://big.example/list/index.html
rate: {seconds: 0.01, retry_pause: 0.02, timeout: 5, retries: 2}
pages: [{name: list, items: ul.list a}]
"""
FILE = "big.example/list/a.pdf"
BIG = pdf("大文件")[:-6] + b"%" + b"0123456789abcdef" * 100_000 + b"\n%%EOF\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SiteServer]:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "big.yml").write_text(SITE, encoding="utf-8")
    with SiteServer() as server:
        server.put("big.example/list/index.html", list_page("预算", [("甲局2026年部门预算.pdf", "a.pdf")]))
        server.put(FILE, BIG)
        yield server


def night(tmp_path: Path, server: SiteServer, date: str = NIGHT) -> dict[str, int]:
    raw = tmp_path / "raw"
    return dict(
        crawl(tmp_path / "sites", raw, night=date, gateway=server.url, contact="a@b.example").documents
    )


def kept(tmp_path: Path) -> bytes:
    assert not list((tmp_path / "raw" / "incoming").iterdir())
    (document,) = [d for d in captured_documents(tmp_path / "raw") if d.is_current]
    content = document.path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == document.document_id
    return content


def test_broken_download_goes_on_where_it_stopped(tmp_path: Path, server: SiteServer) -> None:
    server.fault(FILE, broken_after(900_000))
    assert night(tmp_path, server) == {"new": 1}
    assert kept(tmp_path) == BIG
    first, second = server.asked("a.pdf")
    assert not first.range
    assert second.range == "bytes=899999-"
    assert server.bytes_sent[f"/{FILE}"] == len(BIG) + 1


def test_broken_again_and_again_goes_on_the_next_night(tmp_path: Path, server: SiteServer) -> None:
    server.fault(FILE, broken_after(900_000, times=3))
    assert night(tmp_path, server) == {"truncated": 1}
    assert night(tmp_path, server, "2026-03-03") == {"new": 1}
    assert kept(tmp_path) == BIG
    assert server.asked("a.pdf")[-1].range == "bytes=899999-"


def test_file_that_changed_meanwhile_is_fetched_whole(tmp_path: Path, server: SiteServer) -> None:
    changed = pdf("更正后的文件")

    def correct(answer: Answer, asked: int) -> bool:
        broken_after(900_000)(answer, asked)
        server.put(FILE, changed)
        return asked == 1

    server.fault(FILE, correct)
    assert night(tmp_path, server) == {"new": 1}
    assert kept(tmp_path) == changed


def test_file_killed_when_it_was_whole_is_taken_without_another_download(
    tmp_path: Path, server: SiteServer
) -> None:
    assert night(tmp_path, server) == {"new": 1}
    validator = f'"{hashlib.sha256(BIG).hexdigest()[:20]}"'
    (document,) = captured_documents(tmp_path / "raw")
    whole = tmp_path / "again"
    part = part_path(whole / "raw", "big\nhttp://big.example/list/a.pdf")
    part.parent.mkdir(parents=True)
    part.write_bytes(document.path.read_bytes())
    note(part, "http://big.example/list/a.pdf", validator, is_on_disk=True)
    (whole / "sites").mkdir()
    (whole / "sites" / "big.yml").write_text(SITE, encoding="utf-8")
    sent = server.bytes_sent[f"/{FILE}"]
    assert night(whole, server) == {"new": 1}
    assert kept(whole) == BIG
    assert server.bytes_sent[f"/{FILE}"] == sent + 1


def test_server_without_ranges_is_asked_for_the_whole(tmp_path: Path, server: SiteServer) -> None:
    server.put(FILE, BIG, ranges=False)
    server.fault(FILE, broken_after(900_000))
    assert night(tmp_path, server) == {"new": 1}
    assert kept(tmp_path) == BIG


def test_without_validators_nothing_is_resumed(tmp_path: Path, server: SiteServer) -> None:
    server.put(FILE, BIG, validators=False)
    server.fault(FILE, broken_after(900_000))
    assert night(tmp_path, server) == {"new": 1}
    assert kept(tmp_path) == BIG
    assert not any(seen.range for seen in server.log)


def test_refused_and_misplaced_ranges_fall_back_to_the_whole(tmp_path: Path, server: SiteServer) -> None:
    def misplaced(answer: Answer, asked: int) -> bool:
        if not answer.headers.get("Range"):
            return False
        answer.reply(206, BIG[5:], "application/pdf", {"Content-Range": f"bytes 5-{len(BIG) - 1}/{len(BIG)}"})
        return True

    for number, behaviour in enumerate((status(416, 1), misplaced)):
        part = part_path(tmp_path / "raw", "big\nhttp://big.example/list/a.pdf")
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(BIG[:1000])
        note(part, "http://big.example/list/a.pdf", '"of another time"', is_on_disk=True)
        server.counts.clear()
        server.fault(FILE, behaviour)
        assert night(tmp_path, server, f"2026-03-0{number + 2}") in ({"new": 1}, {"unchanged": 1})
        assert kept(tmp_path) == BIG


def test_killed_in_mid_download_equals_undisturbed(tmp_path: Path, server: SiteServer) -> None:
    def in_drops(answer: Answer, asked: int) -> bool:
        if asked > 1:
            return False
        etag = f'"{hashlib.sha256(BIG).hexdigest()[:20]}"'
        answer.reply(200, BIG[:800_000], "application/pdf", {"ETag": etag}, length=len(BIG))
        answer.wfile.flush()
        answer.site_server.stopping.wait(30)
        return True

    server.fault(FILE, in_drops)
    raw = tmp_path / "raw"
    arguments = [str(tmp_path / "sites"), str(raw), NIGHT, server.url]
    process = subprocess.Popen([sys.executable, "-c", CRAWL, *arguments], start_new_session=True)
    while not any(path.stat().st_size > 700_000 for path in raw.glob("incoming/*.part")):
        assert process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert night(tmp_path, server) == {"new": 1}
    assert kept(tmp_path) == BIG
    assert server.asked("a.pdf")[-1].range
    server.faults.clear()
    crawl(tmp_path / "sites", tmp_path / "calm", night=NIGHT, gateway=server.url, contact="ops@example.org")
    assert state(raw) == state(tmp_path / "calm")


def test_replay_server_keeps_to_http(server: SiteServer) -> None:
    """HEAD, validators and ranges of the test equipment itself."""

    def ask(method: str, **headers: str) -> tuple[int, bytes, http.client.HTTPMessage]:
        host = server.url.removeprefix("http://")
        connection = http.client.HTTPConnection(host)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"/{FILE}", headers=names)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers

    code, body, headers = ask("HEAD")
    assert (code, body, headers["Content-Length"]) == (200, b"", str(len(BIG)))
    etag = headers["ETag"]
    assert ask("GET", If_None_Match=etag)[0] == 304
    assert ask("GET", If_Modified_Since=headers["Last-Modified"])[0] == 304
    assert ask("GET", Range="bytes=10-", If_Range=etag)[:2] == (206, BIG[10:])
    assert ask("GET", Range="bytes=10-", If_Range='"other"')[:2] == (200, BIG)
    assert ask("GET", Range=f"bytes={len(BIG)}-")[0] == 416
    server.fault(FILE, lambda answer, asked: answer.command == "HEAD" and status(405)(answer, asked))
    assert ask("HEAD")[0] == 405
    assert ask("GET")[0] == 200
