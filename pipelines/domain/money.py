"""Money as printed: the exact amount, its unit (元, 万元 …) and the half-unit that rounding leaves open."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache

CENT = Decimal("0.01")
MAX_DIGITS = 14
"""before the point: a longer row of digits is a number of something else, or several run into one another."""
MAX_YUAN = Decimal(10) ** 17
"""yuan: no disclosed amount is as large; the lake holds it."""

# One printed amount: thousands in commas or none (some print only the last: 120258,600), decimals, a sign in
# front (a minus, or the triangle of some ledgers) or accounting brackets around.
_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
AMOUNT_PATTERN = re.compile(
    rf"[¥￥]?(?P<open>\()?(?P<sign>[-−－﹣–—△▲]?)\+?[¥￥]?(?P<digits>{_DIGITS})(?(open)\))"
)

_PLAIN = str.maketrans("，．（）", ",.()")

# Written in a cell instead of a figure: nothing, which is neither blank nor 0.00.
DASHES = frozenset({"-", "—", "–", "——", "--", "－", "/", "−"})


class MoneyUnit(Enum):
    """A unit of money as disclosures print it (金额单位); the value is its size in yuan."""

    YUAN = Decimal(1)
    THOUSAND_YUAN = Decimal(1000)
    TEN_THOUSAND_YUAN = Decimal(10000)
    MILLION_YUAN = Decimal(1000000)
    HUNDRED_MILLION_YUAN = Decimal(100000000)

    @property
    def printed(self) -> str:
        """The Chinese word, e.g. ``万元``."""
        return _PRINTED[self]

    @classmethod
    def from_printed(cls, word: str) -> "MoneyUnit":
        """The unit for a Chinese word such as ``元`` or ``万元``.

        Raises:
            KeyError: the word is not a unit of money.
        """
        return _BY_WORD[word]


_PRINTED = {
    MoneyUnit.YUAN: "元",
    MoneyUnit.THOUSAND_YUAN: "千元",
    MoneyUnit.TEN_THOUSAND_YUAN: "万元",
    MoneyUnit.MILLION_YUAN: "百万元",
    MoneyUnit.HUNDRED_MILLION_YUAN: "亿元",
}
_BY_WORD = {word: unit for unit, word in _PRINTED.items()}


@dataclass(frozen=True, slots=True)
class PrintedAmount:
    """A figure as printed, without its unit.

    Attributes:
        text: the printed characters without white space, e.g. ``1,879.36``.
        value: the exact number printed, in the printed unit.
        decimals: how many decimals are printed.
    """

    text: str
    value: Decimal
    decimals: int

    def yuan(self, unit: MoneyUnit) -> Decimal:
        """The amount in yuan, exact; rounded half up to the cent where more is printed than a cent."""
        return (self.value * unit.value).quantize(CENT, rounding="ROUND_HALF_UP")

    def half_unit(self, unit: MoneyUnit) -> Decimal:
        """Half of the last printed place, in yuan: what rounding may have hidden (design: tolerance)."""
        return unit.value.scaleb(-self.decimals) / 2


@lru_cache(maxsize=4096)  # one amount stands in many tables
def parse_amount(text: str) -> PrintedAmount | None:
    """The amount that a whole cell prints, or None where the text is not exactly one number.

    White space inside is ignored: numbers wrap inside narrow cells (``143,999.0⏎0``).
    """
    compact = "".join(text.split()).translate(_PLAIN)
    match = AMOUNT_PATTERN.fullmatch(compact)
    if match is None:
        return None
    digits = match["digits"].replace(",", "")
    whole, _, fraction = digits.partition(".")
    if len(whole) > MAX_DIGITS:
        return None
    value = Decimal(digits)
    if match["sign"] or match["open"]:
        value = -value
    return PrintedAmount(compact, value, len(fraction))


def is_dash(text: str) -> bool:
    """Whether a cell prints a dash: stated to be nothing, which is neither blank nor zero."""
    return "".join(text.split()).lstrip("¥￥") in DASHES
