"""Errors planted in a disclosure before it is typeset: each changes one thing that the pages prove wrong.

A misprint changes the list of blocks it is given and tells what it did and which rules are meant to find it,
or gives None where the disclosure has no place for it.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from benchmarks.planting.accounts import YEAR
from benchmarks.planting.copies import BETWEEN, ROWS, SUMMARY, TREE
from benchmarks.planting.third_form import NAMES
from benchmarks.planting.third_text import CHANGES, THREE_PUBLIC
from pipelines.domain.money import MoneyUnit
from pipelines.domain.statement import RowRole
from tests.typesetter.content import Block, Half, Heading, Paragraph, Row, Table

Made = tuple[list[Block], str, frozenset[str]]
Misprint = Callable[[list[Block], random.Random], Made | None]

TREES = frozenset({"income_summary", "expenditure_summary", "general_public_expenditure",
                   "general_public_basic_by_economic", "fiscal_appropriation_expenditure", "final_income",
                   "final_expenditure", "final_general_public_expenditure"})  # fmt: skip
SUMMARIES = frozenset({"income_expenditure_summary", "fiscal_appropriation_summary"})
ARITHMETIC = TREE | ROWS | BETWEEN | SUMMARY
PARTS = frozenset({"narrative_basic_project", "narrative_shares", "narrative_budgets"})
TOTALS = frozenset({"narrative_totals", "narrative_shares", "narrative_stated_twice"})
SAID = (
    (r"(?:收入|支出)(?:预算)?总计([\d,.]+)万元", TOTALS),
    (r"(?<!基本)(?<!项目)(?:收入|支出)预算([\d,.]+)万元", TOTALS),
    (r"基本支出([\d,.]+)万元", PARTS),
    (r"项目支出([\d,.]+)万元", PARTS),
    (r"人员经费([\d,.]+)万元", frozenset({"narrative_personnel_public_use"})),
    (r"公用经费([\d,.]+)万元", frozenset({"narrative_personnel_public_use", "narrative_operating_cost"})),
    (r"公务接待费(?:预算)?([\d,.]+)万元", THREE_PUBLIC),
    (r"“三公”经费(?:财政拨款)?预算([\d,.]+)万元", THREE_PUBLIC),
    (r"运行经费(?:财政拨款)?(?:预算)?([\d,.]+)万元", frozenset({"narrative_operating_cost"})),
)  # fmt: skip
CHANGE = r"(?:增加|减少)[\d,.]+万元，(?:增长|下降)([\d.]+)%"
DIRECTION = r"(?:增加|减少)[\d,.]*[1-9][\d,.]*万元，(增长|下降)[\d.]*[1-9][\d.]*%"
EXCHANGED = {"basic": "project", "project": "basic", "personnel": "public_use", "public_use": "personnel"}
MAIN = frozenset({"income_summary", "expenditure_summary", "general_public_expenditure"})
WHOLE_TABLE = BETWEEN | {"narrative_totals", "narrative_budgets", "narrative_basic_project"}


def _tables(blocks: Sequence[Block], kinds: frozenset[str]) -> list[int]:
    return [i for i, b in enumerate(blocks) if isinstance(b, Table) and b.kind in kinds and any(
        row.code or row.role is RowRole.TOTAL for half in b.halves for row in half.rows)]  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where an amount stands: block, half of the table, line and column."""

    block: int
    half: int
    line: int
    column: str

    def table(self, blocks: Sequence[Block]) -> Table:
        """The table it stands in."""
        table = blocks[self.block]
        assert isinstance(table, Table)
        return table

    def row(self, blocks: Sequence[Block]) -> Row:
        """The line it stands in."""
        return self.table(blocks).halves[self.half].rows[self.line]

    def put(self, blocks: list[Block], new: Row | None) -> None:
        """Print another line in its place, or none."""
        table = self.table(blocks)
        halves = list(table.halves)
        rows = list(halves[self.half].rows)
        rows[self.line : self.line + 1] = [] if new is None else [new]
        halves[self.half] = replace(halves[self.half], rows=tuple(rows))
        blocks[self.block] = replace(table, halves=tuple(halves))


def _drawn(blocks: Sequence[Block], kinds: frozenset[str], chance: random.Random) -> tuple[Place, Row] | None:
    """A printed amount drawn at random, and its line."""
    places = [
        Place(i, h, r, column)
        for i in _tables(blocks, kinds)
        for h, half in enumerate(blocks[i].halves)  # type: ignore[union-attr]
        for r, row in enumerate(half.rows)
        for column in _printed(half, row)
        if len([x for x in half.rows if x.code]) > 3 or kinds is SUMMARIES
    ]
    if not places:
        return None
    place = chance.choice(places)
    return place, place.row(blocks)


def _printed(half: Half, row: Row) -> list[str]:
    shown = {leaf.column for leaf in half.leaves() if not leaf.is_text}
    return [column for column, amount in row.amounts.items() if amount and column in shown]


def _set(blocks: list[Block], place: Place, change: Callable[[Decimal], Decimal]) -> tuple[Decimal, Decimal]:
    row = place.row(blocks)
    before = row.amounts[place.column] or Decimal(0)
    after = change(before)
    place.put(blocks, replace(row, amounts={**row.amounts, place.column: after}))
    return before, after


def _misprinted(chance: random.Random) -> Callable[[Decimal], Decimal]:
    def change(amount: Decimal) -> Decimal:
        digits = str(int(amount / 100))
        place = chance.randrange(len(digits))
        other = chance.choice([d for d in "123456789" if d != digits[place]])
        return Decimal(digits[:place] + other + digits[place + 1 :]) * 100

    return change


def cell_digit(blocks: list[Block], chance: random.Random) -> Made | None:
    """表内打错一位."""
    return _digit_in(TREES, blocks, chance)


def summary_digit(blocks: list[Block], chance: random.Random) -> Made | None:
    """收支总表打错一位."""
    return _digit_in(SUMMARIES, blocks, chance)


def _digit_in(kinds: frozenset[str], blocks: list[Block], chance: random.Random) -> Made | None:
    drawn = _drawn(blocks, kinds, chance)
    if drawn is None:
        return None
    before, after = _set(blocks, drawn[0], _misprinted(chance))
    return (blocks, f"{before}→{after}", ARITHMETIC) if abs(before - after) >= 10000 else None


def line_missing(blocks: list[Block], chance: random.Random) -> Made | None:
    """漏列一行."""
    drawn = _drawn(blocks, TREES, chance)
    if drawn is None:
        return None
    place, row = drawn
    if row.role is not RowRole.ITEM or not row.code:
        return None
    place.put(blocks, None)
    return blocks, f"漏列{row.code}", TREE | BETWEEN


def columns_exchanged(blocks: list[Block], chance: random.Random) -> Made | None:
    """一行串栏: 基本 and 项目 (人员 and 公用) of a line stand in each other's column."""
    drawn = _drawn(blocks, TREES, chance)
    if drawn is None:
        return None
    place, row = drawn
    column, other = place.column, EXCHANGED.get(place.column)
    if other is None or other not in row.amounts or row.amounts[other] == row.amounts[column]:
        return None
    amounts = {**row.amounts, column: row.amounts[other], other: row.amounts[column]}
    place.put(blocks, replace(row, amounts=amounts))
    return blocks, "一行串栏", TREE | BETWEEN | ROWS


def _times(ratio: Decimal, amount: Decimal) -> Decimal:
    return (amount * ratio / 100).quantize(Decimal(1)) * 100


def _all_times(table: Table, ratio: Decimal) -> tuple[Half, ...]:
    return tuple(
        replace(half, rows=tuple(_row_times(row, ratio) for row in half.rows)) for half in table.halves
    )


def _row_times(row: Row, ratio: Decimal) -> Row:
    return replace(row, amounts={c: a * ratio if a else a for c, a in row.amounts.items()})


def total_wrong(blocks: list[Block], chance: random.Random) -> Made | None:
    """合计打错."""
    for _ in range(60):
        drawn = _drawn(blocks, TREES, chance)
        if drawn is None:
            return None
        place, row = drawn
        if row.role is RowRole.TOTAL:
            ratio = chance.choice([Decimal("1.01"), Decimal("0.9"), Decimal("1.3")])
            _set(blocks, place, partial(_times, ratio))
            return blocks, f"合计×{ratio}", ARITHMETIC
    return None


def code_misprinted(blocks: list[Block], chance: random.Random) -> Made | None:
    """编码打错一位: a code that the classification does not have."""
    drawn = _drawn(blocks, TREES, chance)
    if drawn is None:
        return None
    place, row = drawn
    if not row.code or len(row.code) != 7:
        return None
    place.put(blocks, replace(row, code=row.code[:3] + "9" + row.code[4:]))
    return blocks, f"{row.code}打错", NAMES | TREE | BETWEEN


def name_misprinted(blocks: list[Block], chance: random.Random) -> Made | None:
    """名称抄自别行."""
    drawn = _drawn(blocks, TREES, chance)
    if drawn is None:
        return None
    place, row = drawn
    others = [
        x.name
        for x in place.table(blocks).halves[place.half].rows
        if x.code and x.name != row.name and len(x.code) == len(row.code or "")
    ]
    if not row.code or not others:
        return None
    place.put(blocks, replace(row, name=chance.choice(others)))
    return blocks, f"{row.code}名称错", NAMES | {"class_names_agree", "economic_name_standard"}


def unit_misprinted(blocks: list[Block], chance: random.Random) -> Made | None:
    """单位标错: a table in 万元 says 元."""
    drawn = _main_table(blocks, chance)
    if drawn is None or drawn[1].unit is not MoneyUnit.TEN_THOUSAND_YUAN:
        return None
    i, table = drawn
    blocks[i] = replace(table, halves=_all_times(table, Decimal("0.0001")), unit=MoneyUnit.YUAN)
    return blocks, "万元标为元", WHOLE_TABLE


def table_of_last_year(blocks: list[Block], chance: random.Random) -> Made | None:
    """整表沿用上年: all amounts of a table a tenth less, its sums right."""
    drawn = _main_table(blocks, chance)
    if drawn is None:
        return None
    i, table = drawn
    blocks[i] = replace(table, halves=_all_times(table, Decimal("0.9")))
    return blocks, "整表九折", WHOLE_TABLE


def _main_table(blocks: list[Block], chance: random.Random) -> tuple[int, Table] | None:
    i = chance.choice(_tables(blocks, MAIN) or [-1])
    table = blocks[i] if i >= 0 else None
    return (i, table) if isinstance(table, Table) else None


def title_of_last_year(blocks: list[Block], chance: random.Random) -> Made | None:
    """表名年度未更新."""
    tables = [i for i, b in enumerate(blocks) if isinstance(b, Table) and f"{YEAR}年" in b.title]
    if not tables:
        return None
    i = chance.choice(tables)
    table = blocks[i]
    assert isinstance(table, Table)
    blocks[i] = replace(table, title=table.title.replace(str(YEAR), str(YEAR - 1)))
    return blocks, "表名年度", frozenset({"year_in_title"})


def number_of_other_table(blocks: list[Block], chance: random.Random) -> Made | None:
    """表号重复."""
    tables = [i for i, b in enumerate(blocks) if isinstance(b, Table) and b.number]
    if len(tables) < 3:
        return None
    i, j = chance.sample(tables, 2)
    one, other = blocks[i], blocks[j]
    assert isinstance(one, Table)
    assert isinstance(other, Table)
    blocks[i] = replace(one, number=other.number)
    return blocks, "表号重复", frozenset({"table_number_order"})


def table_missing(blocks: list[Block], chance: random.Random) -> Made | None:
    """缺表: in the contents, perhaps, but not there."""
    kinds = ("income_summary", "expenditure_summary", "general_public_expenditure", "three_public_expenses",
             "fiscal_appropriation_summary", "general_public_basic_by_economic")  # fmt: skip
    tables = [i for i, b in enumerate(blocks) if isinstance(b, Table) and b.kind in kinds]
    if len(tables) < 4:
        return None
    i = chance.choice(tables)
    table = blocks[i]
    assert isinstance(table, Table)
    del blocks[i]
    return blocks, f"缺{table.kind}", frozenset({"mandated_tables"})


def note_on_full_table(blocks: list[Block], chance: random.Random) -> Made | None:
    """有数据的表注明空表."""
    i = chance.choice(_tables(blocks, TREES) or [-1])
    table = blocks[i] if i >= 0 else None
    if not isinstance(table, Table):
        return None
    blocks[i] = replace(table, note="注：本表无数据")
    return blocks, "空表说明", frozenset({"empty_note_contradicted"})


def _in_text(
    blocks: list[Block], chance: random.Random, pattern: str, wrong: Callable[[str], str]
) -> tuple[str, str] | None:
    """Change the first group, no zero, of a match drawn at random: what it was and what it is."""
    hits = [
        (i, block, match)
        for i, block in enumerate(blocks)
        if isinstance(block, Paragraph)
        for match in re.finditer(pattern, block.text)
        if match[1].strip("0.,")
    ]
    if not hits:
        return None
    i, block, match = chance.choice(hits)
    new = wrong(match[1])
    blocks[i] = replace(block, text=block.text[: match.start(1)] + new + block.text[match.end(1) :])
    return match[1], new


def _digit_of(chance: random.Random) -> Callable[[str], str]:
    def wrong(printed: str) -> str:
        whole = printed.partition(".")[0] if printed[0] != "0" else printed
        places = [k for k, sign in enumerate(whole) if sign.isdigit()]
        place = chance.choice(places)
        return (
            printed[:place]
            + chance.choice([d for d in "123456789" if d != printed[place]])
            + printed[place + 1 :]
        )

    return wrong


def text_amount(blocks: list[Block], chance: random.Random) -> Made | None:
    """文字金额打错一位."""
    pattern, rules = chance.choice(SAID)
    hit = _in_text(blocks, chance, pattern, _digit_of(chance))
    return (blocks, f"{hit[0]}→{hit[1]}", rules | CHANGES) if hit else None


def text_percent(blocks: list[Block], chance: random.Random) -> Made | None:
    """文字增减百分比打错: by a whole percent at least."""
    hit = _in_text(blocks, chance, CHANGE, lambda p: f"{Decimal(p) + chance.choice([1, 3, 10])}")
    return (blocks, f"{hit[0]}→{hit[1]}", CHANGES) if hit else None


def text_direction(blocks: list[Block], chance: random.Random) -> Made | None:
    """文字增减方向写反."""
    words = {"增长": "下降", "下降": "增长"}
    hit = _in_text(blocks, chance, DIRECTION, words.__getitem__)
    return (blocks, f"{hit[0]}→{hit[1]}", CHANGES) if hit else None


def heading_of_last_year(blocks: list[Block], chance: random.Random) -> Made | None:
    """标题年度未更新."""
    hits = [
        i
        for i, b in enumerate(blocks)
        if isinstance(b, Heading) and re.search(rf"{YEAR}年.*(预算|决算)", b.text)
    ]
    if not hits:
        return None
    i = chance.choice(hits)
    heading = blocks[i]
    assert isinstance(heading, Heading)
    blocks[i] = replace(heading, text=heading.text.replace(str(YEAR), str(YEAR - 1)))
    return blocks, "标题年度", frozenset({"year_in_heading"})


def placeholder(blocks: list[Block], chance: random.Random) -> Made | None:
    """占位符未填."""
    hits = [i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and len(b.text) > 30]
    if not hits:
        return None
    i = chance.choice(hits)
    paragraph = blocks[i]
    assert isinstance(paragraph, Paragraph)
    blocks[i] = replace(
        paragraph, text=paragraph.text + chance.choice(["主要原因是××。", "其中XX万元为新增。"])
    )
    return blocks, "占位符", frozenset({"template_leftovers"})


MISPRINTS: tuple[Misprint, ...] = (
    cell_digit, summary_digit, line_missing, columns_exchanged, total_wrong, code_misprinted, name_misprinted,
    unit_misprinted, table_of_last_year, title_of_last_year, number_of_other_table, table_missing,
    note_on_full_table, text_amount, text_amount, text_percent, text_direction, heading_of_last_year,
    placeholder,
)  # fmt: skip
