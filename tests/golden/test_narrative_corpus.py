"""The narratives of hand-checked real documents give the key figures that people read in them."""

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.read import read_pdf
from pipelines.recognise.narrative import narrative_figures

SHARED = Path(__file__).parents[3] / "shared"
TRUTH = sorted((SHARED / "truth" / "truth").glob("*.json"))

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not TRUTH, reason=f"the hand-checked documents are not there: {SHARED}"),
]


def stated(truth: dict[str, Any]) -> dict[str, set[Decimal]]:
    pages = read_pdf((SHARED / "truth" / "pdf" / Path(truth["file"]).name).read_bytes()).pages
    found: dict[str, set[Decimal]] = defaultdict(set)
    for figure in narrative_figures(pages):
        if figure.unit in ("yuan", "stated_none"):
            found[figure.figure_id].add(figure.value)
    return found


@pytest.mark.parametrize("path", TRUTH, ids=lambda path: path.stem[-8:])
def test_key_figures(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    found = stated(truth)
    for name, figure in truth["key_figures"].items():
        amount = Decimal(figure["yuan"]) if figure else Decimal(0)
        if name in found:  # the narrative rounds to 0.01 万元, the tables may not
            assert any(abs(value - amount) <= 5000 for value in found[name]), (name, amount, found[name])
        elif not truth["tables"]:
            assert figure is None, f"the narrative alone states {name}"
