"""The data dictionary is complete, in both languages, and the page in docs/ is the one generated today."""

from pathlib import Path

import pytest

from pipelines.model.dictionary import described_models, dictionary
from pipelines.model.project import project_dir

PAGE = Path(__file__).resolve().parents[3] / "docs" / "data_dictionary.md"
MODELS = described_models(project_dir())


def has_both_languages(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text) and any("a" <= c <= "z" for c in text)


@pytest.mark.parametrize("model", MODELS, ids=[model["name"] for model in MODELS])
def test_every_published_column_is_described_in_both_languages(model: dict[str, object]) -> None:
    columns = model["columns"]
    assert isinstance(columns, list) and columns
    described = [model, *columns]
    assert [part["name"] for part in described if not has_both_languages(str(part.get("description")))] == []


def test_every_mart_is_in_the_dictionary() -> None:
    named = {path.stem for path in (project_dir() / "models" / "marts").glob("*.sql")}
    assert named <= {model["name"] for model in MODELS}


def test_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == dictionary(project_dir())
