"""Other disclosures of our own making, printed right and printed with an error, to be read like any PDF.

    python -m benchmarks.planting.typeset DIR --plantings 450 [--workers 2]

Writes DIR/right/*.pdf, DIR/wrong/*.pdf and DIR/planted.json (file → original, kind, what, rules meant).
The accounts are the sample city's generator with other units' sizes, templates and years: every identity
holds by construction, so that a number changed in a table that adds up, or in a sentence that repeats the
table, can be proven from the page. The errors go through typesetter, reader and rules: nothing is skipped.
"""

import argparse
import json
import random
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.planting.copies import BETWEEN, ROWS, SUMMARY, TREE
from benchmarks.planting.third_form import NAMES
from benchmarks.planting.third_text import CHANGES, THREE_PUBLIC
from pipelines.domain.money import MoneyUnit
from pipelines.domain.statement import RowRole
from tests.sample_city import ledger
from tests.sample_city.catalogue import _MODULES, _STYLES
from tests.sample_city.ledger import Books
from tests.typesetter.book import typeset
from tests.typesetter.content import Block, Half, Heading, Paragraph, Row, Table
from tests.typesetter.style import FAMILIES, Style

YEAR = 2025
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


@dataclass(frozen=True)
class Right:
    """A disclosure without an error."""

    name: str
    title: str
    entity: str
    style: Style


@cache
def originals() -> dict[str, tuple[Right, tuple[Block, ...]]]:
    """Other accounts: each unit of the sample's generator, resized and in another unit's template."""
    units = ledger.city()["units"]
    templates = [unit["template"] for unit in units]
    result: dict[str, tuple[Right, tuple[Block, ...]]] = {}
    for number, unit in enumerate(units):
        for turn in (1, 4, 6):
            template = templates[(number + turn) % len(templates)]
            books = _books(_resized(unit, number, turn, template))
            kinds = ("budget", "final") if template == "one_column" else ("budget",)
            for kind in kinds:
                for part, right, blocks in _documents(books, kind):
                    name = f"{books.code}-{kind}{part}"
                    result[name] = (replace_name(right, name), tuple(blocks))
    return result


def replace_name(right: Right, name: str) -> Right:
    """The same under the name of its file."""
    return replace(right, name=name)


def _resized(unit: dict[str, Any], number: int, turn: int, template: str) -> dict[str, Any]:
    """Other sizes; money that another template has no room for (funds, carry-over) becomes ordinary money."""
    size = Decimal("0.37") * turn + Decimal(number) / 13 + Decimal("0.2")
    return unit | {
        "code": f"9{number:02d}{turn}",
        "name": unit["name"].replace("样例市", "样板市"),
        "template": template,
        "personnel": float(unit["personnel"] * size),
        "public": float(unit["public"] * size),
        "three_public": {
            key: float(Decimal(str(value)) * size) for key, value in unit["three_public"].items()
        },
        "projects": [
            {key: p[key] for key in p if template == unit["template"] or key not in ("fund", "carried")}
            | {"amount": float(Decimal(str(p["amount"])) * size)}
            for p in unit["projects"]
        ],
    }


def _books(unit: dict[str, Any]) -> Books:
    prior = ledger._unit_books(unit, YEAR - 1, ledger._unit_books(unit, YEAR - 2, None))
    return ledger._unit_books(unit, YEAR, prior)


def _documents(books: Books, kind: str) -> Any:
    name = "final" if kind == "final" else _MODULES.get(books.template, books.template)
    style = FAMILIES["final" if kind == "final" else _STYLES.get(books.template, books.template)]
    words = "部门" if books.scope == "department" else "单位"
    for part, blocks in import_module(f"tests.sample_city.templates.{name}").document(books):
        title = f"{books.name}{books.year}年{words}{'决算' if kind == 'final' else '预算'}{part}"
        yield part, Right("", title, books.name, style), blocks


def _tables(blocks: Sequence[Block], kinds: frozenset[str]) -> list[int]:
    return [i for i, b in enumerate(blocks) if isinstance(b, Table) and b.kind in kinds and any(
        row.code or row.role is RowRole.TOTAL for half in b.halves for row in half.rows)]  # fmt: skip


def _with_row(table: Table, half: int, row: int, new: Row | None) -> Table:
    halves = list(table.halves)
    rows = list(halves[half].rows)
    rows[row : row + 1] = [new] if new is not None else []
    halves[half] = replace(halves[half], rows=tuple(rows))
    return replace(table, halves=tuple(halves))


def _cells(blocks: Sequence[Block], kinds: frozenset[str], chance: random.Random) -> Any:
    """A cell with an amount, drawn at random: block, half, line and column."""
    cells = [
        (i, h, r, column)
        for i in _tables(blocks, kinds)
        for h, half in enumerate(blocks[i].halves)  # type: ignore[union-attr]
        for r, row in enumerate(half.rows)
        for column in _printed(half, row)
        if len([x for x in half.rows if x.code]) > 3 or kinds is SUMMARIES
    ]
    return chance.choice(cells) if cells else None


def _printed(half: Half, row: Row) -> list[str]:
    shown = {leaf.column for leaf in half.leaves() if not leaf.is_text}
    return [column for column, amount in row.amounts.items() if amount and column in shown]


def _set_cell(
    blocks: list[Block], cell: tuple[int, int, int, str], change: Callable[[Decimal], Decimal]
) -> tuple[Decimal, Decimal]:
    i, h, r, column = cell
    table = blocks[i]
    assert isinstance(table, Table)
    row = table.halves[h].rows[r]
    before = row.amounts[column] or Decimal(0)
    after = change(before)
    blocks[i] = _with_row(table, h, r, replace(row, amounts={**row.amounts, column: after}))
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
    cell = _cells(blocks, TREES, chance)
    if cell is None:
        return None
    before, after = _set_cell(blocks, cell, _misprinted(chance))
    return (blocks, f"{before}→{after}", ARITHMETIC) if abs(before - after) >= 10000 else None


def summary_digit(blocks: list[Block], chance: random.Random) -> Made | None:
    """收支总表打错一位."""
    cell = _cells(blocks, SUMMARIES, chance)
    if cell is None:
        return None
    before, after = _set_cell(blocks, cell, _misprinted(chance))
    return (blocks, f"{before}→{after}", ARITHMETIC) if abs(before - after) >= 10000 else None


def line_missing(blocks: list[Block], chance: random.Random) -> Made | None:
    """漏列一行."""
    cell = _cells(blocks, TREES, chance)
    if cell is None:
        return None
    i, h, r, _ = cell
    table = blocks[i]
    assert isinstance(table, Table)
    row = table.halves[h].rows[r]
    if row.role is not RowRole.ITEM or not row.code:
        return None
    blocks[i] = _with_row(table, h, r, None)
    return blocks, f"漏列{row.code}", TREE | BETWEEN


def columns_exchanged(blocks: list[Block], chance: random.Random) -> Made | None:
    """一行串栏: 基本 and 项目 (人员 and 公用) of a line stand in each other's column."""
    cell = _cells(blocks, TREES, chance)
    if cell is None:
        return None
    i, h, r, column = cell
    other = {
        "basic": "project",
        "project": "basic",
        "personnel": "public_use",
        "public_use": "personnel",
    }.get(column)
    table = blocks[i]
    assert isinstance(table, Table)
    row = table.halves[h].rows[r]
    if other is None or other not in row.amounts or row.amounts[other] == row.amounts[column]:
        return None
    amounts = {**row.amounts, column: row.amounts[other], other: row.amounts[column]}
    blocks[i] = _with_row(table, h, r, replace(row, amounts=amounts))
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
        cell = _cells(blocks, TREES, chance)
        if cell is None:
            return None
        i, h, r, _column = cell
        table = blocks[i]
        assert isinstance(table, Table)
        if table.halves[h].rows[r].role is RowRole.TOTAL:
            ratio = chance.choice([Decimal("1.01"), Decimal("0.9"), Decimal("1.3")])
            _set_cell(blocks, cell, partial(_times, ratio))
            return blocks, f"合计×{ratio}", ARITHMETIC
    return None


def code_misprinted(blocks: list[Block], chance: random.Random) -> Made | None:
    """编码打错一位: a code that the classification does not have."""
    cell = _cells(blocks, TREES, chance)
    if cell is None:
        return None
    i, h, r, _ = cell
    table = blocks[i]
    assert isinstance(table, Table)
    row = table.halves[h].rows[r]
    if not row.code or len(row.code) != 7:
        return None
    blocks[i] = _with_row(table, h, r, replace(row, code=row.code[:3] + "9" + row.code[4:]))
    return blocks, f"{row.code}打错", NAMES | TREE | BETWEEN


def name_misprinted(blocks: list[Block], chance: random.Random) -> Made | None:
    """名称抄自别行."""
    cell = _cells(blocks, TREES, chance)
    if cell is None:
        return None
    i, h, r, _ = cell
    table = blocks[i]
    assert isinstance(table, Table)
    row = table.halves[h].rows[r]
    others = [
        x.name
        for x in table.halves[h].rows
        if x.code and x.name != row.name and len(x.code) == len(row.code or "")
    ]
    if not row.code or not others:
        return None
    blocks[i] = _with_row(table, h, r, replace(row, name=chance.choice(others)))
    return blocks, f"{row.code}名称错", NAMES | {"class_names_agree", "economic_name_standard"}


def unit_misprinted(blocks: list[Block], chance: random.Random) -> Made | None:
    """单位标错: a table in 万元 says 元."""
    kinds = frozenset({"income_summary", "expenditure_summary", "general_public_expenditure"})
    i = chance.choice(_tables(blocks, kinds) or [-1])
    table = blocks[i] if i >= 0 else None
    if not isinstance(table, Table) or table.unit is not MoneyUnit.TEN_THOUSAND_YUAN:
        return None
    halves = _all_times(table, Decimal("0.0001"))
    blocks[i] = replace(table, halves=halves, unit=MoneyUnit.YUAN)
    return (
        blocks,
        "万元标为元",
        BETWEEN | {"narrative_totals", "narrative_budgets", "narrative_basic_project"},
    )


def table_of_last_year(blocks: list[Block], chance: random.Random) -> Made | None:
    """整表沿用上年: all amounts of a table a few percent less, rounded as printed, sums of lines right."""
    kinds = frozenset({"income_summary", "expenditure_summary", "general_public_expenditure"})
    i = chance.choice(_tables(blocks, kinds) or [-1])
    table = blocks[i] if i >= 0 else None
    if not isinstance(table, Table):
        return None
    halves = _all_times(table, Decimal("0.9"))
    blocks[i] = replace(table, halves=halves)
    return blocks, "整表九折", BETWEEN | {"narrative_totals", "narrative_budgets", "narrative_basic_project"}


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
    hits = [
        (i, match)
        for i, block in enumerate(blocks)
        if isinstance(block, Paragraph)
        for match in re.finditer(pattern, block.text)
        if re.search("[1-9]", match[1])
    ]
    if not hits:
        return None
    i, match = chance.choice(hits)
    block = blocks[i]
    assert isinstance(block, Paragraph)
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
    hit = _direction(blocks, chance, words)
    return (blocks, f"{hit[0]}→{hit[1]}", CHANGES) if hit else None


def _direction(blocks: list[Block], chance: random.Random, words: dict[str, str]) -> tuple[str, str] | None:
    pattern = re.compile(r"(?:增加|减少)[\d,.]*[1-9][\d,.]*万元，(增长|下降)[\d.]*[1-9][\d.]*%")
    hits = [
        (i, match) for i, block in enumerate(blocks) if isinstance(block, Paragraph)
        for match in pattern.finditer(block.text)
    ]  # fmt: skip
    if not hits:
        return None
    i, match = chance.choice(hits)
    block = blocks[i]
    assert isinstance(block, Paragraph)
    new = words[match[1]]
    blocks[i] = replace(block, text=block.text[: match.start(1)] + new + block.text[match.end(1) :])
    return match[1], new


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


def _print(job: tuple[str, int | None, int, Path]) -> dict[str, Any] | None:
    name, kind, seed, target = job
    right, blocks = originals()[name]
    entry: dict[str, Any] = {"original": f"{name}.pdf"}
    made: list[Block] = list(blocks)
    if kind is not None:
        planted = MISPRINTS[kind](made, random.Random(seed))
        if planted is None:
            return None
        made, what, rules = planted
        target = target.with_name(f"{seed:05d}-{name}.pdf")
        entry |= {"file": target.name, "kind": MISPRINTS[kind].__name__, "what": what, "rules": sorted(rules)}
    target.write_bytes(typeset(made, right.style, right.title, right.entity).data)
    return entry if kind is not None else None


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plantings", type=int, default=450)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    right, wrong = arguments.folder / "right", arguments.folder / "wrong"
    right.mkdir(parents=True, exist_ok=True)
    wrong.mkdir(parents=True, exist_ok=True)
    chance = random.Random(arguments.seed)
    names = sorted(originals())
    jobs: list[tuple[str, int | None, int, Path]] = [(n, None, 0, right / f"{n}.pdf") for n in names]
    jobs += [
        (chance.choice(names), number % len(MISPRINTS), 1 + number, wrong / "x.pdf")
        for number in range(arguments.plantings)
    ]
    with ProcessPoolExecutor(arguments.workers) as pool:
        planted = [entry for entry in pool.map(_print, jobs, chunksize=4) if entry]
    text = json.dumps(planted, ensure_ascii=False, indent=1)
    (arguments.folder / "planted.json").write_text(text, encoding="utf-8")
    print(f"{len(names)} right, {len(planted)} wrong")


if __name__ == "__main__":
    main()
