"""Any amount, in any dress and broken anywhere, is read for what it is worth."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipelines.recognise.narrative import narrative_figures
from pipelines.recognise.narrative_numbers import numbers
from pipelines.recognise.prose import compact
from tests.support.prose import prose_page

UNITS = {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}

amounts = st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2)
prose = st.text(
    alphabet="收入支出预算比上年增加减少，。；（）万元亿0123456789.%年度为占台辆个项目三公经费", max_size=80
)


def wide(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) if character.isdigit() else character for character in text)


@given(amounts, st.sampled_from(sorted(UNITS)), st.booleans(), st.booleans(), st.booleans())
def test_every_dress_of_an_amount(
    amount: Decimal, unit: str, commas: bool, full_width: bool, blanks: bool
) -> None:
    printed = f"{amount:,.2f}" if commas else f"{amount:.2f}"
    dressed = wide(printed) if full_width else printed
    if blanks:
        dressed = " ".join(dressed)
    [number] = numbers(compact(f"2026年收入预算 {dressed} {unit}，详见附表。"))
    assert number.value == amount * UNITS[unit]
    assert (number.kind, number.decimals) == ("money", 2)


@given(amounts, st.integers(min_value=5, max_value=40))
def test_line_breaks_anywhere(amount: Decimal, width: int) -> None:
    text = f"云溪市司法局2026年度收入预算{amount:,.2f}万元，比上年增加{amount:,.2f}万元，增长100.00%。"
    body = text[10:]
    lines = [text[:10], *(body[start : start + width] for start in range(0, len(body), width))]
    page = prose_page("\n".join(lines))
    page.lines = [type(line)(line.text, line.box._replace(x1=550.0)) for line in page.lines]
    values = [(figure.figure_id, figure.value) for figure in narrative_figures([page])]
    assert values == [
        ("total_income", amount * 10_000),
        ("yoy_change", amount * 10_000),
        ("yoy_percent", Decimal("100.00")),
    ]


@given(st.integers(min_value=2010, max_value=2039), st.integers(min_value=1, max_value=9999))
def test_years_and_document_numbers_are_never_amounts(year: int, number: int) -> None:
    day = f"{year}年{number % 12 + 1}月{number % 28 + 1}日"
    text = f"根据〔{year}〕{number}号文件，{year}年度部门预算于{day}公开。"
    assert list(numbers(compact(text))) == []


@given(prose)
def test_no_text_breaks_the_reader(text: str) -> None:
    for figure in narrative_figures([prose_page(text)]):
        assert figure.sentence[figure.char_start : figure.char_end] == figure.value_printed
        assert figure.unit in {"yuan", "percent", "count", "stated_none", "stated_same"}
