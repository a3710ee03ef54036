"""Fonts without a map to Unicode: what is copied is not what is seen, and it is said so, not read."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from pipelines.domain.document import ReadStatus
from pipelines.domain.problem import ProblemCode
from pipelines.read import read_pdf
from pipelines.read.legibility import is_garbled

SAMPLE = Path(__file__).resolve().parents[3] / "raw" / "sample"


def seen(text: str) -> bool:
    return is_garbled(text, np.array([not sign.isspace() for sign in text]))


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        ("2024年部门预算支出总表（单位：万元）科目编码 合计 1,234.50——①Ⅲ％", False),
        ("Budget 2024, all departments and their units: 1,234.50 (thousand)", False),
        ("䶱ツ㶕ᩣᩜᕨ㶕䛾䷊ࢂѺ喟̴ٰす䶢喑ڞ䶢䶱ツ㶕ᩣڒᕨ㶕䛾", True),
        ("合计 34,210 — — — 1,080 – − — — — — — — － ﹣ ‐ — — —", False),  # empty cells
        ("䶱ツ㶕", False),  # too little to say
    ],
)
def test_signs_that_disclosures_do_not_use(text: str, garbled: bool) -> None:
    assert seen(text) is garbled


WRONG_MAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Wrong def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    b"4 beginbfrange <0000> <00FF> <A000> <0100> <01FF> <A100> <0200> <02FF> <A200> <0300> <03FF> <A300>\n"
    b"endbfrange endcmap end end"
)


def with_wrong_maps(data: bytes, pages: Callable[[int], bool]) -> bytes:
    """The file with the fonts' maps to Unicode replaced by a wrong one on some pages (index from 0)."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for index, page in enumerate(document.pages):
            if not pages(index):
                continue
            fonts = pikepdf.Dictionary()
            for name, font in page.resources["/Font"].items():
                copy = document.make_indirect(pikepdf.Dictionary(dict(font.items())))
                copy["/ToUnicode"] = document.make_stream(WRONG_MAP)
                fonts[name] = copy
            resources = pikepdf.Dictionary(dict(page.resources.items()))
            resources["/Font"] = fonts
            page.obj["/Resources"] = resources
        document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def disclosure() -> bytes:
    found = sorted(SAMPLE.rglob("*2024年部门预算.pdf"))
    return found[0].read_bytes()


def test_a_file_in_wrong_letters_is_unreadable_with_its_reason(disclosure: bytes) -> None:
    result = read_pdf(with_wrong_maps(disclosure, lambda index: True))
    assert result.status is ReadStatus.UNREADABLE
    assert [problem.code for problem in result.problems if problem.severity == "error"] == [
        ProblemCode.GARBLED_TEXT
    ]
    assert not any(page.grids or page.lines for page in result.pages)


def test_one_page_in_wrong_letters_is_left_out_and_said_so(disclosure: bytes) -> None:
    whole = read_pdf(disclosure)
    result = read_pdf(with_wrong_maps(disclosure, lambda index: index == 4))
    assert result.status is ReadStatus.PARTIAL
    assert [(p.code, p.page) for p in result.problems if p.severity == "warning"] == [
        (ProblemCode.GARBLED_TEXT, 5)
    ]
    assert not result.pages[4].has_text_layer
    assert [page.lines for page in result.pages[5:]] == [page.lines for page in whole.pages[5:]]
