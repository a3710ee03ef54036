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


def _put(blocks: Sequence[Block], place: int, block: Block) -> list[Block]:
    return [block if i == place else b for i, b in enumerate(blocks)]


def _filled(blocks: Sequence[Block]) -> list[int]:
    """Tables with at least one amount."""
    return [
        i for i, b in enumerate(blocks)
        if isinstance(b, Table) and any(v for h in b.halves for r in h.rows for v in r.amounts.values())
    ]  # fmt: skip


def _tables(blocks: Sequence[Block]) -> list[int]:
    return [i for i, b in enumerate(blocks) if isinstance(b, Table)]


def _contents(blocks: Sequence[Block]) -> int | None:
    return next(
        (i for i, b in enumerate(blocks) if isinstance(b, Contents)
         and sum("表" in line for line in b.lines) >= 4), None
    )  # fmt: skip


def contents_name_missing_table(blocks: list[Block], chance: random.Random) -> Made | None:
    """目录 lists a table, the pages do not have it."""
    place = _contents(blocks)
    if place is None:
        return None
    lines = blocks[place].lines  # type: ignore[union-attr]
    gone = [i for i in _tables(blocks) if any(blocks[i].title in line for line in lines)]  # type: ignore[union-attr]
    if not gone:
        return None
    chosen = chance.choice(gone)
    kept = [b for i, b in enumerate(blocks) if i != chosen]
    rules = {"contents_agree", "mandated_tables", "tables_against_peers"}
    return kept, f"目录有而正文无：{blocks[chosen].title}", frozenset(rules)  # type: ignore[union-attr]


def contents_leave_out_table(blocks: list[Block], chance: random.Random) -> Made | None:
    place = _contents(blocks)
    if place is None:
        return None
    lines = list(blocks[place].lines)  # type: ignore[union-attr]
    listed = [line for line in lines if any(blocks[i].title in line for i in _tables(blocks))]  # type: ignore[union-attr]
    if len(listed) < 3:
        return None
    gone = chance.choice(listed)
    lines.remove(gone)
    return _put(blocks, place, Contents(tuple(lines))), f"目录漏列：{gone}", frozenset({"contents_agree"})


def contents_other_table(blocks: list[Block], chance: random.Random) -> Made | None:
    """目录 of the final accounts or of last year's catalogue: one more table than there is."""
    place = _contents(blocks)
    if place is None:
        return None
    lines = list(blocks[place].lines)  # type: ignore[union-attr]
    at = next(i for i, line in enumerate(lines) if "表" in line and "部分" not in line) + 1
    lines.insert(
        at, chance.choice(("国有资本经营预算收支明细表", "专项转移支付分项目表", "债务还本付息情况表"))
    )
    return _put(blocks, place, Contents(tuple(lines))), "目录多列一表", frozenset({"contents_agree"})


def number_printed_twice(blocks: list[Block], chance: random.Random) -> Made | None:
    places = [i for i in _tables(blocks) if blocks[i].number]  # type: ignore[union-attr]
    if len(places) < 3:
        return None
    at = chance.randrange(1, len(places))
    table, before = blocks[places[at]], blocks[places[at - 1]]
    made = _put(blocks, places[at], replace(table, number=before.number))  # type: ignore[union-attr,type-var]
    return made, f"表号重复：{before.number}", frozenset({"table_number_order", "contents_agree"})  # type: ignore[union-attr]


def title_of_other_year(blocks: list[Block], chance: random.Random) -> Made | None:
    places = [i for i in _tables(blocks) if str(YEAR) in blocks[i].title]  # type: ignore[union-attr]
    if not places:
        return None
    at = chance.choice(places)
    other = chance.choice((YEAR - 1, YEAR - 2, YEAR + 1))
    table = replace(blocks[at], title=blocks[at].title.replace(str(YEAR), str(other)))  # type: ignore[union-attr,type-var]
    return _put(blocks, at, table), f"表名年度{other}", frozenset({"year_in_title"})


def cover_of_other_year(blocks: list[Block], chance: random.Random) -> Made | None:
    at = next((i for i, b in enumerate(blocks) if isinstance(b, Cover)), None)
    if at is None:
        return None
    lines = tuple(line.replace(str(YEAR), str(YEAR - 1)) for line in blocks[at].lines)  # type: ignore[union-attr]
    if lines == blocks[at].lines:  # type: ignore[union-attr]
        return None
    rules = {"year_on_cover", "year_in_title", "year_in_heading", "link_names_document", "year_in_text"}
    return _put(blocks, at, Cover(lines)), "封面年度未改", frozenset(rules)


def table_of_other_body(blocks: list[Block], chance: random.Random) -> Made | None:
    places = [i for i in _tables(blocks) if blocks[i].entity_line]  # type: ignore[union-attr]
    if not places:
        return None
    at = chance.choice(places)
    table = blocks[at]
    line = re.sub(r"样板市[^\s：:]*", OTHER, table.entity_line)  # type: ignore[union-attr]
    if line == table.entity_line:  # type: ignore[union-attr]
        return None
    made = _put(blocks, at, replace(table, entity_line=line))  # type: ignore[type-var]
    return made, f"编制单位：{line}", frozenset({"body_in_table"})


def heading_of_other_body(blocks: list[Block], chance: random.Random) -> Made | None:
    places = [i for i, b in enumerate(blocks) if isinstance(b, Heading) and "样板市" in b.text]
    if not places:
        return None
    at = chance.choice(places)
    text = re.sub(
        r"样板市.*?(局|馆|中心|中学|委员会|（本级）)(?=[\d，的]|20|年|部门|单位|$)", OTHER, blocks[at].text
    )  # type: ignore[union-attr]
    if text == blocks[at].text:  # type: ignore[union-attr]
        return None
    return _put(blocks, at, replace(blocks[at], text=text)), text, frozenset({"body_in_heading"})  # type: ignore[type-var]


def heading_of_other_year(blocks: list[Block], chance: random.Random) -> Made | None:
    places = [i for i, b in enumerate(blocks) if isinstance(b, Heading) and str(YEAR) in b.text]
    if not places:
        return None
    at = chance.choice(places)
    text = blocks[at].text.replace(str(YEAR), str(YEAR - 1))  # type: ignore[union-attr]
    made = _put(blocks, at, replace(blocks[at], text=text))  # type: ignore[type-var]
    return made, text, frozenset({"year_in_heading", "year_in_title"})


def _sentence(
    blocks: list[Block], chance: random.Random, wanted: str, change: Callable[[str], str]
) -> tuple[list[Block], str] | None:
    places = [i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and re.search(wanted, b.text)]
    if not places:
        return None
    at = chance.choice(places)
    text = change(blocks[at].text)  # type: ignore[union-attr]
    if text == blocks[at].text:  # type: ignore[union-attr]
        return None
    return _put(blocks, at, replace(blocks[at], text=text)), text[:60]  # type: ignore[type-var]


def sentence_of_other_year(blocks: list[Block], chance: random.Random) -> Made | None:
    """A sentence left from last year: its year alone tells."""
    made = _sentence(blocks, chance, rf"{YEAR}年.{{0,30}}预算.*[\d.]+万元",
                     lambda t: t.replace(str(YEAR), str(YEAR - 1), 1))  # fmt: skip
    rules = {"year_in_text", "year_in_heading", "narrative_stated_twice", "template_leftovers"}
    return made and (*made, frozenset(rules))


def sentence_of_other_body(blocks: list[Block], chance: random.Random) -> Made | None:
    made = _sentence(
        blocks, chance, r"^样板市\S{2,12}?\d{4}年",
        lambda t: re.sub(r"^样板市\S{2,14}?(?=\d{4}年)", OTHER, t),
    )  # fmt: skip
    return made and (*made, frozenset({"body_in_heading", "body_in_text", "template_leftovers"}))


def placeholder_in_sentence(blocks: list[Block], chance: random.Random) -> Made | None:
    left = chance.choice(("XX", "××", "***", "XX局"))
    made = _sentence(blocks, chance, r"样板市\S{2,12}?\d{4}年|本(部门|单位)",
                     lambda t: re.sub(r"样板市\S{2,14}?(?=\d{4}年)|本(部门|单位)", left, t, count=1))  # fmt: skip
    return made and (*made, frozenset({"template_leftovers"}))


def placeholder_amount(blocks: list[Block], chance: random.Random) -> Made | None:
    made = _sentence(blocks, chance, r"[\d,.]+万元",
                     lambda t: re.sub(r"[\d,.]+(?=万元)", "XX", t, count=1))  # fmt: skip
    return made and (*made, frozenset({"template_leftovers"}))


def level_of_other_place(blocks: list[Block], chance: random.Random) -> Made | None:
    """省直部门 in a city's glossary, or 县级财政."""
    left = chance.choice(("指省直部门从省级财政取得的财政预算资金。", "指县级财政当年拨付的资金。"))
    at = next((i for i, b in enumerate(blocks) if isinstance(b, Heading) and "名词解释" in b.text), None)
    if at is None:
        return None
    made = [*blocks[: at + 1], Paragraph("一、财政拨款收入：" + left), *blocks[at + 1 :]]
    return made, left, frozenset({"level_wording", "template_leftovers"})


def unit_of_money_wrong(blocks: list[Block], chance: random.Random) -> Made | None:
    """元 printed above a table of 万元."""
    kinds = {"income_expenditure_summary", "income_summary", "expenditure_summary",
             "general_public_expenditure", "general_public_basic_by_economic"}  # fmt: skip
    places = [i for i in _filled(blocks) if blocks[i].kind in kinds]  # type: ignore[union-attr]
    places = [i for i in places if blocks[i].unit is MoneyUnit.TEN_THOUSAND_YUAN]  # type: ignore[union-attr]
    if not places:
        return None
    at = chance.choice(places)
    return _scaled(blocks, at)


def _scaled(blocks: list[Block], at: int) -> Made:
    table = blocks[at]
    assert isinstance(table, Table)
    halves = tuple(
        replace(half, rows=tuple(
            replace(row, amounts={k: None if v is None else v / 10000 for k, v in row.amounts.items()})
            for row in half.rows))
        for half in table.halves
    )  # fmt: skip
    made = replace(table, unit=MoneyUnit.YUAN, halves=halves)
    rules = {"income_tables_agree", "expenditure_tables_agree", "general_public_tables_agree",
             "basic_tables_agree", "narrative_totals", "unit_of_money_slip", "personnel_tables_agree",
             "classes_agree", "general_public_within_expenditure", "fiscal_classes_agree"}  # fmt: skip
    return _put(blocks, at, made), f"{table.title}单位印成元", frozenset(rules)


def note_of_empty_table(blocks: list[Block], chance: random.Random) -> Made | None:
    at = chance.choice(_filled(blocks))
    table = blocks[at]
    assert isinstance(table, Table)
    note = chance.choice(("注：本表无数据。", "备注：本部门无此项支出，故本表为空表。", "说明：本表为空表。"))
    return _put(blocks, at, replace(table, note=note)), note, frozenset({"empty_note_contradicted"})


def empty_table_without_note(blocks: list[Block], chance: random.Random) -> Made | None:
    places = [i for i in _tables(blocks) if i not in set(_filled(blocks)) and blocks[i].note]  # type: ignore[union-attr]
    if not places:
        return None
    at = chance.choice(places)
    made = _put(blocks, at, replace(blocks[at], note=None))  # type: ignore[type-var]
    return made, "空表说明缺失", frozenset({"empty_table_unexplained"})


def column_head_of_other_year(blocks: list[Block], chance: random.Random) -> Made | None:
    """A column still headed by last year's budget."""

    def turned(head: Head) -> Head:
        label = head.label.replace(str(YEAR), str(YEAR - 1))
        return replace(head, label=label, children=tuple(turned(c) for c in head.children))

    places = [i for i in _filled(blocks) if any(str(YEAR) in h.label for half in blocks[i].halves
              for h in half.heads)]  # type: ignore[union-attr]  # fmt: skip
    if not places:
        return None
    at = chance.choice(places)
    table = blocks[at]
    assert isinstance(table, Table)
    halves = tuple(replace(half, heads=tuple(turned(h) for h in half.heads)) for half in table.halves)
    made = _put(blocks, at, replace(table, halves=halves))
    return (
        made,
        f"{table.title}栏目年度未改",
        BETWEEN | {"year_in_heading", "year_in_title"},
    )


def scope_word_wrong(blocks: list[Block], chance: random.Random) -> Made | None:
    places = [i for i in _tables(blocks) if re.search("(部门|单位)(收|支|预算)", blocks[i].title)]  # type: ignore[union-attr]
    if not places:
        return None
    at = chance.choice(places)
    title = blocks[at].title  # type: ignore[union-attr]
    new = title.replace("部门", "单位") if "部门" in title else title.replace("单位", "部门")
    return _put(blocks, at, replace(blocks[at], title=new)), new, frozenset({"scope_in_title"})  # type: ignore[type-var]


def word_doubled(blocks: list[Block], chance: random.Random) -> Made | None:
    made = _sentence(blocks, chance, r"万元[。；，]",
                     lambda t: re.sub(r"万元([。；，])", lambda m: f"万元{m[1]}{m[1]}", t, count=1))  # fmt: skip
    return made and (*made, frozenset({"wording_slips", "template_leftovers"}))


def unit_doubled(blocks: list[Block], chance: random.Random) -> Made | None:
    made = _sentence(blocks, chance, r"\d万元", lambda t: re.sub(r"(\d)万元", r"\1万万元", t, count=1))
    return made and (*made, frozenset({"wording_slips", "template_leftovers"}))


def columns_heads_exchanged(blocks: list[Block], chance: random.Random) -> Made | None:
    """基本支出 over the amounts of 项目支出 and the other way round."""

    def turned(head: Head) -> Head:
        other = {"基本支出": "项目支出", "项目支出": "基本支出"}.get(head.label, head.label)
        column = {"basic": "project", "project": "basic"}.get(head.column or "", head.column or "")
        del column
        return replace(head, label=other)

    places = [i for i in _filled(blocks) if {"基本支出", "项目支出"} <= {
        h.label for half in blocks[i].halves for h in half.heads if not h.children}]  # type: ignore[union-attr]  # fmt: skip
    if not places:
        return None
    at = chance.choice(places)
    table = blocks[at]
    assert isinstance(table, Table)
    halves = tuple(replace(half, heads=tuple(turned(h) for h in half.heads)) for half in table.halves)
    rules = {"basic_tables_agree", "narrative_basic_project", "project_list_agrees", "basic_list_agrees",
             "subjects_general_public_basic", "subjects_general_public_project", "narrative_shares",
             "narrative_appropriation", "summary_uses_agree", *BETWEEN}  # fmt: skip
    return _put(blocks, at, replace(table, halves=halves)), f"{table.title}两栏表头互换", frozenset(rules)


PRINT = (
    contents_name_missing_table, contents_leave_out_table, contents_other_table, number_printed_twice,
    title_of_other_year, cover_of_other_year, table_of_other_body, heading_of_other_body,
    heading_of_other_year, sentence_of_other_year, sentence_of_other_body, placeholder_in_sentence,
    placeholder_amount, level_of_other_place, unit_of_money_wrong, note_of_empty_table,
    empty_table_without_note, column_head_of_other_year, scope_word_wrong, word_doubled, unit_doubled,
    columns_heads_exchanged,
)  # fmt: skip
