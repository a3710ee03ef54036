"""Amounts in accounting format: ¥ at the left border of a cell, the number (or a dash for nought) at the right."""

import numpy as np
import pytest

from pipelines.domain.money import is_dash
from pipelines.read.currency_signs import drop_currency_signs
from pipelines.read.pdfium import RawPage


def page(*words: tuple[str, float]) -> RawPage:
    """Words on one line, each beginning at an x; signs are five points wide and ten high."""
    text = "".join(word for word, _ in words)
    lefts = [x + 5 * position for word, x in words for position in range(len(word))]
    boxes = np.array([[x, 10.0, x + 5, 20.0] for x in lefts])
    visible = np.array([not sign.isspace() for sign in text])
    return RawPage(600, 800, 0, text, boxes, visible, np.zeros((0, 4)), 0, 0.0)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ((("水利", 10), ("¥", 100), ("1,234.56", 150)), "水利1,234.56"),
        ((("水利", 10), ("￥", 100), ("-", 150), ("¥", 200), ("3.00", 230)), "水利-3.00"),
        ((("¥1,234.56", 100),), "¥1,234.56"),
        ((("金额（¥）", 10), ("3.00", 230)), "金额（¥）3.00"),
        ((("水利", 10), ("3.00", 230)), "水利3.00"),
    ],
)
def test_a_sign_that_touches_nothing_is_no_word(words: tuple[tuple[str, float], ...], left: str) -> None:
    raw = page(*words)
    drop_currency_signs(raw)
    assert "".join(sign for sign, seen in zip(raw.text, raw.visible, strict=True) if seen) == left


def test_a_dash_behind_the_sign_is_a_dash() -> None:
    assert is_dash("¥-") and is_dash("¥ —") and not is_dash("¥")
