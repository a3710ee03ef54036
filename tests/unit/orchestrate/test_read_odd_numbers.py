"""Numbers no column can hold cost no document: rounded where too exact, not taken for amounts where too long."""

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.domain.document import SourceDocument
from pipelines.load.rows import Tables
from pipelines.orchestrate.read_task import read_tables
from tests.support.drawn_tables import LEFT, canvas, table, title

LONG = "9" * 40
TOO_EXACT = "33.33333333333333"


def page_of(folder: Path, unit: str) -> Tables:
    page = canvas()
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["205", "教育支出", "3.00", "1.1234567890123", "1.88"],
        ["20502", "普通教育", LONG, "99,999,999,999,999.99", "4.00"],
    ]
    top = title(page, 40, "2024年一般公共预算支出表", f"单位：{unit}")
    below = table(page, top, [80, 200, 160, 160, 160], rows)
    said = (
        f"2024年支出预算9.00万元，比上年增长{TOO_EXACT}%，其中基本支出1.12亿元，"
        f"项目支出{LONG}万元，结转下年{'7' * 14}亿元。"
    )
    page.text(LEFT, below + 30, said, 8)
    file = folder / "numbers.pdf"
    file.write_bytes(page.finish())
    read = read_tables(SourceDocument(hashlib.sha256(file.read_bytes()).hexdigest(), "site", str(file)))
    assert read is not None
    return read


@pytest.mark.parametrize(("unit", "cents"), [("元", "1.12"), ("万元", "11234.57"), ("亿元", "112345678.90")])
def test_the_document_is_read(unit: str, cents: str, tmp_path: Path) -> None:
    read = page_of(tmp_path, unit)
    facts = {fact["amount_printed"]: fact["amount_yuan"] for fact in read["facts"].to_pylist()}
    assert facts["1.1234567890123"] == Decimal(cents)
    assert LONG not in facts
    stated = {figure["value_printed"]: figure["value"] for figure in read["figures"].to_pylist()}
    assert stated[TOO_EXACT] == Decimal("33.333333")
    assert stated["1.12"] == Decimal(112_000_000)
    assert LONG not in stated
