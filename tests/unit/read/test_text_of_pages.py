"""Glyphs to text: nothing printed is lost, nothing that is not seen is kept, neighbours are not glued."""

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from pipelines.domain.problem import ProblemCode
from pipelines.read import read_pdf
from tests.support.drawn_page import SIZE, drawn, filled, page_of, ruled, texts
from tests.typesetter.canvas import Canvas as Typesetter

XS, YS = [50.0, 150.0, 250.0, 350.0], [350.0, 330.0, 310.0]


def lines_of(data: bytes) -> list[str]:
    return [line.text for page in read_pdf(data).pages for line in page.lines]


@pytest.mark.parametrize("offset", [0.0, 0.2, 0.4])
def test_bold_by_striking_twice_is_one_text(offset: float) -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0.0, offset):
            canvas.drawString(50 + shift, 300, "30114 Budget 1,100.00")

    (line,) = page_of(draw).lines
    assert line.text.replace(" ", "") == "30114Budget1,100.00"


@settings(deadline=None, max_examples=40)
@given(st.from_regex(r"[1-9](00|11|22|55|[0-9]){1,4}\.[0-9]{2}", fullmatch=True), st.booleans())
def test_equal_digits_side_by_side_stay(number: str, apart: bool) -> None:
    """30114 must never become 3014, whether the digits are one string or set one by one."""

    def draw(canvas: Canvas) -> None:
        if not apart:
            canvas.drawString(50, 300, number)
            return
        x = 50.0
        for digit in number:
            canvas.drawString(x, 300, digit)
            x += canvas.stringWidth(digit, "Helvetica", 12)

    assert [line.text for line in page_of(draw).lines] == [number]


def test_numbers_that_touch_the_next_cell_are_not_glued() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS)
        filled(canvas, XS, YS, [["item", "this", "last"]])
        canvas.drawRightString(XS[2], YS[2] + 5, "244,895.02")
        canvas.drawString(XS[2], YS[2] + 5, "192,446.79")

    (grid,) = page_of(draw).grids
    assert texts(grid)[1] == ["", "244,895.02", "192,446.79"]


def test_a_number_wrapped_in_its_cell_is_one_number() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, [350.0, 330.0, 290.0])
        canvas.drawString(XS[1] + 4, 315, "1,234,56")
        canvas.drawString(XS[1] + 4, 300, "7.89")

    (grid,) = page_of(draw).grids
    assert texts(grid)[1] == ["", "1,234,567.89", ""]


def typeset_lines(*words: str) -> list[str]:
    canvas = Typesetter("sans", "title")
    canvas.new_page((600, 400))
    for number, word in enumerate(words):
        canvas.text(50, 50 + 30 * number, word, 12)
    return lines_of(canvas.finish())


def test_forms_of_the_same_sign_are_folded_and_punctuation_is_kept() -> None:
    assert typeset_lines("⼀般公共预算⽀出", "１２３．４５％", "（本级）：①、“款”") == [
        "一般公共预算支出",
        "123.45%",
        "（本级）：①、“款”",
    ]


def test_clipped_text_is_dropped_and_counted() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 350, "seen")
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(50, 290, 40, 20)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(52, 295, "in")
        canvas.drawString(52, 200, "clipped")
        canvas.drawString(80, 295, "WWWWW")
        canvas.restoreState()

    page = page_of(draw)
    assert [line.text.replace(" ", "") for line in page.lines] == ["seen", "inW"]
    assert page.hidden_char_count == len("clipped") + 4


def test_text_off_the_page_or_invisible_is_dropped_and_reported() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 350, "seen")
        canvas.drawString(50, -50, "below")
        canvas.drawString(900, 50, "right")
        text = canvas.beginText(50, 100)
        text.setTextRenderMode(3)
        text.textLine("ghost")
        canvas.drawText(text)

    result = read_pdf(drawn(draw))
    assert [line.text for line in result.pages[0].lines] == ["seen"]
    assert result.pages[0].hidden_char_count == 15
    assert [problem.code for problem in result.problems] == [ProblemCode.HIDDEN_TEXT]


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_turned_page_reads_as_it_is_shown(turns: int) -> None:
    width, height = SIZE if turns % 2 == 0 else SIZE[::-1]

    def draw(canvas: Canvas) -> None:
        if turns == 1:  # what /Rotate 90 shows upright
            canvas.transform(0, 1, -1, 0, SIZE[0], 0)
        elif turns == 2:
            canvas.transform(-1, 0, 0, -1, *SIZE)
        elif turns == 3:
            canvas.transform(0, -1, 1, 0, 0, SIZE[1])
        ys = [height - 50, height - 70, height - 90]
        ruled(canvas, XS, ys)
        filled(canvas, XS, ys, [["item", "this", "last"], ["a", "1.00", "2.00"]])

    page = page_of(draw, Rotate=90 * turns)
    assert (page.width, page.height, page.rotation) == (width, height, 90 * turns)
    assert [texts(grid) for grid in page.grids] == [[["item", "this", "last"], ["a", "1.00", "2.00"]]]
    assert page.grids[0].box == pytest.approx((50, 50, 350, 90), abs=1)


@pytest.mark.parametrize("origin", [(-300, -200), (0, 0), (40, 30)])
def test_boxes_are_measured_from_the_corner_of_the_shown_page(origin: tuple[int, int]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 300, "here")
        canvas.drawString(20, 10, "cropped")

    left, low = origin
    box = pikepdf.Array([left, low, 600, 400])
    page = page_of(draw, MediaBox=box)
    line = next(line for line in page.lines if line.text == "here")
    assert (page.width, page.height) == (600 - left, 400 - low)
    assert line.box.x0 == pytest.approx(100 - left, abs=1.5)
    assert line.box.top < 100 < line.box.bottom
    cropped = page_of(draw, MediaBox=box, CropBox=pikepdf.Array([50, 50, 600, 400]))
    assert [line.text for line in cropped.lines] == ["here"]
    assert cropped.hidden_char_count == len("cropped")
