"""Facts → PDF → facts, over all template families: what was typeset is what is read, number for number."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.domain.document import SourceDocument
from pipelines.domain.money import MoneyUnit
from pipelines.domain.statement import RowRole, Side
from pipelines.orchestrate.reading import read_document
from tests.sample_city.ledger import subjects
from tests.typesetter.book import Book, typeset
from tests.typesetter.content import Cover, Half, Head, Row, Table
from tests.typesetter.style import FAMILIES, Break, Codes, Ruling, Style

WAN, YUAN = MoneyUnit.TEN_THOUSAND_YUAN, MoneyUnit.YUAN
ENTITY = "样例市水务局"
ITEMS = sorted(code for code in subjects()["functional"] if len(code) == 7)
ECONOMIC = sorted(code for code in subjects()["economic"] if len(code) == 5)
BASE_FAMILIES = ("one_column", "three_columns", "dashed", "bracketed", "indented", "three_halves", "final")

#: Where every number is promised; tables with fewer rules are in test_written_templates.
RULED = (Ruling.STROKES, Ruling.RECTANGLES, Ruling.DOUBLED)

#: Amounts in the last printed place; most are ordinary, some are one place or very long.
PLACES = st.one_of(st.integers(1, 99), st.integers(100, 9_999_999), st.integers(10**9, 10**12))
SPLITS = st.tuples(st.one_of(st.just(0), PLACES), st.one_of(st.just(0), PLACES)).filter(any)


def amount(places: int, style: Style, unit: MoneyUnit) -> Decimal:
    return Decimal(places) * unit.value.scaleb(-style.decimals_of(unit))


def tree(
    leaves: Mapping[str, dict[str, Decimal]], names: Mapping[str, str], lengths: tuple[int, ...]
) -> list[Row]:
    """合计 and the sums of all levels above the leaves."""
    columns = list(next(iter(leaves.values())))

    def total(prefix: str) -> dict[str, Decimal | None]:
        below = [values for code, values in leaves.items() if code.startswith(prefix)]
        return {column: sum((values[column] for values in below), Decimal(0)) for column in columns}

    rows = [Row("合计", total(""), role=RowRole.TOTAL)]
    for code in sorted({code[:length] for code in leaves for length in lengths}):
        level = lengths.index(len(code)) + 1
        rows.append(Row(names[code], total(code), code, level))
    return rows


def forgotten(draw: st.DrawFn, rows: list[Row]) -> tuple[Row, ...]:
    """The same rows with a code missing here and there, as some disclosures print them."""
    missing = draw(st.sets(st.integers(1, len(rows) - 1), max_size=2))
    return tuple(replace(row, code=None) if index in missing else row for index, row in enumerate(rows))


@st.composite
def subject_tables(draw: st.DrawFn, style: Style, unit: MoneyUnit) -> tuple[Table, Table]:
    """支出总表 by function and 一般公共预算基本支出表 by economic category."""
    items = draw(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=14, unique=True))
    spending = {}
    for code in items:
        basic, project = (amount(x, style, unit) for x in draw(SPLITS))
        spending[code] = {"total": basic + project, "basic": basic, "project": project}
    categories = draw(st.lists(st.sampled_from(ECONOMIC), min_size=1, max_size=20, unique=True))
    economic = {}
    for code in categories:
        value = amount(draw(PLACES), style, unit)
        is_personnel = code[:3] in ("301", "303")
        economic[code] = {
            "total": value,
            "personnel": value * is_personnel,
            "public_use": value * (not is_personnel),
        }
    subject = Head("功能分类科目", children=(Head("科目编码", "code"), Head("科目名称", "name")))
    narrow = draw(st.sampled_from((0.0, 0.0, 38.0)))
    spent = (Head("合计", "total", width=narrow), Head("基本支出", "basic"), Head("项目支出", "project"))
    category = Head("经济分类科目", children=(Head("科目编码", "code"), Head("科目名称", "name")))
    used = Head(
        "基本支出",
        children=(Head("合计", "total"), Head("人员经费", "personnel"), Head("公用经费", "public_use")),
    )
    first = Half((subject, *spent), forgotten(draw, tree(spending, subjects()["functional"], (3, 5, 7))))
    second = Half((category, used), forgotten(draw, tree(economic, subjects()["economic"], (3, 5))))
    return (
        Table("expenditure_summary", "支出总表", unit, (first,)),
        Table(
            "general_public_basic_by_economic", "一般公共预算基本支出表", unit, (second,), note="注：样例。"
        ),
    )


@st.composite
def summary_table(draw: st.DrawFn, style: Style, unit: MoneyUnit) -> Table:
    """收支总表: two halves of unequal length whose totals stand on one line."""
    sources = (
        "一、一般公共预算拨款收入",
        "二、政府性基金预算拨款收入",
        "三、财政专户管理资金收入",
        "四、事业收入",
    )
    uses = (
        "一、一般公共服务支出",
        "二、教育支出",
        "三、社会保障和就业支出",
        "四、卫生健康支出",
        "五、农林水支出",
        "六、住房保障支出",
    )
    incomes = [amount(draw(PLACES), style, unit) for _ in sources]
    total = sum(incomes, Decimal(0))
    left = [Row(label, {"income_amount": x}) for label, x in zip(sources, incomes, strict=True)]
    right = [
        Row(uses[0], {"expenditure_amount": total}),
        *(Row(label, {"expenditure_amount": None}) for label in uses[1:]),
    ]
    left += [Row()] * (len(right) - len(left))
    left.append(Row("收入总计", {"income_amount": total}, role=RowRole.TOTAL))
    right.append(Row("支出总计", {"expenditure_amount": total}, role=RowRole.TOTAL))
    heads = (
        Head("收入", children=(Head("项目", "name"), Head("预算数", "income_amount"))),
        Head("支出", children=(Head("项目", "name"), Head("预算数", "expenditure_amount"))),
    )
    sides = (Half(heads[:1], tuple(left), Side.LEFT), Half(heads[1:], tuple(right), Side.RIGHT))
    return Table("income_expenditure_summary", "收支总表", unit, sides)


@st.composite
def styles(draw: st.DrawFn, family: str) -> Style:
    """The family with its details varied: page breaks, ruling, indents, sizes, turned pages, zeros."""
    return replace(
        FAMILIES[family],
        on_break=draw(st.sampled_from(list(Break))),
        ruling=draw(st.sampled_from(RULED)),
        rotate_tables=draw(st.booleans()),
        row_height=draw(st.sampled_from((14.0, 20.0, 34.0))),
        separators=draw(st.booleans()),
        totals_on_top=draw(st.booleans()),
        total_merged=draw(st.booleans()),
        font="sans",
    )


def printed_of(book: Book, style: Style) -> Counter[tuple[str, str | None, str, str, str]]:
    return Counter((x.kind, x.code, "".join(x.name.split()), x.column, x.text) for x in book.printed)


def read(book: Book) -> Counter[tuple[str, str | None, str, str, str]]:
    rows = read_document(SourceDocument(hashlib.sha256(book.data).hexdigest(), "test", "x.pdf"), book.data)
    unclaimed = [problem for problem in rows["problems"] if problem["code"] == "unclaimed_number"]
    assert not unclaimed, unclaimed
    return Counter(
        (
            fact["table_kind"],
            fact["subject_code"],
            fact["subject_name"] or fact["department_economic_name"] or "",
            fact["column_id"],
            fact["amount_printed"],
        )
        for fact in rows["facts"]
    )


@pytest.mark.parametrize("family", BASE_FAMILIES)
@given(data=st.data())
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_facts_survive_typesetting_and_reading(family: str, data: st.DataObject) -> None:
    style = data.draw(styles(family))
    unit = YUAN if style.codes is Codes.THREE else WAN
    tables = [data.draw(summary_table(style, unit)), *data.draw(subject_tables(style, unit))]
    book = typeset([Cover((ENTITY, "2024年部门预算")), *tables], style, "样例市水务局2024年部门预算", ENTITY)
    expected, found = printed_of(book, style), read(book)
    assert expected - found == Counter()
    assert found - expected == Counter()
