"""The picture of what was seen: every column in its colour, unclaimed numbers in red, a legend that fits."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from pipelines.domain.page import Box, Page
from pipelines.domain.problem import Problem, ProblemCode, Severity
from pipelines.domain.statement import Figure
from pipelines.orchestrate.explain import SCALE, app, explain_page
from pipelines.orchestrate.explain_picture import (
    COLOURS,
    GUTTER,
    HEADER,
    PANEL,
    SPOKEN,
    UNCLAIMED,
    Seen,
    draw_seen,
)
from tests.support.sample_warehouse import SAMPLE

DISCLOSURE = next(SAMPLE.rglob("样例市审计局2023年部门预算.pdf"))


def colours(image: Image.Image, box: Box) -> set[tuple[int, ...]]:
    """The colours of the outline around a box given in points."""
    left, top, right, bottom = (round(side * SCALE) for side in box)
    points = [(x, top - 2) for x in range(left, right)] + [(x, bottom + 2) for x in range(left, right)]
    return {pixel_at(image, (x + GUTTER, y)) for x, y in points}


def pixel_at(image: Image.Image, point: tuple[int, int]) -> tuple[int, ...]:
    pixel = image.getpixel(point)
    assert isinstance(pixel, tuple)
    return pixel


def is_near(found: Iterable[tuple[int, ...]], wanted: tuple[int, int, int]) -> bool:
    return any(max(abs(a - b) for a, b in zip(colour, wanted, strict=True)) < 12 for colour in found)


def page_with(kind: str) -> int:
    """The first page of the disclosure that has tables, or figures in its text."""
    for number in range(1, 30):
        seen = explain_page(DISCLOSURE.read_bytes(), number)
        if seen.tables if kind == "tables" else len(seen.figures) > 3:
            return number
    raise AssertionError(kind)


def test_the_numbers_of_a_column_have_its_colour(tmp_path: Path) -> None:
    number = page_with("tables")
    seen = explain_page(DISCLOSURE.read_bytes(), number)
    facts = [fact for fact in seen.tables[0].facts if fact.page == number]
    first = min(facts, key=lambda fact: fact.column_index)
    assert is_near(colours(seen.image, first.box), COLOURS[0])
    others = {fact.column_index for fact in facts} - {first.column_index}
    second = next(fact for fact in facts if fact.column_index == min(others))
    assert is_near(colours(seen.image, second.box), COLOURS[1])


def test_figures_of_the_text_are_marked() -> None:
    seen = explain_page(DISCLOSURE.read_bytes(), page_with("figures"))
    boxes = [figure.box for figure in seen.figures]
    assert all(box is not None and is_near(colours(seen.image, box), SPOKEN) for box in boxes)


def test_an_unclaimed_number_is_red_and_a_long_legend_makes_the_picture_longer() -> None:
    page = Page(1, 200.0, 150.0, 0, True, 0.0, 10, 0)
    box = Box(50, 60, 90, 72)
    problem = Problem(
        ProblemCode.UNCLAIMED_NUMBER, Severity.WARNING, "第1页的12.30未能归入", 1, box, ("12.30",)
    )
    figures = [Figure("total_income", "收入" * 20, "1", 1, "yuan", 0, "句", 1, 0, 1, box, 1)] * 40  # type: ignore[arg-type]
    blank = Image.new("RGB", (400, 300), (255, 255, 255))
    image = draw_seen(blank, 2.0, Seen(page, [], figures, [problem], ["本页有图片"]))
    assert image.width == GUTTER + 400 + PANEL and image.height > 900
    edge = pixel_at(image, (GUTTER + round(70 * 2.0), round(60 * 2.0) - 1))
    assert is_near([edge], UNCLAIMED)
    assert HEADER not in {pixel_at(image, (GUTTER + x, 150)) for x in range(400)}


def test_the_command_says_what_it_saw_and_what_it_cannot(tmp_path: Path) -> None:
    target = tmp_path / "page.png"
    number = page_with("tables")
    done = CliRunner().invoke(app, [str(DISCLOSURE), "--page", str(number), "--out", str(target)])
    assert done.exit_code == 0, done.output
    assert Image.open(target).width > 1000
    assert "本页" in done.output
    missing = CliRunner().invoke(app, [str(DISCLOSURE), "--page", "99", "--out", str(tmp_path / "no.png")])
    assert missing.exit_code == 2 and "不存在" in missing.output
    assert not (tmp_path / "no.png").exists()


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"%PDF-1.7 broken"])
def test_what_is_no_page_is_refused_with_the_reason(data: bytes) -> None:
    with pytest.raises(ValueError, match="无法读取"):
        explain_page(data, 1)
