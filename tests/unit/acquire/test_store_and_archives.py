"""The raw store and what is taken out of archives."""

import io
import zipfile
from pathlib import Path

import pytest

from pipelines.acquire.archives import unpack
from pipelines.acquire.store import (
    Incoming,
    clear_incoming,
    find_stored,
    kind_of,
    looks_like_html,
    store_bytes,
)
from tests.support.pages import pdf


def test_bytes_lie_under_their_hash_once(tmp_path: Path) -> None:
    first, second = store_bytes(tmp_path, pdf("甲")), store_bytes(tmp_path, pdf("甲"))
    assert first == second
    path = tmp_path / first.path
    assert path.name == f"{first.sha256}.pdf"
    assert path.parent.name == first.sha256[:2]
    assert path.read_bytes() == pdf("甲")
    assert find_stored(tmp_path, first.sha256) == path
    assert not list((tmp_path / "incoming").iterdir())


@pytest.mark.parametrize(
    ("body", "extension", "complete"),
    [
        (pdf("x"), "pdf", True),
        (pdf("x")[:-6], "pdf", False),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "html", True),
        (b"Rar!\x1a\x07\x00rest", "rar", True),
        (b"\x00\x01unknown", "bin", True),
        (b"junk before %PDF-1.4 and %%EOF", "pdf", True),
    ],
)
def test_kind_goes_by_content(tmp_path: Path, body: bytes, extension: str, complete: bool) -> None:
    stored = store_bytes(tmp_path, body)
    assert (stored.extension, stored.is_complete) == (extension, complete)


def test_html_that_mentions_a_pdf_is_html() -> None:
    page = b"<html><body>%PDF-1.4</body></html>"
    assert looks_like_html(page)
    assert kind_of(page) is None


def test_what_a_killed_run_left_is_thrown_away(tmp_path: Path) -> None:
    Incoming(tmp_path).write(b"half")
    assert clear_incoming(tmp_path) == 1
    assert not list((tmp_path / "incoming").iterdir())


def archive(tmp_path: Path, members: dict[str, bytes]) -> Path:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return tmp_path / store_bytes(tmp_path, buffer.getvalue()).path


def test_documents_come_out_and_names_never_become_paths(tmp_path: Path) -> None:
    path = archive(
        tmp_path, {"../../etc/预算.pdf": pdf("甲"), "说明.exe": b"MZ", "子目录/决算.pdf": pdf("乙")}
    )
    unpacked = unpack(tmp_path, path)
    assert [member.name for member in unpacked.members] == ["预算.pdf", "决算.pdf"]
    assert all((tmp_path / member.stored.path).is_file() for member in unpacked.members)
    assert {p.parent.parent for p in tmp_path.rglob("*.pdf")} == {tmp_path}


def test_bombs_and_nested_archives_are_noted_not_opened(tmp_path: Path) -> None:
    path = archive(
        tmp_path, {"bomb.pdf": b"\0" * 30_000_000, "inner.zip": b"PK\x03\x04", "ok.pdf": pdf("ok")}
    )
    unpacked = unpack(tmp_path, path)
    assert [member.name for member in unpacked.members] == ["ok.pdf"]
    assert len(unpacked.notes) == 2


def test_damaged_and_foreign_archives_are_kept_with_a_note(tmp_path: Path) -> None:
    broken = tmp_path / store_bytes(tmp_path, b"PK\x03\x04" + b"x" * 50).path
    rar = tmp_path / store_bytes(tmp_path, b"Rar!\x1a\x07\x00").path
    assert "无法解开" in unpack(tmp_path, broken).notes[0]
    assert "暂不支持" in unpack(tmp_path, rar).notes[0]


def test_gbk_names_of_chinese_packers(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        info = zipfile.ZipInfo("x")
        info.filename = "预算公开.pdf".encode("gbk").decode("cp437")
        opened.writestr(info, pdf("甲"))
    data = buffer.getvalue()
    assert unpack(tmp_path, tmp_path / store_bytes(tmp_path, data).path).members[0].name.endswith(".pdf")
