"""PDFs written byte by byte: what no library would write."""

import zlib
from functools import cache

A4 = b"[0 0 595 842]"
TEXT = b"BT /F1 12 Tf 72 700 Td (Budget 1,234.56 of 2024) Tj ET "
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(objects: list[bytes], root: int = 1, trailer: bytes = b"", version: bytes = b"1.7") -> bytes:
    """Objects 1 … n with a correct table of offsets."""
    out = bytearray(b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root %d 0 R%s>>\n" % (len(objects) + 1, root, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(data: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    """A stream object; `length` lies about its size."""
    size = len(data) if length is None else length
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (size, entries, data)


def flate(data: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode" + entries)


@cache
def deflated_blanks(size: int, layers: int = 1) -> bytes:
    """`size` blanks deflated `layers` times, made without ever holding them."""
    squeeze = zlib.compressobj(9)
    block = b" " * 2**20
    out = b"".join(squeeze.compress(block) for _ in range(size // 2**20)) + squeeze.flush()
    for _ in range(layers - 1):
        out = zlib.compress(out, 9)
    return out


def one_page(
    content: bytes,
    page: bytes = b"",
    box: bytes = A4,
    resources: bytes = b"<</Font<</F1 5 0 R>>>>",
    more: tuple[bytes, ...] = (),
) -> bytes:
    """Catalogue 1, page tree 2, page 3, content 4 (a whole stream object), font 5, further objects from 6."""
    kid = b"<</Type/Page/Parent 2 0 R/MediaBox %s/Resources%s/Contents 4 0 R%s>>" % (box, resources, page)
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, kid, content, FONT, *more])
