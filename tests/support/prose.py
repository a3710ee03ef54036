"""Pages of prose for the recognisers: lines with boxes as the reader gives them, no file needed."""

from pipelines.domain.page import Box, Cell, Grid, Page, TextLine

CHARACTER = 12.0
LEFT = 50.0
WIDTH = 500.0
"""points: a line this long reaches the right edge, so that the paragraph goes on."""


def prose_page(text: str, number: int = 1, grids: list[Grid] | None = None) -> Page:
    """A page with one printed line per line of the text."""
    lines = [
        TextLine(line, Box(LEFT, 50 + 20 * index, LEFT + min(len(line) * CHARACTER, WIDTH), 62 + 20 * index))
        for index, line in enumerate(text.strip("\n").split("\n"))
        if line.strip()
    ]
    count = sum(len(line.text) for line in lines)
    return Page(number, 600, 850, 0, True, 0.0, count, 0, lines, grids or [])


def prose_pages(*texts: str) -> list[Page]:
    """Pages numbered from 1."""
    return [prose_page(text, number) for number, text in enumerate(texts, start=1)]


def label_grid(*rows: tuple[str, ...]) -> Grid:
    """A ruled grid of plain cells."""
    box = Box(50, 100, 550, 400)
    cells = tuple(
        Cell(row, column, 1, 1, box, (TextLine(text, box),) if text else ())
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Grid(box, len(rows), max(len(texts) for texts in rows), cells)
