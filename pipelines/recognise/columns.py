"""What each column of a table is: a label of its rows, or an amount with a canonical name."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pipelines.domain.money import MoneyUnit, is_dash
from pipelines.recognise.headers import header_path, is_number, is_total_label, money_like
from pipelines.recognise.matrix import Row
from pipelines.recognise.parts_of_funds import leave_parts_unnamed
from pipelines.recognise.titles import money_unit_in
from pipelines.recognise.vocabulary_files import column_patterns, kinds_called

MOSTLY = 0.8
"""of the texts of a column of codes are codes."""

_YEAR = re.compile(r"20\d\d")
_LAST_YEAR = re.compile(r"上年度?(?:年初)?(?:预算|执行|决算|完成|实际)|(?:^|/)(?:上年|去年)度?数?(?=/|$)")
_CHANGE_GROUP = re.compile(r"(?:^|/)(?:比上年)?(?:增减|增（减）)(?:变化|变动)?(?:情况|数|额)?/")
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


def _normal(path: str) -> str:
    return _LEAF_UNIT.sub("", _YEAR.sub("{year}", path)).translate(_BRACKETS)


_BRACKETS = str.maketrans({"(": "（", ")": "）"})


@lru_cache(maxsize=4096)
def label_role(path: str) -> Role | None:
    """What a column's header says it holds, None where it may be an amount."""
    normal = _normal(path)
    leaf = normal.rsplit("/", 1)[-1]
    bare = _REMARK.sub("", leaf)
    for pattern in column_patterns("labels", "role"):
        if pattern.fits(normal, leaf, "", whole_leaf=True) or (
            bare and bare != leaf and pattern.fits(normal, bare, "", whole_leaf=True)
        ):
            return Role(pattern.target)
    return None


@lru_cache(maxsize=4096)
def canonical_column(path: str, kind: str) -> str:
    """The canonical id of an amount column; ``other`` for an unknown header."""
    normal = _normal(path)
    leaf = normal.rsplit("/", 1)[-1]
    if _CHANGE_GROUP.search(normal) is not None and leaf.find("%") < 0:
        return "change"
    if kind in kinds_called("three_public"):
        found = _three_public_column(normal, kind)
        if found is not None:
            return found
    found = _amount_id(normal, leaf, kind)
    parent, _, _ = normal.rpartition("/")
    if parent and found in ("total", "other") and _WHOLE_OF_PARENT.fullmatch(leaf):
        above = _amount_id(parent, parent.rsplit("/", 1)[-1], kind)
        if above in _GROUPS and above not in _own_money(kind):
            return above
    return found


def _amount_id(path: str, leaf: str, kind: str) -> str:
    for pattern in column_patterns("amounts", "id"):
        if pattern.fits(path, leaf, kind, whole_leaf=False):
            return pattern.target
    return "other"


def _own_money(kind: str) -> frozenset[str]:
    """The money a kind of table is all about: there it is the total, not a part."""
    return frozenset(
        money
        for words, ids in _ABOUT.items()
        if kind.removeprefix("final_").startswith(words)
        for money in ids
    )


_CODE = re.compile(r"[\[【(（]?\d{3,9}[\]】)）]?|\d{3}(?:[.·-]\d{2})+")
_SUBJECT = re.compile(r"[1235]\d\d(?:\d\d){0,2}")
_REMARK = re.compile(r"（[^（）]*）$")
_WHOLE_OF_PARENT = re.compile(r"小计|合计|总计|金额|预算数|全年数")
_GROUPS = frozenset(
    {
        "general_public",
        "gov_fund",
        "state_capital",
        "special_account",
        "unit_funds",
        "business_income",
        "operating_income",
        "other_income",
        "other_funds",
        "fiscal_appropriation",
        "expenditure_current",
        "expenditure_carryover",
        "carryover",
        "carry_forward",
        "opening_carryover",
        "general_public_non_tax",
    }
)
_ABOUT = {
    "general_public": ("general_public", "fiscal_appropriation"),
    "gov_fund": ("gov_fund", "fiscal_appropriation"),
    "state_capital": ("state_capital", "fiscal_appropriation"),
    "fiscal_appropriation": ("fiscal_appropriation",),
    "basic_expenditure": ("basic",),
    "project_expenditure": ("project",),
    "three_public": ("general_public", "fiscal_appropriation", "expenditure_current"),
}


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
        if role is Role.AMOUNT and kind not in kinds_called("three_public") and _are_codes(texts, columns):
            role = Role.CODE
        centre = (edges[index] + edges[index + 1]) / 2
        column_id = canonical_column(path, kind) if role is Role.AMOUNT else role.value
        columns.append(Column(index, path, role, column_id, centre, money_unit_in(path) if path else None))
    _settle_codes(columns, content)
    if kind in kinds_called("summaries"):
        _open_halves(columns)
    _assign_sides(columns, kind)
    _name_summary_columns(columns, kind)
    if kind in kinds_called("three_public"):
        _name_columns_of_a_list(columns)
    _mark_prior_years(columns, kind)
    leave_parts_unnamed([column for column in columns if column.role is Role.AMOUNT], content)
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
    codes = sum(1 for text in bare if _CODE.fullmatch(text))
    if role in _AS_CODE and bare and codes > 0.6 * len(bare):
        return _AS_CODE[role]
    if role in CODES and bare and not any(any(ch.isdigit() for ch in text) for text in bare):
        return Role.NAME
    return role


def _are_codes(texts: list[str], before: list[Column]) -> bool:
    """Whether the first column of a table holds little but codes, whatever its header says."""
    if len(texts) < 2 or any(column.role is not Role.ROW_NO for column in before):
        return False
    return sum(1 for text in texts if _SUBJECT.fullmatch(text)) > MOSTLY * len(texts)


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


def _open_halves(columns: list[Column]) -> None:
    """Words between two amounts of a 收支总表 name the rows of the next half, whatever their header."""
    for before, column, behind in zip(columns, columns[1:], columns[2:], strict=False):
        if column.role is Role.TEXT and before.role is behind.role is Role.AMOUNT:
            _become(column, Role.NAME)


def _settle_codes(columns: list[Column], content: list[list[str]]) -> None:
    """Where several columns hold codes, one is the row's subject: the others are of another list."""
    if any(column.role in _SPLIT_CODES and content[column.index] for column in columns):
        for column in columns:
            if column.role is Role.CODE:
                _become(column, Role.UNIT_CODE)
    for column in columns:
        if column.role in _SPLIT_CODES and _GOVERNMENT.search(column.label):
            _become(column, Role.GOVERNMENT_CODE)
    codes = [column for column in columns if column.role is Role.CODE]
    if any(_FUNCTIONAL.search(column.label) for column in codes):
        for column in columns:
            if column.role in (Role.CODE, Role.NAME) and _ECONOMIC.search(column.label.rsplit("/", 1)[-1]):
                is_code = column.role is Role.CODE
                _become(column, Role.DEPARTMENT_CODE if is_code else Role.DEPARTMENT_NAME)
    if any(c.role in CODES and not _LISTED.search(c.label) for c in columns):
        for column in codes:
            if column.role is Role.CODE and _LISTED.search(column.label.rsplit("/", 1)[-1]):
                _become(column, Role.TEXT)


def _become(column: Column, role: Role) -> None:
    column.role, column.column_id = role, role.value


_SPLIT_CODES = frozenset({Role.CODE_CLASS, Role.CODE_GROUP, Role.CODE_ITEM, Role.CODE_DETAIL})
_GOVERNMENT = re.compile(r"政府(?:预算)?(?:支出)?经济")
_FUNCTIONAL = re.compile(r"功能")
_ECONOMIC = re.compile(r"经济")
_LISTED = re.compile(r"项目(?:编码|代码|编号)|采购|资产")


def _assign_sides(columns: list[Column], kind: str) -> None:
    """Side-by-side halves: a label column after amounts opens the next side, if amounts follow it."""
    if kind in kinds_called("lists"):
        return
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


_SUMMARY_AMOUNTS = ("income_amount", "expenditure_amount", "use_amount", "government_use_amount")


def _name_summary_columns(columns: list[Column], kind: str) -> None:
    """In 收支总表 the one amount of the income half is `income_amount`, of the other `expenditure_amount`."""
    if kind not in kinds_called("summaries"):
        return
    sides = sorted({column.side for column in columns if column.role is Role.AMOUNT})
    if len(sides) < 2:
        return
    for position, side in enumerate(sides):
        amounts = [c for c in columns if c.side == side and c.role is Role.AMOUNT]
        single = ["income_amount", "expenditure_amount", "use_amount", "government_use_amount"][
            min(position, 3)
        ]
        for column in amounts:
            if len(amounts) == 1:
                column.column_id = single
            elif column.column_id == "total":
                column.column_id = "expenditure_total" if position == 1 and _has_parts(amounts) else single


def _has_parts(amounts: list[Column]) -> bool:
    """Whether a total stands beside its parts, not beside the same total of another stage."""
    return any(column.column_id not in ("total", "total_budget", "expenditure_total") for column in amounts)


def _name_columns_of_a_list(columns: list[Column]) -> None:
    """``“三公”经费预算数`` heads the amounts of a list of the items, of which no column tells one."""
    amounts = [column for column in columns if column.role is Role.AMOUNT]
    items = tuple(_three_public_items() - {"total", "three_public_total"})
    if not any(c.role is Role.NAME for c in columns) or any(c.column_id.startswith(items) for c in amounts):
        return
    for column in amounts:
        column.column_id = re.sub(r"^three_public_total(?=$|_budget|_final)", "total", column.column_id)


_OF_NO_YEAR = frozenset({"change", "change_percent", "other"})


@lru_cache(maxsize=1)
def _three_public_items() -> frozenset[str]:
    """What the columns of a 三公 table are about, whichever money pays for it."""
    return frozenset({"total", *(pattern.target for pattern in column_patterns("three_public", "id"))})


def _mark_prior_years(columns: list[Column], kind: str) -> None:
    """Where headers name several years, the columns of the earlier ones hold last year's figures."""
    years = {c.index: int(found[0]) for c in columns if (found := _YEAR.search(c.label)) is not None}
    latest = max(years.values(), default=0)
    for column in columns:
        earlier = years.get(column.index, latest) != latest or _LAST_YEAR.search(column.label) is not None
        if column.role is not Role.AMOUNT or not earlier or column.column_id in _OF_NO_YEAR:
            continue
        if kind in kinds_called("three_public") and column.column_id in _three_public_items():
            column.column_id = f"{column.column_id}_prior"
        elif not column.column_id.startswith("procurement"):
            column.column_id = f"prior_year_{column.column_id}"
