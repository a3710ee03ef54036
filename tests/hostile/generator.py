"""Some 400 files that want to hurt the reader, the same ones every time; each says what must become of it."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache, partial

import pikepdf
from PIL import Image

from pipelines.domain.money import MoneyUnit
from tests.hostile import structures as made
from tests.hostile.raw_pdf import A4, TEXT, deflated_blanks, one_page, pdf, stream
from tests.typesetter.book import typeset
from tests.typesetter.content import Cover, Half, Head, Paragraph, Row, Table
from tests.typesetter.style import FAMILIES


class Fate(Enum):
    """What must become of a file: read, refused with a problem, or either as the damage falls."""

    READ = "read"
    REFUSED = "refused"
    EITHER = "either"


@dataclass(frozen=True)
class Hostile:
    """A file's bytes, made when wanted; `code` names the problem it must end with, where that is certain."""

    name: str
    make: Callable[[], bytes]
    fate: Fate = Fate.EITHER
    code: str | None = None
    heavy: bool = False


FAMILY_NAMES = ("one_column_plain", "dashed", "three_halves")


@cache
def disclosure(family: str) -> bytes:
    """A small disclosure with narrative and a table, as the typesetter makes it."""
    heads = (
        Head("科目编码", "code", is_text=True),
        Head("科目名称", "name", is_text=True),
        Head("合计", "total"),
    )
    rows = tuple(Row("行政运行", {"total": Decimal(100 + k)}, "2010301", 3) for k in range(30))
    unit = MoneyUnit.TEN_THOUSAND_YUAN
    table = Table("general_public_expenditure", "一般公共预算支出表", unit, (Half(heads, rows),))
    cover = Cover(("样例市水务局", "2024年部门预算"))
    words = Paragraph("2024年收入预算1,234.56万元，支出预算1,234.56万元。")
    return typeset((cover, words, table), FAMILIES[family], "2024年部门预算", "样例市水务局").data


def hostile_files() -> Iterator[Hostile]:
    """All of them; names are unique."""
    for family in FAMILY_NAMES:
        yield from _truncated(family)
        yield from _flipped(family)
        yield from _blocks(family)
        yield from _encrypted(family)
    yield from _not_pdfs()
    yield from _page_trees()
    yield from _bombs()
    yield from _drawn()


def _truncated(family: str) -> Iterator[Hostile]:
    for tenth in range(1, 10):
        yield Hostile(
            f"truncated_{family}_{tenth}",
            lambda t=tenth: disclosure(family)[: len(disclosure(family)) * t // 10],
        )
    for lost in (1, 30, 1000):
        yield Hostile(f"truncated_{family}_end_{lost}", lambda n=lost: disclosure(family)[:-n])
    yield Hostile(f"beheaded_{family}", lambda: disclosure(family)[2000:], Fate.REFUSED, "not_a_pdf")


def _flipped(family: str) -> Iterator[Hostile]:
    def flip(flips: int, seed: int) -> bytes:
        chance, data = random.Random(f"{flips}-{seed}"), bytearray(disclosure(family))
        for _ in range(flips):
            data[chance.randrange(20, len(data))] ^= 1 << chance.randrange(8)
        return bytes(data)

    for flips in (1, 16, 256, 4096):
        for seed in range(9):
            yield Hostile(f"flipped_{family}_{flips}_{seed}", partial(flip, flips, seed))


def _blocks(family: str) -> Iterator[Hostile]:
    def overwrite(what: str, seed: int) -> bytes:
        chance, data = random.Random(f"{what}-{seed}"), bytearray(disclosure(family))
        start, size = chance.randrange(20, len(data) - 2000), chance.randrange(100, 2000)
        block = {
            "zeroed": bytes(size),
            "random": chance.randbytes(size),
            "doubled": bytes(data[start : start + size]) * 2,
            "removed": b"",
        }
        data[start : start + size] = block[what]
        return bytes(data)

    for what in ("zeroed", "random", "doubled", "removed"):
        for seed in range(4):
            yield Hostile(f"{what}_{family}_{seed}", partial(overwrite, what, seed))


def _encrypted(family: str) -> Iterator[Hostile]:
    def encrypt(revision: int, user: str) -> bytes:
        with pikepdf.open(io.BytesIO(disclosure(family))) as document:
            out = io.BytesIO()
            rules = pikepdf.Encryption(owner="secret", user=user, R=revision, **_ciphers(revision))
            document.save(out, encryption=rules)
        return out.getvalue()

    for revision in (2, 3, 4, 6):
        yield Hostile(
            f"locked_{family}_{revision}",
            partial(encrypt, revision, "用户" if revision == 6 else "user"),
            Fate.REFUSED,
            "encrypted_pdf",
        )
        yield Hostile(f"owner_only_{family}_{revision}", partial(encrypt, revision, ""), Fate.READ)


def _ciphers(revision: int) -> dict[str, bool]:
    return {"aes": revision >= 4, "metadata": revision >= 4}


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "内容")
    return out.getvalue()


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (50, 50), "white").save(out, kind)
    return out.getvalue()


def _not_pdfs() -> Iterator[Hostile]:
    page = "<!DOCTYPE html><html><body>404 页面不存在</body></html>"
    files: dict[str, bytes] = {
        "html": page.encode(),
        "html_gbk": page.encode("gbk"),
        "html_utf16": page.encode("utf-16"),
        "html_after_blanks": b"\r\n" * 300 + page.encode(),
        "html_naming_a_pdf": page.replace("404", "see budget.pdf").encode(),
        "html_bare": b"<script>location.href='/login'</script>",
        "xml": b"<?xml version='1.0'?><root/>",
        "json": b'{"code": 500, "msg": "error"}',
        "zip": _zip("a.txt"),
        "docx": _zip("[Content_Types].xml", "word/document.xml"),
        "xlsx": _zip("[Content_Types].xml", "xl/workbook.xml"),
        "ofd": _zip("OFD.xml", "Doc_0/Document.xml"),
        "rar": b"Rar!\x1a\x07\x01\x00" + bytes(200),
        "7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(200),
        "gzip": b"\x1f\x8b\x08" + bytes(200),
        "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
        "rtf": rb"{\rtf1\ansi budget}",
        "png": _picture("PNG"),
        "jpeg": _picture("JPEG"),
        "gif": _picture("GIF"),
        "tiff": _picture("TIFF"),
        "bmp": _picture("BMP"),
        "one_byte": b"%",
        "one_zero": b"\0",
        "zeros": bytes(100_000),
        "random": random.Random(1).randbytes(100_000),
        "text": "2024年部门预算".encode() * 100,
        "text_utf16": "2024年部门预算".encode("utf-16"),
        "eicar_like": b"MZ" + bytes(500),
    }
    for name, data in files.items():
        yield Hostile(f"not_pdf_{name}", lambda d=data: d, Fate.REFUSED, "not_a_pdf")
    yield Hostile("not_pdf_empty", lambda: b"", Fate.REFUSED, "empty_file")
    yield Hostile("only_header", lambda: b"%PDF-1.7\n", Fate.REFUSED, "damaged_pdf")
    yield Hostile("only_header_and_end", lambda: b"%PDF-1.7\n%%EOF\n", Fate.REFUSED, "damaged_pdf")
    yield Hostile("html_with_header", lambda: b"%PDF-1.4\n" + page.encode(), Fate.REFUSED, "damaged_pdf")
    yield Hostile(
        "header_and_random", lambda: b"%PDF-1.7\n" + random.Random(2).randbytes(50_000), Fate.REFUSED
    )
    plain = partial(one_page, stream(TEXT))
    yield Hostile("plain", plain, Fate.READ)
    yield Hostile("junk_before", lambda: b"x" * 500 + plain(), Fate.READ)
    yield Hostile("blank_lines_before", lambda: b"\n" * 900 + plain(), Fate.READ)
    yield Hostile("byte_order_mark", lambda: b"\xef\xbb\xbf" + plain(), Fate.READ)
    yield Hostile("much_junk_before", lambda: b"x" * 5000 + plain())
    yield Hostile("junk_after", lambda: plain() + b"x" * 5000)
    yield Hostile("twice", lambda: plain() + plain(), Fate.READ)
    yield Hostile("line_ends_changed", lambda: plain().replace(b"\n", b"\r\n"))
    yield Hostile(
        "http_header", lambda: b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + plain()
    )


def _page_trees() -> Iterator[Hostile]:
    tree = made.page_tree
    yield Hostile("zero_pages", partial(tree, b"", b"0"), Fate.REFUSED, "no_pages")
    yield Hostile("zero_pages_counted_one", partial(tree, b"", b"1"), Fate.REFUSED)
    yield Hostile("count_huge", partial(tree, b"3 0 R", b"2000000000"))
    yield Hostile("count_negative", partial(tree, b"3 0 R", b"-5"))
    yield Hostile("count_missing", partial(tree, b"3 0 R", b"null"))
    yield Hostile("kid_is_tree", partial(tree, b"2 0 R"), Fate.REFUSED)
    yield Hostile("kid_is_catalogue", partial(tree, b"1 0 R"), Fate.REFUSED)
    yield Hostile("kid_is_nothing", partial(tree, b"99 0 R"), Fate.REFUSED)
    yield Hostile("kids_repeated", partial(tree, b"3 0 R " * 200, b"200"))
    loop = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2/Parent 2 0 R>>"
    yield Hostile("tree_loop", partial(tree, b"6 0 R 3 0 R", b"3", (loop,)))
    chain = tuple(b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % k for k in (*range(7, 3005), 3))
    yield Hostile("tree_deep", partial(tree, b"6 0 R", b"1", chain))
    wide = tuple(b"<</Type/Pages/Kids[%s]/Count 1000000000>>" % (b"%d 0 R " % k * 10) for k in range(7, 30))
    yield Hostile("tree_bomb", partial(tree, b"6 0 R", b"1000000000", wide))
    yield Hostile("pages_500", partial(made.many_pages, 500), Fate.READ)
    yield Hostile("pages_5000", partial(made.many_pages, 5000), Fate.READ, "too_many_pages", heavy=True)
    for name, (old, new) in made.EDITS.items():
        fate = Fate.READ if name in made.HARMLESS_EDITS else Fate.EITHER
        yield Hostile(f"edit_{name}", made.edited(old, new), fate)
    yield Hostile("xref_loop", made.xref_loop)
    for name, box in made.BOXES.items():
        fate = Fate.READ if name in made.HARMLESS_BOXES else Fate.EITHER
        yield Hostile(f"box_{name}", partial(made.boxed, box), fate)


def _bombs() -> Iterator[Hostile]:
    yield Hostile("paths_20k", partial(made.many_paths, 20_000), Fate.READ)
    yield Hostile("paths_million", partial(made.many_paths, 1_000_000), code="too_complex", heavy=True)
    yield Hostile("segments_million", partial(made.many_paths, 1_000_000, True), heavy=True)
    yield Hostile("rules_dense", partial(made.many_rules, 2000, 2000))
    yield Hostile("grid_huge", partial(made.huge_grid, 2000), heavy=True)
    yield Hostile("glyphs_100k", partial(made.many_glyphs, 100_000), Fate.READ)
    yield Hostile("glyphs_2_million", partial(made.many_glyphs, 2_000_000), heavy=True)
    yield Hostile("scattered_text", partial(made.scattered_text, 20_000))
    yield Hostile("form_of_itself", partial(made.forms, [b"/X 6 0 R"]), Fate.READ)
    yield Hostile("forms_in_turn", partial(made.forms, [b"/X 7 0 R", b"/X 6 0 R"]), Fate.READ)
    yield Hostile("forms_deep", partial(made.nested_forms, 1000), Fate.READ)
    yield Hostile("forms_doubling", partial(made.nested_forms, 24, True), heavy=True)
    yield Hostile("image_bomb", made.image_bomb)
    yield Hostile("font_bomb", made.font_bomb, heavy=True)
    yield Hostile("object_stream_bomb", made.object_stream_bomb, heavy=True)
    yield Hostile("xref_stream_bomb", made.xref_stream_bomb, heavy=True)
    yield Hostile("predictor_bomb", made.predictor_bomb)
    yield Hostile("run_length_bomb", made.run_length_bomb, heavy=True)
    for layers in (1, 2, 3):
        filters = b"/Filter[" + b"/FlateDecode" * layers + b"]"
        yield Hostile(
            f"flate_bomb_{layers}",
            lambda n=layers, f=filters: one_page(stream(deflated_blanks(made.HALF_GIGABYTE, n), f)),
            heavy=True,
        )


def _drawn() -> Iterator[Hostile]:
    for name, operators in made.DRAWN.items():
        fate = Fate.READ if name in made.HARMLESS_DRAWN else Fate.EITHER
        yield Hostile(f"drawn_{name}", partial(made.text_drawn, operators), fate)
    for degrees in (90, 180, 270, -90, 450):
        yield Hostile(
            f"rotated_{degrees}", partial(made.text_drawn, TEXT, b"/Rotate %d" % degrees), Fate.READ
        )
    yield Hostile("blank_page", partial(made.text_drawn, b""), Fate.REFUSED, "no_text_layer")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox %s>>" % A4
    bare = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    yield Hostile("page_without_anything", partial(pdf, bare), Fate.REFUSED, "no_text_layer")
