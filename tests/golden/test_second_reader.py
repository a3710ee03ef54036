"""pdfplumber as the independent oracle: on real pages both readers see the same amounts."""

import random
import re
from collections import Counter
from pathlib import Path

import pytest

from pipelines.domain.page import Page
from pipelines.read import amounts_by_pdfplumber, read_pdf

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "pdf"
AMOUNT = re.compile(r"-?\d+(?:,\d{3})*\.\d+|-?\d{1,3}(?:,\d{3})+")


def amounts(page: Page) -> Counter[str]:
    """The words of our page that are amounts, in and outside grids."""
    lines = [line for grid in page.grids for cell in grid.cells for line in cell.lines] + page.lines
    return Counter(word for line in lines for word in line.text.split() if AMOUNT.fullmatch(word))


def compare(files: list[Path], pages_each: int) -> tuple[int, list[str]]:
    """(amounts compared, differences) on random pages with amounts and without hidden text.

    pdfplumber also sees what is clipped away, so that pages with hidden text say nothing.
    """
    chance = random.Random(2026)
    compared, differences = 0, []
    for file in files:
        data = file.read_bytes()
        ours = {page.number: amounts(page) for page in read_pdf(data).pages if not page.hidden_char_count}
        numbered = sorted(number for number, found in ours.items() if found)
        for number, theirs in amounts_by_pdfplumber(
            data, chance.sample(numbered, min(pages_each, len(numbered)))
        ).items():
            compared += ours[number].total()
            differing = (ours[number] - theirs) + (theirs - ours[number])
            differences += [f"{file.name} p{number} {amount}" for amount in differing.elements()]
    return compared, differences


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
def test_both_readers_see_the_same_amounts_in_real_documents() -> None:
    files = sorted(CORPUS.rglob("*.pdf"))
    random.Random(11).shuffle(files)
    compared, differences = compare(files[:60], 1)
    assert compared > 500
    assert len(differences) <= 0.01 * compared, differences  # it does not part words at cell borders
