"""The third set, in the narrative: each planting is proven by the text itself or by a table."""

import random
from decimal import Decimal

from benchmarks.planting.copies import Copy, Row, pick
from benchmarks.planting.proof import proven_by
from benchmarks.planting.proof_text import CELLS, text_relations

THREE_PUBLIC = frozenset({"narrative_three_public", "narrative_three_public_sum", "narrative_vehicle_sum"})
TABLE_RULES = {
    "total_income": {"narrative_totals"},
    "total_expenditure": {"narrative_totals"},
    "basic_expenditure": {"narrative_basic_project"},
    "project_expenditure": {"narrative_basic_project"},
    "general_public_budget_expenditure": {"narrative_budgets"},
    "general_public_basic_expenditure": {"narrative_basic_project", "narrative_budgets"},
    "general_public_personnel": {"narrative_personnel_public_use"},
    "general_public_public_use": {"narrative_personnel_public_use"},
    "fiscal_appropriation_expenditure": {"narrative_appropriation"},
    "operating_cost": {"narrative_operating_cost"},
}
CHANGES = frozenset({"narrative_change_percent", "narrative_change_direction", "narrative_change_prior",
                     "narrative_prior_not_negative"})  # fmt: skip


def meant_for(names: list[str]) -> frozenset[str]:
    """The rules meant for any of the broken relations of the narrative."""
    rules: set[str] = set()
    for name in names:
        head, figure_id = name.split(" ")[:2]
        if head == "change":
            rules |= CHANGES
        elif head == "share":
            rules |= {"narrative_shares", "share_within_hundred"}
        elif head == "vehicles":
            rules |= {"narrative_vehicle_count"}
        elif figure_id.startswith("procurement"):
            rules |= {"narrative_procurement_sum", "narrative_procurement"}
        elif figure_id.startswith("three_public"):
            rules |= THREE_PUBLIC
        else:
            rules |= TABLE_RULES[figure_id]
    return frozenset(rules)


proven = proven_by(text_relations, meant_for)
"""The planting where the text itself or a table proves it; the rules meant are those of the proof."""


def print_value(copy: Copy, figure: Row, printed: str) -> None:
    """The figure as if `printed` stood in the text; its sentence says so too."""
    old = figure["value_printed"]
    scale = figure["value"] / Decimal(old.replace(",", ""))
    figure["value"] = Decimal(printed.replace(",", "")) * scale
    figure["value_printed"] = printed
    copy.touched.add(f"figure {figure['figure_no']}")


def _numbers(copy: Copy, *ids: str) -> list[Row]:
    return [
        f for f in copy.figures
        if f["figure_id"] in ids and f["value"] and f["unit"] in ("yuan", "percent", "count")
        and (f["value_printed"] or "").replace(",", "").replace(".", "", 1).isdigit()
    ]  # fmt: skip


def _other_digit(printed: str, chance: random.Random) -> str:
    places = [i for i, sign in enumerate(printed) if sign.isdigit()]
    place = chance.choice(places)
    new = chance.choice([d for d in "123456789" if d != printed[place]])
    return printed[:place] + new + printed[place + 1 :]


TOTALS = tuple(CELLS)
PARTS = ("procurement_total", "procurement_goods", "procurement_services", "procurement_works")


def _change_one(copy: Copy, chance: random.Random, what: str, *ids: str) -> str | None:
    figure = pick(_numbers(copy, *ids), chance)
    if figure is None:
        return None
    print_value(copy, figure, _other_digit(figure["value_printed"], chance))
    return what


@proven
def text_digit_wrong(copy: Copy, chance: random.Random) -> str | None:
    """文字打错一位: one digit of an amount of the narrative, at any place."""
    return _change_one(copy, chance, "文字打错一位数字", *TOTALS)


@proven
def text_three_public_digit(copy: Copy, chance: random.Random) -> str | None:
    """文字“三公”打错一位."""
    return _change_one(copy, chance, "文字“三公”打错一位", *[i for i in CELLS if i.startswith("three")])


@proven
def text_procurement_digit(copy: Copy, chance: random.Random) -> str | None:
    """文字采购打错一位."""
    return _change_one(copy, chance, "文字采购打错一位", *PARTS)


@proven
def text_percent_digit(copy: Copy, chance: random.Random) -> str | None:
    """文字百分比打错一位."""
    return _change_one(copy, chance, "百分比打错一位", "yoy_percent")


@proven
def text_change_digit(copy: Copy, chance: random.Random) -> str | None:
    """文字增减额打错一位."""
    return _change_one(copy, chance, "增减额打错一位", "yoy_change")


@proven
def text_share_digit(copy: Copy, chance: random.Random) -> str | None:
    """文字占比打错一位."""
    return _change_one(copy, chance, "占比打错一位", "share_of_total")


@proven
def text_vehicles_digit(copy: Copy, chance: random.Random) -> str | None:
    """文字车辆数打错."""
    return _change_one(copy, chance, "车辆数打错", "vehicle_count", "vehicle_count_by_type")


@proven
def text_unit_wrong(copy: Copy, chance: random.Random) -> str | None:
    """文字单位写错: 亿元 for 万元, or 元."""
    figure = pick([f for f in _numbers(copy, *TOTALS) if f["unit"] == "yuan"], chance)
    if figure is None:
        return None
    figure["value"] *= chance.choice([Decimal(10000), Decimal("0.0001")])
    copy.touched.add(f"figure {figure['figure_no']}")
    return "文字金额单位写错"


@proven
def text_amounts_exchanged(copy: Copy, chance: random.Random) -> str | None:
    """文字两数互换: two amounts of one sentence have each other's place."""
    figure = pick([f for f in _numbers(copy, *TOTALS, *PARTS) if f["unit"] == "yuan"], chance)
    if figure is None:
        return None
    others = [
        f for f in _numbers(copy, *TOTALS, *PARTS)
        if f["sentence"] == figure["sentence"] and f["unit"] == "yuan" and f["value"] != figure["value"]
    ]  # fmt: skip
    other = pick(others, chance)
    if other is None:
        return None
    mine, theirs = figure["value_printed"], other["value_printed"]
    print_value(copy, figure, theirs)
    print_value(copy, other, mine)
    return "文字两数互换"


@proven
def text_of_last_year(copy: Copy, chance: random.Random) -> str | None:
    """文字沿用上年: an amount and all it is compared with are left from last year, a few percent off."""
    figure = pick([f for f in _numbers(copy, *TOTALS) if f["unit"] == "yuan"], chance)
    if figure is None:
        return None
    ratio = chance.choice([Decimal("0.96"), Decimal("0.88"), Decimal("1.07")])
    amount = Decimal(figure["value_printed"].replace(",", "")) * ratio
    print_value(copy, figure, f"{amount:.{figure['decimals_printed'] or 0}f}")
    return "文字沿用上年数"


@proven
def shares_exchanged(copy: Copy, chance: random.Random) -> str | None:
    """两个占比互换."""
    shares = _numbers(copy, "share_of_total")
    one = pick(shares, chance)
    if one is None:
        return None
    other = pick([s for s in shares if s["value"] != one["value"] and s["page"] == one["page"]], chance)
    if other is None:
        return None
    mine, theirs = one["value_printed"], other["value_printed"]
    print_value(copy, one, theirs)
    print_value(copy, other, mine)
    return "两个占比互换"
