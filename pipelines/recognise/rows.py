"""Row labels: code, name, place in the tree and role of each row, for each side of a table."""

import re
from dataclasses import dataclass, field

from pipelines.domain.statement import RowRole
from pipelines.recognise.columns import CODES, Column, Role
from pipelines.recognise.headers import is_number, is_total_label
from pipelines.recognise.matrix import Row
from pipelines.recognise.vocabulary_files import row_pattern

_COMBINED = re.compile(r"[\[【［〔(（]?(\d{3,9})[\]】］〕)）]?[-—－_:：、.]?(?=[^\d,.%])(?!年)(.+)")
_CODE_BEHIND = re.compile(r"(\D.*?)[(（\[［]([1235]\d{2}(?:\d\d){1,2}|(?<=支出.|补助.)[1235]\d{2})[)）\]］]")
"""行政运行（2010301）: a code in brackets behind its name."""
_BRACKETS = "[]【】［］()（）"
_CLOSING = frozenset(")）]］")
_DOTTED = re.compile(r"\d{3}(?:[.．·、-]\d{2}){1,4}")
_NUMBERING = [
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"[(（][一二三四五六七八九十]+[)）]"),
    re.compile(r"\d{1,2}[、.．](?!\d)"),
    re.compile(r"[(（]\d{1,2}[)）]"),
    re.compile(r"[①②③④⑤⑥⑦⑧⑨⑩]"),
]
_PART_AND_NAME = re.compile(r"(\d{2})?([^\d].*)")
_MIXED = re.compile(r"(?=.*\d)[0-9A-Za-z]+(?:[-.][0-9A-Za-z]+)*")
"""a code with letters in it: of a project, of goods."""
_SORT = re.compile(r"(?:类别|类型|分类)$")
"""headers of columns that say of what sort a row is, wherever they stand: its name is beside them."""
_LEADING = re.compile("|".join(pattern.pattern for pattern in _NUMBERING))
_MEMO_PREFIX = re.compile(r"^其中[:：]?")
INDENT_STEP = 4.0
"""points: indentations nearer than this are one level."""


@dataclass(slots=True)
class Axis:
    """Code and name on one classification."""

    code: str | None = None
    name: str | None = None


@dataclass(slots=True)
class RowLabel:
    """What names a row on one side.

    Attributes:
        code: printed digits joined; full_code: with the parent's digits and lost zeros restored.
        level: 1-based depth, 0 where unknown or for totals.
        indent: x of the name within its cell, points; None where there is no name.
        group: what other columns of names say of the row, left to right: the fund, the project of an item.
    """

    code: str | None = None
    full_code: str | None = None
    name: str | None = None
    department: Axis = field(default_factory=Axis)
    government: Axis = field(default_factory=Axis)
    unit: str | None = None
    level: int = 0
    role: RowRole = RowRole.ITEM
    path: str | None = None
    indent: float | None = None
    group: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing names the row."""
        return not (self.code or self.name or self.department.name or self.government.name)


def split_combined(text: str) -> tuple[str | None, str]:
    """``2010301-行政运行``, ``[201]一般公共服务支出``, ``司法（20406）`` → code and name; or None, text."""
    match = _COMBINED.fullmatch(text)
    if match:
        return match[1], match[2]
    behind = _CODE_BEHIND.fullmatch(text) if text[-1:] in _CLOSING else None
    return (behind[2], behind[1]) if behind else (None, text)


def _bare_code(text: str) -> str:
    """A code without brackets around it and dots between its parts."""
    code = text.strip(_BRACKETS)
    return "".join(filter(str.isdigit, code)) if _DOTTED.fullmatch(code) else code


def strip_numbering(name: str) -> str:
    """The label without 其中： and leading numbering (一、（一）1. ①)."""
    previous = None
    while previous != name:
        previous = name
        name = (
            _LEADING.sub("", _MEMO_PREFIX.sub("", name), count=1)
            if _LEADING.match(_MEMO_PREFIX.sub("", name))
            else _MEMO_PREFIX.sub("", name)
        )
    return name


def numbering_level(name: str) -> int:
    """1 for 一、, 2 for （一）, 3 for 1. and so on; 0 for a label without numbering."""
    bare = _MEMO_PREFIX.sub("", name)
    for level, pattern in enumerate(_NUMBERING, 1):
        if pattern.match(bare):
            return level
    return 0


class _SplitCode:
    """Codes printed in 类/款/项 columns: joined as printed, and completed from the rows above."""

    def __init__(self) -> None:
        self._above = ["", "", "", ""]

    def read(self, parts: list[str]) -> tuple[str | None, str | None]:
        """(printed digits joined, completed code) for one row's parts, blank where nothing is printed."""
        printed = "".join(parts) or None
        if printed is None:
            return None, None
        deepest = max(i for i, part in enumerate(parts) if part)
        for i in range(4):
            if i < len(parts) and parts[i]:
                self._above[i] = parts[i] if i == 0 else parts[i].zfill(2)
            elif i > deepest:
                self._above[i] = ""
        return printed, "".join(self._above[: deepest + 1])


def _one_header(codes: list[Column]) -> bool:
    """类, 款 and 项 under one common header, without labels of their own."""
    return len(codes) > 1 and len({column.label for column in codes}) == 1


class LabelReader:
    """Reads the labels of one side of a table, row after row."""

    def __init__(self, columns: list[Column]) -> None:
        self._columns = columns
        self._codes = [c for c in columns if c.role in CODES]
        split = any(c.role is not Role.CODE for c in self._codes) or _one_header(self._codes)
        self._split = _SplitCode() if split else None
        subjects = [c for c in columns if c.role in (Role.NAME, Role.FUNCTIONAL_COMBINED)]
        own = {Role.UNIT_NAME} if self._codes else {Role.UNIT_NAME, Role.UNIT_CODE}
        units = [c for c in columns if c.role in own]
        subjects.sort(key=lambda c: _SORT.search(c.label) is None)
        self._names = units + (subjects or [c for c in columns if c.role is Role.YEAR])

    def read(self, row: Row, index_of: dict[int, int]) -> RowLabel:
        """The label of one row; `index_of` maps the table's columns to this row's grid columns."""
        label = RowLabel()
        beside = self._read_code(row, index_of, label)
        self._read_axes(row, index_of, label)
        self._read_name(row, index_of, label)
        label.name = label.name or beside
        self._promote_axis(label)
        if label.name is None and label.code is None:
            self._borrow_name(row, index_of, label)
        return label

    def _text(self, row: Row, index_of: dict[int, int], column: Column) -> str:
        position = index_of.get(column.index)
        return "" if position is None else row.texts[position]

    def _read_code(self, row: Row, index_of: dict[int, int], label: RowLabel) -> str | None:
        """Fills in the code; the name in one cell with the last of its parts (``02一般行政管理``)."""
        texts = self._code_texts(row, index_of)
        beside = None
        if self._split is not None:
            texts = [_bare_code(text) for text in texts]
            if texts and texts[0].isdigit() and (last := _PART_AND_NAME.fullmatch(texts[-1])) is not None:
                texts[-1], beside = last[1] or "", last[2]
            digits = [text if text.isdigit() else "" for text in texts]
            label.code, label.full_code = self._split.read(digits)
        elif texts and texts[0]:
            code = _bare_code(texts[0])
            if code.isdigit() or _MIXED.fullmatch(code):
                label.code = label.full_code = code
        spill = [text for text in texts if text and not any(ch.isdigit() for ch in text)]
        if spill and label.code is None:
            label.name = spill[-1]
        elif texts and label.code is None and texts[0]:
            label.code, name = split_combined(texts[0])
            label.full_code, label.name = label.code, name if label.code else texts[0]
        return beside

    def _code_texts(self, row: Row, index_of: dict[int, int]) -> list[str]:
        """The text of each code column; a whole code printed across them counts where it begins."""
        texts: list[str] = []
        before = None
        for column in self._codes:
            position = index_of.get(column.index)
            cell = None if position is None else row.cells[position]
            repeats = cell is not None and cell is before
            texts.append("" if position is None or repeats else row.texts[position])
            before = cell
        return texts

    def _read_axes(self, row: Row, index_of: dict[int, int], label: RowLabel) -> None:
        for column in self._columns:
            axis = label.department if column.role.value.startswith("department") else label.government
            if not column.role.value.startswith(("department", "government")):
                continue
            text = self._text(row, index_of, column)
            if not text:
                continue
            if column.role.value.endswith("_code"):
                if any(character.isdigit() for character in text):
                    axis.code = (axis.code or "") + text
            elif column.role.value.endswith("_combined"):
                axis.code, axis.name = split_combined(text)
            else:
                axis.name = text

    def _read_name(self, row: Row, index_of: dict[int, int], label: RowLabel) -> None:
        for column in reversed(self._names):
            text = self._text(row, index_of, column)
            if not text:
                continue
            if column.role is Role.UNIT_CODE:
                if label.code is None and any(ch.isdigit() for ch in text):
                    label.code = label.full_code = text
                elif not label.name:
                    label.name = text
                continue
            if column.role is Role.UNIT_NAME and len(self._names) > 1 and label.name:
                label.unit = text
                continue
            if label.name:
                if text not in (label.name, *label.group):
                    label.group = (text, *label.group)
                continue
            code, name = split_combined(text)
            if code is not None and label.code is None and not is_number(name):
                label.code = label.full_code = code
                label.name = name
            else:
                label.name = text
            label.indent = _indent(row, index_of[column.index])

    def _borrow_name(self, row: Row, index_of: dict[int, int], label: RowLabel) -> None:
        """A total's label stands in whatever label column the template put it."""
        for column in self._columns:
            text = self._text(row, index_of, column)
            if (
                text
                and column.role is not Role.ROW_NO
                and column.role is not Role.AMOUNT
                and not is_number(text)
                and (column.role is not Role.TEXT or is_total_label(text))
            ):
                label.name = text
                return

    @staticmethod
    def _promote_axis(label: RowLabel) -> None:
        """A row without a subject of its own is named by its economic axis, the department's first.

        Where only the name stands under the axis (its code in 类/款 columns), the name is taken alone.
        """
        for axis in (label.department, label.government):
            if label.name is not None or not (axis.code or axis.name):
                continue
            if label.code is None:
                label.code, label.full_code, label.name = axis.code, axis.code, axis.name
                return
            if axis.code is None:
                label.name = axis.name


def _indent(row: Row, position: int) -> float | None:
    cell = row.cells[position]
    return None if cell is None or not cell.lines else cell.lines[0].box.x0


def assign_roles(labels: list[RowLabel]) -> None:
    """Fill in role, level and path of the rows of one side, in order."""
    has_codes = sum(1 for label in labels if label.code) > len(labels) / 3
    indents = _indent_levels(labels) if not has_codes else {}
    stack: list[RowLabel] = []
    for position, label in enumerate(labels):
        name = label.name or ""
        bare = strip_numbering(name)
        if is_total_label(bare):
            label.role, label.level, label.path = RowRole.TOTAL, 0, _path([label])
            continue
        if row_pattern("subtotal").fullmatch(bare):
            label.role, label.level, label.path = RowRole.SUBTOTAL, 0, _path([label])
            continue
        if label.full_code and label.full_code.isdigit():
            label.level = max((len(label.full_code) - 1) // 2, 1)
        else:
            label.level = numbering_level(name) or indents.get(position, 1)
        if row_pattern("memo").match(name) and not label.code:
            label.role = RowRole.MEMO
        while stack and not _may_hold(stack[-1], label):
            stack.pop()
        stack.append(label)
        label.path = _path(stack)
    _mark_subtotals(labels)


def _may_hold(above: RowLabel, label: RowLabel) -> bool:
    """Whether a row may stand below another in the tree: deeper, and of its code where both have one."""
    if above.level >= label.level:
        return False
    codes = above.full_code, label.full_code
    return not (codes[0] and codes[1]) or codes[1].startswith(codes[0])


def _path(stack: list[RowLabel]) -> str | None:
    """The labels from the root to the last row, its group before its own name."""
    names = [above.name for above in stack[:-1]]
    return "/".join(part for part in (*names, *stack[-1].group, stack[-1].name) if part) or None


def _indent_levels(labels: list[RowLabel]) -> dict[int, int]:
    """Depth by indentation, for the rows without numbering: nearest steps of the indents seen."""
    seen = sorted({round(label.indent, 1) for label in labels if label.indent is not None})
    steps: list[float] = []
    for x in seen:
        if not steps or x - steps[-1] > INDENT_STEP:
            steps.append(x)
    if len(steps) < 2 or len(steps) > 6:
        return {}
    levels = {}
    for position, label in enumerate(labels):
        if label.indent is not None:
            levels[position] = max(i for i, x in enumerate(steps) if label.indent >= x - 0.2) + 1
    return levels


def _mark_subtotals(labels: list[RowLabel]) -> None:
    """An item followed by deeper rows is a subtotal of them."""
    following: RowLabel | None = None
    for label in reversed(labels):
        if label.role is RowRole.ITEM and following is not None:
            if label.full_code and following.full_code:
                child = (
                    following.full_code.startswith(label.full_code) and following.full_code != label.full_code
                )
            else:
                child = following.level > label.level > 0 and not (label.full_code or following.full_code)
            if child:
                label.role = RowRole.SUBTOTAL
        if label.role in (RowRole.ITEM, RowRole.SUBTOTAL) and (label.code or label.name):
            following = label
