"""The twelve worked queries of docs/ give the results printed beside them, on the sample city."""

import duckdb
import pytest

from tests.support.hand_lake import Built
from tests.support.research_queries import PAGE, answer, written
from tests.support.sample_warehouse import build_sample

QUERIES = written(PAGE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_sample(tmp_path_factory.mktemp("sample"))


def test_there_are_twelve() -> None:
    assert len(QUERIES) == 12


@pytest.mark.slow
@pytest.mark.parametrize(("title", "sql", "result"), QUERIES, ids=[title for title, _, _ in QUERIES])
def test_query_gives_the_printed_result(sample: Built, title: str, sql: str, result: str) -> None:
    with duckdb.connect(str(sample.database), read_only=True) as connection:
        assert answer(connection, sql) == result, title


@pytest.mark.slow
def test_seed_is_in_the_warehouse_to_the_cent(sample: Built) -> None:
    """忻州市人大常委会办公室 2023: its 14 items add up to the printed totals, both economic axes resolve."""
    xinzhou = "SELECT document_id FROM dim_document WHERE entity_name LIKE '忻州市%'"
    assert sample.rows(
        "SELECT count(*), sum(total_yuan), sum(basic_yuan), sum(project_yuan) "
        f"FROM fct_expenditure_by_function WHERE budget_scope = 'all_funds' AND document_id IN ({xinzhou})"
    ) == [(11, 18793600, 13375600, 5418000)]
    assert sample.rows(
        "SELECT count(*), count(department_category_code), count(government_category_code) "
        f"FROM fct_basic_expenditure_by_economic WHERE document_id IN ({xinzhou})"
    ) == [(30, 30, 30)]


@pytest.mark.slow
def test_our_own_tests_hold_on_the_sample(sample: Built) -> None:
    assert sample.result.failed == () and sample.result.warned == ()
