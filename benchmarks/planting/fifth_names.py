"""The fifth set, in the names, codes, titles and order of tables, before they are typeset."""

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from benchmarks.planting.copies import ARITHMETIC
from benchmarks.planting.fifth_places import (
    CLASSES,
    CODES,
    PATHS,
    SHEETS,
    cells,
    half_of,
    is_item,
    is_total,
    tables,
    with_amounts,
    with_rows,
)
from benchmarks.planting.fifth_text import Made, Misprint, put
from tests.typesetter.content import Block, Contents, Cover, Table


def name_wrong(blocks: list[Block], chance: random.Random) -> Made | None:
    """One character of a subject's name is another one."""
    slips = {
        "行政运行": "行政远行",
        "住房公积金": "住房公基金",
        "机关事业单位": "机关事业单为",
        "支出": "支岀",
        "医疗": "医廖",
        "保险": "保脸",
        "工资": "工姿",
    }
    return _renamed(
        blocks,
        chance,
        slips,
        "科目名称错字",
        frozenset(
            {"functional_name_standard", "economic_name_standard", "one_code_one_name", "class_names_agree"}
        ),
    )


def name_blank(blocks: list[Block], chance: random.Random) -> Made | None:
    found = [one for one in cells(blocks, PATHS, is_item) if one.column == "total"]
    if not found:
        return None
    cell = chance.choice(found)
    rows = list(half_of(blocks, cell).rows)
    rows[cell.row] = replace(rows[cell.row], name="")
    return (
        with_rows(blocks, cell.block, cell.half, rows),
        "科目名称漏填",
        frozenset(
            {
                "functional_name_standard",
                "economic_name_standard",
                "one_code_one_name",
                "subject_name_printed",
            }
        ),
    )


def _renamed(
    blocks: list[Block], chance: random.Random, slips: dict[str, str], what: str, rules: frozenset[str]
) -> Made | None:
    found = []
    for one in cells(blocks, PATHS, lambda row: bool(row.code)):
        name = half_of(blocks, one).rows[one.row].name
        found += [(one, name.replace(old, new, 1)) for old, new in slips.items() if old in name]
    if not found:
        return None
    cell, name = chance.choice(found)
    rows = list(half_of(blocks, cell).rows)
    rows[cell.row] = replace(rows[cell.row], name=name)
    return with_rows(blocks, cell.block, cell.half, rows), f"{what}：{name}", rules


def _code(make: Callable[[str], str], what: str) -> Misprint:
    """An item's code is another one."""

    def plant(blocks: list[Block], chance: random.Random) -> Made | None:
        found = [
            one
            for one in cells(blocks, PATHS, is_item)
            if one.column == "total" and len(half_of(blocks, one).rows[one.row].code or "") == 7
        ]
        if not found:
            return None
        cell = chance.choice(found)
        rows = list(half_of(blocks, cell).rows)
        code = rows[cell.row].code or ""
        made = make(code)
        if made == code or any(row.code == made for row in rows):
            return None
        rows[cell.row] = replace(rows[cell.row], code=made)
        return with_rows(blocks, cell.block, cell.half, rows), f"{what}：{code}→{made}", CODES

    plant.__doc__ = what
    return plant


def table_printed_twice(blocks: list[Block], chance: random.Random) -> Made | None:
    """A table is printed twice, the second time with another total."""
    found = [one for one in cells(blocks, PATHS, is_total) if one.column == "total"]
    if not found:
        return None
    cell = chance.choice(found)
    other = with_amounts(blocks, cell, cell.row, total=cell.amount * Decimal("1.2"))[cell.block]
    return (
        [*blocks[: cell.block + 1], other, *blocks[cell.block + 1 :]],
        "同表两次、数不同",
        ARITHMETIC | {"contents_agree", "table_number_order", "page_twice", "table_twice"},
    )


def other_tables_title(blocks: list[Block], chance: random.Random) -> Made | None:
    """收入总表 bears the title of 支出总表."""
    for at, table in tables(blocks, frozenset({"income_summary", "final_income"})):
        title = table.title.replace("收入", "支出")
        return (
            put(blocks, at, replace(table, title=title)),
            f"表名张冠李戴：{title}",
            frozenset({"mandated_tables", "contents_agree", "title_twice", "table_number_order"}),
        )
    return None


def title_of_other_kind(blocks: list[Block], chance: random.Random) -> Made | None:
    """决算 in the title of a budget's table, or the other way round."""
    found = [(at, t) for at, t in tables(blocks, PATHS | SHEETS) if "决算" in t.title or "预算" in t.title]
    if not found:
        return None
    at, table = chance.choice(found)
    title = (
        table.title.replace("决算", "预算") if "决算" in table.title else table.title.replace("预算", "决算")
    )
    return (
        put(blocks, at, replace(table, title=title)),
        f"预决算混淆：{title}",
        frozenset({"kind_in_title", "mandated_tables", "contents_agree", "tables_against_peers"}),
    )


def total_row_lost(blocks: list[Block], chance: random.Random) -> Made | None:
    found = [one for one in cells(blocks, PATHS, is_total) if one.column == "total"]
    if not found:
        return None
    cell = chance.choice(found)
    rows = [row for i, row in enumerate(half_of(blocks, cell).rows) if i != cell.row]
    return (
        with_rows(blocks, cell.block, cell.half, rows),
        "漏合计行",
        frozenset({"grand_total_printed", "total_row"}),
    )


def number_gap(blocks: list[Block], chance: random.Random) -> Made | None:
    """From a table on, the numbers are one too high."""
    numbered = [
        (i, one)
        for i, one in enumerate(blocks)
        if isinstance(one, Table) and one.number and any(c.isdigit() for c in one.number)
    ]
    if len(numbered) < 5:
        return None
    start = chance.randrange(2, len(numbered) - 1)
    made = list(blocks)
    for n in range(len(numbered) - 1, start - 1, -1):
        at, table = numbered[n]
        after = numbered[n + 1][1].number if n + 1 < len(numbered) else None
        if after is None:
            continue
        made[at] = replace(table, number=after)
    return made, "表号错位", frozenset({"table_number_order", "contents_agree"})


def fund_columns_exchanged(blocks: list[Block], chance: random.Random) -> Made | None:
    """一般公共 and 政府性基金 of a class have each other's place in the fiscal sheet."""
    kinds = frozenset({"fiscal_appropriation_summary", "final_fiscal_appropriation_summary"})
    found = [one for one in cells(blocks, kinds, lambda row: "支出" in row.name and "本年" not in row.name and "总计" not in row.name)
             if one.column == "general_public"]  # fmt: skip
    if not found:
        return None
    cell = chance.choice(found)
    row = half_of(blocks, cell).rows[cell.row]
    made = with_amounts(
        blocks, cell, cell.row, general_public=row.amounts.get("gov_fund"), gov_fund=cell.amount
    )
    return made, f"资金栏互换：{row.name}", CLASSES


def cover_of_other_scope(blocks: list[Block], _: random.Random) -> Made | None:
    """部门 for 单位 in the headings of a unit's disclosure only on the cover."""
    for at, one in enumerate(blocks):
        if isinstance(one, Cover):
            lines = tuple(
                x.replace("年部门", "年单位") if "年部门" in x else x.replace("年单位", "年部门")
                for x in one.lines
            )
            return put(blocks, at, Cover(lines)), "封面部门单位混淆", frozenset({"scope_in_title"})
    return None


def contents_lack_tables(blocks: list[Block], chance: random.Random) -> Made | None:
    """目录 lacks two tables."""
    for at, one in enumerate(blocks):
        lines = [x for x in one.lines if "表" in x and "部分" not in x] if isinstance(one, Contents) else []
        if isinstance(one, Contents) and len(lines) > 5:
            gone = set(chance.sample(lines, 2))
            return (
                put(blocks, at, Contents(tuple(x for x in one.lines if x not in gone))),
                "目录漏两表",
                frozenset({"contents_agree"}),
            )
    return None


PLANTS: dict[str, Misprint] = {
    "code_digits_exchanged": _code(lambda c: c[:5] + c[6] + c[5], "编码颠倒"),
    "code_of_six": _code(lambda c: c[:6], "编码少一位"),
    "code_of_other_group": _code(lambda c: c[:4] + str((int(c[4]) + 3) % 10) + c[5:], "编码款错"),
    "name_wrong": name_wrong,
    "name_blank": name_blank,
    "table_printed_twice": table_printed_twice,
    "other_tables_title": other_tables_title,
    "title_of_other_kind": title_of_other_kind,
    "total_row_lost": total_row_lost,
    "number_gap": number_gap,
    "fund_columns_exchanged": fund_columns_exchanged,
    "cover_of_other_scope": cover_of_other_scope,
    "contents_lack_tables": contents_lack_tables,
}  # fmt: skip
