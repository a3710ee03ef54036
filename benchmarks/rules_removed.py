"""What is lost where ruling lines are lacking: `python benchmarks/rules_removed.py [FOLDER] [--every N]`.

The rules of real pages are taken away in the ways of other cities' templates (no rules below the header, no
level rules, one upright lost …), and the page is recognised again. Compared are (row, amount) pairs with the
reading of the page as it is; pairs that cannot be seen without rules are to be missing, not wrong.
"""

import argparse
import ctypes
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pipelines.domain.page import Page  # noqa: E402
from pipelines.read.assemble import assemble  # noqa: E402
from pipelines.read.grid import GridShape, rules_to_grids  # noqa: E402
from pipelines.read.pdfium import RawPage, TooComplexError, read_page  # noqa: E402
from pipelines.recognise.headers import header_depth  # noqa: E402
from pipelines.recognise.matrix import grid_rows  # noqa: E402
from pipelines.recognise.tables import recognise_tables  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus" / "pdf"
MAX_PAGES, MAX_OBJECTS = 80, 100_000
Pieces = npt.NDArray[np.bool_]
Pair = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """One table's rules in unit pieces.

    Attributes:
        level: (rows + 1) × columns, the piece above a row over a column.
        upright: rows × (columns + 1), the piece left of a column in a row.
        header: how many rows are header; 0 on a page that continues a table.
    """

    level: Pieces
    upright: Pieces
    header: int


def ruled(shape: GridShape, header: int) -> Ruled:
    labels = shape.labels
    level = np.ones((labels.shape[0] + 1, labels.shape[1]), bool)
    upright = np.ones((labels.shape[0], labels.shape[1] + 1), bool)
    level[1:-1], upright[:, 1:-1] = labels[1:] != labels[:-1], labels[:, 1:] != labels[:, :-1]
    return Ruled(level, upright, header if header < labels.shape[0] else 0)


def _header_only(table: Ruled, _rng: random.Random) -> None:
    table.level[table.header + 1 if table.header else 0 : -1] = False
    table.upright[table.header :] = False


def _no_uprights_in_body(table: Ruled, _rng: random.Random) -> None:
    table.upright[table.header :, 1:-1] = False


def _no_level_rules_in_body(table: Ruled, _rng: random.Random) -> None:
    table.level[table.header + 1 : -1] = False


def _frame_and_uprights(table: Ruled, _rng: random.Random) -> None:
    table.level[1:-1] = False


def _frame_and_level_rules(table: Ruled, _rng: random.Random) -> None:
    table.upright[:, 1:-1] = False


def _three_lines(table: Ruled, rng: random.Random) -> None:
    _no_rules(table, rng)
    table.level[[0, table.header, -1]] = True


def _no_rules(table: Ruled, _rng: random.Random) -> None:
    table.level[:], table.upright[:] = False, False


def _every_fifth_level_rule(table: Ruled, _rng: random.Random) -> None:
    rows = np.arange(len(table.level) - 1)
    table.level[:-1][(rows > table.header) & (rows % 5 != 0)] = False


def _one_upright_lost(table: Ruled, rng: random.Random) -> None:
    if table.upright.shape[1] > 3:
        table.upright[:, rng.randrange(1, table.upright.shape[1] - 1)] = False


def _one_level_rule_lost(table: Ruled, rng: random.Random) -> None:
    if len(table.level) > 3:
        table.level[rng.randrange(1, len(table.level) - 1)] = False


def _pieces_lost(table: Ruled, rng: random.Random) -> None:
    for pieces in (table.level, table.upright):
        lost = [[rng.random() < 0.05 for _ in row] for row in pieces]
        pieces[np.array(lost)] = False


WAYS: dict[str, Callable[[Ruled, random.Random], None]] = {
    "as printed": lambda _table, _rng: None,
    "one level rule lost": _one_level_rule_lost,
    "one upright lost": _one_upright_lost,
    "5 % of the pieces lost": _pieces_lost,
    "every fifth level rule": _every_fifth_level_rule,
    "header, frame and uprights": _no_level_rules_in_body,
    "header and level rules": _no_uprights_in_body,
    "header only": _header_only,
    "frame and uprights": _frame_and_uprights,
    "frame and level rules": _frame_and_level_rules,
    "three lines": _three_lines,
    "none": _no_rules,
}


def rules(shape: GridShape, table: Ruled) -> Iterator[tuple[float, float, float, float]]:
    """The pieces left, in points."""
    for row, column in zip(*np.nonzero(table.level), strict=True):
        yield shape.xs[column], shape.ys[row], shape.xs[column + 1], shape.ys[row]
    for row, column in zip(*np.nonzero(table.upright), strict=True):
        yield shape.xs[column], shape.ys[row], shape.xs[column], shape.ys[row + 1]


def raw_pages(path: Path) -> list[tuple[int, RawPage]]:
    with pdfium.PdfDocument(path) as document:
        address = ctypes.cast(document.raw, ctypes.c_void_p).value or 0
        if not 0 < len(document) <= MAX_PAGES:
            return []
        try:
            read = [read_page(address, index, max_objects=MAX_OBJECTS) for index in range(len(document))]
        except TooComplexError:
            return []
    return [(number, raw) for number, raw in enumerate(read, 1) if raw is not None]


def changed(raw: RawPage, page: Page, way: str, rng: random.Random) -> RawPage:
    """The page with fewer rules; `page` is how it is read with all of them."""
    left: list[tuple[float, float, float, float]] = []
    for shape in rules_to_grids(raw.rules):
        grid = next((g for g in page.grids if g.ruled and abs(g.box.top - shape.ys[0]) < 1), None)
        table = ruled(shape, header_depth(grid_rows(grid)[0]) if grid else 1)
        WAYS[way](table, rng)
        left += rules(shape, table)
    return replace(raw, rules=np.array(left, float).reshape(-1, 4))


def pairs(pages: list[Page]) -> Counter[Pair]:
    """(what names the row, amount) of every amount printed."""
    return Counter(
        (
            fact.subject_code,
            fact.subject_name,
            fact.department_economic_code,
            fact.government_economic_code,
            fact.amount_printed,
        )
        for table in recognise_tables(pages).tables
        for fact in table.facts
        if fact.amount_printed and any(sign.isdigit() for sign in fact.amount_printed)
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=CORPUS, help="PDFs (default: the corpus)")
    parser.add_argument("--every", type=int, default=4, help="take one document in N (default 4)")
    arguments = parser.parse_args()
    missing, wrong, known, found = Counter[str](), Counter[str](), 0, Counter[str]()
    for path in sorted(arguments.folder.rglob("*.pdf"))[:: arguments.every]:
        try:
            raws = raw_pages(path)
        except pdfium.PdfiumError:
            continue
        as_it_is = [assemble(raw, number) for number, raw in raws]
        truth = pairs(as_it_is)
        known += truth.total()
        for way in WAYS:
            rng = random.Random(f"{path.name} {way}")
            less = [
                (number, changed(raw, page, way, rng))
                for (number, raw), page in zip(raws, as_it_is, strict=True)
            ]
            got = pairs([assemble(raw, number) for number, raw in less])
            missing[way] += (truth - got).total()
            wrong[way] += (got - truth).total()
            found[way] += got.total()
    print(f"{known:,} amounts\n\n| rules left | recall % | precision % |\n|---|---|---|")
    for way in WAYS:
        recall = 100 * (1 - missing[way] / max(known, 1))
        print(f"| {way} | {recall:.1f} | {100 * (1 - wrong[way] / max(found[way], 1)):.1f} |")


if __name__ == "__main__":
    main()
