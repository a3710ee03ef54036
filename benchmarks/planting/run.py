"""Plant one error of a known class into each copy of a correct document, and count what the rules find.

    python -m benchmarks.planting.run LAKE --plantings 2200 --work DIR [--printed TYPESET_LAKE planted.json]

Sets of kinds of error: the rules were mended with the first in view; the second and the third were written
when they stood, the third by somebody who had not read them, for documents that the others leave aside and
only where a relation proves the error (proof.py); the fourth by somebody else again, over documents of any
size, with errors across the documents of a body (fourth_across.py). Their first runs, as they came out, are
kept in first_runs.json. `printed` are errors put into disclosures before they are printed (typeset.py), read
like any PDF. Each writes DIR/<set>/report.json; `benchmarks.planting.quality` makes the measured quality of
the rules of them.

A correct document is one without findings of severity error; the first two sets take those of a middling
size, the third the others. Recall of a kind of error: share of its plantings found by a rule meant for it.
Of each rule's new findings the share is given that was meant for it. The originals lie in the same lake:
what they have is no new finding.
"""

import argparse
import json
import random
import shutil
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from benchmarks.planting.copies import Copy, Plant, Planted, Row
from benchmarks.planting.errors import BESIDE, SETS
from benchmarks.planting.quality import recall_of_rules, today
from pipelines.domain.lake import SCHEMAS
from pipelines.model.build import build

TABLES = ("documents", "pages", "tables", "facts", "figures", "paragraphs")


@dataclass
class Planting:
    """One planted copy."""

    document_id: str
    original_id: str
    error: str
    planted: Planted
    relatives: list[tuple[str, str]] = field(default_factory=list)
    """Other documents of the body that lie beside it: in the planted folder and in the original's."""


def read_lake(lake: Path) -> dict[str, dict[str, list[Row]]]:
    """Rows by table and document."""
    rows: dict[str, dict[str, list[Row]]] = {}
    for table in TABLES:
        grouped: dict[str, list[Row]] = defaultdict(list)
        data = ds.dataset(lake / table, format="parquet", schema=SCHEMAS[table]).to_table()
        for row in data.to_pylist():
            grouped[row["document_id"]].append(row)
        rows[table] = grouped
    return rows


def correct_documents(lake: Path, work: Path, rows: Any) -> dict[str, int]:
    """Documents of the lake without a finding of severity error: number of facts and figures."""
    build(
        lake, work / "originals.duckdb", work / "dbt", full_refresh=True, select="+fct_findings", tested=False
    )
    with duckdb.connect(str(work / "originals.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "SELECT document_id FROM int_check_documents WHERE content_class IN "
            "('budget_disclosure', 'final_disclosure', 'tables_only', 'narrative_only') "
            "EXCEPT SELECT document_id FROM fct_findings WHERE severity = 'error'"
        ).fetchall()
    return {
        document: len(rows["facts"][document]) + len(rows["figures"][document])
        for (document,) in sorted(found)
    }


def originals_of(name: str, sizes: dict[str, int], least: int, most: int, greatest: int) -> list[str]:
    """The documents of a set: those of a middling size, or the others for the third."""
    middling = [document for document, size in sizes.items() if least <= size <= most]
    others = [document for document, size in sizes.items() if size < least or most < size <= greatest]
    if name == "fourth":
        return [document for document, size in sizes.items() if size <= greatest]
    return others if name == "third" else middling


def printed(lake: Path, listed: Path) -> tuple[list[Planting], list[Copy]]:
    """Plantings that were printed and read: each file of the lake is a copy under its own name."""
    rows = read_lake(lake)
    ids = {Path(head["path"]).name: document for document, (head,) in rows["documents"].items()}
    copies = [copy_of(rows, document, name) for name, document in ids.items()]
    plantings = [
        Planting(
            entry["file"], entry["original"], entry["kind"], Planted(entry["what"], frozenset(entry["rules"]))
        )
        for entry in json.loads(listed.read_text(encoding="utf-8"))
        # what came out with the same bytes as another file was read once
        if entry["file"] in ids
    ]
    return plantings, copies


def relatives_of(rows: dict[str, dict[str, list[Row]]], document: str) -> list[str]:
    """Other disclosures of the same body, and those of the units that its tables name."""
    (head,) = rows["documents"][document]
    named = {fact[key] for fact in rows["facts"][document] for key in ("unit_name", "subject_name")}
    bodies = {head["entity_name"]} | (named if head["scope"] == "department" else set())
    return [
        other
        for other, (one,) in rows["documents"].items()
        if other != document
        and one["entity_name"]
        and one["doc_kind"]
        and (one["source_id"], one["entity_name"]) in {(head["source_id"], body) for body in bodies}
    ]


def copies_beside(rows: Any, document: str, name: str) -> tuple[list[Copy], list[tuple[str, str]]]:
    """Copies of a document's relatives in the site of its copy, and their ids beside the original's."""
    copies, pairs = [], []
    for number, other in enumerate(relatives_of(rows, document)):
        made = copy_of(rows, other, f"{name}-{number}")
        made.document["source_id"] = name
        copies.append(made)
        pairs.append((f"{name}-{number}", f"original-{document[:12]}-{number}"))
    return copies, pairs


def copy_of(rows: dict[str, dict[str, list[Row]]], document: str, name: str) -> Copy:
    """A copy of a document under a new id and in a site of its own."""
    parts = {table: [dict(row) for row in rows[table][document]] for table in TABLES if table != "pages"}
    for part in parts.values():
        for row in part:
            row["document_id"] = name
    (head,) = parts["documents"]
    head["source_id"] = head["text_sha256"] = name
    return Copy(
        head, parts["tables"], parts["facts"], parts["figures"], parts["paragraphs"], original_id=document
    )


def plant(
    rows: Any, documents: list[str], wanted: int, chance: random.Random, errors: dict[str, Plant]
) -> tuple[list[Planting], list[Copy]]:
    """Round after round over the kinds of error, each time into a document drawn at random."""
    plantings: list[Planting] = []
    copies: list[Copy] = []
    for document in documents:
        original = f"original-{document[:12]}"
        copies.append(copy_of(rows, document, original))
        if errors.keys() & BESIDE.keys():
            copies += copies_beside(rows, document, original)[0]
    misses: Counter[str] = Counter()
    while len(plantings) < wanted:
        for error, make in errors.items():
            if misses[error] > 400:
                continue
            document = chance.choice(documents)
            name = f"planted-{len(plantings):05d}"
            made = copy_of(rows, document, name)
            pairs: list[tuple[str, str]] = []
            if error in BESIDE:
                made.siblings, pairs = copies_beside(rows, document, name)
            planted = make(made, chance)
            if planted is None:
                misses[error] += 1
                continue
            copies += [made, *made.siblings]
            plantings.append(Planting(name, f"original-{document[:12]}", error, planted, pairs))
    return plantings, copies


def write_lake(lake: Path, copies: list[Copy]) -> None:
    """One lake of all copies."""
    gathered: dict[str, list[Row]] = {table: [] for table in SCHEMAS}
    for made in copies:
        gathered["documents"].append(made.document)
        gathered["tables"] += made.tables
        gathered["facts"] += made.facts
        gathered["figures"] += made.figures
        gathered["paragraphs"] += made.paragraphs
    for table, rows in gathered.items():
        folder = lake / table / "source=planted"
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMAS[table]), folder / "1.parquet")


def judge(database: Path, plantings: list[Planting]) -> dict[str, Any]:
    """Recall by class and rule, precision by rule, and what was missed."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT document_id, rule_id, subject, severity FROM fct_rule_results WHERE result = 'fail'"
        ).fetchall()
    failed: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for document, rule, subject, _severity in rows:
        failed[document].add((rule, subject))
    recall: dict[str, Counter[str]] = defaultdict(Counter)
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    missed: list[str] = []
    for planting in plantings:
        new = failed[planting.document_id] - failed[planting.original_id]
        for beside, original in planting.relatives:
            new |= failed[beside] - failed[original]
        hit = {rule for rule, _ in new} & planting.planted.rules
        recall[planting.error]["planted"] += 1
        recall[planting.error]["found"] += bool(hit)
        recall[planting.error]["alarmed"] += bool(new)
        if not hit:
            missed.append(f"{planting.error} {planting.document_id} {planting.original_id} {sorted(new)[:3]}")
        for rule, _ in new:
            by_rule[rule]["new"] += 1
            by_rule[rule]["meant"] += rule in planting.planted.rules
        for rule in hit:
            by_rule[rule]["plantings"] += 1
    originals = {planting.original_id for planting in plantings}
    errors = sum(1 for document, _, _, severity in rows if severity == "error" and document in originals)
    quality, missed_by_rule = recall_of_rules(
        database, [(one.document_id, one.original_id, sorted(one.planted.rules)) for one in plantings]
    )
    kinds = {one.document_id: one.error for one in plantings}
    return {
        "plantings": len(plantings),
        "found": sum(count["found"] for count in recall.values()),
        "recall": {error: dict(count) for error, count in recall.items()},
        "rules": {rule: dict(count) for rule, count in sorted(by_rule.items())},
        "quality": quality,
        "missed_by_rule": [f"{rule} {kinds[copy]} {copy}: {said}" for rule, copy, said in missed_by_rule],
        "measured_on": today(),
        "findings_on_originals": sum(len(failed[document]) for document in originals),
        "errors_on_originals": errors,
        "missed": missed,
    }


def measure(work: Path, name: str, plantings: list[Planting], copies: list[Copy]) -> None:
    """Judge the findings of one set of planted errors."""
    shutil.rmtree(work / "lake", ignore_errors=True)
    write_lake(work / "lake", copies)
    result = build(
        work / "lake",
        work / "planted.duckdb",
        work.parent / "dbt",
        full_refresh=True,
        select="+fct_findings",
        tested=False,
    )
    report = judge(work / "planted.duckdb", plantings) | {
        "set": name,
        "documents": len({planting.original_id for planting in plantings}),
        "seconds": round(result.seconds, 1),
    }
    (work / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    print(
        {
            key: report[key]
            for key in (
                "documents", "plantings", "found", "findings_on_originals", "errors_on_originals", "seconds"
            )
        }
    )  # fmt: skip
    for error, count in report["recall"].items():
        print(f"{error:28s} {count}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lake", type=Path)
    parser.add_argument("--plantings", type=int, default=2200, help="of each set")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--least-facts", type=int, default=60)
    parser.add_argument("--most-facts", type=int, default=700)
    parser.add_argument("--greatest-facts", type=int, default=1600, help="of the third set's documents")
    parser.add_argument("--printed", nargs=2, type=Path, metavar=("LAKE", "PLANTED_JSON"))
    parser.add_argument("--errors", nargs="*", choices=SETS, default=list(SETS))
    parser.add_argument("--printed-as", default="printed", help="name of the printed set")
    parser.add_argument("--work", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    if arguments.errors:
        rows = read_lake(arguments.lake)
        sizes = correct_documents(arguments.lake, arguments.work, rows)
    for name in arguments.errors:
        documents = originals_of(
            name, sizes, arguments.least_facts, arguments.most_facts, arguments.greatest_facts
        )
        chance = random.Random(arguments.seed)
        plantings, copies = plant(rows, documents, arguments.plantings, chance, SETS[name])
        measure(arguments.work / name, name, plantings, copies)
    if arguments.printed:
        lake, listed = arguments.printed
        name = arguments.printed_as
        measure(arguments.work / name, name, *printed(lake, listed))


if __name__ == "__main__":
    main()
