"""One lake, its rows in another order and in other files, built with other threads: the same warehouse."""

import csv
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.model.build import build
from pipelines.model.project import project_dir
from tests.support.rule_examples import write_lake
from tests.support.whole_database import contents


def shuffled(lake: Path, target: Path, draw: random.Random) -> None:
    """The same rows in a drawn order, every table in two files."""
    for path in sorted(lake.rglob("*.parquet")):
        table = pq.ParquetFile(path).read()
        order = draw.sample(range(table.num_rows), table.num_rows)
        table, half = table.take(pa.array(order, pa.int64())), table.num_rows // 2
        folder = (target / path.relative_to(lake)).parent
        folder.mkdir(parents=True)
        pq.write_table(table.slice(0, half), folder / "a.parquet")
        pq.write_table(table.slice(half), folder / "b.parquet")


def test_rows_in_any_order_and_any_number_of_threads_make_one_warehouse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (project_dir() / "seeds/rules/rule_catalogue.csv").open(encoding="utf-8", newline="") as file:
        rules = list(csv.DictReader(file))
    write_lake(
        tmp_path / "lake",
        {f"{rule['rule_id']}.{kind}": rule[f"example_{kind}"] for rule in rules for kind in ("pass", "fail")},
    )
    built = []
    for number, threads in enumerate(("1", "3")):
        shuffled(tmp_path / "lake", tmp_path / f"lake{number}", random.Random(number))
        monkeypatch.setenv("MINGZHANG_DBT_THREADS", threads)
        database = tmp_path / f"{number}.duckdb"
        build(tmp_path / f"lake{number}", database, tested=False)
        built.append(contents(database, of_a_round=True))
    one, other = built
    assert len(one["main.fct_rule_results"]) > 10_000
    assert [name for name in one if one[name] != other[name]] == []
