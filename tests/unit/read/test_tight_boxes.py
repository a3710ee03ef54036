"""Signs of a font that states no height (Type 3) stand on the line they were set on."""

import io

import numpy as np
import pikepdf
import pytest

from pipelines.read import read_pdf
from pipelines.read.tight_boxes import raise_low_boxes

FULL, FLAT = (
    b"1000 0 0 -120 1000 880 d1 0 -120 1000 1000 re f",
    b"1000 0 60 350 940 430 d1 60 350 880 80 re f",
)
LOW = b"1000 0 60 -120 300 60 d1 60 -120 240 180 re f"


def drawn_with(text: str, turn: int = 0) -> bytes:
    """A page with one line in a font of drawn signs; 一 is a stroke, 、 a dot, the rest fill their square."""
    pdf = pikepdf.new()
    signs = sorted(set(text))
    codes = {sign: number for number, sign in enumerate(signs, 1)}
    drawings = {"一": FLAT, "、": LOW}
    unicode_of = "".join(f"<{codes[sign]:02x}> <{ord(sign):04x}>\n" for sign in signs)
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        "1 begincodespacerange <00> <ff> endcodespacerange "
        f"{len(signs)} beginbfchar\n{unicode_of}endbfchar endcmap end end"
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type3,
        FontBBox=[0, 0, 0, 0],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        FirstChar=1,
        LastChar=len(signs),
        Widths=[1000] * len(signs),
        Resources=pikepdf.Dictionary(),
        ToUnicode=pdf.make_stream(to_unicode.encode()),
        CharProcs=pikepdf.Dictionary(
            {f"/g{codes[sign]}": pdf.make_stream(drawings.get(sign, FULL)) for sign in signs}
        ),
        Encoding=pikepdf.Dictionary(
            Type=pikepdf.Name.Encoding,
            Differences=[1, *(pikepdf.Name(f"/g{codes[sign]}") for sign in signs)],
        ),
    )
    page = pdf.add_blank_page(page_size=(400, 200))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
    shown = bytes(codes[sign] for sign in text).hex()
    page.Contents = pdf.make_stream(f"BT /F 12 Tf 40 100 Td <{shown}> Tj ET".encode())
    page.Rotate = turn
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("text", ["一般公共预算", "一、一般公共服务支出", "二十一、其他支出", "统一管理"])
def test_a_stroke_stays_in_its_line(text: str) -> None:
    (page,) = read_pdf(drawn_with(text)).pages
    assert [line.text for line in page.lines] == [text]


def test_boxes_that_are_high_enough_stay() -> None:
    boxes = np.array([[0, 0, 10, 10], [10, 4.5, 20, 5.5], [20, 0, 30, 10], [60, 4.5, 70, 5.5]], np.float32)
    raise_low_boxes(boxes, np.array([True, True, True, True]))
    assert boxes[:, 1].tolist() == [0, 0, 0, 4.5]
    assert boxes[:, 3].tolist() == [10, 10, 10, 5.5]


def test_pages_without_flat_signs_are_left_alone() -> None:
    boxes = np.array([[0, 0, 10, 10], [10, 0, 14, 4]], np.float32)
    before = boxes.copy()
    raise_low_boxes(boxes, np.array([True, True]))
    assert (boxes == before).all()
