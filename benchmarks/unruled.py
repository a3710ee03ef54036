"""Tables with and without rules, ours against camelot: `python benchmarks/unruled.py [--every N]`.

The templates of tests/typesetter are typeset in each style of ruling. A number counts as read when it stands
alone in a cell and its row holds the printed code or name in another one, whatever the reader makes of the
header. Then CPU seconds a page. Explained in docs/benchmarks.md.
"""

import argparse
import logging
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import camelot

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pipelines.read import read_pdf  # noqa: E402
from pipelines.recognise.matrix import grid_rows  # noqa: E402
from tests.typesetter.canvas import Canvas  # noqa: E402
from tests.typesetter.style import A4_LANDSCAPE, ONE_COLUMN, Ruling, Style  # noqa: E402
from tests.typesetter.tables import TablePrinter  # noqa: E402
from tests.typesetter.written import Written, plain, read_written  # noqa: E402

STYLES = (
    Ruling.STROKES,
    Ruling.OPEN_SIDES,
    Ruling.HORIZONTAL,
    Ruling.THREE_LINES,
    Ruling.VERTICAL,
    Ruling.NONE,
)
Rows = list[list[str]]


def templates(every: int) -> list[Written]:
    folder = ROOT / "tests" / "typesetter" / "templates"
    texts = [(folder / f"{name}.txt").read_text("utf-8") for name in ("budget", "final")]
    return [table for text in texts for table in read_written(text)][::every]


def typeset(tables: list[Written], style: Style) -> tuple[bytes, int]:
    canvas = Canvas(style.font, "bench")

    def new_page(size: tuple[float, float], rotate: bool = False) -> float:
        canvas.new_page(size, rotate)
        return style.margin + 12

    printer = TablePrinter(canvas, style, "样例市水务局", new_page)
    for table in tables:
        printer.print(table.table(), table.plan(), flows=False)
    return canvas.finish(), canvas.page


def ours(data: bytes) -> Iterator[Rows]:
    for page in read_pdf(data).pages:
        for grid in page.grids:
            yield [[plain(text) for text in row.texts] for row in grid_rows(grid)[0]]


def by_camelot(flavor: str) -> Callable[[bytes], Iterator[Rows]]:
    def read(data: bytes) -> Iterator[Rows]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "tables.pdf"
            path.write_bytes(data)
            for table in camelot.read_pdf(str(path), pages="all", flavor=flavor):
                yield [[plain(str(cell)) for cell in row] for row in table.df.values.tolist()]

    return read


READERS: dict[str, Callable[[bytes], Iterator[Rows]]] = {
    "ours": ours,
    "camelot lattice": by_camelot("lattice"),
    "camelot stream": by_camelot("stream"),
    "camelot network": by_camelot("network"),
}


def wanted(tables: list[Written]) -> Counter[tuple[str, str]]:
    """Every printed number with its row's code, else its name."""
    return Counter(
        ("".join(one.code or one.name or ""), one.text)
        for table in tables
        for one in table.expected()
        if one.code or one.name
    )


def read_share(rows: Rows, left: Counter[tuple[str, str]]) -> int:
    """How many of the numbers in `left` these rows show beside their label; takes them out."""
    hits = 0
    for row in rows:
        cells = [text for text in row if text]
        joined = "".join(cells[:3])
        for text in cells:
            for label, amount in [key for key in left if key[1] == text and left[key] > 0]:
                if label in cells or (label.isdigit() and joined.startswith(label)):
                    left[label, amount] -= 1
                    hits += 1
                    break
    return hits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=3, metavar="N", help="take every N-th template")
    tables = templates(parser.parse_args().every)
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    base = replace(ONE_COLUMN, name="bench", font="sans", table_page=A4_LANDSCAPE, size=6.5, row_height=13)
    print(f"{len(tables)} tables, {wanted(tables).total()} numbers with a label")
    print(f"{'rules':<12}" + "".join(f"{name:>18}" for name in READERS) + "   (read %, ms CPU a page)")
    for ruling in STYLES:
        data, pages = typeset(tables, replace(base, ruling=ruling))
        line = f"{ruling.name.lower():<12}"
        for read in READERS.values():
            left = wanted(tables)
            total = left.total()
            started = time.process_time()
            found = list(read(data))
            spent = time.process_time() - started
            hits = sum(read_share(rows, left) for rows in found)
            line += f"{100 * hits / total:>10.1f} {1000 * spent / pages:>6.0f}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
