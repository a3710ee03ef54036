"""Accounts of invented bodies with the honest peculiarities of real ones, and the habits of those who print them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from pipelines.domain.money import MoneyUnit
from tests.sample_city import ledger
from tests.sample_city.ledger import Books, Line, is_general, is_personnel

YEAR = 2026
PLACES = ("云屏", "望川", "临澧河", "青泽", "南浔塘", "松陵岗", "白鹭洲", "东沙")
DEPARTMENTS = (
    "农业农村局",
    "退役军人事务局",
    "图书馆",
    "统计局",
    "住房和城乡建设局",
    "妇幼保健院",
    "司法局",
    "融媒体中心",
)


@dataclass(frozen=True)
class Habits:
    """How one city prints: each choice is one that correct disclosures make."""

    seed: int
    kind: str
    unit: MoneyUnit
    decimals: int
    truncated: bool
    zero: str
    drop_zero: bool
    on_top: bool
    codes: str
    ruling: str
    carry: str
    prior_column: bool
    split_basic: bool
    three_public: str
    procurement: str
    fund_note: str
    text_unit: str
    text_decimals: int
    text_strip: bool
    text_commas: bool
    percent_decimals: int
    percent_truncated: bool
    base: str
    words: tuple[str, str, str, str]
    wording: int
    first_year: bool
    former_merger: bool
    summary_parts: bool
    scope: str
    level: str
    numbers: str
    contents: str
    negative: bool
    all_same: bool
    performance: str


_WORDS = (
    ("增加", "减少", "增长", "下降"),
    ("增加", "减少", "上升", "下降"),
    ("增长", "降低", "增幅", "降幅"),
    ("增加", "减少", "增幅", "降幅"),
    ("多", "少", "增长", "下降"),
    ("增加", "压减", "增长", "压减"),
)


def habits(seed: int) -> Habits:
    """One city's choices, drawn once for all its documents."""
    chance = random.Random(seed)
    one = chance.choice
    unit = one([MoneyUnit.TEN_THOUSAND_YUAN] * 7 + [MoneyUnit.YUAN] * 2 + [MoneyUnit.THOUSAND_YUAN])
    decimals = {
        MoneyUnit.TEN_THOUSAND_YUAN: one([2, 2, 2, 2, 0, 1, 4, 6]),
        MoneyUnit.YUAN: one([0, 2]),
        MoneyUnit.THOUSAND_YUAN: one([0, 2]),
    }[unit]
    return Habits(
        seed=seed,
        kind=one(["budget"] * 3 + ["final"]),
        unit=unit,
        decimals=decimals,
        truncated=chance.random() < 0.06,
        zero=one(["", "", "0.00", "0", "-", "—"]),
        drop_zero=chance.random() < 0.5,
        on_top=chance.random() < 0.5,
        codes=one(["ONE", "ONE", "THREE", "DASH", "BRACKET"]),
        ruling=one(["STROKES", "STROKES", "RECTANGLES", "OPEN_SIDES", "DOUBLED"]),
        carry=one(["none", "none", "column", "inside", "beside", "own"]),
        prior_column=chance.random() < 0.25,
        split_basic=chance.random() < 0.5,
        three_public=one(["row", "rows", "years", "with_meetings", "compare", "empty"]),
        procurement=one(["kinds", "units", "none", "services"]),
        fund_note=one(["below", "text", "nothing_but_words", "title"]),
        text_unit=one(["万元", "万元", "万元", "万元", "元", "亿元", "table"]),
        text_decimals=one([2, 2, 2, 0, 1]),
        text_strip=chance.random() < 0.25,
        text_commas=chance.random() < 0.4,
        percent_decimals=one([2, 2, 1, 0]),
        percent_truncated=chance.random() < 0.15,
        base=one(["上年", "去年", "{p}年", "上年预算数", "{p}年年初预算", "上年度", "{p}年预算"]),
        words=one(_WORDS),
        wording=chance.randrange(1000),
        first_year=chance.random() < 0.07,
        former_merger=chance.random() < 0.07,
        summary_parts=chance.random() < 0.5,
        scope=one(["department", "department", "unit"]),
        level=one(["市", "市", "区", "县"]),
        numbers=one(["", "附表{n}", "公开{n:02d}表", "预算{n:02d}表", "表{n}", "附件1-{n}", "表{c}"]),
        contents=one(["full", "short", "none"]),
        negative=chance.random() < 0.06,
        all_same=chance.random() < 0.06,
        performance=one(["none", "sentence", "count", "form"]),
    )


@dataclass(frozen=True)
class Case:
    """One disclosure to be printed: books, habits, and how it writes numbers."""

    habits: Habits
    books: Books

    @property
    def year(self) -> int:
        return self.books.year

    @property
    def prior(self) -> Books:
        assert self.books.prior is not None
        return self.books.prior

    @property
    def base(self) -> str:
        return self.habits.base.format(p=self.year - 1)

    @property
    def word(self) -> str:
        return "部门" if self.habits.scope == "department" else "单位"

    def money(self, amount: Decimal) -> str:
        """An amount as a sentence of this city writes it, its unit behind."""
        h = self.habits
        unit = h.unit.printed if h.text_unit == "table" else h.text_unit
        decimals = h.decimals if h.text_unit == "table" else h.text_decimals
        if unit == "亿元":
            unit, decimals = ("亿元", 2) if abs(amount) >= 10**8 else ("万元", 2)
        if unit == "元":
            decimals = min(decimals, 2)
        size = {"元": 1, "千元": 1000, "万元": 10000, "亿元": 10**8}[unit]
        return f"{self.digits(amount / size, decimals)}{unit}"

    def digits(self, value: Decimal, decimals: int) -> str:
        h = self.habits
        rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        text = f"{rounded:,f}" if h.text_commas else f"{rounded:f}"
        if h.text_strip and "." in text:
            text = text.rstrip("0").rstrip(".")
        return text if rounded else "0"

    def percent(self, part: Decimal, whole: Decimal) -> str:
        h = self.habits
        mode = ROUND_DOWN if h.percent_truncated else ROUND_HALF_UP
        value = (part / whole * 100).quantize(Decimal(1).scaleb(-h.percent_decimals), mode)
        return f"{value:f}%"

    def than(self, current: Decimal, prior: Decimal, base: str | None = None) -> str:
        """Compared with last year: the change, its rate where there is one, or that nothing changed."""
        h = self.habits
        up, down, rate_up, rate_down = h.words
        base = base or self.base
        lead = {0: f"比{base}", 1: f"较{base}", 2: f"与{base}相比"}[h.wording % 3]
        if h.first_year:
            return ("本年为新设单位，无上年数据", "上年未编制预算，无可比数")[h.wording % 2]
        if current == prior:
            return (f"与{base}持平", f"与{base}一致，无增减变化", f"{lead}无变化", f"与{base}相比持平")[
                h.wording % 4
            ]
        difference = current - prior
        word, rate = (up, rate_up) if difference > 0 else (down, rate_down)
        stated = f"{lead}{word}{self.money(abs(difference))}"
        if not prior:
            return (
                stated
                + ("", "，上年无此项支出，不作比较", "（上年为0，无法计算比率）", "，主要是上年无该项预算")[
                    h.wording % 4
                ]
            )
        return f"{stated}，{rate}{self.percent(abs(difference), prior)}"


def printed_value(h: Habits, amount: Decimal) -> Decimal:
    """What a city that cuts decimals off prints instead of rounding."""
    if not h.truncated:
        return amount
    return (amount / h.unit.value).quantize(Decimal(1).scaleb(-h.decimals), ROUND_DOWN) * h.unit.value


def cases(seed: int) -> Case:
    """A body's books of two years under the habits drawn by `seed`."""
    h = habits(seed)
    chance = random.Random(seed * 7 + 1)
    base = chance.choice(ledger.city()["units"])
    place = chance.choice(PLACES)
    # no two of them are one body
    place = f"{'沐泓岚棠樾澜岐郦'[seed % 8]}{'阳州川陵安宁溪台'[seed // 8 % 8]}{place}"
    name = f"{place}{h.level}{chance.choice(DEPARTMENTS)}"
    size = Decimal(chance.choice(["0.08", "0.31", "0.9", "2.7", "11"]))
    unit = {key: base[key] for key in ("code", "administrative", "operation")} | {
        "code": f"7{seed:04d}",
        "name": name,
        "scope": h.scope,
        "template": "",
        "personnel": float(base["personnel"] * size),
        "public": float(base["public"] * size),
        "three_public": _three_public(base, size, chance),
        "projects": _projects(base, size, chance, h),
    }
    quantum = chance.choice([Decimal(100), Decimal(1), Decimal("0.01"), Decimal(10000)])
    year = YEAR - 1 if h.kind == "final" else YEAR
    prior = _books(unit, year - 1, quantum, None, h)
    books = _books(unit, year, quantum, prior, h)
    if h.all_same:
        books = replace(books, lines=prior.lines)
    return Case(h, books)


def _three_public(base: dict, size: Decimal, chance: random.Random) -> dict[str, float]:
    kept = {code: float(Decimal(str(x)) * size) for code, x in base["three_public"].items()}
    if chance.random() < 0.3:
        kept = {}
    elif chance.random() < 0.4:
        kept.pop(chance.choice(sorted(kept)))
    return kept


def _projects(base: dict, size: Decimal, chance: random.Random, h: Habits) -> list[dict]:
    """The projects, some paid by other funds, some carried over from last year."""
    result = []
    for project in base["projects"]:
        one = {key: project[key] for key in ("name", "item", "economic")}
        one["amount"] = float(Decimal(str(project["amount"])) * size)
        fund = chance.random()
        if fund < 0.12:
            one["fund"] = chance.choice(["special_account", "business_income", "other_income"])
        elif project.get("fund") == "gov_fund":
            one["fund"] = "gov_fund"
        if h.carry != "none":
            one["carried"] = chance.choice([0, 0.1, 0.35, 1])
        result.append(one)
    return result if chance.random() > 0.08 else result[:1]


def _books(unit: dict, year: int, quantum: Decimal, prior: Books | None, h: Habits) -> Books:
    lines: list[Line] = [
        *ledger._basic_lines(unit, year, quantum),
        *ledger._project_lines(unit, year, quantum),
    ]
    lines = [line for line in lines if line.amount]
    if h.negative:
        lines = [*lines, replace(lines[-1], amount=-max(quantum, lines[-1].amount / 9 // quantum * quantum))]
    facts = {"cars": unit["code"].count("1"), "devices": len(lines) % 3}
    return Books(
        unit["code"], unit["name"], year, "", h.scope, unit["administrative"], tuple(lines), prior,
        quantum=quantum, facts=facts,
    )  # fmt: skip


def share_of(lines: Sequence[Line], test: Callable[[Line], bool]) -> Decimal:
    return sum((line.amount for line in lines if test(line)), Decimal(0))


__all__ = [
    "YEAR",
    "Case",
    "Habits",
    "cases",
    "habits",
    "is_general",
    "is_personnel",
    "printed_value",
    "share_of",
]
