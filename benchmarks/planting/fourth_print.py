"""The fourth set, in print: form errors put into a disclosure before it is typeset and read like any PDF."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from benchmarks.planting.accounts import YEAR
from benchmarks.planting.copies import BETWEEN
from pipelines.domain.money import MoneyUnit
from tests.typesetter.content import Block, Contents, Cover, Head, Heading, Paragraph, Table

Made = tuple[list[Block], str, frozenset[str]]
OTHER = "样板市机关事务管理局"
MAIN = frozenset(
    {"income_expenditure_summary", "income_summary", "expenditure_summary", "general_public_expenditure",
     "general_public_basic_by_economic"}
)  # fmt: skip
FOREIGN = ("国有资本经营预算收支明细表", "专项转移支付分项目表", "债务还本付息情况表")
LEVELS = ("指省直部门从省级财政取得的财政预算资金。", "指县级财政当年拨付的资金。")
NOTES = ("注：本表无数据。", "备注：本部门无此项支出，故本表为空表。", "说明：本表为空表。")


def _put(blocks: Sequence[Block], place: int, block: Block) -> list[Block]:
    return [block if i == place else b for i, b in enumerate(blocks)]


def _tables(blocks: Sequence[Block]) -> list[tuple[int, Table]]:
    return [(i, b) for i, b in enumerate(blocks) if isinstance(b, Table)]


def _is_filled(table: Table) -> bool:
    """With at least one amount."""
    return any(v for half in table.halves for row in half.rows for v in row.amounts.values())


def _filled(blocks: Sequence[Block]) -> list[tuple[int, Table]]:
    return [(i, table) for i, table in _tables(blocks) if _is_filled(table)]


def _headings(blocks: Sequence[Block], words: str) -> list[tuple[int, Heading]]:
    return [(i, b) for i, b in enumerate(blocks) if isinstance(b, Heading) and words in b.text]


def _contents(blocks: Sequence[Block]) -> tuple[int, Contents] | None:
    """目录, where it lists tables."""
    for i, block in enumerate(blocks):
        if isinstance(block, Contents) and sum("表" in line for line in block.lines) >= 4:
            return i, block
    return None


def contents_name_missing_table(blocks: list[Block], chance: random.Random) -> Made | None:
    """目录 lists a table, the pages do not have it."""
    contents = _contents(blocks)
    listed = [
        (i, t) for i, t in _tables(blocks) if contents and any(t.title in line for line in contents[1].lines)
    ]  # fmt: skip
    if not listed:
        return None
    chosen, table = chance.choice(listed)
    kept = [b for i, b in enumerate(blocks) if i != chosen]
    rules = {"contents_agree", "mandated_tables", "tables_against_peers"}
    return kept, f"目录有而正文无：{table.title}", frozenset(rules)


def contents_leave_out_table(blocks: list[Block], chance: random.Random) -> Made | None:
    """The pages have a table which 目录 does not list."""
    contents = _contents(blocks)
    if contents is None:
        return None
    place, block = contents
    listed = [line for line in block.lines if any(t.title in line for _, t in _tables(blocks))]
    if len(listed) < 3:
        return None
    gone = chance.choice(listed)
    lines = tuple(line for line in block.lines if line != gone)
    return _put(blocks, place, Contents(lines)), f"目录漏列：{gone}", frozenset({"contents_agree"})


def contents_other_table(blocks: list[Block], chance: random.Random) -> Made | None:
    """目录 of another catalogue: one more table than there is."""
    contents = _contents(blocks)
    if contents is None:
        return None
    place, block = contents
    lines = list(block.lines)
    at = next(i for i, line in enumerate(lines) if "表" in line and "部分" not in line) + 1
    lines.insert(at, chance.choice(FOREIGN))
    return _put(blocks, place, Contents(tuple(lines))), "目录多列一表", frozenset({"contents_agree"})


def number_printed_twice(blocks: list[Block], chance: random.Random) -> Made | None:
    """Two tables under one number."""
    places = [(i, t) for i, t in _tables(blocks) if t.number]
    if len(places) < 3:
        return None
    at = chance.randrange(1, len(places))
    (place, table), (_, before) = places[at], places[at - 1]
    made = _put(blocks, place, replace(table, number=before.number))
    return made, f"表号重复：{before.number}", frozenset({"table_number_order", "contents_agree"})


def title_of_other_year(blocks: list[Block], chance: random.Random) -> Made | None:
    """One table's title with another year."""
    places = [(i, t) for i, t in _tables(blocks) if str(YEAR) in t.title]
    if not places:
        return None
    at, table = chance.choice(places)
    other = chance.choice((YEAR - 1, YEAR - 2, YEAR + 1))
    made = _put(blocks, at, replace(table, title=table.title.replace(str(YEAR), str(other))))
    return made, f"表名年度{other}", frozenset({"year_in_title"})


def cover_of_other_year(blocks: list[Block], chance: random.Random) -> Made | None:
    """The cover is last year's."""
    for at, block in enumerate(blocks):
        if isinstance(block, Cover):
            lines = tuple(line.replace(str(YEAR), str(YEAR - 1)) for line in block.lines)
            rules = {"year_on_cover", "year_in_title", "year_in_heading", "link_names_document",
                     "year_in_text"}  # fmt: skip
            if lines != block.lines:
                return _put(blocks, at, Cover(lines)), "封面年度未改", frozenset(rules)
    return None


def table_of_other_body(blocks: list[Block], chance: random.Random) -> Made | None:
    """编制单位 above a table is another bureau."""
    places = [
        (i, t, t.entity_line) for i, t in _tables(blocks) if t.entity_line and "样板市" in t.entity_line
    ]
    if not places:
        return None
    at, table, line = chance.choice(places)
    other = re.sub(r"样板市[^\s：:]*", OTHER, line)
    return _put(blocks, at, replace(table, entity_line=other)), other, frozenset({"body_in_table"})


def heading_of_other_body(blocks: list[Block], chance: random.Random) -> Made | None:
    """A heading names another bureau."""
    places = _headings(blocks, "样板市")
    if not places:
        return None
    at, heading = chance.choice(places)
    name = r"样板市.*?(局|馆|中心|中学|委员会|（本级）)(?=[\d，的]|20|年|部门|单位|$)"
    text = re.sub(name, OTHER, heading.text)
    if text == heading.text:
        return None
    return _put(blocks, at, replace(heading, text=text)), text, frozenset({"body_in_heading"})


def heading_of_other_year(blocks: list[Block], chance: random.Random) -> Made | None:
    """A heading with last year's year."""
    places = _headings(blocks, str(YEAR))
    if not places:
        return None
    at, heading = chance.choice(places)
    text = heading.text.replace(str(YEAR), str(YEAR - 1))
    made = _put(blocks, at, replace(heading, text=text))
    return made, text, frozenset({"year_in_heading", "year_in_title"})


def _sentence(
    blocks: list[Block], chance: random.Random, wanted: str, change: Callable[[str], str]
) -> tuple[list[Block], str] | None:
    places = [(i, b) for i, b in enumerate(blocks) if isinstance(b, Paragraph) and re.search(wanted, b.text)]
    if not places:
        return None
    at, paragraph = chance.choice(places)
    text = change(paragraph.text)
    if text == paragraph.text:
        return None
    return _put(blocks, at, replace(paragraph, text=text)), text[:60]


def sentence_of_other_year(blocks: list[Block], chance: random.Random) -> Made | None:
    """A sentence left from last year: its year alone tells."""
    made = _sentence(blocks, chance, rf"{YEAR}年.{{0,30}}预算.*[\d.]+万元",
                     lambda t: t.replace(str(YEAR), str(YEAR - 1), 1))  # fmt: skip
    return made and (*made, frozenset({"year_in_text", "year_in_heading"}))


def sentence_of_other_body(blocks: list[Block], chance: random.Random) -> Made | None:
    """A sentence that names another bureau."""
    made = _sentence(
        blocks, chance, r"^样板市\S{2,12}?\d{4}年",
        lambda t: re.sub(r"^样板市\S{2,14}?(?=\d{4}年)", OTHER, t),
    )  # fmt: skip
    return made and (*made, frozenset({"body_in_heading", "template_leftovers"}))


def placeholder_in_sentence(blocks: list[Block], chance: random.Random) -> Made | None:
    """XX for the body's name."""
    left = chance.choice(("XX", "××", "***", "XX局"))
    name = r"样板市\S{2,14}?(?=\d{4}年)|本(部门|单位)"
    made = _sentence(
        blocks, chance, r"样板市\S{2,12}?\d{4}年|本(部门|单位)", lambda t: re.sub(name, left, t, count=1)
    )
    return made and (*made, frozenset({"template_leftovers"}))


def placeholder_amount(blocks: list[Block], chance: random.Random) -> Made | None:
    """XX for an amount."""
    made = _sentence(blocks, chance, r"[\d,.]+万元",
                     lambda t: re.sub(r"[\d,.]+(?=万元)", "XX", t, count=1))  # fmt: skip
    return made and (*made, frozenset({"template_leftovers"}))


def level_of_other_place(blocks: list[Block], chance: random.Random) -> Made | None:
    """省直部门 in a city's glossary, or 县级财政."""
    left = chance.choice(LEVELS)
    places = _headings(blocks, "名词解释")
    if not places:
        return None
    at = places[0][0] + 1
    made = [*blocks[:at], Paragraph("一、财政拨款收入：" + left), *blocks[at:]]
    return made, left, frozenset({"level_wording", "template_leftovers"})


def unit_of_money_wrong(blocks: list[Block], chance: random.Random) -> Made | None:
    """元 printed above a table of 万元."""
    places = [(i, t) for i, t in _filled(blocks) if t.kind in MAIN and t.unit is MoneyUnit.TEN_THOUSAND_YUAN]
    if not places:
        return None
    at, table = chance.choice(places)
    halves = tuple(
        replace(half, rows=tuple(
            replace(row, amounts={k: None if v is None else v / 10000 for k, v in row.amounts.items()})
            for row in half.rows))
        for half in table.halves
    )  # fmt: skip
    made = replace(table, unit=MoneyUnit.YUAN, halves=halves)
    rules = BETWEEN | {"narrative_totals", "unit_of_money_slip"}
    return _put(blocks, at, made), f"{table.title}单位印成元", rules


def note_of_empty_table(blocks: list[Block], chance: random.Random) -> Made | None:
    """本表为空表 under a table with amounts."""
    at, table = chance.choice(_filled(blocks))
    note = chance.choice(NOTES)
    return _put(blocks, at, replace(table, note=note)), note, frozenset({"empty_note_contradicted"})


def empty_table_without_note(blocks: list[Block], chance: random.Random) -> Made | None:
    """An empty table whose statement is gone."""
    places = [(i, t) for i, t in _tables(blocks) if t.note and not _is_filled(t)]
    if not places:
        return None
    at, table = chance.choice(places)
    made = _put(blocks, at, replace(table, note=None))
    return made, "空表说明缺失", frozenset({"empty_table_unexplained"})


def _heads(table: Table) -> list[Head]:
    return [head for half in table.halves for head in half.heads]


def _with_heads(table: Table, turned: Callable[[Head], Head]) -> Table:
    return replace(
        table,
        halves=tuple(replace(half, heads=tuple(turned(h) for h in half.heads)) for half in table.halves),
    )


def column_head_of_other_year(blocks: list[Block], chance: random.Random) -> Made | None:
    """A column still headed by last year's budget."""

    def turned(head: Head) -> Head:
        label = head.label.replace(str(YEAR), str(YEAR - 1))
        return replace(head, label=label, children=tuple(turned(c) for c in head.children))

    places = [(i, t) for i, t in _filled(blocks) if any(str(YEAR) in h.label for h in _heads(t))]
    if not places:
        return None
    at, table = chance.choice(places)
    made = _put(blocks, at, _with_heads(table, turned))
    return made, f"{table.title}栏目年度未改", BETWEEN | {"year_in_heading", "year_in_title"}


def scope_word_wrong(blocks: list[Block], chance: random.Random) -> Made | None:
    """部门 for 单位 in one title, or the other way round."""
    places = [(i, t) for i, t in _tables(blocks) if re.search("(部门|单位)(收|支|预算)", t.title)]
    if not places:
        return None
    at, table = chance.choice(places)
    old, new = ("部门", "单位") if "部门" in table.title else ("单位", "部门")
    title = table.title.replace(old, new)
    return _put(blocks, at, replace(table, title=title)), title, frozenset({"scope_in_title"})


def word_doubled(blocks: list[Block], chance: random.Random) -> Made | None:
    """A mark printed twice."""
    made = _sentence(blocks, chance, r"万元[。；，]",
                     lambda t: re.sub(r"万元([。；，])", r"万元\1\1", t, count=1))  # fmt: skip
    return made and (*made, frozenset({"wording_slips", "template_leftovers"}))


def unit_doubled(blocks: list[Block], chance: random.Random) -> Made | None:
    """万万元."""
    made = _sentence(blocks, chance, r"\d万元", lambda t: re.sub(r"(\d)万元", r"\1万万元", t, count=1))
    return made and (*made, frozenset({"wording_slips", "template_leftovers"}))


def columns_heads_exchanged(blocks: list[Block], chance: random.Random) -> Made | None:
    """基本支出 over the amounts of 项目支出 and the other way round."""
    other = {"基本支出": "项目支出", "项目支出": "基本支出"}

    def turned(head: Head) -> Head:
        return replace(head, label=other.get(head.label, head.label))

    places = [
        (i, t) for i, t in _filled(blocks) if other.keys() <= {h.label for h in _heads(t) if not h.children}
    ]  # fmt: skip
    if not places:
        return None
    at, table = chance.choice(places)
    rules = BETWEEN | {"narrative_basic_project", "narrative_shares", "narrative_appropriation"}
    return _put(blocks, at, _with_heads(table, turned)), f"{table.title}两栏表头互换", rules


PRINT = (
    contents_name_missing_table, contents_leave_out_table, contents_other_table, number_printed_twice,
    title_of_other_year, cover_of_other_year, table_of_other_body, heading_of_other_body,
    heading_of_other_year, sentence_of_other_year, sentence_of_other_body, placeholder_in_sentence,
    placeholder_amount, level_of_other_place, unit_of_money_wrong, note_of_empty_table,
    empty_table_without_note, column_head_of_other_year, scope_word_wrong, word_doubled, unit_doubled,
    columns_heads_exchanged,
)  # fmt: skip
