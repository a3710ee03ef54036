"""What a careful reader could prove of a document with paper and pencil (勾稽关系), apart from the rules.

A planting of the third set counts only where it is provable: a relation of the taxonomy of identities that
can be computed from what is printed, that held in the original, and that the planted copy breaks beyond its
rounding (n+1 half units, never less than two units of the last place). Nothing here knows the rules.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import wraps

from benchmarks.planting.copies import Copy, Plant, Planted, Row

Gap = tuple[Decimal, Decimal]
"""How far the two sides of a relation are apart, and how far rounding may drive them apart."""

TREES = frozenset(
    {
        "income_summary", "expenditure_summary", "general_public_expenditure", "gov_fund_expenditure",
        "state_capital_expenditure", "general_public_basic_by_economic", "fiscal_appropriation_expenditure",
        "fiscal_appropriation_basic_by_economic", "general_public_project_by_economic",
        "final_income", "final_expenditure", "final_general_public_expenditure",
        "final_general_public_basic_by_economic",
    }
)  # fmt: skip
USES = ("basic", "project", "operating_expenditure", "remit_to_superior", "subsidy_to_affiliates", "reserve")
OFFICE = ("personnel", "public_use")
SUMS = (("basic", "project"), OFFICE, ("general_public", "gov_fund", "state_capital"))
SAME = (
    ("income_summary", "total", "expenditure_summary", "total"),
    ("general_public_expenditure", "basic", "general_public_basic_by_economic", "total"),
    ("general_public_expenditure", "personnel", "general_public_basic_by_economic", "personnel"),
    ("general_public_expenditure", "public_use", "general_public_basic_by_economic", "public_use"),
    ("fiscal_appropriation_expenditure", "basic", "fiscal_appropriation_basic_by_economic", "total"),
    ("final_income", "total", "final_expenditure", "total"),
    ("final_general_public_expenditure", "basic", "final_general_public_basic_by_economic", "total"),
)
WITHIN = (
    ("general_public_expenditure", "total", "expenditure_summary", "total"),
    ("general_public_expenditure", "basic", "expenditure_summary", "basic"),
    ("general_public_expenditure", "project", "expenditure_summary", "project"),
)
SUMMARIES = ("income_expenditure_summary", "fiscal_appropriation_summary")
ORDINALS = "一二三四五六七八九十"
WITHHOLDING = re.compile("公安|国家安全|保密|密码|国防|军民融合|警卫")
"""Bodies that may withhold rows lawfully: their totals may exceed what they list."""


def half_unit(fact: Row, multiplier: int | None) -> Decimal:
    """Half a unit of the last printed place, in yuan."""
    return Decimal(multiplier or 1).scaleb(-(fact["decimals_printed"] or 0)) / 2


class Sheet:
    """One table as lines: (side, line) → column → amount and half unit."""

    def __init__(self, table: Row, facts: Iterable[Row]) -> None:
        self.kind = table["kind"]
        self.lines: dict[tuple[str, int], dict[str, Gap]] = defaultdict(dict)
        self.names: dict[tuple[str, int], tuple[str, str, str]] = {}
        for fact in sorted(facts, key=lambda f: (f["side"], f["row_index"])):
            if fact["amount_yuan"] is None:
                continue
            line = (fact["side"], fact["row_index"])
            self.lines[line][fact["column_id"]] = (
                fact["amount_yuan"],
                half_unit(fact, table["unit_multiplier"]),
            )
            self.names[line] = (fact["subject_code"] or "", fact["subject_name"] or "", fact["row_role"])

    def by_code(self) -> dict[str, dict[str, Gap]] | None:
        """Code → amounts, 合计 under the empty code; nothing where a code stands in several lines (units)."""
        found: dict[str, dict[str, Gap]] = {}
        for line, (code, _, role) in self.names.items():
            key = code if code else "" if role == "total" else None
            if key is None:
                continue
            if key in found:
                return None
            found[key] = self.lines[line]
        return found


def sheets(copy: Copy) -> dict[str, Sheet]:
    """Kind → its sheet, where the document has one table of the kind."""
    facts: dict[str, list[Row]] = defaultdict(list)
    for fact in copy.facts:
        facts[fact["table_id"]].append(fact)
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for table in copy.tables:
        by_kind[table["kind"]].append(table)
    return {
        kind: Sheet(tables[0], facts[tables[0]["table_id"]])
        for kind, tables in by_kind.items()
        if len(tables) == 1
    }


def relations(copy: Copy) -> dict[str, Gap]:
    """Every relation that can be computed: what it is → gap and tolerance."""
    found: dict[str, Gap] = {}
    by_kind = sheets(copy)
    codes = {kind: by_code for kind, sheet in by_kind.items() if (by_code := sheet.by_code()) is not None}
    withhold = WITHHOLDING.search(copy.document["entity_name"] or "") is not None
    for kind in TREES & codes.keys():
        found.update(_trees(kind, codes[kind], withhold))
        found.update(_rows(kind, codes[kind]))
    found.update(_between(codes))
    for kind in SUMMARIES:
        if kind in by_kind:
            found.update(_summary(by_kind[kind], codes, withhold))
    return found


def _gap(whole: Gap, parts: Iterable[Gap]) -> Gap:
    terms = list(parts)
    tolerance = whole[1] + sum((half for _, half in terms), Decimal(0))
    return abs(whole[0] - sum((amount for amount, _ in terms), Decimal(0))), max(tolerance, 4 * whole[1])


def _sum_gap(whole: Gap, parts: Iterable[Gap], may_withhold: bool) -> Gap:
    """As `_gap`; where rows may lawfully be withheld, rows that add up to less prove nothing."""
    terms = list(parts)
    if may_withhold and whole[0] >= sum((amount for amount, _ in terms), Decimal(0)):
        return Decimal(0), Decimal(0)
    return _gap(whole, terms)


def _trees(kind: str, lines: dict[str, dict[str, Gap]], withhold: bool) -> Iterator[tuple[str, Gap]]:
    coded = sorted(code for code in lines if code)
    lengths = sorted({len(code) for code in coded})
    for code in coded:
        below = [c for c in coded if c.startswith(code) and len(c) == len(code) + 2]
        for column, whole in lines[code].items() if below else ():
            parts = [lines[c][column] for c in below if column in lines[c]]
            yield f"{kind} {column} {code} = Σ", _sum_gap(whole, parts, withhold)
    roots = [code for code in coded if len(code) == lengths[0]]
    for column, whole in lines.get("", {}).items() if len(lengths) > 1 else ():
        yield (
            f"{kind} {column} 合计 = Σ",
            _sum_gap(whole, [lines[c][column] for c in roots if column in lines[c]], withhold),
        )


def _rows(kind: str, lines: dict[str, dict[str, Gap]]) -> Iterator[tuple[str, Gap]]:
    for code, amounts in lines.items():
        if "total" in amounts and ("basic" in amounts or "project" in amounts):
            yield f"{kind} {code} uses", _gap(amounts["total"], [amounts[c] for c in USES if c in amounts])
        whole = "basic" if "basic" in amounts else "total"
        if whole in amounts and any(c in amounts for c in OFFICE):
            yield f"{kind} {code} office", _gap(amounts[whole], [amounts[c] for c in OFFICE if c in amounts])


def _between(codes: dict[str, dict[str, dict[str, Gap]]]) -> Iterator[tuple[str, Gap]]:
    for one, column, other, its_column in SAME:
        if one in codes and other in codes:
            functional = not other.endswith("by_economic")
            for code in codes[one].keys() & codes[other].keys() if functional else ("",):
                left = codes[one].get(code, {}).get(column)
                right = codes[other].get(code, {}).get(its_column)
                if left and right:
                    yield f"{one} {column} {code} = {other}", _gap(left, [right])
    for one, column, other, its_column in WITHIN:
        for code in codes.get(one, {}).keys() & codes.get(other, {}).keys():
            left, right = codes[one][code].get(column), codes[other][code].get(its_column)
            if left and right and left[0] > right[0]:
                yield f"{one} {column} {code} ≤ {other}", _gap(left, [right])
            elif left and right:
                yield f"{one} {column} {code} ≤ {other}", (Decimal(0), Decimal(0))


def _summary(
    sheet: Sheet, codes: dict[str, dict[str, dict[str, Gap]]], withhold: bool
) -> Iterator[tuple[str, Gap]]:
    ends: dict[str, Gap] = {}
    for side, columns in (
        ("left", ("income_amount",)),
        ("right", ("expenditure_amount", "expenditure_total")),
    ):
        lines = [(line, sheet.names[line]) for line in sorted(sheet.lines) if line[0] == side]
        column = next((c for c in columns if any(c in sheet.lines[line] for line, _ in lines)), None)
        if column is None:
            continue
        classes = [
            (name.partition("、")[2], sheet.lines[line][column])
            for line, (_, name, _) in lines
            if name[:1] in ORDINALS and "、" in name and column in sheet.lines[line]
        ]
        sums = {
            name: sheet.lines[line][column]
            for line, (_, name, role) in lines
            if role != "item" and column in sheet.lines[line]
        }
        current = next((gap for name, gap in sums.items() if name.startswith("本年")), None)
        grand = next((gap for name, gap in sums.items() if name.endswith("总计")), None)
        if grand is not None:
            ends[side] = grand
        if classes and (whole := current or grand):
            yield f"{sheet.kind} {side} Σ classes", _sum_gap(whole, [gap for _, gap in classes], withhold)
        other = "expenditure_summary" if sheet.kind == SUMMARIES[0] else "general_public_expenditure"
        if side == "right" and other == "expenditure_summary":
            yield from _classes(sheet.kind, classes, codes.get(other, {}))
        if grand is not None and current is not None:
            yield from _totals(sheet.kind, side, [grand, current], codes)
    if len(ends) == 2:
        yield f"{sheet.kind} balance", _gap(ends["left"], [ends["right"]])


def _classes(
    kind: str, classes: list[tuple[str, Gap]], lines: dict[str, dict[str, Gap]]
) -> Iterator[tuple[str, Gap]]:
    totals = sorted(
        amounts["total"][0] for code, amounts in lines.items() if len(code) == 3 and "total" in amounts
    )
    if totals and len(totals) == len(classes):
        for number, ((_, printed), total) in enumerate(
            zip(sorted(classes, key=lambda c: c[1][0]), totals, strict=True)
        ):
            yield f"{kind} class {number} = 类", (abs(printed[0] - total), 4 * printed[1])


def _totals(
    kind: str, side: str, ends: list[Gap], codes: dict[str, dict[str, dict[str, Gap]]]
) -> Iterator[tuple[str, Gap]]:
    if kind == SUMMARIES[0]:
        other = "income_summary" if side == "left" else "expenditure_summary"
        total = codes.get(other, {}).get("", {}).get("total")
        if total is not None:
            yield f"{kind} {side} = {other}", min(_gap(end, [total]) for end in ends)


Make = Callable[[Copy, random.Random], str | None]


def proven_by(
    compute: Callable[[Copy], dict[str, Gap]], meant_for: Callable[[list[str]], frozenset[str]]
) -> Callable[[Make], Plant]:
    """Plantings that count only where a relation that held before is broken; `meant_for` names the rules."""
    originals: dict[str, dict[str, Gap]] = {}

    def proven(make: Make) -> Plant:
        @wraps(make)
        def planted(copy: Copy, chance: random.Random) -> Planted | None:
            if copy.original_id not in originals:
                originals[copy.original_id] = compute(copy)
            before = originals[copy.original_id]
            what = make(copy, chance)
            names = _broken(before, compute(copy)) if what else []
            return Planted(f"{what}：{names[0]}", meant_for(names)) if what and names else None

        return planted

    return proven


def _broken(before: dict[str, Gap], after: dict[str, Gap]) -> list[str]:
    """Relations that held before and do not hold after."""
    return sorted(
        name
        for name, (gap, tolerance) in after.items()
        if gap > tolerance and name in before and before[name][0] <= before[name][1]
    )
