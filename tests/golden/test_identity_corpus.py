"""Real documents of many cities are taken for what they are (entities.csv, verified by hand)."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.score_identity import NO_DISCLOSURE, score

SHARED = Path(__file__).parents[3] / "shared"
PER_CITY = 4
MAX_PAGES = 30

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"the corpus is not there: {SHARED}"),
]


def sample() -> list[dict[str, str]]:
    """All papers that disclose nothing, and some short disclosures of every city."""
    taken: Counter[str] = Counter()
    rows = []
    with (SHARED / "taxonomy" / "entities.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["content_class"] in NO_DISCLOSURE:
                rows.append(row)
            elif (
                int(row["n_pages"] or 0) <= MAX_PAGES
                and not row["scanned_pages"]
                and taken[row["city"]] < PER_CITY
            ):
                taken[row["city"]] += 1
                rows.append(row)
    return rows


def test_documents_are_recognised_for_what_they_are() -> None:
    scored = list(score(sample(), SHARED / "corpus" / "pdf"))
    wrong = {
        document.name: (document.wrong(), document.found, document.evidence)
        for document in scored
        if document.wrong()
    }
    assert wrong == {}
    assert len(scored) > 50
