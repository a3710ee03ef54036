"""Which rows of a grid are its header, and what each column is."""

import re
from dataclasses import dataclass
from enum import StrEnum
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
from pipelines.recognise.vocabulary_files import column_patterns, kinds_called, row_pattern

_YEAR = re.compile(r"20\d\d")
_CODE = re.compile(r"[\[［【]?\d{3,7}[\]］】]?(?:[-—_\s]?[^\d,.%年].*)?")
_ORDINAL = re.compile(r"(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[、.](?!\d))")
_COLUMN_NUMBER = re.compile(r"\d{1,2}(?:=[\d+\-－＝=()（）.]+)?|栏次|行次|[*＊]+|[A-Z甲乙丙丁—-]")
_LEAF_UNIT = re.compile(r"[(（](?:单位[:：])?[百千万亿]*元[)）]")


class Role(StrEnum):
    """What a column holds."""

    ROW_NO = "row_no"
    CODE = "code"
    CODE_CLASS = "code_class"
    CODE_GROUP = "code_group"
    CODE_ITEM = "code_item"
    CODE_DETAIL = "code_detail"
    NAME = "name"
    FUNCTIONAL_COMBINED = "functional_combined"
    GOVERNMENT_COMBINED = "government_combined"
    GOVERNMENT_CODE = "government_code"
    GOVERNMENT_NAME = "government_name"
    DEPARTMENT_COMBINED = "department_combined"
    DEPARTMENT_CODE = "department_code"
    DEPARTMENT_NAME = "department_name"
    UNIT_CODE = "unit_code"
    UNIT_NAME = "unit_name"
    YEAR = "year"
    TEXT = "text"
    AMOUNT = "amount"
    EMPTY = "empty"


LABELS = frozenset(Role) - {Role.AMOUNT, Role.TEXT, Role.EMPTY}
CODES = frozenset({Role.CODE, Role.CODE_CLASS, Role.CODE_GROUP, Role.CODE_ITEM, Role.CODE_DETAIL})


@dataclass(slots=True)
class Column:
    """A column of a table.

    Attributes:
        label: header path as printed, joined by ``/``.
        column_id: canonical id for amount columns, ``other`` where the vocabulary does not know the header.
        unit: a unit of money printed in the header itself.
        side: index of the part of a side-by-side table it belongs to.
    """

    index: int
    label: str
    role: Role
    column_id: str
    centre: float
    unit: MoneyUnit | None = None
    side: int = 0


@lru_cache(maxsize=8192)
def is_number(text: str) -> bool:
    """Whether a cell holds exactly one number."""
    return parse_amount(text) is not None


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
    numbers = [int(re.match(r"\d+", text)[0]) for text in filled if text[0].isdigit()]  # type: ignore[index]
    return len(numbers) >= 1 and all(b - a == 1 for a, b in pairwise(numbers))


def is_caption(row: Row) -> bool:
    """A row inside the grid that belongs above it: title, table number, whose table, unit of money."""
    filled = row.filled()
    if not filled or len(filled) > 3:
        return False
    texts = [compact(text) for text in filled]
    if len(filled) == 1 and not all(text == texts[0] for text in row.texts if text):
        return False
    known = [
        looks_like_title(text)
        or (kind_of_title(text) is not None and "表" in text)
        or (money_unit_in(text) is not None and len(text) < 40)
        or entity_in(text) is not None
        for text in texts
    ]
    return all(known) and not any(is_number(text) for text in texts)


def is_body(row: Row, labelled: list[bool]) -> bool:
    """Whether a row is data. `labelled` tells for each column whether a header above it is printed."""
    filled = row.filled()
    if not filled:
        return any(labelled)
    if any(money_like(text) for text in filled):
        return True
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
        if is_body(row, labelled):
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
        if cell is not previous and row.texts[column] and not is_column_numbers(row):
            labels.append(row.texts[column])
        previous = cell
    return "/".join(labels)


def _normal(path: str) -> str:
    return _LEAF_UNIT.sub("", _YEAR.sub("{year}", path)).translate(_BRACKETS)


_BRACKETS = str.maketrans({"(": "（", ")": "）"})


@lru_cache(maxsize=4096)
def label_role(path: str) -> Role | None:
    """What a column's header says it holds, None where it may be an amount."""
    normal = _normal(path)
    leaf = normal.rsplit("/", 1)[-1]
    for pattern in column_patterns("labels", "role"):
        if pattern.fits(normal, leaf, "", whole_leaf=True):
            return Role(pattern.target)
    return None


@lru_cache(maxsize=4096)
def canonical_column(path: str, kind: str) -> str:
    """The canonical id of an amount column; ``other`` for an unknown header."""
    normal = _normal(path)
    leaf = normal.rsplit("/", 1)[-1]
    if kind in kinds_called("three_public"):
        found = _three_public_column(normal, kind)
        if found is not None:
            return found
    for pattern in column_patterns("amounts", "id"):
        if pattern.fits(normal, leaf, kind, whole_leaf=False):
            return pattern.target
    return "other"


def _three_public_column(path: str, kind: str) -> str | None:
    """``出国费/一般公共预算`` → abroad_general_public: the expense, and which money or stage of it."""
    suffix = ""
    about = path
    for pattern in column_patterns("three_public_suffix", "suffix"):
        if pattern.final and not kind.startswith("final_"):
            continue
        if pattern.path is not None and (found := pattern.path.search(path)) is not None:
            suffix = f"_{pattern.target}"
            about = path.replace(found[0], "").strip("/")
            break
    for pattern in column_patterns("three_public", "id"):
        if pattern.fits(about, about, kind, whole_leaf=False) and (suffix or not pattern.with_suffix):
            return pattern.target + suffix
    return None


def read_columns(header: list[Row], content: list[list[str]], edges: list[float], kind: str) -> list[Column]:
    """What each column is, from its header and, where the header does not say, from its content.

    Args:
        content: for each column the texts printed in the body, blanks left out.
        edges: x of the column borders, points.
    """
    columns: list[Column] = []
    for index in range(len(edges) - 1):
        path = header_path(header, index)
        texts = content[index]
        numbers = sum(1 for text in texts if is_number(text) or is_dash(text))
        role = label_role(path) if path else None
        if role is None or role is Role.TEXT or not path:
            role = _role_by_content(role, path, texts, numbers, columns)
        elif role is Role.NAME and numbers > len(texts) / 2 and any(money_like(text) for text in texts):
            role = Role.AMOUNT
        else:
            role = _corrected_by_content(role, texts)
        centre = (edges[index] + edges[index + 1]) / 2
        column_id = canonical_column(path, kind) if role is Role.AMOUNT else role.value
        columns.append(Column(index, path, role, column_id, centre, money_unit_in(path) if path else None))
    _assign_sides(columns)
    _name_summary_columns(columns, kind)
    _mark_prior_years(columns, kind)
    return columns


_AS_CODE = {
    Role.NAME: Role.CODE,
    Role.FUNCTIONAL_COMBINED: Role.CODE,
    Role.GOVERNMENT_COMBINED: Role.GOVERNMENT_CODE,
    Role.DEPARTMENT_COMBINED: Role.DEPARTMENT_CODE,
    Role.UNIT_NAME: Role.UNIT_CODE,
}


def _corrected_by_content(role: Role, texts: list[str]) -> Role:
    """One header over a code and a name column says the same of both: what stands below decides."""
    bare = [text for text in texts if not is_total_label(text)]
    codes = sum(1 for text in bare if text.isdigit() and 2 < len(text) < 10)
    if role in _AS_CODE and bare and codes > 0.6 * len(bare):
        return _AS_CODE[role]
    if role is Role.CODE and bare and not any(any(ch.isdigit() for ch in text) for text in bare):
        return Role.NAME
    return role


def _role_by_content(
    role: Role | None, path: str, texts: list[str], numbers: int, before: list[Column]
) -> Role:
    if role is Role.TEXT and not any(money_like(text) for text in texts):
        return Role.TEXT
    if not path:
        if not texts:
            return Role.EMPTY
        if numbers == len(texts) and any(money_like(text) for text in texts):
            return Role.AMOUNT
        return before[-1].role if before and before[-1].role in LABELS else Role.NAME
    if texts and numbers < len(texts) / 2:
        return Role.TEXT if before and any(c.role in LABELS for c in before) else Role.NAME
    return Role.AMOUNT


def _assign_sides(columns: list[Column]) -> None:
    """Side-by-side halves: a label column after amounts opens the next side, if amounts follow it."""
    side = 0
    amounts_seen = False
    for position, column in enumerate(columns):
        if column.role in LABELS and column.role is not Role.ROW_NO and amounts_seen:
            ahead = columns[position + 1 :]
            if any(other.role is Role.AMOUNT for other in ahead):
                side += 1
                amounts_seen = False
        if column.role is Role.AMOUNT:
            amounts_seen = True
        column.side = side


def _name_summary_columns(columns: list[Column], kind: str) -> None:
    """In 收支总表 the one amount of the income half is `income_amount`, of the other `expenditure_amount`."""
    if kind not in kinds_called("summaries"):
        return
    sides = sorted({column.side for column in columns if column.role is Role.AMOUNT})
    if len(sides) < 2:
        return
    for position, side in enumerate(sides):
        amounts = [c for c in columns if c.side == side and c.role is Role.AMOUNT]
        single = ["income_amount", "expenditure_amount", "use_amount"][min(position, 2)]
        for column in amounts:
            if len(amounts) == 1:
                column.column_id = single
            elif column.column_id == "total":
                column.column_id = "income_amount" if position == 0 else "expenditure_total"


def _mark_prior_years(columns: list[Column], kind: str) -> None:
    """Where headers name several years, the columns of the earlier ones hold last year's figures."""
    years = {c.index: int(found[0]) for c in columns if (found := _YEAR.search(c.label)) is not None}
    latest = max(years.values(), default=0)
    for column in columns:
        if column.role is not Role.AMOUNT or years.get(column.index, latest) == latest:
            continue
        if kind in kinds_called("three_public"):
            column.column_id = f"{column.column_id}_prior"
        elif not column.column_id.startswith("procurement"):
            column.column_id = f"prior_year_{column.column_id}"


def is_empty_statement(row: Row) -> bool:
    """A body row that only says that there is no data."""
    filled = row.filled()
    return len(filled) == 1 and (is_note(filled[0]) or "表" in filled[0]) and states_emptiness(filled[0])
