"""The raw store and what is taken out of archives."""

import io
import struct
import zipfile
import zlib
from ctypes.util import find_library
from pathlib import Path

import pytest

from pipelines.acquire import archives
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

needs_libarchive = pytest.mark.skipif(not find_library("archive"), reason="libarchive is not on this machine")


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


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return buffer.getvalue()


def test_bombs_and_broken_members_are_noted_and_cost_nothing_else(tmp_path: Path) -> None:
    path = archive(
        tmp_path, {"bomb.pdf": b"\0" * 30_000_000, "inner.zip": b"PK\x03\x04", "ok.pdf": pdf("ok")}
    )
    unpacked = unpack(tmp_path, path)
    assert [member.name for member in unpacked.members] == ["ok.pdf"]
    assert ["压缩炸弹" in note for note in unpacked.notes] == [True, False]
    assert not list((tmp_path / "incoming").iterdir())


def test_archives_in_archives_are_opened_to_a_depth(tmp_path: Path) -> None:
    third = zipped({"丙.pdf": pdf("丙"), "四层.zip": zipped({"丁.pdf": pdf("丁")})})
    second = zipped({"乙.pdf": pdf("乙"), "三层.zip": third, "表.xlsx": zipped({"xl/workbook.xml": b"<x/>"})})
    unpacked = unpack(tmp_path, archive(tmp_path, {"甲.pdf": pdf("甲"), "二层.zip": second}))
    names = [member.name for member in unpacked.members]
    assert names == ["甲.pdf", "二层.zip/乙.pdf", "二层.zip/三层.zip/丙.pdf", "二层.zip/表.xlsx"]
    assert unpacked.notes == ("二层.zip/三层.zip/四层.zip：压缩包嵌套超过 3 层，未再解开",)
    assert not list((tmp_path / "incoming").iterdir())


def test_bombs_inside_archives_count_against_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_MOST_BYTES", 1_000_000)
    bombs = {f"{n}.zip": zipped({f"{n}.pdf": bytes([n]) * 200_000}) for n in range(8)}
    unpacked = unpack(tmp_path, archive(tmp_path, bombs))
    assert sum(member.stored.bytes for member in unpacked.members) <= 1_000_000
    assert "过大" in unpacked.notes[-1]


def test_encrypted_members_are_noted(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.pdf": pdf("a")}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    unpacked = unpack(tmp_path, tmp_path / store_bytes(tmp_path, bytes(data)).path)
    assert not unpacked.members
    assert unpacked.notes == ("a.pdf：加密，未取",)


def test_a_zip_of_office_files_is_an_archive(tmp_path: Path) -> None:
    sheet = zipped({"xl/workbook.xml": b"<x/>"})
    stored = store_bytes(tmp_path, zipped({"预算表.xlsx": sheet}))
    assert stored.extension == "zip"
    assert [member.stored.extension for member in unpack(tmp_path, tmp_path / stored.path).members] == [
        "xlsx"
    ]


def rar(members: dict[bytes, bytes]) -> bytes:
    """A RAR archive (version 4) that stores its members unpacked."""

    def block(kind: int, flags: int, rest: bytes) -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head

    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, b"\0" * 6)
    for name, content in members.items():
        size, check = len(content), zlib.crc32(content)
        fields = struct.pack("<IIBIIBBHI", size, size, 3, check, 0x5A000000, 20, 0x30, len(name), 0o100644)
        out += block(0x74, 0x8000, fields + name) + content
    return out + block(0x7B, 0x4000, b"")


@needs_libarchive
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_rar_is_opened(tmp_path: Path, encoding: str) -> None:
    data = rar({"夹\\部门预算.pdf".encode(encoding): pdf("甲"), b"../../b.pdf": pdf("乙")})
    unpacked = unpack(tmp_path, tmp_path / store_bytes(tmp_path, data).path)
    assert [member.name for member in unpacked.members] == ["部门预算.pdf", "b.pdf"]
    assert [(tmp_path / m.stored.path).read_bytes() for m in unpacked.members] == [pdf("甲"), pdf("乙")]
    assert not unpacked.notes


@needs_libarchive
def test_seven_zip_and_what_lies_in_it(tmp_path: Path) -> None:
    import libarchive

    with libarchive.file_writer(str(tmp_path / "x.7z"), "7zip") as opened:
        opened.add_file_from_memory("部门/预算.pdf", len(pdf("甲")), pdf("甲"))
        inner = zipped({"决算.pdf": pdf("乙")})
        opened.add_file_from_memory("附件.zip", len(inner), inner)
    stored = store_bytes(tmp_path, (tmp_path / "x.7z").read_bytes())
    unpacked = unpack(tmp_path, tmp_path / stored.path)
    assert [member.name for member in unpacked.members] == ["预算.pdf", "附件.zip/决算.pdf"]


def test_damaged_and_unreadable_archives_are_kept_with_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / store_bytes(tmp_path, b"PK\x03\x04" + b"x" * 50).path
    cut = tmp_path / store_bytes(tmp_path, rar({b"a.pdf": pdf("a")})[:60]).path
    assert "无法解开" in unpack(tmp_path, broken).notes[0]
    assert unpack(tmp_path, cut).notes
    monkeypatch.setenv("LIBARCHIVE", "/nowhere/libarchive.so")
    assert "没有安装 libarchive" in unpack(tmp_path, cut).notes[0]
    assert not unpack(tmp_path, cut).members


def test_gbk_names_of_chinese_packers(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        info = zipfile.ZipInfo("x")
        info.filename = "预算公开.pdf".encode("gbk").decode("cp437")
        opened.writestr(info, pdf("甲"))
    data = buffer.getvalue()
    assert unpack(tmp_path, tmp_path / store_bytes(tmp_path, data).path).members[0].name.endswith(".pdf")
