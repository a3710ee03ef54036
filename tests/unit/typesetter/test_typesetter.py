"""The typesetter: the same bytes every time, embedded fonts, and every family's habits seen on its pages."""

import io
from dataclasses import replace
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest

from pipelines.domain.money import MoneyUnit
from pipelines.domain.statement import RowRole, Side
from tests.typesetter.book import Book, typeset
from tests.typesetter.content import Contents, Cover, Half, Head, Heading, Paragraph, Row, Table
from tests.typesetter.style import (
    BRACKETED,
    DASHED,
    FAMILIES,
    FINAL,
    INDENTED,
    ONE_COLUMN,
    THREE_COLUMNS,
    THREE_HALVES,
    Style,
)

WAN, YUAN = MoneyUnit.TEN_THOUSAND_YUAN, MoneyUnit.YUAN
SUBJECT = Head("功能分类科目", children=(Head("科目编码", "code"), Head("科目名称", "name")))
SPENT = (Head("合计", "total"), Head("基本支出", "basic"), Head("项目支出", "project"))


def amounts(total: int, basic: int) -> dict[str, Decimal | None]:
    return {"total": Decimal(total), "basic": Decimal(basic), "project": Decimal(total - basic)}


ROWS = (
    Row("合计", amounts(12_345_600, 12_345_600), role=RowRole.TOTAL),
    Row("一般公共服务支出", amounts(12_345_600, 12_345_600), "201", 1),
    Row("财政事务", amounts(12_345_600, 12_345_600), "20106", 2),
    Row("行政运行", amounts(12_345_600, 12_345_600), "2010601", 3),
)


def spending(unit: MoneyUnit = WAN, rows: tuple[Row, ...] = ROWS) -> Table:
    return Table("expenditure_summary", "支出总表", unit, (Half((SUBJECT, *SPENT), rows),), number="公开03表")


def set_in(style: Style, table: Table | None = None) -> Book:
    unit = YUAN if style.codes.name == "THREE" else WAN
    return typeset(
        [Cover(("样例市财政局", "2024年部门预算")), table or spending(unit)], style, "样例", "样例市财政局"
    )


def words(book: Book, page: int = 2) -> str:
    with pypdfium2.PdfDocument(book.data) as document:
        return "".join(document[page - 1].get_textpage().get_text_range().split())


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_the_same_bytes_every_time(family: str) -> None:
    assert set_in(FAMILIES[family]).data == set_in(FAMILIES[family]).data


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_text_and_amounts_can_be_taken_out_again(family: str) -> None:
    book = set_in(FAMILIES[family])
    text = words(book)
    assert book.printed
    for printed in book.printed:
        assert printed.text in text
    assert "行政运行" in text and "支出总表" in text


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_fonts_are_embedded(family: str) -> None:
    with pikepdf.open(io.BytesIO(set_in(FAMILIES[family]).data)) as document:
        fonts = [font for page in document.pages for font in page.Resources.get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            assert "/FontFile3" in font.DescendantFonts[0].FontDescriptor


def test_one_column_of_codes_and_two_decimals() -> None:
    assert "2010601行政运行1,234.561,234.56" in words(set_in(ONE_COLUMN))


def test_three_columns_of_codes_whole_yuan_and_the_total_last() -> None:
    text = words(set_in(THREE_COLUMNS))
    assert "2010601行政运行12,345,60012,345,600" in text
    assert text.index("行政运行") < text.rindex("合计")
    assert "类款项" in text and "单位：元" in text


def test_dashed_cells_with_six_decimals_and_the_title_in_the_grid() -> None:
    text = words(set_in(DASHED))
    assert "2010601-行政运行1,234.560000" in text
    assert text.index("支出总表") < text.index("金额单位：万元")


def test_bracketed_cells_and_zeros() -> None:
    assert "[2010601]行政运行1,234.561,234.560.00" in words(set_in(BRACKETED))


def test_indentation_instead_of_codes() -> None:
    book = set_in(INDENTED)
    assert "2010601" not in words(book)
    with pypdfium2.PdfDocument(book.data) as document:
        page = document[1].get_textpage()
        lefts = []
        for name in ("一般公共服务支出", "财政事务", "行政运行"):
            index = page.get_text_range().index(name)
            lefts.append(round(page.get_charbox(index)[0]))
    assert lefts[1] - lefts[0] == lefts[2] - lefts[1] == 10


def test_turned_pages_are_shown_upright() -> None:
    with pypdfium2.PdfDocument(set_in(THREE_HALVES).data) as document:
        page = document[1]
        assert page.get_rotation() == 90
        assert page.get_width() > page.get_height()


def test_final_accounts_print_no_separators() -> None:
    assert "1234.56" in words(set_in(FINAL)) and "1,234.56" not in words(set_in(FINAL))


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_long_table_goes_on_as_the_family_does(family: str) -> None:
    style = FAMILIES[family]
    unit = YUAN if style.codes.name == "THREE" else WAN
    rows = (ROWS[0], *(Row(f"科目{n}", amounts(10_000 * n, 0), f"20106{n:02d}", 3) for n in range(1, 99)))
    book = set_in(style, spending(unit, rows))
    (_, first, last) = book.table_pages[0]
    assert last > first
    second = words(book, first + 1)
    assert ("项目支出" in second) == (style.on_break.name != "NOTHING")
    assert ("支出总表" in second) == (style.on_break.name == "TITLE_AND_HEADER")


def test_halves_end_on_the_same_line_and_narrow_numbers_wrap() -> None:
    left = Half(
        (Head("收入", children=(Head("项目", "name"), Head("金额", "x", width=30))),),
        (Row("总计", {"x": Decimal(123_456_789_000)}),),
        Side.LEFT,
    )
    right = Half(
        (Head("支出", children=(Head("项目", "name"), Head("金额", "y"))),),
        (Row("总计", {"y": Decimal(123_456_789_000)}),),
        Side.RIGHT,
    )
    wide = (Head("空", "a", width=200), Head("空", "b", width=200))
    table = Table("income_expenditure_summary", "收支总表", WAN, (left, right, Half(wide, (), Side.RIGHT2)))
    book = set_in(ONE_COLUMN, table)
    with pypdfium2.PdfDocument(book.data) as document:
        lines = document[1].get_textpage().get_text_range().splitlines()
    assert "12,345,678.90" in "".join(words(book))
    assert not any(line.strip().count("12,345,678.90") == 2 for line in lines)


def test_contents_lead_to_the_right_pages() -> None:
    blocks = [
        Contents(("第一部分 概况", "支出总表")),
        Heading("第一部分 概况"),
        Paragraph("样例。"),
        spending(),
    ]
    book = typeset(blocks, ONE_COLUMN, "样例", "样例市财政局")
    assert book.heading_pages == {"第一部分 概况": 2, "支出总表": 3}
    text = words(book, 1)
    assert ("概况" in text and text.rstrip("—").endswith("3—1")) or "3" in text


def test_a_page_box_off_the_origin_moves_nothing_on_the_page() -> None:
    shifted = set_in(replace(ONE_COLUMN, box_offset=12.02))
    with pypdfium2.PdfDocument(shifted.data) as document:
        assert document[1].get_mediabox()[0] == pytest.approx(-12.02, abs=0.01)
    assert words(shifted) == words(set_in(ONE_COLUMN))
