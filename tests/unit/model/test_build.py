"""Building: an empty lake, a second night equal to a full refresh, failures that name what failed."""

import itertools
import os
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
import yaml

from pipelines.domain.lake import FETCHES, SCHEMAS
from pipelines.model.build import build
from pipelines.model.project import project_dir
from pipelines.model.steps import Step
from pipelines.model.with_dbt import ModelBuildError
from tests.support import whole_database
from tests.support.hand_lake import HandLake, build_marts

COMPARED = (
    "dim_document",
    "fct_expenditure_by_function_with_subtotals",
    "fct_basic_expenditure_by_economic_with_subtotals",
    "fct_income_by_source_with_subtotals",
    "fct_three_public_with_subtotals",
    "fct_key_figures",
    "fct_printed_amount",
)
KILLED = 9
OPERATION = {"subject_code": "2050101", "subject_name": "行政运行"}
TOTAL = {"row_role": "total", "subject_name": "合计"}
DUCKDB_TYPES = {
    pa.string(): "varchar",
    pa.int64(): "bigint",
    pa.int32(): "integer",
    pa.int16(): "smallint",
    pa.bool_(): "boolean",
    pa.float32(): "float",
    pa.timestamp("us", tz="UTC"): "timestamptz",
}


def duckdb_type(arrow: pa.DataType) -> str:
    if pa.types.is_list(arrow):
        return duckdb_type(arrow.value_type) + "[]"
    if pa.types.is_struct(arrow):
        return "struct(" + ", ".join(f"{field.name} {duckdb_type(field.type)}" for field in arrow) + ")"
    if pa.types.is_decimal(arrow):
        return f"decimal({arrow.precision},{arrow.scale})"
    return DUCKDB_TYPES[arrow]


@pytest.mark.parametrize("table", [*SCHEMAS, "fetches"])
def test_declared_source_columns_are_the_data_contract(table: str) -> None:
    declared = yaml.safe_load((project_dir() / "models/staging/_sources.yml").read_text(encoding="utf-8"))
    columns = next(t["columns"] for t in declared["sources"][0]["tables"] if t["name"] == table)
    contract = FETCHES if table == "fetches" else SCHEMAS[table]
    assert [(c["name"], c["data_type"]) for c in columns] == [(f.name, duckdb_type(f.type)) for f in contract]


def night_one(lake: HandLake) -> None:
    lake.document("a", "甲市教育局").table(
        "expenditure_summary",
        [
            TOTAL | {"amounts": {"total": "9.00", "basic": "9.00"}},
            {
                "subject_code": "2050101",
                "subject_name": "行政运行",
                "amounts": {"total": "9.00", "basic": "9.00"},
            },
        ],
        title="支出总表",
    )
    lake.document("b", "甲市水利局").table(
        "income_summary",
        [
            {
                "row_role": "total",
                "subject_name": "合计",
                "amounts": {"total": "4.00", "general_public": "4.00"},
            }
        ],
        title="收入总表",
    )


def night_two(lake: HandLake) -> None:
    lake.reader_version = "1.1.0"
    lake.document("b", "甲市水利局").table(
        "income_summary",
        [
            {
                "row_role": "total",
                "subject_name": "合计",
                "amounts": {"total": "5.00", "general_public": "5.00"},
            }
        ],
        title="收入总表",
    )
    lake.document("c", "甲市教育局", path="corrected.pdf").table(
        "expenditure_summary",
        [
            {
                "subject_code": "2050101",
                "subject_name": "行政运行",
                "amounts": {"total": "8.00", "basic": "8.00"},
            }
        ],
        title="支出总表",
    )


def contents(database: Path, tables: tuple[str, ...] = COMPARED) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return {table: connection.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in tables}


def test_nights_from_an_empty_lake_on_equal_a_full_refresh(tmp_path: Path) -> None:
    lake = HandLake(tmp_path / "lake")
    empty = build_marts(lake.root, tmp_path / "nightly", tested=False)
    assert empty.one("SELECT count(*) FROM fct_expenditure_by_function") == 0
    assert empty.one("SELECT count(*) > 1000 FROM dim_functional_subject")
    night_one(lake)
    lake.write("1")
    build_marts(lake.root, tmp_path / "nightly", tested=False)
    night_two(lake)
    lake.write("2")
    nightly = build_marts(lake.root, tmp_path / "nightly", tested=False)
    whole = build_marts(lake.root, tmp_path / "whole", tested=False)
    assert contents(nightly.database) == contents(whole.database)
    assert nightly.rows("SELECT document_id FROM fct_expenditure_by_function") == [("c",)]
    assert nightly.one("SELECT sum(amount_yuan) FROM fct_income_by_source WHERE document_id = 'b'") == 50000


def test_failed_test_of_ours_is_named(tmp_path: Path) -> None:
    lake = HandLake(tmp_path / "lake")
    lake.document("a", "甲市教育局").table(
        "expenditure_summary",
        [OPERATION | {"amounts": {"total": "9.00"}}],
    )
    facts = lake.rows["facts"]["cityone"]
    facts.append(dict(facts[0]))
    lake.write()
    with pytest.raises(ModelBuildError, match="primary_key_int_facts"):
        build(lake.root, tmp_path / "work.duckdb", select="+int_facts")


def test_dbt_that_cannot_start_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with pytest.raises(ModelBuildError, match="建模未能运行"):
        build(tmp_path / "lake", tmp_path / "work.duckdb")
    assert not (tmp_path / "work.duckdb").exists()


def test_a_file_that_is_no_database_of_ours_is_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "work.duckdb"
    database.write_text("not a database")
    with pytest.raises(ModelBuildError, match="打不开"):
        build(tmp_path / "lake", database)
    assert database.read_text() == "not a database"


def test_a_night_of_a_project_that_stands_needs_no_dbt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, database = HandLake(tmp_path / "lake"), tmp_path / "nightly.duckdb"
    night_one(lake)
    lake.write("1")
    first = build(lake.root, database)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    night_two(lake)
    lake.write("2")
    second = build(lake.root, database)
    assert second.tests > 100 and second.failed == second.warned == ()
    assert set(second.seconds_of) == set(first.seconds_of)
    with duckdb.connect(str(database)) as connection:
        paths = connection.execute("SELECT path FROM dim_document WHERE is_current ORDER BY 1").fetchall()
        assert paths == [("b.pdf",), ("corrected.pdf",)]
        untested = "SELECT count(*) FROM intermediate.int_documents ANTI JOIN intermediate.documents_tested USING (document_id)"
        assert connection.execute(untested).fetchone() == (0,)
        changes = connection.execute("FROM fct_build_change ORDER BY ALL").fetchall()
    before = contents(database)
    with duckdb.connect(str(database)) as connection:
        connection.execute("DROP TABLE main.fct_key_figures")
    build(lake.root, database)  # a table is missing: everything is built again, but for the history of builds
    assert contents(database) == before
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.execute("FROM fct_build_change ORDER BY ALL").fetchall() == changes


def many_bodies(lake: HandLake) -> None:
    """Two years, a correction, and a file whose body is not known."""
    for body in ("甲市教育局", "甲市水利局", "甲市财政局", None):
        for year, amount in ((2023, "9.00"), (2024, "7.00"), (2024, "8.00")):
            name = f"{body}-{year}-{amount}"
            lake.document(name, body, year, path=f"{name}.pdf").table(
                "expenditure_summary",
                [
                    TOTAL | {"amounts": {"total": amount, "basic": amount}},
                    OPERATION | {"amounts": {"total": amount, "basic": "1.00"}},
                ],
                title="支出总表",
            )


def test_rounds_of_documents_equal_one_round(tmp_path: Path) -> None:
    lake = HandLake(tmp_path / "lake")
    many_bodies(lake)
    lake.write()
    whole, in_rounds = tmp_path / "whole.duckdb", tmp_path / "in_rounds.duckdb"
    build(lake.root, whole)
    build(lake.root, in_rounds, numbers_a_round=4)
    with duckdb.connect(str(in_rounds), read_only=True) as connection:
        rounds = "SELECT max(round_no), count(DISTINCT round_no) > 1, count(*) FROM intermediate.int_rounds"
        ((last, several, documents),) = connection.execute(rounds).fetchall()
        assert last <= documents == 12 and several
    assert whole_database.contents(in_rounds) == whole_database.contents(whole)


@pytest.mark.parametrize("killed_at", [20, 75, 110])
def test_a_build_killed_in_a_round_is_ended_by_the_next(tmp_path: Path, killed_at: int) -> None:
    lake = HandLake(tmp_path / "lake")
    many_bodies(lake)
    lake.write()
    whole, killed = tmp_path / "whole.duckdb", tmp_path / "killed.duckdb"
    build(lake.root, whole, tested=False)
    child = os.fork()
    if child == 0:
        die_at_step(killed_at)
        build(lake.root, killed, tested=False, numbers_a_round=4)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
    build(lake.root, killed, numbers_a_round=5)
    assert whole_database.contents(killed) == whole_database.contents(whole)


def die_at_step(number: int) -> None:
    """End this process as a kill does, when so many tables are built and the next has its new rows."""
    done, built = itertools.count(), Step.build

    def build_or_die(step: Step, connection: duckdb.DuckDBPyConnection) -> None:
        if next(done) == number:
            connection.begin()
            connection.execute(f"INSERT INTO {step.relation} BY NAME {step.query}")
            os._exit(KILLED)
        built(step, connection)

    Step.build = build_or_die  # type: ignore[method-assign]


def test_a_failed_test_of_a_night_without_dbt_is_named_and_repeated(tmp_path: Path) -> None:
    lake, database = HandLake(tmp_path / "lake"), tmp_path / "nightly.duckdb"
    night_one(lake)
    lake.write("1")
    build(lake.root, database)
    night_two(lake)
    facts = lake.rows["facts"]["cityone"]
    facts.append(dict(facts[0]))
    lake.write("2")
    for _ in range(2):
        with pytest.raises(ModelBuildError, match="keys_of_checks"):  # what it stopped is tried again
            build(lake.root, database)
