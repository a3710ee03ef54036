"""Performance forms of real documents: as many projects and indicators as were counted on their pages."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pipelines.domain.statement import Project
from pipelines.read import read_pdf
from pipelines.recognise.projects import projects_of
from pipelines.recognise.tables import recognise_tables

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="the corpus is not beside the checkout"),
]
#: end of the file name → projects, indicators (counted by eye or by grid rows against the rendered pages)
COUNTED = {
    "20df02bc": (5, 65),
    "a63d8f13": (1, 21),
    "4273ff50": (1, 25),
    "0d1282d3": (3, 34),
    "2ec956a8": (4, 24),
    "d61a32c3": (5, 34),
    "a2df391a": (10, 78),
    "209dbec8": (2, 24),
    "6bdba582": (5, 98),
    "8408cafe": (81, 613),
    "e3060d71": (11, 118),
}


@cache
def forms_in(ending: str) -> list[Project]:
    path = next(SHARED.glob(f"*/pdf/**/*{ending}.pdf"))
    tables = recognise_tables(read_pdf(path.read_bytes()).pages).tables
    return projects_of([table for table in tables if table.projects])


@pytest.mark.parametrize("ending", COUNTED)
def test_projects_and_indicators(ending: str) -> None:
    found = forms_in(ending)
    assert (len(found), sum(len(project.indicators) for project in found)) == COUNTED[ending]
    assert all(project.project_name for project in found)
    assert all(one.value_printed or one.operator for project in found for one in project.indicators)


def test_one_name_over_several_units_and_a_page_break() -> None:
    running = [p for p in forms_in("8408cafe") if (p.project_name or "").endswith("检验检测日常运行保障")]
    assert [p.annual_amount_yuan for p in running] == [
        Decimal(amount) for amount in ("1673700.00", "5872200.00", "1000000.00", "8250500.00", "1206211.13")
    ]


def test_a_form_of_boxes() -> None:
    first = forms_in("20df02bc")[0]
    assert (first.project_name, first.start_date, first.end_date) == (
        "新建万里街道社区公共服务中心",
        "2023-01-01",
        "2023-12-31",
    )
    assert first.annual_amount_yuan == first.period_amount_yuan == Decimal("4100000.00")
    assert (first.indicators[0].operator, first.indicators[0].value, first.indicators[0].unit) == (
        "≥",
        Decimal("13459.00"),
        "平方米",
    )
