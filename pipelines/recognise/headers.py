"""Which rows of a grid are its header, and the labels printed above each column."""

import re
from functools import lru_cache
from itertools import pairwise

from pipelines.domain.money import MoneyUnit, is_dash, parse_amount
from pipelines.recognise.matrix import Row
from pipelines.recognise.titles import (
    compact,
    entity_in,
    is_note,
    kind_of_title,
    looks_like_title,
    money_unit_in,
    states_emptiness,
)
from pipelines.recognise.vocabulary_files import row_pattern

_YEAR = re.compile(r"20\d\d")
_CODE = re.compile(r"[\[［【]?\d{3,7}[\]］】]?(?:[-—_\s]?[^\d,.%年].*)?")
_ORDINAL = re.compile(r"(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[、.](?!\d))")
_COLUMN_NUMBER = re.compile(
    r"[(（]?\d{1,2}[)）]?(?:[=＝][\d+\-－＝=()（）.]+)?|栏次|行次|列次|[*＊]+|[A-Z甲乙丙丁—-]|[类款项目]"
)
_UNIT_BEHIND = re.compile(r"(?<=\d)(?:百万|[千万亿])?元$")
_HEADING = re.compile(r"科目(?:编码|代码|名称)")
"""stands above columns, in no row."""
_CODE_PART = frozenset("类款项目")


@lru_cache(maxsize=8192)
def is_number(text: str) -> bool:
    """Whether a cell holds exactly one number, its unit of money perhaps behind it."""
    return parse_amount(text) is not None or (
        text.endswith("元") and parse_amount(number_and_unit(text)[0]) is not None
    )


def number_and_unit(text: str) -> tuple[str, MoneyUnit | None]:
    """``1,000.00万元`` → the number as printed and its unit; a text without a unit as it is."""
    found = _UNIT_BEHIND.search(text) if text.endswith("元") else None
    return (text[: found.start()], MoneyUnit.from_printed(found[0])) if found else (text, None)


@lru_cache(maxsize=8192)
def money_like(text: str) -> bool:
    """Whether a cell's number can only be an amount: it has decimals or thousands."""
    return ("." in text or "," in text) and is_number(text)


def is_total_label(text: str) -> bool:
    """Whether a row label is a total (合计, 收入总计 …)."""
    return row_pattern("total").fullmatch(text) is not None


def is_column_numbers(row: Row) -> bool:
    """A row that numbers the columns (``栏次 1 2 3``, ``** ** 1 2``): digits, but no data."""
    filled = row.filled()
    if len(filled) < 2 or not all(_COLUMN_NUMBER.fullmatch(text) for text in filled):
        return False
    numbers = [int(found[0]) for text in filled if (found := re.search(r"\d+", text)) is not None]
    return len(numbers) >= 1 and all(b - a == 1 for a, b in pairwise(numbers))


def is_caption(row: Row) -> bool:
    """A row inside the grid that belongs above it: title, table number, whose table, unit of money."""
    filled = row.filled()
    if not filled or len(filled) > 3:
        return False
    texts = [compact(text) for text in filled]
    if any(is_number(text) for text in texts):
        return False
    if len(filled) == 1 and not all(text == texts[0] for text in row.texts if text):
        return False
    known = [
        looks_like_title(text)
        or (kind_of_title(text) is not None and "表" in text)
        or (money_unit_in(text) is not None and len(text) < 40)
        or entity_in(text) is not None
        for text in texts
    ]
    return all(known)


def is_body(row: Row, labelled: list[bool]) -> bool:
    """Whether a row is data. `labelled` tells for each column whether a header above it is printed."""
    filled = row.filled()
    if not filled:
        return any(labelled)
    if any(money_like(text) for text in filled):
        return True
    if any(_HEADING.search(text) for text in filled):
        return False
    first = next(text for text in row.texts if text)
    rest_blank = len(filled) == 1
    if is_total_label(first) and (rest_blank or any(is_number(text) or is_dash(text) for text in filled)):
        return any(labelled)
    if _CODE.fullmatch(first) and not _YEAR.match(first):
        return True
    if _ORDINAL.match(first):
        return True
    return (
        all(labelled) and any(start and not text for text, start in zip(row.texts, row.starts, strict=True))
    ) or (all(labelled) and any(is_number(text) for text in filled))


def header_depth(rows: list[Row]) -> int:
    """How many rows at the top are header (column-number rows included)."""
    if not rows:
        return 0
    labelled = [False] * len(rows[0].texts)
    for index, row in enumerate(rows):
        if index and is_column_numbers(row):
            return index + 1
        if is_body(row, labelled) or (index and is_empty_statement(row)):
            return index
        for column, text in enumerate(row.texts):
            labelled[column] = labelled[column] or bool(text)
    return len(rows)


def header_path(rows: list[Row], column: int) -> str:
    """The printed labels above a column, outermost first, each merged cell once, joined by ``/``."""
    labels: list[str] = []
    previous = None
    for row in rows:
        cell = row.cells[column]
        text = row.texts[column]
        if cell is not previous and text and (text in _CODE_PART or not is_column_numbers(row)):
            labels.append(text)
        previous = cell
    return "/".join(labels)


def is_empty_statement(row: Row) -> bool:
    """A body row that only says that there is no data."""
    filled = row.filled()
    return len(filled) == 1 and (is_note(filled[0]) or "表" in filled[0]) and states_emptiness(filled[0])
