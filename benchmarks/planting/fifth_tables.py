"""The fifth set, in the amounts and rows of tables of invented cities' disclosures, before they are typeset."""

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from benchmarks.planting.copies import ARITHMETIC, SUMMARY
from benchmarks.planting.fifth_places import (
    BUDGETS,
    CLASSES,
    CODES,
    PATHS,
    SHEETS,
    cells,
    half_of,
    is_class,
    is_group,
    is_item,
    is_total,
    tables,
    with_amounts,
    with_rows,
)
from benchmarks.planting.fifth_text import THREE, Made, Misprint, put
from pipelines.domain.statement import RowRole
from tests.typesetter.content import Block, Row


def _cell(
    kinds: frozenset[str], test: Callable[[Row], bool], make: Callable[[Decimal, random.Random], Decimal | None],
    what: str, rules: frozenset[str], columns: frozenset[str] | None = None,
) -> Misprint:  # fmt: skip
    """One amount is another one."""

    def plant(blocks: list[Block], chance: random.Random) -> Made | None:
        found = [one for one in cells(blocks, kinds, test) if columns is None or one.column in columns]
        if not found:
            return None
        cell = chance.choice(found)
        amount = make(cell.amount, chance)
        row = half_of(blocks, cell).rows[cell.row]
        words = f"{what}：{row.code or ''}{row.name} {cell.column} {cell.amount}→{amount}"
        return with_amounts(blocks, cell, cell.row, **{cell.column: amount}), words, rules

    plant.__doc__ = what
    return plant


def _times(*factors: str) -> Callable[[Decimal, random.Random], Decimal | None]:
    return lambda amount, chance: amount * Decimal(chance.choice(factors))


def _blank(_: Decimal, __: random.Random) -> None:
    return None


def amount_copied_down(blocks: list[Block], chance: random.Random) -> Made | None:
    """An item's amounts are printed in the line below too."""
    found = [
        one
        for one in cells(blocks, PATHS, is_item)
        if one.column == "total"
        and one.row + 1 < len(rows := half_of(blocks, one).rows)
        and is_item(rows[one.row + 1])
        and abs((rows[one.row + 1].amounts.get("total") or 0) - one.amount) > one.amount / 5
    ]
    if not found:
        return None
    cell = chance.choice(found)
    return with_amounts(blocks, cell, cell.row + 1, total=cell.amount), "金额抄入下一行", ARITHMETIC


def class_twice_in_total(blocks: list[Block], chance: random.Random) -> Made | None:
    """合计 counts a class twice."""
    found = [one for one in cells(blocks, PATHS, is_class) if one.column == "total"]
    if not found:
        return None
    cell = chance.choice(found)
    rows = half_of(blocks, cell).rows
    total = next((i for i, row in enumerate(rows) if is_total(row)), None)
    if total is None:
        return None
    made = with_amounts(blocks, cell, total, total=(rows[total].amounts["total"] or Decimal(0)) + cell.amount)
    return made, "合计重复加一类", ARITHMETIC


def column_tenfold(blocks: list[Block], chance: random.Random) -> Made | None:
    """A column is ten times too large in all lines but 合计."""
    found = [one for one in cells(blocks, PATHS, is_item) if one.column in ("basic", "project", "personnel")]
    if not found:
        return None
    cell = chance.choice(found)
    rows = [
        row
        if is_total(row)
        else replace(
            row, amounts={k: x * 10 if x and k == cell.column else x for k, x in row.amounts.items()}
        )
        for row in half_of(blocks, cell).rows
    ]
    return with_rows(blocks, cell.block, cell.half, rows), f"整栏大十倍：{cell.column}", ARITHMETIC


def rows_lost(blocks: list[Block], chance: random.Random) -> Made | None:
    """Lines are lost, as at a turn of the page."""
    found = [one for one in cells(blocks, PATHS, is_item) if one.column == "total"]
    if not found:
        return None
    cell = chance.choice(found)
    rows = list(half_of(blocks, cell).rows)
    kept = [
        row
        for i, row in enumerate(rows)
        if not (cell.row <= i < cell.row + 3 and not is_total(row) and not is_class(row))
    ]
    return with_rows(blocks, cell.block, cell.half, kept), "漏印数行", ARITHMETIC | CODES


def rest_lost(blocks: list[Block], chance: random.Random) -> Made | None:
    """The last classes of a table are lost."""
    found = [one for one in cells(blocks, PATHS, is_class) if one.column == "total" and one.row > 4]
    if not found:
        return None
    cell = max(
        (one for one in found if one.block == chance.choice(found).block),
        key=lambda one: one.row,
        default=None,
    )
    if cell is None:
        return None
    rows = [row for i, row in enumerate(half_of(blocks, cell).rows) if i < cell.row or is_total(row)]
    return with_rows(blocks, cell.block, cell.half, rows), "表尾漏印", ARITHMETIC | CODES


def sheet_class_lost(blocks: list[Block], chance: random.Random) -> Made | None:
    """A class of 收支总表 is blank."""
    found = [one for one in cells(blocks, SHEETS, lambda row: "支出" in row.name and "、" in row.name and not row.name.startswith("一、本年"))
             if half_of(blocks, one).side.value == "right"]  # fmt: skip
    if not found:
        return None
    cell = chance.choice(found)
    row = half_of(blocks, cell).rows[cell.row]
    made = with_amounts(blocks, cell, cell.row, **dict.fromkeys(row.amounts, None))
    return made, f"收支表漏填一类：{row.name}", CLASSES


def sheet_class_one_line_off(blocks: list[Block], chance: random.Random) -> Made | None:
    """A class's amounts stand beside its neighbour."""
    found = []
    for one in cells(
        blocks, SHEETS, lambda row: "支出" in row.name and "、" in row.name and "本年" not in row.name
    ):
        rows = half_of(blocks, one).rows
        if (
            one.row + 1 < len(rows)
            and "支出" in rows[one.row + 1].name
            and not any(rows[one.row + 1].amounts.values())
        ):
            found.append(one)
    if not found:
        return None
    cell = chance.choice(found)
    rows = list(half_of(blocks, cell).rows)
    here, below = rows[cell.row], rows[cell.row + 1]
    rows[cell.row], rows[cell.row + 1] = (
        replace(here, amounts=below.amounts),
        replace(below, amounts=here.amounts),
    )
    return with_rows(blocks, cell.block, cell.half, rows), f"错行：{here.name}", CLASSES


def sheet_year_total_wrong(blocks: list[Block], chance: random.Random) -> Made | None:
    found = list(cells(blocks, SHEETS, lambda row: row.name in ("本年收入合计", "本年支出合计")))
    if not found:
        return None
    cell = chance.choice(found)
    return (
        with_amounts(blocks, cell, cell.row, **{cell.column: cell.amount * Decimal("1.07")}),
        "本年合计错",
        SUMMARY | ARITHMETIC,
    )


def carry_over_wrong(blocks: list[Block], chance: random.Random) -> Made | None:
    found = list(
        cells(
            blocks, SHEETS, lambda row: ("结转" in row.name or "结余" in row.name) and "二、" not in row.name
        )
    )
    if not found:
        return None
    cell = chance.choice(found)
    return (
        with_amounts(blocks, cell, cell.row, **{cell.column: cell.amount * Decimal("1.6")}),
        "结转数错",
        SUMMARY | {"narrative_carryover", "appropriation_income_agrees", "fiscal_income_classes"},
    )


def three_public_cell(blocks: list[Block], chance: random.Random) -> Made | None:
    """An amount of the 三公 table, whatever its shape."""
    kinds = frozenset({"three_public_expenses", "final_three_public_expenses"})
    found = [
        one
        for one in cells(blocks, kinds, lambda _: True)
        if one.column not in ("p", "d", "m", "t") and not one.column.endswith(("2025", "_b"))
    ]
    if not found:
        return None
    cell = chance.choice(found)
    made = with_amounts(
        blocks, cell, cell.row, **{cell.column: cell.amount * Decimal(chance.choice(("1.5", "0.4", "10")))}
    )
    return (
        made,
        f"三公表一格错：{cell.column}",
        THREE
        | {"three_public_total", "three_public_vehicles", "three_public_meetings", "narrative_meetings"},
    )


def fund_table_emptied(blocks: list[Block], _: random.Random) -> Made | None:
    """政府性基金 table printed empty though the sheet has the money."""
    for at, table in tables(blocks, frozenset({"gov_fund_expenditure"})):
        if any(x for row in table.halves[0].rows for x in row.amounts.values()):
            rows = (Row("合计", {}, role=RowRole.TOTAL),)
            made = replace(
                table,
                halves=(replace(table.halves[0], rows=rows),),
                note="注：本部门无此项支出，本表为空表。",
            )
            return put(blocks, at, made), "基金表空", frozenset(BUDGETS | {"appropriation_parts_agree"})
    return None


def project_and_total_lost(blocks: list[Block], chance: random.Random) -> Made | None:
    """A project is left out of the list, its 合计 follows."""
    for at, table in tables(blocks, frozenset({"project_expenditure"})):
        rows = list(table.halves[0].rows)
        lines = [i for i, row in enumerate(rows) if i and row.amounts.get("total")]
        if len(lines) < 2:
            return None
        gone = chance.choice(lines)
        less = {
            k: (x or Decimal(0)) - (rows[gone].amounts.get(k) or Decimal(0))
            for k, x in rows[0].amounts.items()
        }
        rows[0] = replace(rows[0], amounts=less)
        return (
            with_rows(blocks, at, 0, [row for i, row in enumerate(rows) if i != gone]),
            "项目漏列，合计随改",
            frozenset({"project_list_agrees", "narrative_performance_within_project"}),
        )
    return None


ALL_COLUMNS = frozenset({"total", "basic", "project", "personnel", "public_use", "general_public"})
PLANTS: dict[str, Misprint] = {
    "item_part_wrong": _cell(PATHS, is_item, _times("1.2", "0.7", "3"), "项的一栏错", ARITHMETIC, ALL_COLUMNS - {"total"}),
    "item_total_wrong": _cell(PATHS, is_item, _times("1.2", "0.7"), "项的合计栏错", ARITHMETIC, frozenset({"total"})),
    "group_alone_wrong": _cell(PATHS, is_group, _times("1.09", "0.9"), "款错", ARITHMETIC, ALL_COLUMNS),
    "class_alone_wrong": _cell(PATHS, is_class, _times("1.09", "0.9"), "类错", ARITHMETIC, ALL_COLUMNS),
    "class_tenth": _cell(PATHS, is_class, _times("0.1"), "类少一位", ARITHMETIC, ALL_COLUMNS),
    "total_wrong_one_column": _cell(PATHS, is_total, _times("1.009", "0.99"), "合计行一栏错", ARITHMETIC, ALL_COLUMNS),
    "item_hundredfold": _cell(PATHS, is_item, _times("100"), "漏小数点", ARITHMETIC, ALL_COLUMNS),
    "item_total_blank": _cell(PATHS, is_item, _blank, "合计栏漏填", ARITHMETIC, frozenset({"total"})),
    "item_part_blank": _cell(PATHS, is_item, _blank, "分栏漏填", ARITHMETIC, ALL_COLUMNS - {"total"}),
    "minus_in_cell": _cell(PATHS, is_item, _times("-1"), "多负号", ARITHMETIC | {"amounts_not_negative"}, ALL_COLUMNS),
    "fund_total_wrong": _cell(frozenset({"gov_fund_expenditure", "state_capital_expenditure"}), is_total, _times("1.3"), "基金表合计错", frozenset(ARITHMETIC | BUDGETS)),
    "fund_item_wrong": _cell(frozenset({"gov_fund_expenditure"}), is_item, _times("1.3"), "基金表项错", frozenset(ARITHMETIC | BUDGETS)),
    "sheet_source_wrong": _cell(SHEETS, lambda row: "预算" in row.name and ("拨款" in row.name or "其中" in row.name), _times("1.2"), "收入来源错", SUMMARY | ARITHMETIC | BUDGETS),
    "sheet_class_wrong": _cell(SHEETS, lambda row: "支出" in row.name and "、" in row.name and "本年" not in row.name, _times("1.2", "0.8"), "收支表一类错", CLASSES | ARITHMETIC),
    "sheet_total_wrong": _cell(SHEETS, lambda row: row.name in ("收入总计", "支出总计", "总计"), _times("1.02"), "总计错", SUMMARY | ARITHMETIC),
    "project_line_wrong": _cell(frozenset({"project_expenditure"}), lambda row: row.role is not RowRole.TOTAL, _times("1.4"), "项目行错", frozenset({"total_row", "list_tree", "row_funding_total", "project_list_agrees", "row_income_sources", "row_fiscal_total"})),
    "procurement_line_wrong": _cell(frozenset({"gov_procurement"}), lambda row: row.name in ("货物", "工程", "服务"), _times("1.4"), "采购行错", frozenset({"procurement_total", "row_procurement_sources", "narrative_procurement", "total_row"})),
    "final_opening_wrong": _cell(frozenset({"final_income_expenditure_summary"}), lambda row: row.name.startswith(("年初", "年末", "结余")), _times("1.5"), "年初年末结转错", SUMMARY),
    "amount_copied_down": amount_copied_down,
    "class_twice_in_total": class_twice_in_total,
    "column_tenfold": column_tenfold,
    "rows_lost": rows_lost,
    "rest_lost": rest_lost,
    "sheet_class_lost": sheet_class_lost,
    "sheet_class_one_line_off": sheet_class_one_line_off,
    "sheet_year_total_wrong": sheet_year_total_wrong,
    "carry_over_wrong": carry_over_wrong,
    "three_public_cell": three_public_cell,
    "fund_table_emptied": fund_table_emptied,
    "project_and_total_lost": project_and_total_lost,
}  # fmt: skip
