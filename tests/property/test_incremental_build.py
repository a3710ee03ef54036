"""Nights of any order of arrivals, corrections, new readings and removals, each built in rounds of documents, end where
a build from nothing in one round ends.

Beside drawn disclosures the lake holds the examples of the rules' catalogue: a disclosure, the one of the year
before, the department's and its peers' come and go in any order.
"""

import csv
import random
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from pipelines.model.build import build
from pipelines.model.project import project_dir
from tests.support.hand_lake import HandLake
from tests.support.rule_examples import write_lake
from tests.support.whole_database import contents

BODIES = ("甲市财政局", "甲市教育局", "甲市国库支付中心", "乙市水利局")
SUBJECTS = (("2010601", "行政运行"), ("2010650", "事业运行"), ("2080505", "机关事业单位基本养老保险缴费支出"))
CATEGORIES = (("30101", "基本工资"), ("30201", "办公费"), (None, "公务接待费"), ("30302", "退休费"))
NIGHTS = 2
DOCUMENTS_A_ROUND = 150
"""Drawn documents count as one number each: some rounds a night."""


@dataclass(frozen=True)
class Published:
    """A file as the lake holds it; `draw` decides all its amounts."""

    document_id: str
    body: str
    year: int
    draw: int
    night: int
    version: str = "1.0.0"
    is_on_site: bool = True


def write(lake: HandLake, file: Published) -> None:
    draw = random.Random(file.draw)
    amounts = iter(f"{draw.randint(1, 900)}.00" for _ in range(40))
    scope = "unit" if file.body.endswith("中心") else "department"
    document = lake.document(file.document_id, file.body, file.year, scope=scope, reader_version=file.version)
    subjects = draw.sample(SUBJECTS, draw.randint(1, 3))
    for kind in draw.sample(("expenditure_summary", "general_public_expenditure", "income_summary"), 2):
        rows = [{"row_role": "total", "subject_name": "合计", "amounts": {"total": next(amounts)}}]
        rows.append({"subject_name": file.body, "unit_name": file.body, "amounts": {"total": next(amounts)}})
        rows += [
            {"subject_code": code, "subject_name": name, "amounts": {"total": next(amounts)}}
            for code, name in subjects
        ]
        document.table(kind, rows)
    document.table(
        "general_public_basic_by_economic",
        [
            {"subject_code": code, "subject_name": name, "amounts": {"total": next(amounts)}}
            for code, name in draw.sample(CATEGORIES, 3)
        ],
    )
    document.table(
        "three_public_expenses", [{"amounts": {"three_public_total": next(amounts), "abroad": "1.00"}}]
    )
    document.figure("total_income", str(draw.randint(1, 10**6)))
    lake.add(
        "captures",
        "cityone",
        {
            "document_id": file.document_id,
            "source_id": "cityone",
            "url": f"http://cityone.example/{file.document_id}.pdf",
            "first_seen_night": f"2026-03-{file.night + 1:02d}",
            "is_current": file.is_on_site,
        },
    )


def arrive(draw: random.Random, files: list[Published], night: int) -> None:
    """A new file; now and then of a body and year that is there already: a correction."""
    number = f"{night}-{len(files)}-{draw.randint(0, 10**6)}"
    if files and draw.random() < 0.4:
        old = draw.choice(files)
        files.append(replace(old, document_id=number, draw=draw.randint(0, 10**6), night=night))
        if draw.random() < 0.5:
            files[files.index(old)] = replace(old, is_on_site=False)
    else:
        body, year = draw.choice(BODIES), draw.choice((2023, 2024, 2025))
        files.append(Published(number, body, year, draw.randint(0, 10**6), night))


def change(draw: random.Random, files: list[Published]) -> None:
    """A file read by a newer reader, under another year, or gone."""
    place = draw.randrange(len(files))
    match draw.choice(("read again", "another year", "gone")):
        case "read again":
            files[place] = replace(files[place], draw=draw.randint(0, 10**6), version="1.1.0")
        case "another year":
            files[place] = replace(files[place], year=files[place].year - 1, version="1.2.0")
        case "gone":
            del files[place]


def write_examples(draw: random.Random, root: Path) -> None:
    """The examples of all rules in their files, of which some are not there tonight and some are read anew."""
    with (project_dir() / "seeds/rules/rule_catalogue.csv").open(encoding="utf-8", newline="") as file:
        rules = list(csv.DictReader(file))
    documents = write_lake(
        root,
        {f"{rule['rule_id']}.{kind}": rule[f"example_{kind}"] for rule in rules for kind in ("pass", "fail")},
    )
    names = sorted(name for of_example in documents.values() for name in of_example)
    there = pa.array([name for name in names if draw.random() < 0.7])
    anew = pa.array([name for name in names if draw.random() < 0.2])
    version = f"1.{draw.randint(1, 99)}"
    for path in sorted(root.glob("*/source=examples/1.parquet")):
        table = pq.ParquetFile(path).read()
        if path.parent.parent.name != "register":
            table = table.filter(pc.is_in(table["document_id"], there))
        if "reader_version" in table.column_names:
            versions = pc.if_else(pc.is_in(table["document_id"], anew), version, "1")
            place = table.column_names.index("reader_version")
            table = table.set_column(
                place, table.schema.field(place), versions.cast(table.schema.field(place).type)
            )
        pq.write_table(table, path)


@pytest.mark.parametrize("seed", [20261123])
def test_nights_of_changes_equal_a_build_from_nothing(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    files: list[Published] = []
    for night in range(NIGHTS):
        for _ in range(4 if night == 0 else 2):
            arrive(draw, files, night)
        for _ in range(2 * night):
            change(draw, files)
        shutil.rmtree(tmp_path / "lake", ignore_errors=True)
        lake = HandLake(tmp_path / "lake")
        for file in files:
            write(lake, file)
        write_examples(draw, lake.root)
        lake.write()
        build(lake.root, tmp_path / "nightly.duckdb", tested=False, numbers_a_round=DOCUMENTS_A_ROUND)
    kept = tmp_path / "kept" / "nightly.duckdb"
    kept.parent.mkdir()
    shutil.copyfile(tmp_path / "nightly.duckdb", kept)
    build(lake.root, tmp_path / "nightly.duckdb", tested=False, full_refresh=True)
    expected, found = contents(tmp_path / "nightly.duckdb"), contents(kept)
    assert len(expected["main.fct_rule_results"]) > 10_000
    assert found.keys() == expected.keys()
    assert [name for name in expected if found[name] != expected[name]] == []
