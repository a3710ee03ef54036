"""What is no PDF is named for what it is; what may be one is let through."""

import pytest

from pipelines.domain.problem import ProblemCode
from pipelines.read.triage import kind_of_bytes, triage
from tests.hostile.generator import Fate, hostile_files


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"PK\x03\x04", "ZIP压缩包或Office/OFD文件"),
        (b"Rar!\x1a\x07", "RAR压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "7z压缩包"),
        (b"\xd0\xcf\x11\xe0", "旧版Office文件（doc/xls）"),
        (b"\x89PNG\r\n", "PNG图片"),
        (b"\xff\xd8\xff\xe0", "JPEG图片"),
        (b"GIF89a", "GIF图片"),
        (rb"{\rtf1", "RTF文档"),
        (b"<!DOCTYPE html>", "HTML网页"),
        (b"\xef\xbb\xbf\r\n <HTML>", "HTML网页"),
        (b"<?xml version='1.0'?><a/>", "XML文件"),
        (b"%PDF-1.4", "PDF"),
        (b"junk\n%PDF-1.4", "PDF"),
        (b"\0" * 50, "未知格式"),
    ],
)
def test_first_bytes_name_the_file(head: bytes, kind: str) -> None:
    assert kind_of_bytes(head) == kind
    problem = triage(head)
    assert (problem is None) == (kind == "PDF")
    assert problem is None or kind in problem.message


def test_empty_files_are_empty() -> None:
    problem = triage(b"")
    assert problem is not None and problem.code is ProblemCode.EMPTY_FILE


def test_other_formats_never_reach_an_engine() -> None:
    others = [file for file in hostile_files() if file.name.startswith("not_pdf_")]
    assert len(others) >= 29
    for file in others:
        problem = triage(file.make())
        assert file.fate is Fate.REFUSED
        assert problem is not None and problem.code == file.code, file.name
