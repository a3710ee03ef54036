"""What the templates share: heads, subject trees, halves of the summary tables, numbers in sentences."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from pipelines.domain.money import MoneyUnit
from pipelines.domain.statement import RowRole, Side
from tests.sample_city.ledger import ZERO, Books, Line, Test, is_basic, is_project, subjects
from tests.typesetter.content import CODE, NAME, Block, Half, Head, Heading, Paragraph, Row, Table

WAN, YUAN = MoneyUnit.TEN_THOUSAND_YUAN, MoneyUnit.YUAN
_TENS = "一二三四五六七八九"
ORDINALS = [*_TENS, "十", *(f"十{x}" for x in _TENS), "二十", *(f"二十{x}" for x in _TENS), "三十"]
FUNDS = (
    ("general_public", "一般公共预算"),
    ("gov_fund", "政府性基金预算"),
    ("state_capital", "国有资本经营预算"),
    ("special_account", "财政专户管理资金"),
    ("business_income", "事业收入"),
    ("operating_income", "事业单位经营收入"),
    ("superior_subsidy", "上级补助收入"),
    ("affiliated_remittance", "附属单位上缴收入"),
    ("other_income", "其他收入"),
)
Columns = Mapping[str, Test]


def everything(_: Line) -> bool:
    return True


EXPENDITURE: Columns = {"total": everything, "basic": is_basic, "project": is_project}


def h(label: str, *children: Head) -> Head:
    """A branch of a header."""
    return Head(label, children=children)


def a(label: str, column: str, width: float = 0.0) -> Head:
    """A leaf that holds amounts."""
    return Head(label, column, width=width)


def t(label: str, column: str, width: float = 0.0) -> Head:
    """A leaf that holds text."""
    return Head(label, column, width=width, is_text=True)


def code_name(code: str = "科目编码", name: str = "科目名称") -> tuple[Head, Head]:
    return Head(code, CODE), Head(name, NAME)


def name(label: str = "项目") -> Head:
    return Head(label, NAME)


def amounts_of(lines: Iterable[Line], columns: Columns) -> dict[str, Decimal | None]:
    kept = list(lines)
    return {column: sum((x.amount for x in kept if test(x)), ZERO) for column, test in columns.items()}


def function_rows(
    lines: Sequence[Line], columns: Columns, total: str | None = "合计", root: str | None = None
) -> tuple[Row, ...]:
    """合计, then 类, 款 and 项 in the order of their codes."""
    return _tree(lines, columns, total, lambda line: line.item, (3, 5, 7), subjects()["functional"])


def economic_rows(lines: Sequence[Line], columns: Columns, total: str | None = "合计") -> tuple[Row, ...]:
    """合计, then 类 and 款 of the department economic categories."""
    return _tree(lines, columns, total, lambda line: line.economic, (3, 5), subjects()["economic"])


def _tree(
    lines: Sequence[Line],
    columns: Columns,
    total: str | None,
    key: Callable[[Line], str],
    lengths: tuple[int, ...],
    names: Mapping[str, str],
) -> tuple[Row, ...]:
    rows = [Row(total, amounts_of(lines, columns), role=RowRole.TOTAL)] if total else []
    codes = sorted({key(line)[:length] for line in lines for length in lengths})
    for code in codes:
        below = [line for line in lines if key(line).startswith(code)]
        level = lengths.index(len(code)) + 1
        role = RowRole.ITEM if level == len(lengths) else RowRole.SUBTOTAL
        rows.append(Row(names[code], amounts_of(below, columns), code, level, role))
    return tuple(rows)


def class_rows(
    lines: Sequence[Line],
    columns: Columns,
    used_only: bool = False,
    style: str = "{n}、{name}",
    start: int = 0,
) -> list[Row]:
    """The 类 of a summary table, numbered, all thirty or only those used."""
    rows = []
    for code, label in subjects()["classes"]:
        below = [line for line in lines if line.item.startswith(code)]
        if below or not used_only:
            words = style.format(n=ORDINALS[start + len(rows)], name=label)
            rows.append(Row(words, amounts_of(below, columns)))
    return rows


def halves(
    left_heads: Sequence[Head],
    right_heads: Sequence[Head],
    left: list[Row],
    right: list[Row],
    left_end: list[Row],
    right_end: list[Row],
    height: int = 0,
) -> tuple[Half, Half]:
    """Two halves whose closing rows stand on the same lines."""
    size = max(len(left), len(right), height)
    end = max(len(left_end), len(right_end))
    left = left + [Row()] * (size - len(left)) + left_end + [Row()] * (end - len(left_end))
    right = right + [Row()] * (size - len(right)) + right_end + [Row()] * (end - len(right_end))
    return Half(tuple(left_heads), tuple(left), Side.LEFT), Half(tuple(right_heads), tuple(right), Side.RIGHT)


def row(label: str, role: RowRole = RowRole.ITEM, level: int = 0, **amounts: Decimal | None) -> Row:
    return Row(label, amounts, role=role, level=level)


def closing(label: str, **amounts: Decimal | None) -> Row:
    """A total row of a summary table."""
    return Row(label, amounts, role=RowRole.TOTAL, bold=True)


def plain(
    kind: str, title: str, heads: Sequence[Head], rows: Sequence[Row], unit: MoneyUnit = WAN, **more: object
) -> Table:
    """A table of one half."""
    return Table(kind, title, unit, (Half(tuple(heads), tuple(rows)),), **more)  # type: ignore[arg-type]


def wan(amount: Decimal, decimals: int = 2, commas: bool = True) -> str:
    """An amount in 万元 as a sentence prints it."""
    value = (amount / 10000).quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_HALF_UP")
    return f"{value:,f}" if commas else f"{value:f}"


def short_wan(amount: Decimal) -> str:
    """The same without trailing zeros (无锡、广州式)."""
    text = wan(amount)
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(part: Decimal, whole: Decimal, decimals: int = 2) -> str:
    if not whole:
        return f"{Decimal(0).quantize(Decimal(1).scaleb(-decimals))}%"
    return f"{(part / whole * 100).quantize(Decimal(1).scaleb(-decimals), rounding='ROUND_HALF_UP')}%"


def change(
    current: Decimal, prior: Decimal, decimals: int = 2, words: tuple[str, str] = ("增加", "减少")
) -> str:
    """`增加12.30万元，增长4.56%`, or that nothing changed."""
    difference = current - prior
    if not difference:
        return "与上年持平"
    if not prior:
        return f"增加{wan(difference)}万元（上年预算数为0万元，无法计算增减比率）"
    up = difference > 0
    rate = percent(abs(difference), prior, decimals)
    return f"{words[0] if up else words[1]}{wan(abs(difference))}万元，{'增长' if up else '下降'}{rate}"


def section(title: str, *paragraphs: str, level: int = 2) -> list[Block]:
    return [Heading(title, level), *(Paragraph(text) for text in paragraphs)]


def three_public(books: Books) -> dict[str, Decimal]:
    """The three-public money by canonical column."""
    amounts = {
        "abroad": books.three_public("30212"),
        "reception": books.three_public("30217"),
        "vehicle_purchase": books.three_public("31013"),
        "vehicle_operation": books.three_public("30231"),
    }
    amounts["vehicle_total"] = amounts["vehicle_purchase"] + amounts["vehicle_operation"]
    amounts["three_public_total"] = amounts["abroad"] + amounts["reception"] + amounts["vehicle_total"]
    return amounts


def prior_of(books: Books) -> Books:
    """Last year's books; the model always has them."""
    assert books.prior is not None
    return books.prior


def scope_word(b: Books) -> str:
    """部门 or 单位."""
    return "部门" if b.scope == "department" else "单位"
