"""One page drawn by reportlab and read back; coordinates in points from the bottom left."""

import io
from collections.abc import Callable

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from pipelines.domain.page import Grid, Page
from pipelines.read import read_pdf

SIZE = (600.0, 400.0)


def drawn(draw: Callable[[Canvas], None], **page_entries: object) -> bytes:
    """The page as PDF, with entries of its page dictionary (Rotate, MediaBox …) set as given."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=SIZE, invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    if not page_entries:
        return out.getvalue()
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(out.getvalue())) as document:
        for name, value in page_entries.items():
            document.pages[0].obj[f"/{name}"] = value
        document.save(changed)
    return changed.getvalue()


def page_of(draw: Callable[[Canvas], None], **page_entries: object) -> Page:
    """The page as the reader sees it."""
    result = read_pdf(drawn(draw, **page_entries))
    assert len(result.pages) == 1, result.problems
    return result.pages[0]


def texts(grid: Grid) -> list[list[str]]:
    """The cells' texts row by row, merged cells at their upper left corner only."""
    rows: list[list[str]] = [[] for _ in range(grid.row_count)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    return rows


def ruled(canvas: Canvas, xs: list[float], ys: list[float]) -> None:
    """Every rule of a plain table."""
    for x in xs:
        canvas.line(x, min(ys), x, max(ys))
    for y in ys:
        canvas.line(min(xs), y, max(xs), y)


def filled(canvas: Canvas, xs: list[float], ys: list[float], words: list[list[str]]) -> None:
    """Words into the cells of a table, rows from the top; `ys` descend."""
    for row, line in enumerate(words):
        for column, word in enumerate(line):
            canvas.drawString(xs[column] + 4, ys[row + 1] + 5, word)
