"""What the first bytes say: a file that is no PDF is named for what it is."""

from pipelines.domain.problem import Problem, ProblemCode, Severity

HEADER_WINDOW = 1024
"""bytes: readers accept junk before %PDF within this many (ISO 32000 implementation note)."""

_SIGNATURES: list[tuple[bytes, str]] = [
    (b"PK\x03\x04", "ZIP压缩包或Office/OFD文件"),
    (b"Rar!", "RAR压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z压缩包"),
    (b"\xd0\xcf\x11\xe0", "旧版Office文件（doc/xls）"),
    (b"\x89PNG", "PNG图片"),
    (b"\xff\xd8\xff", "JPEG图片"),
    (b"GIF8", "GIF图片"),
    (b"{\\rtf", "RTF文档"),
]


def kind_of_bytes(data: bytes) -> str:
    """A Chinese name for what the bytes are: ``PDF``, ``HTML网页`` …, ``未知格式``."""
    head = data[:HEADER_WINDOW]
    if b"%PDF" in head:
        return "PDF"
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<script", b"<meta")) or b"<html" in text:
        return "HTML网页"
    if text.startswith(b"<?xml"):
        return "XML文件"
    return "未知格式"


def triage(data: bytes) -> Problem | None:
    """The problem with bytes that cannot be a PDF, None for what may be one."""
    if not data:
        return Problem(ProblemCode.EMPTY_FILE, Severity.ERROR, "文件为空（0字节）")
    kind = kind_of_bytes(data)
    if kind != "PDF":
        message = f"文件内容是{kind}，不是PDF，请核对公开链接"
        return Problem(ProblemCode.NOT_A_PDF, Severity.ERROR, message)
    return None
