"""The sample: its model is consistent, its errors stand where PLANTED.yml says, it is committed as built."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
import yaml

from pipelines.acquire.registry import load_registry
from pipelines.acquire.site_files import load_sites
from pipelines.domain.statement import RowRole
from tests.sample_city.build import SAMPLE, SEED_HOST, SEED_PATH, text_files
from tests.sample_city.catalogue import Document, documents
from tests.sample_city.ledger import all_books, city, is_basic, is_project
from tests.sample_city.seed_document import HERE, seed_book
from tests.sample_city.table_data import load_tables
from tests.sample_city.websites import host_of, path_of
from tests.typesetter.content import Half, Row, Table

PLANTED = yaml.safe_load((SAMPLE / "PLANTED.yml").read_text(encoding="utf-8"))["planted"]
PLAIN = [x for x in documents() if x.form == "pdf"]


def tables_of(document: Document) -> list[Table]:
    return [block for block in document.blocks(with_errors=False) if isinstance(block, Table)]


def value(row: Row, column: str) -> Decimal:
    return row.amounts.get(column) or Decimal(0)


@pytest.mark.parametrize("document", PLAIN, ids=lambda x: x.title)
def test_every_tree_and_every_total_of_every_table_adds_up(document: Document) -> None:
    for table in tables_of(document):
        for half in table.halves:
            _check_tree(table, half)


def _check_tree(table: Table, half: Half) -> None:
    coded = [row for row in half.rows if row.code]
    total = next((row for row in half.rows if row.role is RowRole.TOTAL and not row.code), None)
    shortest = min((len(row.code or "") for row in coded), default=0)
    for leaf in half.leaves():
        column = leaf.column or ""
        for row in coded:
            below = [x for x in coded if x is not row and len(x.code or "") == len(row.code or "") + 2]
            below = [x for x in below if (x.code or "").startswith(row.code or "")]
            if below:
                assert value(row, column) == sum(value(x, column) for x in below), (table.title, row.code)
        if coded and total and column in total.amounts:
            roots = [row for row in coded if len(row.code or "") == shortest]
            assert value(total, column) == sum(value(row, column) for row in roots), (table.title, column)


@pytest.mark.parametrize("document", PLAIN, ids=lambda x: x.title)
def test_income_equals_expenditure_and_all_tables_agree(document: Document) -> None:
    books = all_books()[document.unit, document.year]
    tables = {table.kind: table for table in tables_of(document)}
    if document.kind == "final" or not tables:
        return
    last = [half.rows[-1] for half in tables["income_expenditure_summary"].halves]
    if document.style.totals_on_top and last[0].role is not RowRole.TOTAL:
        last = [half.rows[0] for half in tables["income_expenditure_summary"].halves]
    bottom = [next(iter(x for x in row.amounts.values() if x is not None)) for row in last]
    assert set(bottom) == {books.total}
    assert books.total == books.sum(is_basic) + books.sum(is_project)


def test_the_department_is_the_sum_of_its_units() -> None:
    for department in city()["departments"]:
        for year in city()["years"]:
            members = [all_books()[code, year] for code in department["members"]]
            assert all_books()[department["code"], year].total == sum(book.total for book in members)
            assert len(members) == 3


def test_last_year_in_the_books_is_last_years_books() -> None:
    for (code, year), books in all_books().items():
        if year > min(city()["years"]):
            assert books.prior == all_books()[code, year - 1]


@pytest.mark.parametrize("planted", PLANTED, ids=lambda x: x["id"])
def test_the_error_stands_where_it_is_said_to_be(planted: dict[str, object]) -> None:
    path = SAMPLE / str(planted["file"])
    with pypdfium2.PdfDocument(path) as pdf:
        page = "".join(pdf[int(str(planted["page"])) - 1].get_textpage().get_text_range().split())
    assert planted["expected"] != planted["actual"]
    # Three columns of codes, and wrapped numbers: compare without the spaces between pieces.
    assert str(planted["actual"]) in page
    if planted["corrected_on_second_night"]:
        second = SAMPLE / str(planted["file"]).replace("sites/", "night2/", 1)
        assert second.read_bytes() != path.read_bytes()
        with pypdfium2.PdfDocument(second) as pdf:
            text = "".join(page.get_textpage().get_text_range() for page in pdf)
        assert str(planted["actual"]) not in text


def test_there_is_a_handful_of_errors_each_in_one_document() -> None:
    assert 5 <= len(PLANTED) <= 12
    assert sum(len(x.planted) for x in documents()) == len(PLANTED)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return dict(text_files())


def test_pages_register_and_configurations_are_as_built(made: dict[str, bytes]) -> None:
    for path, data in made.items():
        assert (SAMPLE / path).read_bytes() == data, path


def committed() -> Iterator[Path]:
    yield from (path for path in SAMPLE.rglob("*") if path.is_file())


def test_nothing_is_committed_that_is_not_built(made: dict[str, bytes]) -> None:
    pages = set(made)
    files = {f"{'sites' if x.night == 1 else 'night2'}/{host_of(x)}/{path_of(x)}" for x in documents()}
    corrected = {f"night2/{host_of(x)}/{path_of(x)}" for x in documents() if x.is_corrected}
    expected = pages | files | corrected | {f"sites/{SEED_HOST}/{SEED_PATH}"}
    assert {str(path.relative_to(SAMPLE)) for path in committed()} == expected
    assert sum(path.stat().st_size for path in committed()) < 8 * 1024**2


@pytest.mark.parametrize("unit", ["006", "008"])
def test_a_committed_file_is_what_the_typesetter_makes(unit: str) -> None:
    document = next(x for x in documents() if x.unit == unit and x.year == 2022)
    path = SAMPLE / "sites" / host_of(document) / path_of(document)
    assert path.read_bytes() == document.book().data


def test_the_seed_has_its_thirteen_tables_and_its_figures() -> None:
    tables = load_tables(HERE / "tables.yml")
    assert [table.number for table in tables][7:10] == ["预算公开表8", "部门公开表9", "预算公开表10"]
    assert len(tables) == 13
    for kind in ("income_summary", "expenditure_summary", "general_public_expenditure"):
        half = next(table for table in tables if table.kind == kind).halves[0]
        assert len([row for row in half.rows if row.code]) == 21
        assert next(iter(half.rows[0].amounts.values())) == Decimal("18793600.00")
    assert (SAMPLE / "sites" / SEED_HOST / SEED_PATH).read_bytes() == seed_book().data


def test_the_scan_has_pictures_only_and_one_file_is_a_web_page() -> None:
    scan = next(x for x in documents() if x.form == "scan")
    with pypdfium2.PdfDocument(SAMPLE / "sites" / host_of(scan) / path_of(scan)) as pdf:
        assert all(not page.get_textpage().get_text_range().strip() for page in pdf)
    page = next(x for x in documents() if x.form == "html")
    assert (SAMPLE / "sites" / host_of(page) / path_of(page)).read_bytes().startswith(b"<!DOCTYPE html>")


def test_the_crawler_and_the_register_take_the_sample() -> None:
    sites = load_sites(SAMPLE / "site_configs")
    units = load_registry(SAMPLE / "registry.yml").units
    assert {unit.site for unit in units} <= {site.name for site in sites}
    assert len([unit for unit in units if unit.must_publish_from_year]) == 14
