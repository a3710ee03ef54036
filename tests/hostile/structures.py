"""Files that are PDFs by the letter and mean harm: bombs, loops, depths, boxes, invisible text."""

import zlib
from collections.abc import Callable

from tests.hostile.raw_pdf import A4, FONT, TEXT, deflated_blanks, flate, one_page, pdf, stream

CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
BBOX = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
HALF_GIGABYTE = 2**29


def page_tree(kids: bytes, count: bytes = b"1", more: tuple[bytes, ...] = ()) -> bytes:
    """A page tree of any shape: 3 is a page like any other, further objects from 6."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox %s/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>" % A4
    tree = b"<</Type/Pages/Kids[%s]/Count %s>>" % (kids, count)
    return pdf([CATALOGUE, tree, page, stream(TEXT), FONT, *more])


def many_pages(count: int) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox %s/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>" % A4
    kids = b" ".join([b"3 0 R"] + [b"%d 0 R" % k for k in range(6, count + 5)])
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return pdf([CATALOGUE, tree, page, stream(TEXT), FONT, *[page] * (count - 1)])


def many_paths(count: int, same_path: bool = False) -> bytes:
    if same_path:
        return one_page(flate(TEXT + b"0 0 m " + b"9 9 l 1 5 l " * (count // 2) + b"S"))
    return one_page(flate(TEXT + b"1 1 m 9 9 l S " * count))


def many_rules(rows: int, columns: int) -> bytes:
    """A grid of rules so fine that its cells alone fill the memory."""
    across = b"".join(b"0 %.2f m 595 %.2f l S " % (y * 842 / rows, y * 842 / rows) for y in range(rows))
    down = b"".join(
        b"%.2f 0 m %.2f 842 l S " % (x * 595 / columns, x * 595 / columns) for x in range(columns)
    )
    return one_page(flate(TEXT + b"0.1 w " + across + down))


def huge_grid(lines: int) -> bytes:
    """The same on a page of 14,400 points, rules far enough apart to be told apart."""
    step = 14400 / lines
    across = b"".join(b"0 %.1f m 14400 %.1f l S " % (k * step, k * step) for k in range(lines))
    down = b"".join(b"%.1f 0 m %.1f 14400 l S " % (k * step, k * step) for k in range(lines))
    return one_page(flate(TEXT + b"0.1 w " + across + down), box=b"[0 0 14400 14400]")


def many_glyphs(count: int) -> bytes:
    return one_page(flate(b"BT /F1 1 Tf 72 700 Td " + b"(1,234.56 ) Tj " * (count // 10) + b"ET"))


def scattered_text(count: int) -> bytes:
    """Every word at a place of its own, as a table without rules."""
    words = (
        b"1 0 0 1 %d %d Tm (%d,234.56) Tj " % (k * 7919 % 595, k * 104729 % 842, k) for k in range(count)
    )
    return one_page(flate(b"BT /F1 1 Tf " + b"".join(words) + b"ET"))


def forms(links: list[bytes], content: bytes = b"/X Do") -> bytes:
    """Page → form 6 → …: `links[k]` is the XObject dictionary of form 6 + k."""
    made = tuple(
        stream(content, BBOX + b"/Resources<</XObject<<%s>>/Font<</F1 5 0 R>>>>" % link) for link in links
    )
    resources = b"<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>"
    return one_page(stream(TEXT + b"/X Do"), resources=resources, more=made)


def nested_forms(depth: int, twice: bool = False) -> bytes:
    links = [b"/X %d 0 R/Y %d 0 R" % (7 + k, 7 + k) for k in range(depth)]
    return forms([*links[:-1], b""], b"/X Do /Y Do" if twice else b"/X Do")


def boxed(box: bytes) -> bytes:
    return one_page(stream(TEXT), box=box)


def text_drawn(operators: bytes, page: bytes = b"") -> bytes:
    return one_page(stream(operators), page=page)


def image_bomb() -> bytes:
    image = b"/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB"
    bomb = stream(deflated_blanks(64 * 2**20), b"/Filter/FlateDecode" + image)
    resources = b"<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>"
    content = stream(TEXT + b"q 595 0 0 842 0 0 cm /X Do Q")
    return one_page(content, resources=resources, more=(bomb,))


def font_bomb() -> bytes:
    """A font whose table of characters unpacks to half a gigabyte."""
    bomb = stream(deflated_blanks(HALF_GIGABYTE), b"/Filter/FlateDecode")
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>"
    resources = b"<</Font<</F1 6 0 R>>>>"
    return one_page(stream(TEXT), resources=resources, more=(font, bomb))


def object_stream_bomb() -> bytes:
    packed = stream(deflated_blanks(HALF_GIGABYTE), b"/Type/ObjStm/N 100/First 1000/Filter/FlateDecode")
    return one_page(stream(TEXT), more=(packed, b"<</Extends 6 0 R>>"))


def xref_stream_bomb() -> bytes:
    """A table of offsets that unpacks to half a gigabyte, with a size of two thousand million objects."""
    body = b"%PDF-1.7\n1 0 obj\n" + CATALOGUE + b"\nendobj\n"
    entries = b"/Type/XRef/Size 2000000000/W[1 4 2]/Index[0 2000000000]/Root 1 0 R/Filter/FlateDecode"
    table = b"9 0 obj\n" + stream(deflated_blanks(HALF_GIGABYTE), entries) + b"\nendobj\n"
    return body + table + b"startxref\n%d\n%%%%EOF\n" % len(body)


def predictor_bomb() -> bytes:
    parameters = b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 2147483647/Columns 2147483647>>"
    return one_page(stream(zlib.compress(TEXT), parameters))


def run_length_bomb() -> bytes:
    layers = deflated_blanks(256 * 2**20, layers=2)
    return one_page(stream(layers, b"/Filter[/FlateDecode/FlateDecode/RunLengthDecode]"))


def xref_loop() -> bytes:
    data = one_page(stream(TEXT))
    start = data.rindex(b"\nxref\n") + 1
    return data.replace(b"/Size 6", b"/Size 6/Prev %d" % start)


def edited(old: bytes, new: bytes) -> Callable[[], bytes]:
    """The harmless page with one thing wrong."""

    def make() -> bytes:
        data = one_page(stream(TEXT))
        assert old in data
        return data.replace(old, new)

    return make


BOXES = {
    "huge": b"[0 0 1e9 1e9]",
    "beyond_float": b"[0 0 1e39 1e39]",
    "integer_overflow": b"[0 0 99999999999999999999 99999999999999999999]",
    "nan": b"[nan nan nan nan]",
    "infinite": b"[-inf -inf inf inf]",
    "negative": b"[0 0 -595 -842]",
    "inverted": b"[595 842 0 0]",
    "empty": b"[0 0 0 0]",
    "thin": b"[0 0 595 0.0001]",
    "three_numbers": b"[0 0 595]",
    "names": b"[/a /b /c /d]",
    "nested": b"[[0 0] [595 842]]",
    "string": b"(0 0 595 842)",
    "null": b"null",
    "far_away": b"[1e7 1e7 10000595 10000842]",
    "shifted": b"[-100 -100 495 742]",
}

DRAWN = {
    "invisible": b"3 Tr " + TEXT,
    "clip_only": b"7 Tr " + TEXT,
    "white": b"1 1 1 rg " + TEXT,
    "off_the_page": b"1 0 0 1 2000 2000 cm " + TEXT,
    "size_zero": TEXT.replace(b"12 Tf", b"0 Tf"),
    "size_huge": TEXT.replace(b"12 Tf", b"1e20 Tf"),
    "size_nan": TEXT.replace(b"12 Tf", b"nan Tf"),
    "matrix_singular": b"0 0 0 0 0 0 cm " + TEXT,
    "matrix_huge": b"1e30 0 0 1e30 0 0 cm " + TEXT,
    "matrix_infinite": b"1e38 0 0 1e38 1e38 1e38 cm 1e38 0 0 1e38 0 0 cm " + TEXT,
    "clipped_away": b"0 0 1 1 re W n " + TEXT,
    "clip_nan": b"nan nan nan nan re W n " + TEXT,
    "no_such_font": TEXT.replace(b"/F1", b"/F9"),
    "no_font_at_all": b"BT 72 700 Td (Budget) Tj ET",
    "unbalanced_q": b"q " * 100_000 + TEXT,
    "unbalanced_Q": b"Q " * 100_000 + TEXT,
    "operands_without_end": b"1 " * 500_000 + TEXT,
    "array_without_end": b"[" * 100_000 + TEXT,
    "dictionary_without_end": b"<<" * 100_000 + TEXT,
    "string_without_end": TEXT + b"BT (" + b"x" * 100_000,
    "inline_image_without_end": TEXT + b"BI /W 99999 /H 99999 /BPC 8 /CS /RGB ID " + b"x" * 1000,
    "marked_content_depth": b"/P BMC " * 100_000 + TEXT,
    "rules_infinite": TEXT + b"1e38 1e38 m -1e38 1e38 l S 0 0 1e38 1e38 re S 1e39 0 m 1 1e39 l S",
    "rules_nan": TEXT + b"nan nan m nan 5 l S nan 5 100 1 re f 0 nan 100 1 re f 0 0 nan nan re S",
    "rules_zero": TEXT + b"5 5 m 5 5 l S 5 5 0 0 re f " * 100,
    "unknown_operators": b"foo bar baz " * 10_000 + TEXT,
    "binary": bytes(range(256)) * 100 + TEXT,
    "curves": TEXT + b"0 0 m " + b"1 1 500 2 3 3 c " * 20_000 + b"S",
}

HARMLESS_DRAWN = {"white", "unbalanced_Q", "unknown_operators", "rules_zero", "rules_infinite", "rules_nan"}

EDITS: dict[str, tuple[bytes, bytes]] = {
    "length_too_short": (b"/Length 55", b"/Length 5"),
    "length_too_long": (b"/Length 55", b"/Length 99999999"),
    "length_negative": (b"/Length 55", b"/Length -57"),
    "length_missing": (b"/Length 55", b""),
    "length_of_itself": (b"/Length 55", b"/Length 4 0 R"),
    "startxref_wrong": (b"startxref\n", b"startxref\n9"),
    "startxref_huge": (b"startxref\n", b"startxref\n99999999999999999999"),
    "startxref_missing": (b"startxref\n", b""),
    "xref_missing": (b"xref\n0 6", b"gone\n0 6"),
    "xref_count_huge": (b"xref\n0 6", b"xref\n0 2000000000"),
    "xref_count_negative": (b"xref\n0 6", b"xref\n0 -6"),
    "xref_offsets_zero": (b" 00000 n ", b" 00000 f "),
    "trailer_missing": (b"trailer", b"nothing"),
    "size_too_small": (b"/Size 6", b"/Size 1"),
    "size_huge": (b"/Size 6", b"/Size 2147483647"),
    "root_missing": (b"/Root 1 0 R", b""),
    "root_is_page": (b"/Root 1 0 R", b"/Root 3 0 R"),
    "root_is_nothing": (b"/Root 1 0 R", b"/Root 99 0 R"),
    "root_is_number": (b"/Root 1 0 R", b"/Root 7"),
    "pages_missing": (b"/Pages 2 0 R", b""),
    "pages_is_catalogue": (b"/Pages 2 0 R", b"/Pages 1 0 R"),
    "contents_missing": (b"/Contents 4 0 R", b""),
    "contents_is_page": (b"/Contents 4 0 R", b"/Contents 3 0 R"),
    "contents_is_nothing": (b"/Contents 4 0 R", b"/Contents 77 0 R"),
    "contents_many": (b"/Contents 4 0 R", b"/Contents[" + b"4 0 R " * 50_000 + b"]"),
    "resources_missing": (b"/Resources", b"/Nothing"),
    "resources_loop": (b"/Resources<<", b"/Resources 3 0 R/Nothing<<"),
    "font_is_page": (b"/F1 5 0 R", b"/F1 3 0 R"),
    "font_of_itself": (b"/BaseFont/Helvetica", b"/BaseFont/X/DescendantFonts[5 0 R]/Subtype/Type0"),
    "header_missing": (b"%PDF-1.7\n", b""),
    "header_other_version": (b"%PDF-1.7", b"%PDF-9.9"),
    "unknown_filter": (b"/Length 55", b"/Length 55/Filter/Nonsense"),
    "filter_wrong": (b"/Length 55", b"/Length 55/Filter/FlateDecode"),
    "filters_many": (b"/Length 55", b"/Length 55/Filter[" + b"/FlateDecode" * 10_000 + b"]"),
    "filter_jbig2": (b"/Length 55", b"/Length 55/Filter/JBIG2Decode"),
    "filter_jpx": (b"/Length 55", b"/Length 55/Filter/JPXDecode"),
    "endobj_missing": (b"endobj", b""),
    "encrypt_nonsense": (b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Nonsense/V 99>>"),
    "encrypt_loop": (b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 1 0 R"),
    "page_nested_arrays": (b"/Type/Page/", b"/A " + b"[" * 50_000 + b"]" * 50_000 + b"/Type/Page/"),
    "page_nested_dictionaries": (
        b"/Type/Page/",
        b"/A " + b"<</A " * 50_000 + b">>" * 50_000 + b"/Type/Page/",
    ),
    "rotate_odd": (b"/Type/Page/", b"/Rotate 45/Type/Page/"),
    "rotate_huge": (b"/Type/Page/", b"/Rotate 99999999999/Type/Page/"),
    "rotate_word": (b"/Type/Page/", b"/Rotate/Left/Type/Page/"),
    "user_unit_huge": (b"/Type/Page/", b"/UserUnit 1e30/Type/Page/"),
    "crop_box_elsewhere": (b"/Type/Page/", b"/CropBox[5000 5000 6000 6000]/Type/Page/"),
    "parent_loop": (b"/Parent 2 0 R", b"/Parent 3 0 R"),
}

HARMLESS_EDITS = {
    "length_missing",
    "startxref_wrong",
    "xref_missing",
    "header_other_version",
    "rotate_odd",
    "length_too_short",
    "length_too_long",
}

HARMLESS_BOXES = {"inverted", "shifted", "three_numbers", "null", "empty"}
