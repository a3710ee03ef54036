"""The consistent model behind 样例市: tables and sentences are sums over these lines: all identities hold."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ZERO = Decimal(0)
FISCAL_FUNDS = ("general_public", "gov_fund", "state_capital")

_PERSONNEL = {
    True: {
        "30101": 0.24,
        "30102": 0.27,
        "30103": 0.13,
        "30108": 0.11,
        "30109": 0.055,
        "30110": 0.045,
        "30111": 0.02,
        "30112": 0.01,
        "30113": 0.09,
        "30302": 0.03,
    },
    False: {
        "30101": 0.25,
        "30102": 0.06,
        "30107": 0.35,
        "30108": 0.115,
        "30109": 0.055,
        "30110": 0.05,
        "30112": 0.01,
        "30113": 0.09,
        "30302": 0.015,
        "30305": 0.005,
    },
}
_PUBLIC = {
    "30201": 0.20,
    "30202": 0.04,
    "30207": 0.05,
    "30209": 0.10,
    "30211": 0.12,
    "30213": 0.07,
    "30215": 0.04,
    "30216": 0.05,
    "30228": 0.08,
    "30229": 0.06,
    "30239": 0.12,
    "30299": 0.04,
    "31002": 0.03,
}


@dataclass(frozen=True)
class Line:
    """One indivisible amount of a unit's budget."""

    item: str
    economic: str
    amount: Decimal
    project: str | None = None
    fund: str = "general_public"
    carried: bool = False
    member: str = ""


Test = Callable[[Line], bool]
#: The smallest amount that a template can print exactly.
_QUANTA = {"dashed": Decimal("0.01"), "three_columns": Decimal(10), "three_columns_plain": Decimal(10)}


@dataclass(frozen=True)
class Books:
    """A unit's (or department's) year: its lines, its members, and last year's books."""

    code: str
    name: str
    year: int
    template: str
    scope: str
    administrative: bool
    lines: tuple[Line, ...]
    prior: "Books | None" = None
    members: tuple["Books", ...] = ()
    quantum: Decimal = Decimal(100)
    facts: dict[str, int] = field(default_factory=dict)

    def sum(self, *tests: Test) -> Decimal:
        return sum((line.amount for line in self.lines if all(test(line) for test in tests)), ZERO)

    @property
    def total(self) -> Decimal:
        return self.sum()

    def three_public(self, economic: str) -> Decimal:
        return self.sum(is_fiscal, lambda line: line.economic == economic)

    @property
    def operating_cost(self) -> Decimal:
        """机关运行经费: the public-use money of the administrative members."""
        books = self.members or (self,)
        return sum((b.sum(is_general, is_public_use) for b in books if b.administrative), ZERO)

    def procurement(self) -> dict[str, Decimal]:
        """货物, 工程, 服务: parts of the equipment, works and services lines."""
        shares = {
            "goods": ("31002", "31003", "31007", "31013"),
            "works": ("31005",),
            "services": ("30227", "30209"),
        }
        return {
            kind: _rounded(
                self.sum(lambda line, codes=codes: line.economic in codes) * Decimal("0.6"), self.quantum
            )
            for kind, codes in shares.items()
        }

    def projects(self) -> list[tuple[str, tuple[Line, ...]]]:
        names = dict.fromkeys(line.project for line in self.lines if line.project)
        return [(name, tuple(line for line in self.lines if line.project == name)) for name in names if name]


def is_project(line: Line) -> bool:
    return line.project is not None


def is_basic(line: Line) -> bool:
    return line.project is None


def is_personnel(line: Line) -> bool:
    return is_basic(line) and line.economic[:3] in ("301", "303")


def is_public_use(line: Line) -> bool:
    return is_basic(line) and line.economic[:3] in ("302", "310")


def is_fiscal(line: Line) -> bool:
    return line.fund in FISCAL_FUNDS


def is_general(line: Line) -> bool:
    return line.fund == "general_public"


def is_current(line: Line) -> bool:
    return not line.carried


def is_carried(line: Line) -> bool:
    return line.carried


def of_fund(fund: str) -> Test:
    return lambda line: line.fund == fund


def of_code(code: str) -> Test:
    return lambda line: line.item.startswith(code)


@cache
def city() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((HERE / "city.yml").read_text(encoding="utf-8"))
    return data


@cache
def subjects() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((HERE / "subjects.yml").read_text(encoding="utf-8"))
    return data


@cache
def all_books() -> dict[tuple[str, int], Books]:
    """The books of every publisher and year, by code and year."""
    result: dict[tuple[str, int], Books] = {}
    years = city()["years"]
    for year in (years[0] - 1, *years):
        for unit in city()["units"]:
            result[unit["code"], year] = unit_books(unit, year, result.get((unit["code"], year - 1)))
        for department in city()["departments"]:
            members = tuple(result[code, year] for code in department["members"])
            lines = tuple(replace(line, member=book.code) for book in members for line in book.lines)
            result[department["code"], year] = Books(
                department["code"],
                department["name"],
                year,
                department["template"],
                "department",
                True,
                lines,
                prior=result.get((department["code"], year - 1)),
                members=members,
                facts={key: sum(book.facts[key] for book in members) for key in members[0].facts},
            )
    return result


def unit_books(unit: dict[str, Any], year: int, prior: Books | None) -> Books:
    template = unit["template"]
    quantum = _QUANTA.get(template, Decimal(100))
    lines = [*_basic_lines(unit, year, quantum), *_project_lines(unit, year, quantum)]
    renamed: dict[str, str] = {}
    for start, pairs in unit.get("renamed", {}).items():
        renamed |= pairs if year >= start else {}
    lines = [replace(line, item=renamed.get(line.item, line.item)) for line in lines]
    facts = {"cars": 1 + _number(unit["code"], "cars") % 6, "devices": _number(unit["code"], "devices") % 5}
    return Books(
        unit["code"],
        unit["name"],
        year,
        template,
        unit["scope"],
        unit["administrative"],
        tuple(lines),
        prior,
        quantum=quantum,
        facts=facts,
    )


def _basic_lines(unit: dict[str, Any], year: int, quantum: Decimal) -> Iterable[Line]:
    administrative = unit["administrative"]
    for economic, share in _PERSONNEL[administrative].items():
        yield _line(unit, year, _item_of(economic, unit), economic, unit["personnel"] * share, quantum)
    for economic, share in _PUBLIC.items():
        if economic == "30239" and not administrative:
            continue
        yield _line(unit, year, unit["operation"], economic, unit["public"] * share, quantum)
    for economic, amount in unit["three_public"].items():
        if economic not in ("30212", "31013"):
            yield _line(unit, year, unit["operation"], economic, amount, quantum)


def _project_lines(unit: dict[str, Any], year: int, quantum: Decimal) -> Iterable[Line]:
    for project in unit["projects"]:
        for economic, share in project["economic"].items():
            line = _line(
                unit, year, project["item"], economic, project["amount"] * share, quantum, project["name"]
            )
            line = replace(line, fund=project.get("fund", "general_public"))
            carried = _rounded(line.amount * Decimal(str(project.get("carried", 0))), quantum)
            yield replace(line, amount=line.amount - carried)
            if carried:
                yield replace(line, amount=carried, carried=True)
    for economic in ("30212", "31013"):
        amount = unit["three_public"].get(economic)
        if amount and not (economic == "31013" and year % 2):
            name = {"30212": "因公出国（境）经费", "31013": "公务用车更新购置"}[economic]
            yield _line(unit, year, unit["operation"], economic, amount, quantum, name)


def _item_of(economic: str, unit: dict[str, Any]) -> str:
    administrative = unit["administrative"]
    return {
        "30108": "2080505",
        "30109": "2080506",
        "30110": "2101101" if administrative else "2101102",
        "30111": "2101103",
        "30113": "2210201",
        "30302": "2080501" if administrative else "2080502",
    }.get(economic, unit["operation"])


def _line(
    unit: dict[str, Any],
    year: int,
    item: str,
    economic: str,
    amount: float,
    quantum: Decimal,
    project: str | None = None,
) -> Line:
    growth = Decimal("1.031") ** (year - 2022)
    noise = Decimal(940 + _number(unit["code"], str(year), item, economic, project or "") % 130) / 1000
    yuan = _rounded(Decimal(str(amount)) * 10000 * growth * noise, quantum)
    return Line(item, economic, yuan, project, member=unit["code"])


def _number(*key: str) -> int:
    return int.from_bytes(hashlib.sha256("|".join(key).encode()).digest()[:6])


def _rounded(value: Decimal, quantum: Decimal) -> Decimal:
    return (value / quantum).quantize(Decimal(1), rounding="ROUND_HALF_UP") * quantum
