from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.domain.lake import SCHEMAS
from pipelines.load.batch import source_folder
from pipelines.load.digest import lake_digest
from pipelines.load.lake import SMALL_BATCHES_KEPT, Lake, LakeInUseError
from pipelines.load.rows import rows_to_tables
from tests.support.lake_rows import document_id, document_rows, document_tables


def test_every_part_has_the_schema_of_the_contract_even_without_rows(tmp_path: Path) -> None:
    with Lake(tmp_path) as lake:
        lake.write_batch("甲市", [document_tables("a")])
    for table, schema in SCHEMAS.items():
        (part,) = (tmp_path / table / "source=甲市").glob("*.parquet")
        assert pq.read_schema(part).equals(schema)


def test_amounts_come_back_as_decimals_and_the_source_as_a_partition(tmp_path: Path) -> None:
    with Lake(tmp_path) as lake:
        lake.write_batch("甲市", [document_tables("a")])
        lake.write_batch("乙/市=1", [document_tables("b", source_id="乙/市=1")])
    query = (
        f"SELECT source, sum(amount_yuan) FROM '{tmp_path}/facts/*/*.parquet' GROUP BY ALL ORDER BY source"
    )
    assert duckdb.sql(query).fetchall() == [("乙/市=1", Decimal("2.00")), ("甲市", Decimal("2.00"))]


@pytest.mark.parametrize("source", ["..", "a/b", "a=b", "", "...", "空 格", "x" * 60])
def test_a_source_is_one_folder_whatever_its_name(source: str) -> None:
    folder = source_folder(source)
    assert "/" not in folder and Path(folder).name == folder and folder.startswith("source=")


def test_finished_is_by_document_and_reader_version(tmp_path: Path) -> None:
    with Lake(tmp_path) as lake:
        lake.write_batch("甲市", [document_tables("a", "1"), document_tables("b", "2")])
    with Lake(tmp_path) as lake:
        assert lake.finished("1") == {document_id("a")}
        assert lake.finished("2") == {document_id("b")}
        assert lake.finished("3") == set()


def test_a_document_read_again_replaces_its_old_rows_and_leaves_the_others(tmp_path: Path) -> None:
    with Lake(tmp_path / "twice") as lake:
        lake.write_batch("甲市", [document_tables("a", "1", facts=5), document_tables("b", "1")])
        lake.write_batch("甲市", [document_tables("a", "2", facts=1)])
        lake.settle()
    with Lake(tmp_path / "once") as lake:
        lake.write_batch("甲市", [document_tables("a", "2", facts=1), document_tables("b", "1")])
    assert lake_digest(tmp_path / "twice") == lake_digest(tmp_path / "once")


def test_opening_removes_what_a_killed_run_left(tmp_path: Path) -> None:
    with Lake(tmp_path) as lake:
        lake.write_batch("甲市", [document_tables("a")])
    before = lake_digest(tmp_path)
    folder = tmp_path / "facts" / "source=甲市"
    (folder / "00000009-abc.parquet").write_bytes(next(folder.glob("*.parquet")).read_bytes())
    (folder / "00000010-abc.parquet.tmp").write_bytes(b"half")
    assert lake_digest(tmp_path) != before
    with Lake(tmp_path):
        pass
    assert lake_digest(tmp_path) == before
    assert len(list(folder.iterdir())) == 1


def test_many_small_batches_become_one_without_a_change_of_rows(tmp_path: Path) -> None:
    with Lake(tmp_path) as lake:
        for number in range(SMALL_BATCHES_KEPT + 3):
            lake.write_batch("甲市", [document_tables(str(number))])
        before = lake_digest(tmp_path)
        lake.compact()
    assert lake_digest(tmp_path) == before
    assert len(list((tmp_path / "facts").rglob("*.parquet"))) == 1


def test_a_second_writer_is_turned_away(tmp_path: Path) -> None:
    with Lake(tmp_path), pytest.raises(LakeInUseError), Lake(tmp_path):
        pass
    with Lake(tmp_path):
        pass


def test_the_digest_sees_every_change_of_a_row(tmp_path: Path) -> None:
    digests = set()
    for number, facts in enumerate([1, 2, 3]):
        root = tmp_path / str(number)
        with Lake(root) as lake:
            lake.write_batch("甲市", [document_tables("a", facts=facts)])
        digests.add(lake_digest(root))
    assert len(digests) == 3


def test_rows_outside_the_contract_are_refused() -> None:
    rows = document_rows("a")
    with pytest.raises(KeyError, match="invoices"):
        rows_to_tables({**rows, "invoices": []}, "1")
    with pytest.raises(ValueError, match="colour"):
        rows_to_tables({**rows, "tables": [{**rows["tables"][0], "colour": "red"}]}, "1")
    with pytest.raises(ValueError, match="kind"):
        rows_to_tables({**rows, "tables": [{**rows["tables"][0], "kind": None}]}, "1")
    with pytest.raises(pa.ArrowInvalid):
        rows_to_tables({**rows, "facts": [{**rows["facts"][0], "amount_yuan": Decimal("0.001")}]}, "1")


def test_half_a_surrogate_pair_from_a_broken_font_is_replaced_not_fatal() -> None:
    rows = document_rows("a")
    rows["tables"][0] |= {"title": "收支\ud842总表", "notes": ["完\udc00整"]}
    (table,) = rows_to_tables(rows, "1")["tables"].to_pylist()
    assert (table["title"], table["notes"]) == ("收支\ufffd总表", ["完\ufffd整"])


def test_a_part_from_before_a_column_was_added_is_read_with_nulls(tmp_path: Path) -> None:
    with Lake(tmp_path) as lake:
        lake.write_batch("甲市", [document_tables("a", "1"), document_tables("b", "1")])
    (part,) = (tmp_path / "documents").rglob("*.parquet")
    pq.write_table(pq.read_table(part, partitioning=None).drop_columns(["producer"]), part)
    with Lake(tmp_path) as lake:
        lake.write_batch("甲市", [document_tables("b", "2")])
        lake.settle()
    assert duckdb.sql(
        f"SELECT count(*), count(producer) FROM '{tmp_path}/documents/*/*.parquet'"
    ).fetchone() == (
        2,
        0,
    )
