"""Numbers in running prose: amounts, percentages and counts; years, codes and ordinals are none of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipelines.domain.money import MAX_DIGITS, MAX_YUAN, MoneyUnit

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?<![\d.,A-Za-z])(?P<sign>-)?(?:(?P<higher>\d{{1,4}})(?P<scale>亿|万)(?=\d))?(?P<digits>{_DIGITS})(?![\d])"
    r"(?:(?P<money>(?:亿|万|千|百万)?元|万(?=[，。；、（）]|$))|(?P<percent>%|个百分点)"
    r"|(?P<count>台（套）|台套|台|套|辆|人次|人（次）|批次|批（次）|批|次|人|名|个|平方米|平米|㎡|[mM]2))?"
)
_NOT_UNIT = re.compile(
    r"元旦|次会议|次全会|个月|个工作日|次全体|人大|人民|名称|人员|人力|人才|套餐|次数|人均|个人(?!次)"
)
_THRESHOLD = re.compile(r"(?:（含）|（不含）|（含本数）)?(?:以上|以下|以内|及以上|以外)")
_SQUARE_METRES = frozenset({"平方米", "平米", "㎡", "m2", "M2"})
_UNIT = r"(?:(?:[亿万千]|百万)?元|%|万)?"
_TO = r"(?:[-—–~～]{1,2}|至|到)"
_RANGE_ENDS = re.compile(rf"\d{_UNIT}{_TO}$")
_RANGE_BEGINS = re.compile(rf"{_TO}(?:{_DIGITS})(?:(?:[亿万千]|百万)?元|%)")
_BOUND = re.compile(
    r"(?:不|未|没有?)(?:得|能|应)?(?:超过|超|低于|少于|高于|大于|小于|足)$|至少$|(?:上|下)限为?$"
)
_BOUND_ENDS = frozenset("过于足少内下的限为超至到-—–~～")
"""The characters that _BOUND and _RANGE_ENDS can end with."""
_STANDS_ALONE = re.compile(r"(?:预算数|决算数|预算|决算|支出|收入|经费|费用?|合计|总计|为)$")
_AFTER_ALONE = re.compile(r"[，。；、）]|增加|减少|增长|下降|$")
_DIRECTION = re.compile(r"(?:增长|下降|上升|降低|增幅|降幅|减少|增加)$")
_COUNTED = re.compile(r"(?:用车|车辆|设备|（不含车辆）)(?:为)?$")
_COMPARED = re.compile(r"(?:比|较|与)[^，。；]{0,20}(?:预算数|决算数|执行数|预算|决算)为?$")
_UNITS = {"万": MoneyUnit.TEN_THOUSAND_YUAN, "百万元": MoneyUnit.MILLION_YUAN}
_SCALES = {"亿": 100_000_000, "万": 10_000}


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit in a sentence.

    Attributes:
        kind: money, percent, count, area, or threshold: a bound (``100万元以上``), percentage points.
        value: yuan, percent or pieces. unit: as printed, empty where it is missing.
        start, end: span of the digits. stop: end of the unit.
    """

    kind: str
    text: str
    value: Decimal
    decimals: int
    unit: str
    start: int
    end: int
    stop: int

    def change(self, sign: int) -> Decimal:
        """Its value as a change; a printed minus says a fall whatever the word (``增加（减少）-3.2万元``)."""
        return self.value if self.value < 0 else self.value * (sign or 1)


def numbers(sentence: str) -> Iterator[Number]:
    """The numbers of a compact sentence that state an amount, a share or a count."""
    for match in _NUMBER.finditer(sentence):
        number = _number(sentence, match)
        if number is not None:
            yield number


def _number(sentence: str, match: re.Match[str]) -> Number | None:
    higher = match["higher"]
    start, end, stop = match.start("higher" if higher else "digits"), match.end("digits"), match.end()
    if match["sign"]:
        start -= 1
    digits = match["digits"]
    whole, _, fraction = digits.replace(",", "").partition(".")
    if len(whole) > MAX_DIGITS:
        return None
    value, decimals = Decimal(digits.replace(",", "")), len(fraction)
    text = sentence[start:end]
    money, percent, count = match["money"], match["percent"], match["count"]
    if higher:
        unit = _UNITS.get(money) or MoneyUnit.from_printed(money) if money else None
        if unit is None or value * unit.value >= _SCALES[match["scale"]]:
            return None
        value += int(higher) * _SCALES[match["scale"]] / unit.value
    if match["sign"]:
        value = -value
    if (money or count) and _NOT_UNIT.match(sentence, end):
        return None
    if money:
        unit = _UNITS.get(money) or MoneyUnit.from_printed(money)
        amount = value * unit.value
        if abs(amount) > MAX_YUAN:
            return None
        kind = "threshold" if _is_bound(sentence, start, stop) else "money"
        return Number(kind, text, amount, decimals, money, start, end, stop)
    if percent:
        kind = "threshold" if percent != "%" or _is_bound(sentence, start, stop) else "percent"
        return Number(kind, text, value, decimals, percent, start, end, stop)
    if count:
        kind = "area" if count in _SQUARE_METRES else "count"
        return Number(kind, text, value, decimals, count, start, end, stop)
    return _without_unit(sentence, match, text, value, decimals)


def _is_bound(sentence: str, start: int, stop: int) -> bool:
    """Whether a number only bounds something: ``100万元以上``, ``不超过40万元``, ``100-200万元``."""
    if _THRESHOLD.match(sentence, stop) or _RANGE_BEGINS.match(sentence, stop):
        return True
    if sentence[start - 1 : start] not in _BOUND_ENDS:
        return False
    before = sentence[max(0, start - 12) : start]
    return _BOUND.search(before) is not None or _RANGE_ENDS.search(before) is not None


def _without_unit(
    sentence: str, match: re.Match[str], text: str, value: Decimal, decimals: int
) -> Number | None:
    """A number whose unit was left out: ``支出预算为0；``, ``比2025年初预算数56,831.85增加``."""
    start, end = match.start(), match.end()
    if not _AFTER_ALONE.match(sentence, end):
        return None
    before = sentence[max(0, start - 30) : start]
    if decimals and _DIRECTION.search(before) and re.match(r"[。；，]|$", sentence[end:]):
        return Number("percent", text, value, decimals, "", start, end, end)
    if value == 0 and _COUNTED.search(before):
        vehicles = "车" in before[-8:] and "设备" not in re.split(r"[，。；、：]", before)[-1]
        return Number("count", text, value, decimals, "辆" if vehicles else "台", start, end, end)
    if value == 0 and _STANDS_ALONE.search(before):
        return Number("money", text, value, decimals, "", start, end, end)
    if decimals and _COMPARED.search(before):
        amount = value * MoneyUnit.TEN_THOUSAND_YUAN.value
        return Number("money", text, amount, decimals, "", start, end, end)
    return None
