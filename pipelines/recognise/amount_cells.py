"""The number that an amount cell prints: whole, wrapped over two lines, or beside stray digits."""

import re

from pipelines.domain.page import Cell
from pipelines.recognise.headers import money_like

FULL = 0.6
"""of the cell's width: a number that wraps fills so much of it."""
STRAY = 3
"""digits: longer whole numbers beside an amount are not page numbers."""


_WHOLE = re.compile(r"\.\d\d\Z")


def amount_text(cell: Cell, text: str) -> str | None:
    """The number of a cell, without white space; None where several stand in it and none can be chosen.

    A number wraps (``143,999.0⏎0``) where its cell is too narrow for it. In a wide one, a page number printed
    over the table does not belong to the amount with both its decimals that it stands under.

    Args:
        text: all that the cell holds, without white space.
    """
    if len(cell.lines) < 2 or not text or not text[-1].isdigit():
        return text
    widest = max(line.box.x1 - line.box.x0 for line in cell.lines)
    if widest > FULL * (cell.box.x1 - cell.box.x0):
        return text
    words = ["".join(line.text.split()) for line in cell.lines]
    amounts = [word for word in words if money_like(word)]
    rest = [word for word in words if not money_like(word)]
    if not all(map(_WHOLE.search, amounts)) or not amounts or not all(map(str.isdigit, rest)):
        return text
    return amounts[0] if len(amounts) == 1 and all(len(word) <= STRAY for word in rest) else None
