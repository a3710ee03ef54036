"""What the labels of performance forms mean (vocabulary/forms.yml), and 指标值 taken apart."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from pipelines.domain.money import parse_amount
from pipelines.recognise.vocabulary_files import load

MAX_LABEL = 26
"""characters: longer cells are texts, not labels."""

_BRACKETS = str.maketrans("（）：［］", "():[]")
_UNIT_SUFFIX = re.compile(r"\((?:单位:)?(?:人民币)?[百千万亿]*元\)|\(%\)|[:*]+$|^[*★]+")
_NUMBERING = re.compile(r"^(?:[(]?[一二三四五六七八九十]+[)、.]|[(]?\d{1,2}[)、.](?!\d))")
_INLINE = re.compile(r"([^:：]{2,16})[:：](.+)", re.DOTALL)


@lru_cache(maxsize=4096)
def bare_label(text: str) -> str:
    """A label as patterns expect it: brackets unified, numbering, money units and colons removed."""
    label = "".join(text.split()).translate(_BRACKETS)
    return _UNIT_SUFFIX.sub("", _NUMBERING.sub("", label))


@dataclass(frozen=True, slots=True)
class IndicatorRole:
    """What a column of an indicator list holds.

    Attributes:
        rank: of several columns with role ``name`` the highest names the indicator.
        otherwise: the role of those that do not, None where they hold nothing of their own.
    """

    role: str
    rank: int = 0
    otherwise: str | None = None


@cache
def _indicator_patterns() -> tuple[tuple[re.Pattern[str], IndicatorRole], ...]:
    return tuple(
        (
            re.compile(rule["label"]),
            IndicatorRole(
                rule["role"],
                rule.get("rank", 0),
                None if rule.get("otherwise") == "none" else rule.get("otherwise"),
            ),
        )
        for rule in load("forms")["indicator_columns"]
    )


@lru_cache(maxsize=4096)
def indicator_role(label: str) -> IndicatorRole | None:
    """What a header of an indicator list says its column holds."""
    if not label or len(label) > MAX_LABEL:
        return None
    bare = bare_label(label)
    return next((role for pattern, role in _indicator_patterns() if pattern.fullmatch(bare)), None)


@cache
def _patterns(section: str, key: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule[key], re.compile(rule["label"])) for rule in load("forms")[section])


@lru_cache(maxsize=8192)
def field_of(label: str) -> str | None:
    """The field that a label announces (``项目名称`` → project_name), None for any other text."""
    if not 2 <= len(label) <= MAX_LABEL:
        return None
    bare = bare_label(label)
    return next((name for name, pattern in _patterns("fields", "field") if pattern.fullmatch(bare)), None)


def is_label(text: str) -> bool:
    """Whether a cell announces what stands beside or below it."""
    return field_of(text) is not None or indicator_role(text) is not None


def is_score_label(text: str) -> bool:
    """Whether a label is of points, not of money (分值, 得分, 总分)."""
    role = indicator_role(text)
    return (role is not None and role.role in ("weight", "score")) or field_of(text) == "closing"


def inline_field(text: str) -> tuple[str, str] | None:
    """Field and value of a cell or line that holds both (``项目名称：道路养护``)."""
    match = _INLINE.fullmatch(text)
    if match is None:
        return None
    field = field_of(match[1])
    return (field, match[2].strip()) if field else None


@lru_cache(maxsize=4096)
def amount_id(label: str) -> str:
    """The canonical id of a label of money in a form, ``other`` for an unknown one."""
    bare = bare_label(label)
    return next((name for name, pattern in _patterns("amounts", "id") if pattern.search(bare)), "other")


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(load("forms")[name])


def is_period_label(label: str) -> bool:
    """Whether a label of money or of a goal speaks of the whole project period."""
    return _word("period_amounts").search(label) is not None


def is_annual_label(label: str) -> bool:
    """Whether a label speaks of the year."""
    return _word("annual_amounts").search(label) is not None


def is_task_section(text: str) -> bool:
    """Whether the label at the left of a row opens a section of single tasks (年度主要任务)."""
    return len(text) <= MAX_LABEL and _word("task_sections").search(text) is not None


def is_total_name(text: str) -> bool:
    """Whether a row of a list is its total."""
    return _word("total_names").fullmatch(text) is not None


@cache
def _levels() -> re.Pattern[str]:
    words = load("forms")["levels"]
    first, second = ("|".join(sorted(words[key], key=len, reverse=True)) for key in ("first", "second"))
    return re.compile(rf"({first})[-—/:：·]?(?:({second})[-—/:：·]?)?(.+)", re.DOTALL)


def split_levels(text: str) -> tuple[str | None, str | None, str]:
    """Levels printed in one cell with the name: ``产出指标质量指标完成率`` → (产出指标, 质量指标, 完成率)."""
    match = _levels().fullmatch(text)
    if match is None or match[2] is None:
        return None, None, text
    return match[1], match[2], match[3]


_NUMBER = r"[-−－]?\d+(?:,\d{3})*(?:\.\d+)?"
_TIMES = re.compile(rf"({_NUMBER})(.{{0,10}})", re.DOTALL)
_NO_UNIT = (".", ",", "-", "~", "～", "—", "至", "年底", "月底", "、", ":", "：")
_DIGIT = re.compile(r"[\d〇零一二三四五六七八九十百]")


@cache
def _operators() -> tuple[tuple[str, str], ...]:
    table = load("forms")["operators"]
    pairs = [(word, sign) for sign, words in table.items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


@cache
def _after() -> tuple[tuple[str, str], ...]:
    table = load("forms")["after_operators"]
    pairs = [(word, sign) for sign, words in table.items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


@lru_cache(maxsize=2048)
def operator_in(text: str) -> str | None:
    """The canonical sign of a cell that holds nothing else (``＝``, ``大于等于``, ``定性``)."""
    return next((sign for word, sign in _operators() if text == word), text or None)


@dataclass(frozen=True, slots=True)
class Target:
    """A 指标值 taken apart; `number` is None where it is words or several numbers."""

    operator: str | None
    number: Decimal | None
    unit: str | None


@lru_cache(maxsize=4096)
def read_target(printed: str) -> Target:
    """``≥95%`` → (≥, 95, %); ``400条以上`` → (≥, 400, 条); words give nothing."""
    sign, rest = None, printed
    for word, found in _operators():
        if rest.startswith(word) and found != "定性":
            sign, rest = found, rest[len(word) :]
            break
    match = _TIMES.fullmatch(rest)
    if match is None:
        return Target(None, None, None)
    unit = match[2]
    if sign is None:
        for word, found in _after():
            if unit.endswith(word):
                sign, unit = found, unit[: -len(word)]
                break
    unit = unit.strip("()（） ")
    if _DIGIT.search(unit) or unit.startswith(_NO_UNIT):
        return Target(sign, None, None)
    amount = parse_amount(match[1])
    return Target(sign, amount.value if amount else None, unit or None)
