"""Wordings of many disclosures, budgets and final accounts: what each number is, of what, signed by its words.

In narrative_wordings.txt a sentence stands on its line (``|`` ends a printed line) and below it, indented, its
figures in order: ``id=value`` or ``id@subject=value``; amounts in 万元, percentages and counts as they are.
"""

import random
import re
from pathlib import Path

import pytest

from pipelines.domain.statement import Figure
from pipelines.recognise.narrative import narrative_figures
from tests.support.prose import prose_pages

WORDINGS = Path(__file__).with_name("narrative_wordings.txt")
ABOUT_ANOTHER = ("_by_subject", "_by_economic", "_by_type", "yoy_", "share_", "change_", "prior_")
ALSO = ("initial_budget", "completion_percent")


def wordings() -> list[tuple[str, list[str]]]:
    entries = WORDINGS.read_text(encoding="utf-8").strip().split("\n\n")
    pairs = [entry.split("\n", 1) for entry in entries]
    return [(pair[0], pair[1].split() if len(pair) > 1 else []) for pair in pairs]


def brief(figure: Figure) -> str:
    value = figure.value / 10000 if figure.unit == "yuan" else figure.value
    printed = f"{value.normalize():f}"
    if any(part in figure.figure_id for part in ABOUT_ANOTHER) or figure.figure_id in ALSO:
        return f"{figure.figure_id}@{(figure.subject or '').replace(' / ', '/')}={printed}"
    return f"{figure.figure_id}={printed}"


@pytest.mark.parametrize(("text", "expected"), wordings(), ids=lambda part: part[:24] if part else "")
def test_wording(text: str, expected: list[str]) -> None:
    assert [brief(figure) for figure in narrative_figures(prose_pages(text.replace("|", "\n")))] == expected


def test_no_sentence_twice() -> None:
    texts = [text for text, _ in wordings()]
    assert len(texts) == len(set(texts)) > 200


def test_clauses_in_any_order_are_read_and_point_at_their_numbers() -> None:
    clauses = [clause for text, _ in wordings() for clause in re.split(r"(?<=[，；。：元%])", text) if clause]
    chance = random.Random(7)
    for _ in range(300):
        text = "".join(chance.choices(clauses, k=chance.randint(1, 12))).replace("|", "")
        for figure in narrative_figures(prose_pages(text)):
            printed = figure.sentence[figure.char_start : figure.char_end]
            assert printed == figure.value_printed, text
            assert figure.box is not None, text
