"""The title in a file's properties, in readable signs: some writers leave its bytes in another code."""

import re
from contextlib import suppress

_HEX = re.compile(r"<([0-9A-Fa-f]{4,})>?")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_CODES = ("utf-16", "utf-8", "gb18030")
_PROGRAM = re.compile(r"^Microsoft (?:Office )?(?:Word|Excel|PowerPoint) - ")


def readable_title(title: str | None) -> str | None:
    """The title with bytes written as hex digits, or taken for Latin letters, decoded; None for none.

    ``<BDADCBD5…>`` are the bytes of a GBK text as a printer driver writes them, ``å\x8c\x97`` of UTF-8.
    """
    if not title:
        return None
    written = _HEX.fullmatch(title.strip())
    if written is not None:
        digits = written[1]
        title = _decoded(bytes.fromhex(digits[: len(digits) // 2 * 2])) or title
    elif not title.isascii() and _CJK.search(title) is None:
        title = _decoded(_bytes_of(title)) or ""
    return _PROGRAM.sub("", "".join(filter(str.isprintable, title)).strip()) or None


def _bytes_of(title: str) -> bytes:
    """The bytes that a reader took for PDFDocEncoding; none where it cannot have been."""
    import pikepdf  # noqa: F401  (registers the codec; asked rarely, its memory is spared otherwise)

    with suppress(UnicodeEncodeError):
        return title.encode("pdfdoc")
    return b""


def _decoded(data: bytes) -> str | None:
    """The bytes as Chinese text in the first code they are valid in."""
    for code in _CODES:
        if code == "utf-16" and data[:2] not in (b"\xfe\xff", b"\xff\xfe"):
            continue
        with suppress(UnicodeDecodeError):
            text = data.decode(code)
            if _CJK.search(text):
                return text
    return None
