"""How the warehouse grows: a lake multiplied to N facts, built whole, with 1 % new documents, and queried.

    python benchmarks/warehouse_scale.py LAKE WORK --facts 1000000

LAKE is any real lake (`mingzhang read … --out LAKE`). Every copy is a set of new bodies, or another year of
the copy before, amounts perturbed; the new documents are the next year of bodies that are there already, in
sources that are there already. Everything is built as in a night: marts, rules with their findings, and the
tests. Amounts of tables and text are changed alike, but no year follows from the year before and titles keep
theirs: there are more findings than in life.
"""

import argparse
import json
import math
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipelines.domain.lake import SCHEMAS
from pipelines.model.build import build
from tests.support.research_queries import PAGE, written

COPIES_OF_SOURCE = 18
"""A source then holds some thousands of documents, as a city's site does after ten years."""
YEARS = 3
NUMBER = "try_cast(replace(value_printed, ',', '') AS DOUBLE)"
AMOUNT = f"unit = 'yuan' AND {NUMBER} <> 0"
SCALED = f"round({NUMBER} * {{}}, decimals_printed)"
NOT_OF_DOCUMENTS = frozenset({"fetches", "captures", "register"})


def multiply(lake: Path, target: Path, facts: int) -> int:
    """Copies of the lake's documents in `target` until there are `facts` facts; how many copies."""
    with connected() as connection:
        ((one,),) = connection.execute(f"SELECT count(*) FROM '{lake}/facts/**/*.parquet'").fetchall()
        copies = max(1, round(facts / one))
        for first in range(0, copies, COPIES_OF_SOURCE):
            write_copies(connection, lake, target, first, min(first + COPIES_OF_SOURCE, copies))
    return int(copies)


def add_next_year(lake: Path, target: Path, copies: int) -> None:
    """One document in a hundred more: the year after, of bodies spread over the sources."""
    starts = list(range(0, copies, COPIES_OF_SOURCE))
    more = copies / 100
    with connected() as connection:
        for number in range(math.ceil(more)):
            start = starts[number % len(starts)]
            first = start + YEARS * (number // len(starts))
            share = min(1.0, more - number)
            write_copies(
                connection, lake, target, first, first + 1, years_later=1, source_of=start, share=share
            )


def connected() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": "4GB", "threads": 2, "preserve_insertion_order": False})


def write_copies(
    connection: duckdb.DuckDBPyConnection,
    lake: Path,
    target: Path,
    first: int,
    last: int,
    *,
    years_later: int = 0,
    source_of: int | None = None,
    share: float = 1.0,
) -> None:
    """Copies `first` to `last`, or a share of their documents, as one batch of every table of one source."""
    source = f"site{first if source_of is None else source_of}"
    factor = f"((90 + (copy + {years_later}) % 20) / 100.0)"
    changed = {
        "documents": [
            f"entity_name || '第' || (copy // {YEARS}) || '号' AS entity_name",
            f"'{source}' AS source_id",
            f"CAST(fiscal_year - 1 - copy % {YEARS} + {years_later} AS SMALLINT) AS fiscal_year",
            f"md5(coalesce(text_sha256, '') || copy || '+{years_later}') AS text_sha256",
        ],
        "facts": [f"CAST(amount_yuan * {factor} AS DECIMAL(20, 2)) AS amount_yuan"],
        "figures": [
            f"CASE WHEN {AMOUNT} THEN CAST({SCALED.format(factor)} AS VARCHAR) ELSE value_printed END "
            "AS value_printed",
            f"CASE WHEN {AMOUNT} THEN CAST({SCALED.format(factor)} * (value / {NUMBER}) AS DECIMAL(24, 6)) "
            "ELSE value END AS value",
        ],
    }
    for table in tables_of(lake):
        folder = target / table / f"source={source}"
        folder.mkdir(parents=True, exist_ok=True)
        replaced = [f"md5(document_id || copy || '+{years_later}') AS document_id", *changed.get(table, [])]
        batch = folder / f"{first}-{years_later}.parquet"
        connection.execute(
            f"COPY (SELECT * EXCLUDE (copy, source) REPLACE ({', '.join(replaced)}) FROM read_parquet("
            f"'{lake}/{table}/**/*.parquet', hive_partitioning = true, union_by_name = true), "
            f"range({first}, {last}) AS copies(copy) "
            f"WHERE md5_number_lower(document_id) % 1000 < {share * 1000}"
            f") TO '{batch}' (FORMAT parquet)"
        )


def tables_of(lake: Path) -> Iterator[str]:
    return (name for name in SCHEMAS if name not in NOT_OF_DOCUMENTS and (lake / name).is_dir())


def timed_build(work: Path) -> dict[str, Any]:
    """What a build cost: wall and processor seconds, and the highest memory so far."""
    before = processor_seconds()
    result = build(work / "lake", work / "work.duckdb", work / "dbt")
    slowest = sorted(result.seconds_of.items(), key=lambda step: step[1], reverse=True)
    return {
        "wall_seconds": round(result.seconds, 1),
        "cpu_seconds": round(processor_seconds() - before, 1),
        "peak_memory_gib": round(max(usage.ru_maxrss for usage in usages()) / 2**20, 2),
        "models": result.models,
        "tests": result.tests,
        "slowest": {name[:80]: round(seconds, 1) for name, seconds in slowest[:25]},
    }


def usages() -> tuple[resource.struct_rusage, resource.struct_rusage]:
    """dbt runs in a process of its own, the recorded steps in this one."""
    return resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)


def processor_seconds() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in usages())


def timed_queries(database: Path) -> dict[str, float]:
    """Seconds of each of the twelve research queries."""
    seconds = {}
    with duckdb.connect(str(database), read_only=True, config={"threads": 2}) as connection:
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
    parser.add_argument("--only-lake", action="store_true", help="multiply, and build nothing yet")
    options = parser.parse_args()
    prepared = options.work / "copies.json"
    if not prepared.is_file() or options.only_lake:
        shutil.rmtree(options.work, ignore_errors=True)
        prepared.parent.mkdir(parents=True)
        prepared.write_text(json.dumps(multiply(options.lake, options.work / "lake", options.facts)))
    if options.only_lake:
        return
    copies = json.loads(prepared.read_text())
    prepared.unlink()
    report: dict[str, Any] = {"facts": options.facts, "copies": copies}
    for name in ("whole", "one_percent_new", "nothing_new"):
        if name == "one_percent_new":
            add_next_year(options.lake, options.work / "lake", copies)
        report[name] = timed_build(options.work)
        print(json.dumps({name: report[name]}, ensure_ascii=False, indent=1), flush=True)
    whole, new = report["whole"], report["one_percent_new"]
    report["ratio_wall"] = round(new["wall_seconds"] / whole["wall_seconds"], 3)
    report["ratio_cpu"] = round(new["cpu_seconds"] / whole["cpu_seconds"], 3)
    report["database_mib"] = (options.work / "work.duckdb").stat().st_size >> 20
    report["queries"] = timed_queries(options.work / "work.duckdb")
    (options.work / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1))
    print(json.dumps({key: report[key] for key in list(report)[-4:]}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
