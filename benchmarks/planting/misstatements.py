"""The second set of errors in the narrative and in form (文字与形式), written after the rules."""

import random
from decimal import Decimal

from benchmarks.planting.copies import STATEMENTS, Copy, Planted, Row, pick

CHANGE = frozenset(
    {
        "narrative_change_percent", "narrative_change_direction", "narrative_change_prior",
        "narrative_prior_not_negative",
    }
)  # fmt: skip

BY_SUBJECT = ("expenditure_by_subject", "fiscal_appropriation_expenditure_by_subject")


def _said_once(copy: Copy, *ids: str) -> list[Row]:
    figures = [f for f in copy.figures if f["figure_id"] in ids and f["unit"] == "yuan" and f["value"]]
    return [f for f in figures if sum(f["figure_id"] == g["figure_id"] for g in figures) == 1]


def _has_statements(copy: Copy) -> bool:
    return any(table["kind"] in STATEMENTS for table in copy.tables)


def _transpose(figure: Row) -> bool:
    """Exchange two neighbouring unlike digits of the printed number; whether there were any."""
    printed = figure["value_printed"].replace(",", "")
    whole = printed.partition(".")[0]
    for place in range(len(whole) - 1):
        if whole[place] != whole[place + 1] and not (place == 0 and whole[1] == "0"):
            new = printed[:place] + printed[place + 1] + printed[place] + printed[place + 2 :]
            figure["value"] = figure["value"] * Decimal(new) / Decimal(printed)
            figure["value_printed"] = new
            return True
    return False


def narrative_digits_transposed(copy: Copy, chance: random.Random) -> Planted | None:
    """文字金额两位颠倒: a total of the narrative with two digits exchanged."""
    ids = ("total_income", "total_expenditure", "fiscal_appropriation_total", "operating_cost")
    figure = pick(_said_once(copy, *ids), chance) if _has_statements(copy) else None
    if figure is None or not _transpose(figure):
        return None
    copy.touched.add(f"figure {figure['figure_no']}")
    rules = {"narrative_totals", "narrative_appropriation", "narrative_operating_cost", "narrative_shares"}
    return Planted("文字金额两位颠倒", CHANGE | rules)


def subject_amount_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """文字科目金额错: the amount of a functional subject in the narrative."""
    figures = [
        f
        for f in copy.figures
        if f["figure_id"] in BY_SUBJECT and f["unit"] == "yuan" and f["value"] > 20000
        and "项" in (f["subject"] or "")
    ]  # fmt: skip
    figure = pick(figures, chance) if _has_statements(copy) else None
    if figure is None or not _transpose(figure):
        return None
    copy.touched.add(f"figure {figure['figure_no']}")
    return Planted("文字科目金额错误", CHANGE | {"narrative_subjects", "narrative_stated_twice"})


def three_public_item_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """文字三公分项错: an item of the three public expenses in the narrative."""
    ids = ("three_public_reception", "three_public_abroad", "three_public_vehicle")
    figure = pick(_said_once(copy, *ids), chance) if _has_statements(copy) else None
    if figure is None:
        return None
    figure["value"] = figure["value"] * 3
    figure["value_printed"] = str(figure["value"] / 10000)
    copy.touched.add(f"figure {figure['figure_no']}")
    rules = {"narrative_three_public", "narrative_three_public_sum", "narrative_vehicle_sum"}
    return Planted("文字三公分项错误", CHANGE | rules | {"narrative_shares"})


def _changes(copy: Copy) -> list[Row]:
    return [
        f
        for f in copy.figures
        if f["figure_id"] == "yoy_change" and f["unit"] == "yuan" and f["value"]
        and any(
            g["figure_id"] == "yoy_percent" and g["sentence"] == f["sentence"] and g["value"]
            and g["subject"] == f["subject"] and 0 < g["char_start"] - f["char_end"] < 16
            for g in copy.figures
        )
    ]  # fmt: skip


def change_sign_lost(copy: Copy, chance: random.Random) -> Planted | None:
    """增减额方向写反: 减少 for 增加 before the amount, the percentage is right."""
    figure = pick(_changes(copy), chance)
    if figure is None:
        return None
    figure["value"] = -figure["value"]
    copy.touched.add(f"figure {figure['figure_no']}")
    return Planted("增减额方向写反", CHANGE)


def percent_point_moved(copy: Copy, chance: random.Random) -> Planted | None:
    """百分比小数点错位."""
    figures = [
        f
        for f in copy.figures
        if f["figure_id"] == "yoy_percent" and abs(f["value"]) > 1 and f["value"] != 100
        and any(
            c["sentence"] == f["sentence"] and c["subject"] == f["subject"]
            and 0 < f["char_start"] - c["char_end"] < 16
            for c in _changes(copy)
        )
    ]  # fmt: skip
    figure = pick(figures, chance)
    if figure is None:
        return None
    for twin in copy.figures:
        if twin["sentence"] == figure["sentence"] and twin["char_start"] == figure["char_start"]:
            twin["value"] = twin["value"] / 10
            copy.touched.add(f"figure {twin['figure_no']}")
    return Planted("百分比小数点错位", CHANGE)


def vehicles_total_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """车辆总数错."""
    figures = [f for f in copy.figures if f["figure_id"] == "vehicle_count" and f["value"]]
    figures = [
        f
        for f in figures
        if "其他" in f["sentence"]
        and any(
            g["figure_id"] == "vehicle_count_by_type" and g["sentence"] == f["sentence"] for g in copy.figures
        )
    ]
    figure = pick(figures, chance)
    if figure is None:
        return None
    figure["value"] = figure["value"] + 1
    copy.touched.add(f"figure {figure['figure_no']}")
    return Planted("车辆总数错误", frozenset({"narrative_vehicle_count"}))


def number_of_other_table(copy: Copy, chance: random.Random) -> Planted | None:
    """表号重复: a table carries another table's number."""
    numbered = [t for t in copy.tables if t["table_number"] and t["kind"] != "other"]
    table = pick(numbered, chance)
    if table is None:
        return None
    other = pick([t for t in numbered if t["kind"] != table["kind"]], chance)
    if other is None or other["table_number"] == table["table_number"]:
        return None
    table["table_number"] = other["table_number"]
    copy.touched.add(table["table_id"])
    return Planted("表号与别的表相同", frozenset({"table_number_order"}))


def placeholder_left(copy: Copy, chance: random.Random) -> Planted | None:
    """占位符未填: a sentence still holds the template's XX."""
    figure = pick([f for f in copy.figures if f["char_end"]], chance)
    if figure is None:
        return None
    sentence = figure["sentence"]
    for twin in copy.figures:
        if twin["sentence"] == sentence:
            twin["sentence"] = sentence + "主要原因是XX。"
            copy.touched.add(f"figure {twin['figure_no']}")
    return Planted("占位符未填", frozenset({"template_leftovers"}))
