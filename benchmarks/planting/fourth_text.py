"""The fourth set, in the sentences: totals, changes, percentages, shares, “三公” and purchases told wrong."""

import random
import re
from decimal import Decimal

from benchmarks.planting.copies import Copy, Planted, Row, pick

THREE = frozenset(
    {"narrative_three_public", "narrative_three_public_sum", "narrative_vehicle_sum",
     "narrative_stated_twice", "three_public_covers_economic"}
)  # fmt: skip
BUYING = frozenset({"narrative_procurement", "narrative_procurement_sum", "narrative_stated_twice",
                    "narrative_micro_within_sme"})  # fmt: skip
COST = frozenset({"narrative_operating_cost", "operating_cost_within_public_use", "narrative_stated_twice"})
TOTALS = frozenset({"narrative_totals", "narrative_stated_twice", "narrative_appropriation"})
PARTS = frozenset(
    {"narrative_personnel_public_use", "narrative_basic_project", "narrative_stated_twice",
     "narrative_operating_cost"}
)  # fmt: skip
CHANGES = frozenset({"narrative_change_percent", "narrative_change_prior", "narrative_change_direction",
                     "prior_year_agrees", "narrative_prior_not_negative"})  # fmt: skip
KNOWN = {
    "total_income": TOTALS,
    "total_expenditure": TOTALS,
    "fiscal_appropriation_total": TOTALS,
    "operating_cost": COST,
    "basic_expenditure": PARTS,
    "project_expenditure": PARTS,
    "general_public_basic_expenditure": PARTS,
    "general_public_personnel": PARTS,
    "general_public_public_use": PARTS,
    "fiscal_appropriation_personnel": PARTS,
    "fiscal_appropriation_public_use": PARTS,
}


def rewrite(copy: Copy, figure: Row, printed: str, value: Decimal) -> None:
    """The number as it now stands in its sentence, for all that was read from the same place."""
    sentence, start, end = figure["sentence"], figure["char_start"], figure["char_end"]
    made = sentence[:start] + printed + sentence[end:]
    longer = len(printed) - (end - start)
    for other in copy.figures:
        if other["sentence"] != sentence or other["page"] != figure["page"]:
            continue
        if other["char_start"] == start and other["char_end"] == end:
            scale = value / figure["value"] if other["value"] and figure["value"] else None
            if other is not figure and scale is not None:
                other["value"] = (other["value"] * scale).quantize(Decimal("0.000001"))
                other["value_printed"] = printed
                other["char_end"] = start + len(printed)
        elif other["char_start"] is not None and other["char_start"] >= end:
            other["char_start"] += longer
            other["char_end"] += longer
        other["sentence"] = made
        copy.touched.add(f"figure {other['figure_no']}")
    figure["value"], figure["value_printed"] = value.quantize(Decimal("0.000001")), printed
    figure["sentence"], figure["char_end"] = made, start + len(printed)
    for paragraph in copy.paragraphs:
        if paragraph["text"] and sentence in paragraph["text"]:
            paragraph["text"] = paragraph["text"].replace(sentence, made)


def _number(figure: Row) -> Decimal | None:
    text = (figure["value_printed"] or "").replace(",", "").replace("，", "")
    return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def _of_kind(copy: Copy, *ids: str) -> list[Row]:
    return [
        f for f in copy.figures
        if f["figure_id"] in ids and f["value"] and f["char_start"] is not None and _number(f)
    ]  # fmt: skip


def _stands_in_table(copy: Copy, figure: Row) -> bool:
    half = (
        abs(figure["value"]) / (_number(figure) or 1) * Decimal(1).scaleb(-(figure["decimals_printed"] or 0))
    )
    return any(
        f["amount_yuan"] is not None and abs(f["amount_yuan"] - abs(figure["value"])) <= half
        for f in copy.facts
    )


def _change(copy: Copy, figure: Row, number: Decimal) -> None:
    was = _number(figure) or Decimal(1)
    decimals = figure["decimals_printed"] or 0
    printed = f"{number:,.{decimals}f}" if "," in figure["value_printed"] else f"{number:.{decimals}f}"
    rewrite(copy, figure, printed, figure["value"] * Decimal(printed.replace(",", "")) / was)


def _digits_exchanged(number: Decimal, chance: random.Random) -> Decimal:
    digits = list(str(number))
    places = [
        i for i in range(len(digits) - 1)
        if digits[i].isdigit() and digits[i + 1].isdigit() and digits[i] != digits[i + 1]
        and (i or digits[1] != "0")
    ][:3]  # fmt: skip
    if not places:
        return number + max(Decimal(1), number // 3)
    place = chance.choice(places)
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    return Decimal("".join(digits))


def _wrong(
    copy: Copy, chance: random.Random, ids: tuple[str, ...], rules: frozenset[str] | None
) -> Planted | None:
    figure = pick([f for f in _of_kind(copy, *ids) if _stands_in_table(copy, f)], chance)
    if figure is None:
        return None
    number = _number(figure) or Decimal(1)
    made = _digits_exchanged(number, chance)
    if abs(made - number) < 3 * Decimal(1).scaleb(-(figure["decimals_printed"] or 0)):
        return None
    said = f"{figure['figure_id']} {figure['value_printed']}"
    _change(copy, figure, made)
    meant = rules or KNOWN[figure["figure_id"]]
    return Planted(f"文字{said}写成{figure['value_printed']}", meant | CHANGES | {"narrative_shares"})


def total_said_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    ids = ("total_income", "total_expenditure", "fiscal_appropriation_total")
    return _wrong(copy, chance, ids, None)


def three_public_said_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    ids = ("three_public_total", "three_public_reception", "three_public_abroad", "three_public_vehicle",
           "three_public_vehicle_running", "three_public_vehicle_purchase")  # fmt: skip
    return _wrong(copy, chance, ids, THREE)


def procurement_said_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    figure = pick(_of_kind(copy, "procurement_goods", "procurement_services", "procurement_total"), chance)
    parts = {f["figure_id"] for f in _of_kind(copy, "procurement_goods", "procurement_services",
                                              "procurement_works")}  # fmt: skip
    if figure is None or len(parts) < 2 or not _of_kind(copy, "procurement_total"):
        return None
    _change(copy, figure, (_number(figure) or Decimal(1)) * Decimal("1.5") + 1)
    return Planted("采购文字有误", BUYING | CHANGES)


def operating_cost_said_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    return _wrong(copy, chance, ("operating_cost",), COST)


def basic_parts_said_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    ids = tuple(one for one, rules in KNOWN.items() if rules is PARTS)
    return _wrong(copy, chance, ids, PARTS)


def subject_said_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    ids = ("expenditure_by_subject", "fiscal_appropriation_expenditure_by_subject",
           "general_public_expenditure_by_subject")  # fmt: skip
    return _wrong(copy, chance, ids, frozenset({"narrative_subjects", "narrative_stated_twice"}))


def budgets_said_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    ids = ("general_public_budget_expenditure", "gov_fund_expenditure", "state_capital_expenditure",
           "general_public_income", "other_income", "business_income", "carryover_in")  # fmt: skip
    rules = frozenset({"narrative_budgets", "narrative_income_sources", "narrative_appropriation",
                       "narrative_carryover", "narrative_stated_twice"})  # fmt: skip
    return _wrong(copy, chance, ids, rules)


def said_twice_once_otherwise(copy: Copy, chance: random.Random) -> Planted | None:
    known = _of_kind(copy, *KNOWN, "procurement_total", "three_public_total")
    twice = [
        f for f in known
        if any(o["figure_id"] == f["figure_id"] and o["value"] == f["value"]
               and o["sentence"] != f["sentence"] for o in known)
    ]  # fmt: skip
    figure = pick(twice, chance)
    if figure is None:
        return None
    _change(copy, figure, (_number(figure) or Decimal(1)) + 10)
    meant = KNOWN.get(figure["figure_id"], THREE | BUYING)
    return Planted("同一指标两处不一", meant | CHANGES | {"narrative_shares", "narrative_stated_twice"})


def unit_said_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """元 for 万元, or 亿元 for 万元."""
    figures = [
        f for f in _of_kind(copy, *KNOWN, "procurement_total", "three_public_total")
        if f["sentence"][f["char_end"]:].startswith("万元") and _stands_in_table(copy, f)
    ]  # fmt: skip
    figure = pick(figures, chance)
    if figure is None:
        return None
    unit, factor = chance.choice((("元", Decimal("0.0001")), ("亿元", Decimal(10000))))
    number, end = figure["value_printed"], figure["char_end"]
    whole = figure["sentence"]
    rewrite(copy, figure, number, figure["value"] * factor)
    made = whole[:end] + unit + whole[end + 2 :]
    for other in copy.figures:
        if other["sentence"] == whole:
            other["sentence"] = made
            if other["char_start"] > end:
                other["char_start"] += len(unit) - 2
                other["char_end"] += len(unit) - 2
    meant = KNOWN.get(figure["figure_id"], THREE | BUYING)
    return Planted(f"文字单位写成{unit}", meant | CHANGES | {"narrative_shares", "unit_of_money_slip"})


def _told_percent(copy: Copy, least: Decimal) -> list[Row]:
    return [
        f for f in _of_kind(copy, "yoy_percent")
        if abs(f["value"]) > least
        and any(o["figure_id"] == "yoy_change" and o["sentence"] == f["sentence"]
                and o["subject"] == f["subject"] and o["value"] for o in copy.figures)
    ]  # fmt: skip


def percent_off(copy: Copy, chance: random.Random) -> Planted | None:
    figure = pick(_told_percent(copy, Decimal(1)), chance)
    if figure is None:
        return None
    _change(copy, figure, (_number(figure) or Decimal(0)) + chance.choice((Decimal("1.1"), Decimal("2.7"))))
    return Planted("增减百分比有误", CHANGES)


def percent_point_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    figure = pick([f for f in _told_percent(copy, Decimal(1)) if f["decimals_printed"]], chance)
    if figure is None:
        return None
    _change(copy, figure, (_number(figure) or Decimal(0)) * chance.choice((Decimal(10), Decimal("0.1"))))
    return Planted("百分比小数点错位", CHANGES)


def direction_turned(copy: Copy, chance: random.Random) -> Planted | None:
    """增加 for 减少 before the amount; the percentage keeps its own word."""
    told = {(f["sentence"], f["subject"]) for f in _told_percent(copy, Decimal("0.5"))}
    figures = [
        f for f in _of_kind(copy, "yoy_change")
        if (f["sentence"], f["subject"]) in told
        and f["sentence"][max(0, f["char_start"] - 2): f["char_start"]] in ("增加", "减少")
    ]  # fmt: skip
    figure = pick(figures, chance)
    if figure is None:
        return None
    start, whole = figure["char_start"], figure["sentence"]
    after = whole[figure["char_end"] :]
    if not re.search(r"(增长|下降|增幅|降幅|降低|减少|增加|上升)\s*\d", after[:20]):
        return None
    turned = "减少" if whole[start - 2 : start] == "增加" else "增加"
    made = whole[: start - 2] + turned + whole[start:]
    for other in copy.figures:
        if other["sentence"] == whole:
            if other["char_start"] == start and other["figure_id"] == "yoy_change":
                other["value"] = -other["value"]
            other["sentence"] = made
            copy.touched.add(f"figure {other['figure_no']}")
    return Planted("增减方向写反", CHANGES)


def share_said_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    figure = pick([f for f in _of_kind(copy, "share_of_total") if 2 < f["value"] < 95], chance)
    if figure is None:
        return None
    _change(copy, figure, (_number(figure) or Decimal(0)) + Decimal("1.3"))
    return Planted("占比有误", frozenset({"narrative_shares", "share_within_hundred"}))


def shares_exchanged_between(copy: Copy, chance: random.Random) -> Planted | None:
    shares = [f for f in _of_kind(copy, "share_of_total") if 0 < f["value"] < 100]
    one = pick(shares, chance)
    other = one and pick([f for f in shares if f is not one and f["page"] == one["page"]
                          and abs(f["value"] - one["value"]) > 2], chance)  # fmt: skip
    if not one or not other or one["sentence"] == other["sentence"]:
        return None
    first, second = _number(one), _number(other)
    if first is None or second is None:
        return None
    _change(copy, one, second)
    _change(copy, other, first)
    return Planted("两个占比互换", frozenset({"narrative_shares"}))


def subject_named_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    ids = ("expenditure_by_subject", "fiscal_appropriation_expenditure_by_subject")
    figures = [f for f in _of_kind(copy, *ids) if f["subject"] and _stands_in_table(copy, f)]
    one = pick(figures, chance)
    other = one and pick([f for f in figures if abs(f["value"] - one["value"]) > 10000
                          and f["figure_id"] == one["figure_id"]], chance)  # fmt: skip
    if not one or not other:
        return None
    was, name, whole = one["subject"], other["subject"], one["sentence"]
    if was not in whole or whole.count(was) != 1:
        return None
    made, longer, at = whole.replace(was, name), len(name) - len(was), whole.index(was)
    for figure in copy.figures:
        if figure["sentence"] == whole:
            figure["sentence"] = made
            figure["subject"] = name if figure["subject"] == was else figure["subject"]
            if figure["char_start"] is not None and figure["char_start"] > at:
                figure["char_start"] += longer
                figure["char_end"] += longer
            copy.touched.add(f"figure {figure['figure_no']}")
    rules = {"narrative_subjects", "narrative_stated_twice"}
    return Planted("按科目说明的科目写错", frozenset(rules) | CHANGES)


def prior_amount_left(copy: Copy, chance: random.Random) -> Planted | None:
    """Last year's amount left standing in a sentence that tells the change."""
    figures = [f for f in _of_kind(copy, *KNOWN, "three_public_total", "procurement_total",
                                   "expenditure_by_subject") if _stands_in_table(copy, f)]  # fmt: skip
    figure = pick(figures, chance)
    change = figure and next(
        (o for o in copy.figures if o["figure_id"] == "yoy_change" and o["sentence"] == figure["sentence"]
         and o["subject"] in (figure["figure_id"], figure["subject"]) and o["value"]), None,
    )  # fmt: skip
    if not figure or not change or abs(change["value"]) < 20000:
        return None
    ratio = (figure["value"] - change["value"]) / figure["value"]
    if ratio <= 0:
        return None
    _change(copy, figure, (_number(figure) or Decimal(1)) * ratio)
    meant = KNOWN.get(figure["figure_id"], THREE | BUYING)
    return Planted("文字沿用上年数", meant | CHANGES | {"narrative_subjects", "narrative_shares"})


def vehicle_kind_said_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    kinds = [
        f for f in copy.figures
        if f["figure_id"] == "vehicle_count_by_type" and f["value"] is not None
        and f["char_start"] is not None and _number(f) is not None
    ]  # fmt: skip
    figure = pick(kinds, chance)
    total = any(f["figure_id"] == "vehicle_count" for f in copy.figures)
    if figure is None or not total or len(kinds) < 2 or not figure["value"]:
        return None
    _change(copy, figure, (_number(figure) or Decimal(0)) + 4)
    return Planted("分类车辆数与总数不符", frozenset({"narrative_vehicle_count"}))


TEXT = (
    total_said_wrong, three_public_said_wrong, procurement_said_wrong, operating_cost_said_wrong,
    basic_parts_said_wrong, subject_said_wrong, budgets_said_wrong, said_twice_once_otherwise,
    unit_said_wrong, percent_off, percent_point_wrong, direction_turned, share_said_wrong,
    shares_exchanged_between, subject_named_wrong, prior_amount_left, vehicle_kind_said_wrong,
)  # fmt: skip
