"""Sheets cut by columns: the columns that did not fit stand on later pages, without labels of their own."""

from pipelines.domain.money import is_dash
from pipelines.recognise.columns import label_role
from pipelines.recognise.headers import header_depth, is_number
from pipelines.recognise.matrix import Part, Row

PLACE_TOLERANCE = 4.0
"""points: the cut-off columns stand at the same height as the rows they belong to."""


def is_cut_off(base: Part, part: Part) -> bool:
    """Whether a grid holds only missing columns of `base`: same place on the page, without labels.

    Fewer columns than those they were cut from; as many or more only where nothing but numbers is in them.
    """
    return (
        abs(part.top - base.top) < PLACE_TOLERANCE
        and abs(part.bottom - base.bottom) < PLACE_TOLERANCE
        and not any(label_role(text) for row in part.rows[:4] for text in row.filled())
        and (part.column_count < base.column_count or _only_numbers(part))
    )


def _only_numbers(part: Part) -> bool:
    body = [text for row in part.rows[header_depth(part.rows) :] for text in row.filled()]
    return bool(body) and all(is_number(text) or is_dash(text) for text in body)


def attach_columns(rows: list[Row], edges: list[float], part: Part) -> None:
    """Append the cells of cut-off columns to the rows at the same height, and their borders to `edges`."""
    first = len(edges) - 1
    shift = edges[-1] - part.edges[0]
    edges += [edge + shift for edge in part.edges[1:]]
    used: set[int] = set()
    for row in rows:
        height = _height(row)
        other = next((candidate for candidate in part.rows if _holds(candidate, height)), None)
        for column in range(part.column_count):
            cell = other.cells[column] if other is not None else None
            row.cells.append(cell)
            row.texts.append(other.texts[column] if other is not None else "")
            row.starts.append(cell is not None and id(cell) not in used)
            row.page_of[first + column] = part.page
            if cell is not None:
                used.add(id(cell))


def _height(row: Row) -> float | None:
    """y of the middle of a row, by its lowest-reaching own cell; points."""
    boxes = [
        cell.box for cell, start in zip(row.cells, row.starts, strict=True) if start and cell is not None
    ]
    if not boxes:
        return None
    box = min(boxes, key=lambda b: b.bottom - b.top)
    return (box.top + box.bottom) / 2


def _holds(row: Row, height: float | None) -> bool:
    return height is not None and any(
        cell is not None and cell.box.top <= height <= cell.box.bottom for cell in row.cells
    )
