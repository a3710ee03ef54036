"""How the warehouse grows: a lake multiplied to N facts, built whole, with 1 % new documents, then queried.

    python benchmarks/warehouse_scale.py LAKE WORK --facts 1000000

LAKE is any real lake (`mingzhang read … --out LAKE`). Every copy is a set of new bodies, amounts perturbed;
the arithmetic of the copies need not hold: findings are not part of the measure.
"""

import argparse
import json
import resource
import shutil
import sys
import time
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipelines.model.build import build
from tests.support.hand_lake import MARTS
from tests.support.research_queries import PAGE, written

TABLES = ("documents", "tables", "facts", "figures")
FACTS_PER_FILE = 2_000_000


def multiply(lake: Path, work: Path, facts: int) -> int:
    """Copies of the lake's documents in WORK/lake until there are `facts` facts; how many copies."""
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = false; SET memory_limit = '4GB'")
        ((one,),) = connection.execute(f"SELECT count(*) FROM '{lake}/facts/**/*.parquet'").fetchall()
        copies = max(1, round(facts / one))
        step = max(1, FACTS_PER_FILE // one)
        for first in range(0, copies, step):
            write_copies(connection, lake, work / "lake", first, min(first + step, copies), f"copy{first}")
    return copies


def write_copies(
    connection: duckdb.DuckDBPyConnection, lake: Path, target: Path, first: int, last: int, name: str
) -> None:
    """Copies `first` to `last` as one batch of every table, in a source of their own."""
    changed = {
        "documents": f"entity_name || '第' || copy || '号' AS entity_name, '{name}' AS source_id",
        "facts": "CAST(amount_yuan * (90 + copy % 20) / 100 AS DECIMAL(20, 2)) AS amount_yuan",
    }
    for table in TABLES:
        folder = target / table / f"source={name}"
        folder.mkdir(parents=True, exist_ok=True)
        replaced = ["md5(document_id || copy) || '0' AS document_id"]
        replaced += [changed[table]] if table in changed else []
        connection.execute(
            f"COPY (SELECT * EXCLUDE (copy, source) REPLACE ({', '.join(replaced)}) FROM read_parquet("
            f"'{lake}/{table}/**/*.parquet', hive_partitioning = true, union_by_name = true), "
            f"range({first}, {last}) AS copies(copy)) TO '{folder / '1.parquet'}' (FORMAT parquet)"
        )


def timed_build(work: Path) -> tuple[float, float]:
    """Seconds and the highest memory (GiB) of a build's processes so far."""
    result = build(work / "lake", work / "work.duckdb", work / "dbt", select=MARTS, tested=False)
    return result.seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20


def timed_queries(database: Path) -> dict[str, float]:
    """Seconds of each of the twelve research queries."""
    seconds = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for title, sql, _ in written(PAGE.read_text(encoding="utf-8")):
            started = time.monotonic()
            connection.execute(sql).fetchall()
            seconds[title.split(" / ")[1]] = round(time.monotonic() - started, 3)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lake", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--facts", type=int, default=1_000_000)
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    copies = multiply(options.lake, options.work, options.facts)
    whole, memory = timed_build(options.work)
    again, _ = timed_build(options.work)
    with duckdb.connect() as connection:
        more = max(1, copies // 100)
        write_copies(connection, options.lake, options.work / "lake", copies, copies + more, "new")
    incremental, _ = timed_build(options.work)
    print(
        json.dumps(
            {
                "facts": options.facts,
                "copies": copies,
                "whole_seconds": round(whole, 1),
                "nothing_new_seconds": round(again, 1),
                "one_percent_new_seconds": round(incremental, 1),
                "peak_memory_gib": round(memory, 2),
                "database_mib": (options.work / "work.duckdb").stat().st_size >> 20,
                "queries": timed_queries(options.work / "work.duckdb"),
            },
            ensure_ascii=False,
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
