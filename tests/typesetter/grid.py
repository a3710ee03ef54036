"""Content and style → a grid of cells: headers with spans, codes in the family's way, amounts as printed."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipelines.domain.statement import RowRole
from tests.typesetter.content import CODE, NAME, Half, Head, Printed, Row, Table
from tests.typesetter.style import Codes, Style

_CODE_NAME = "code_name"
_DIGITS = ("类", "款", "项")


@dataclass(frozen=True)
class Cell:
    """A cell of the printed grid; `row` counts header rows first."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    align: str = "center"
    indent: float = 0.0
    bold: bool = False


@dataclass
class Plan:
    """The printed grid of one table."""

    leaves: list[Head]
    header: list[Cell]
    header_rows: int
    body: list[list[Cell]]
    printed: list[Printed] = field(default_factory=list)


def plan(table: Table, style: Style) -> Plan:
    """The grid of `table` as `style` prints it."""
    halves = [_in_style(half, table, style) for half in table.halves]
    depth = max(_depth(head) for half in halves for head in half.heads)
    result = Plan([leaf for half in halves for leaf in half.leaves()], [], depth, [])
    column = 0
    for half in halves:
        for head in half.heads:
            column = _place(head, 0, column, depth, result.header)
    _number_row(halves, table, style, result)
    height = max((half.start_row + len(half.rows) for half in halves), default=0)
    result.body = [[] for _ in range(height)]
    column = 0
    for half in halves:
        leaves = half.leaves()
        _fill(half, leaves, column, height, table, style, result)
        column += len(leaves)
    return result


def format_amount(amount: Decimal | None, table: Table, style: Style) -> str:
    """The amount as the family prints it: unit, decimals, separators, and its way with nothing."""
    if amount is None:
        return ""
    value = amount / table.unit.value
    if not value:
        return style.zero
    decimals = style.decimals_of(table.unit)
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_HALF_UP")
    return f"{rounded:,f}" if style.separators else f"{rounded:f}"


def _in_style(half: Half, table: Table, style: Style) -> Half:
    length = max((len(row.code or "") for row in half.rows), default=0)
    heads = tuple(head for head in (_code_heads(head, style, length) for head in half.heads) if head)
    heads = _glue(heads, style)
    rows = half.rows
    moves = len(table.halves) == 1 and not table.keep_order and not style.totals_on_top
    if moves and rows and rows[0].role is RowRole.TOTAL:
        rows = (*rows[1:], rows[0])
    return replace(half, heads=heads, rows=rows)


def _code_heads(head: Head, style: Style, length: int) -> Head | None:
    if head.column == CODE:
        if style.codes is Codes.NONE:
            return None
        if style.codes is Codes.THREE:
            parts = max(1, (length - 1) // 2)
            return Head(
                head.label, children=tuple(Head(_DIGITS[i], f"{CODE}:{i}", width=26) for i in range(parts))
            )
        return head
    children = tuple(
        child for child in (_code_heads(child, style, length) for child in head.children) if child
    )
    if head.children and len(children) == 1 and style.codes is Codes.NONE and children[0].column == NAME:
        return replace(children[0], label=head.label)
    return replace(head, children=_glue(children, style)) if children else head


def _glue(heads: tuple[Head, ...], style: Style) -> tuple[Head, ...]:
    """The adjacent code and name as one column where the family prints them in one cell."""
    if style.codes not in (Codes.DASH, Codes.BRACKET):
        return heads
    result: list[Head] = []
    for head in heads:
        if head.column == NAME and result and result[-1].column == CODE:
            result[-1] = Head(head.label, _CODE_NAME, width=head.width, is_text=True)
        elif len(head.children) == 1 and head.children[0].column == _CODE_NAME:
            result.append(replace(head.children[0], label=head.label))
        else:
            result.append(head)
    return tuple(result)


def _depth(head: Head) -> int:
    return 1 + max((_depth(child) for child in head.children), default=0)


def _place(head: Head, row: int, column: int, depth: int, out: list[Cell]) -> int:
    if not head.children:
        out.append(Cell(head.label, row, column, row_span=depth - row))
        return column + 1
    end = column
    for child in head.children:
        end = _place(child, row + 1, end, depth, out)
    out.append(Cell(head.label, row, column, column_span=end - column))
    return end


def is_text(leaf: Head) -> bool:
    """Whether a leaf column holds text rather than amounts."""
    column = leaf.column or ""
    return leaf.is_text or column in (CODE, NAME, _CODE_NAME) or column.startswith(f"{CODE}:")


def _number_row(halves: list[Half], table: Table, style: Style, result: Plan) -> None:
    if not table.numbers_row:
        return
    row, count, column = result.header_rows, 0, 0
    for half in halves:
        for texts, leaf in _runs(half.leaves()):
            if texts and style.numbers_label:
                result.header.append(Cell(style.numbers_label, row, column, column_span=len(texts)))
                column += len(texts)
            elif texts:
                for _ in texts:
                    count += 1
                    result.header.append(Cell(str(count), row, column))
                    column += 1
            if leaf:
                count += 1
                result.header.append(Cell(str(count), row, column))
                column += 1
    result.header_rows += 1


def _runs(leaves: list[Head]) -> Iterator[tuple[list[Head], Head | None]]:
    run: list[Head] = []
    for leaf in leaves:
        if is_text(leaf):
            run.append(leaf)
        else:
            yield run, leaf
            run = []
    if run:
        yield run, None


def _fill(
    half: Half, leaves: list[Head], offset: int, height: int, table: Table, style: Style, result: Plan
) -> None:
    for index in range(height):
        position = index - half.start_row
        row = half.rows[position] if 0 <= position < len(half.rows) else None
        line = result.header_rows + index
        if row is None:
            result.body[index] += [Cell("", line, offset + i) for i in range(len(leaves))]
            continue
        result.body[index] += _row_cells(row, leaves, offset, line, table, style)
        for leaf in leaves:
            amount = None if is_text(leaf) else row.amounts.get(leaf.column or "")
            text = format_amount(amount, table, style)
            if amount is not None and text:
                printed_code = None if style.codes is Codes.NONE else row.code
                printed = Printed(
                    table.kind, half.side, printed_code, row.name, leaf.column or "", text, amount
                )
                result.printed.append(printed)


def _row_cells(
    row: Row, leaves: list[Head], offset: int, line: int, table: Table, style: Style
) -> list[Cell]:
    bold = row.bold or row.role is RowRole.TOTAL
    cells: list[Cell] = []
    merged = _merged_label(row, leaves, style)
    if merged:
        cells.append(Cell(row.name, line, offset, column_span=merged, bold=bold))
    for index, leaf in enumerate(leaves[merged:], start=merged):
        text, align, indent = _cell_text(row, leaf, table, style)
        cells.append(Cell(text, line, offset + index, align=align, indent=indent, bold=bold))
    return cells


def _merged_label(row: Row, leaves: list[Head], style: Style) -> int:
    """How many leading text columns the label of a total covers."""
    if row.role is not RowRole.TOTAL or row.code or not style.total_merged:
        return 0
    count = 0
    while count < len(leaves) and is_text(leaves[count]):
        count += 1
    return count if count > 1 else 0


def _cell_text(row: Row, leaf: Head, table: Table, style: Style) -> tuple[str, str, float]:
    column, depth = leaf.column or "", max(0, row.level - 1)
    if column == CODE:
        return row.code or "", "left", style.indent_code * depth
    if column.startswith(f"{CODE}:"):
        digits = row.code or ""
        pieces = [digits[:3], digits[3:5], digits[5:7]]
        return pieces[int(column[-1])], "center", 0
    if column == NAME:
        align = "center" if row.role is RowRole.TOTAL else "left"
        return row.name, align, style.indent_name * depth
    if column == _CODE_NAME:
        glued = {Codes.DASH: f"{row.code}-{row.name}", Codes.BRACKET: f"[{row.code}]{row.name}"}[style.codes]
        if not row.code:
            return row.name, "center" if row.role is RowRole.TOTAL else "left", 0
        return glued, "left", style.indent_name * depth
    if leaf.is_text:
        return row.texts.get(column, ""), "center" if len(row.texts.get(column, "")) < 4 else "left", 0
    return format_amount(row.amounts.get(column), table, style), "right", 0
