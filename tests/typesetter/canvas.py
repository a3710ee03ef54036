"""Pages: text at a baseline in an embedded font, ruling lines, page turns. fpdf2 underneath."""

import io
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import pikepdf
from fpdf import FPDF
from fpdf.enums import TextMode

#: Fixed, so that the same content gives the same bytes.
_MADE = datetime(2024, 1, 1, tzinfo=UTC)
_FILES = {"serif": "NotoSerifSC-Regular.otf", "sans": "NotoSansSC-Regular.otf"}


@cache
def font_path(font: str) -> Path:
    """The font file of the family `serif` (宋体-like) or `sans` (黑体-like); SIL Open Font Licence."""
    with as_file(files("pylopdf_fonts_zh_cn") / _FILES[font]) as path:
        return path


class Canvas:
    """A PDF in the making; coordinates are points from the top left corner of the displayed page."""

    def __init__(self, font: str, title: str, with_font: bool = True) -> None:
        self.pdf = FPDF(unit="pt")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_creation_date(_MADE)
        self.pdf.set_title(title)
        self.pdf.set_producer("mingzhang typesetter")
        if with_font:
            self.pdf.add_font("body", "", font_path(font))
        self._widths: dict[str, float] = {}
        self.rotated: list[int] = []
        self.width = self.height = 0.0

    @property
    def page(self) -> int:
        return int(self.pdf.page)

    def new_page(self, size: tuple[float, float], rotate: bool = False) -> None:
        """A new page; `rotate` stores it turned, to be shown upright through /Rotate 90."""
        self.pdf.add_page(format=size)
        self.width, self.height = size
        if rotate:
            self.rotated.append(self.page)

    def text_width(self, text: str, size: float) -> float:
        font = self.pdf.fonts["body"]
        total = 0.0
        for character in text:
            if character not in self._widths:
                self._widths[character] = float(font.get_text_width(character, 1000, None)[1]) / 1000
            total += self._widths[character]
        return total * size

    def text(self, x: float, baseline: float, text: str, size: float, bold: bool = False) -> None:
        if not text:
            return
        self.pdf.set_font("body", size=size)
        if not bold:
            self.pdf.text(x, baseline, text)
            return
        with self.pdf.local_context(text_mode=TextMode.FILL_STROKE, line_width=size / 40):
            self.pdf.text(x, baseline, text)

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.6) -> None:
        self.pdf.set_line_width(width)
        self.pdf.line(x0, y0, x1, y1)

    def dashed(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A line of short strokes."""
        self.pdf.set_line_width(0.5)
        self.pdf.set_dash_pattern(dash=2, gap=1.5)
        self.pdf.line(x0, y0, x1, y1)
        self.pdf.set_dash_pattern()

    def box(self, x0: float, y0: float, x1: float, y1: float, grey: int = 0, stroke: bool = False) -> None:
        """A filled rectangle in a shade of grey, or only its border."""
        if stroke:
            self.pdf.set_line_width(0.5)
            self.pdf.rect(x0, y0, x1 - x0, y1 - y0)
            return
        self.pdf.set_fill_color(grey)
        self.pdf.rect(x0, y0, x1 - x0, y1 - y0, style="F")
        self.pdf.set_fill_color(0)

    def picture(self, image: object, x: float, y: float, width: float, height: float) -> None:
        self.pdf.image(image, x, y, width, height)

    def finish(self, box_offset: float = 0.0) -> bytes:
        """The bytes; turned pages and shifted page boxes are made here."""
        data = bytes(self.pdf.output())
        if not self.rotated and not box_offset:
            return data
        with pikepdf.open(io.BytesIO(data)) as document:
            for number in self.rotated:
                _turn(document, document.pages[number - 1])
            if box_offset:
                for page in document.pages:
                    _shift(document, page, box_offset)
            out = io.BytesIO()
            document.save(out, deterministic_id=True)
        return out.getvalue()


def _turn(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    page.contents_add(document.make_stream(f"q 0 1 -1 0 {height:.2f} 0 cm\n".encode()), prepend=True)
    page.contents_add(document.make_stream(b"\nQ"))
    page.mediabox = pikepdf.Array([0, 0, height, width])
    page.Rotate = 90


def _shift(document: pikepdf.Pdf, page: pikepdf.Page, offset: float) -> None:
    """A page box that does not start at the origin: everything moves with it, nothing on the page does."""
    box = [float(value) for value in page.mediabox]
    page.contents_add(
        document.make_stream(f"q 1 0 0 1 {-offset:.2f} {-offset:.2f} cm\n".encode()), prepend=True
    )
    page.contents_add(document.make_stream(b"\nQ"))
    page.mediabox = pikepdf.Array([value - offset for value in box])
