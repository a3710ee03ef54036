"""Errors in the figures of the narrative (情况说明)."""

import random
from collections import Counter
from decimal import Decimal

from benchmarks.planting.copies import STATEMENTS, Copy, Planted, pick

TOTALS = ("total_income", "total_expenditure", "three_public_total")
WITHIN_THE_TEXT = frozenset(
    {"narrative_three_public_sum", "narrative_change_percent", "narrative_change_prior", "narrative_shares"}
)


def narrative_figure(copy: Copy, chance: random.Random) -> Planted | None:
    """文字数字错: an amount of the narrative differs from the table."""
    ids = {
        "total_income": "narrative_totals",
        "total_expenditure": "narrative_totals",
        "three_public_total": "narrative_three_public",
        "three_public_reception": "narrative_three_public",
        "fiscal_appropriation_total": "narrative_appropriation",
    }
    if not any(table["kind"] in STATEMENTS for table in copy.tables):
        return None
    figures = [f for f in copy.figures if f["figure_id"] in ids and f["unit"] == "yuan" and f["value"]]
    figure = pick([f for f in figures if sum(f["figure_id"] == g["figure_id"] for g in figures) == 1], chance)
    if figure is None:
        return None
    rule = ids[figure["figure_id"]]
    figure["value"] = figure["value"] * Decimal("1.3") + 20000
    figure["value_printed"] = str(figure["value"] / 10000)
    copy.touched.add(f"figure {figure['figure_no']}")
    sums = {
        "narrative_three_public_sum",
        "narrative_change_percent",
        "narrative_change_prior",
        "narrative_shares",
    }
    return Planted("情况说明金额与表不符", frozenset({rule}) | sums)


def percent_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """增减百分比错."""
    figures = [
        f
        for f in copy.figures
        if f["figure_id"] == "yoy_percent"
        and any(
            g["figure_id"] == "yoy_change" and g["sentence"] == f["sentence"] and g["subject"] == f["subject"]
            for g in copy.figures
        )
    ]
    figure = pick(figures, chance)
    # 100 % of change: last year had nothing to compare with
    if figure is None or abs(figure["value"]) in (0, 100):
        return None
    for twin in copy.figures:
        if twin["sentence"] == figure["sentence"] and twin["char_start"] == figure["char_start"]:
            twin["value"] = figure["value"] * Decimal("1.5") + Decimal(3).copy_sign(figure["value"])
            copy.touched.add(f"figure {twin['figure_no']}")
    return Planted("增减百分比错误", frozenset({"narrative_change_percent"}))


def direction_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """增减方向错: 增长 for 下降."""
    figures = [
        f
        for f in copy.figures
        if f["figure_id"] == "yoy_percent"
        and f["value"]
        and any(
            g["figure_id"] == "yoy_change" and g["sentence"] == f["sentence"] and g["subject"] == f["subject"]
            for g in copy.figures
        )
    ]
    figure = pick(figures, chance)
    if figure is None:
        return None
    for twin in copy.figures:
        if twin["sentence"] == figure["sentence"] and twin["char_start"] == figure["char_start"]:
            twin["value"] = -twin["value"]
            copy.touched.add(f"figure {twin['figure_no']}")
    return Planted("增减方向写反", frozenset({"narrative_change_direction"}))


def share_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """占比错, where the sentence names the whole."""
    figures = [
        f
        for f in copy.figures
        if f["figure_id"] == "share_of_total" and " / 本年支出" in (f["subject"] or "")
    ]
    figure = pick([f for f in figures if 0 < f["value"] < 90], chance)
    if figure is None:
        return None
    figure["value"] = figure["value"] + Decimal(7)
    copy.touched.add(f"figure {figure['figure_no']}")
    return Planted("占比错误", frozenset({"narrative_shares"}))


def procurement_part(copy: Copy, chance: random.Random) -> Planted | None:
    """采购分项错."""
    figures = [f for f in copy.figures if f["figure_id"] == "procurement_services" and f["value"]]
    figure = pick(figures, chance)
    if figure is None or not any(f["figure_id"] == "procurement_total" for f in copy.figures):
        return None
    figure["value"] = figure["value"] * 2
    copy.touched.add(f"figure {figure['figure_no']}")
    return Planted("政府采购分项错误", frozenset({"narrative_procurement_sum", "narrative_procurement"}))


def stale_year(copy: Copy, chance: random.Random) -> Planted | None:
    """沿用上年数: the narrative still prints last year's total."""
    said = Counter(figure["figure_id"] for figure in copy.figures)
    for figure in chance.sample(copy.figures, len(copy.figures)):
        if figure["figure_id"] not in TOTALS or said[figure["figure_id"]] > 1:
            continue
        for change in copy.figures:
            is_its_change = change["figure_id"] == "yoy_change" and change["subject"] == figure["figure_id"]
            if not is_its_change or change["sentence"] != figure["sentence"]:
                continue
            if abs(change["value"]) >= 200000 and figure["value"] > change["value"]:
                figure["value"] -= change["value"]
                copy.touched.add(f"figure {figure['figure_no']}")
                rules = {"narrative_totals", "narrative_three_public", "narrative_change_percent"}
                return Planted("沿用上年金额", frozenset(rules))
    return None


def vehicle_kind_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """车辆分类数错."""
    figures = [
        f for f in copy.figures if f["figure_id"] == "vehicle_count_by_type" and "其他" in f["sentence"]
    ]
    figure = pick(figures, chance)
    if figure is None or not any(
        f["figure_id"] == "vehicle_count" and f["sentence"] == figure["sentence"] for f in copy.figures
    ):
        return None
    figure["value"] = figure["value"] + 3
    copy.touched.add(f"figure {figure['figure_no']}")
    rules = {"narrative_vehicle_count", "narrative_vehicle_purchase_count"}
    return Planted("车辆分类数错误", frozenset(rules))
