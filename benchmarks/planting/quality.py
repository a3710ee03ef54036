"""The measured quality of each rule, as the seed that the warehouse, the board and docs/rules.md read.

    python -m benchmarks.planting.quality --reports DIR/report.json DIR2/report.json --docs docs/rules.md

Recall: of the plantings that moved a relation of the rule (or were meant for it alone) the share it reported.
Precision: of its findings in real disclosures that somebody looked at on the page, the share that was true
(`verdicts.csv`, the only input written by hand: one row per finding looked at).
"""

import argparse
import csv
import datetime
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.planting.rules_document import write_rules_document
from pipelines.model.project import project_dir

VERDICTS = Path(__file__).with_name("verdicts.csv")
SEED = "seeds/rules/rule_quality.csv"
COLUMNS = (
    "rule_id", "planted", "found", "precision_checked", "precision_true", "measured_on", "source"
)  # fmt: skip
TRUTH = {"true": True, "false": False}

# A relation is concerned where it held in the original and its two sides moved apart in the copy. A one-sided
# relation (≤, not negative) that still holds there is not, nor one that a body which may withhold rows leaves
# `explained`; a percentage is compared without its sign: which way it goes is another rule's.
_CONCERNED = """
    SELECT
        planted.document_id, changed.rule_id, bool_or(changed.result = 'fail') AS is_found,
        string_agg(DISTINCT concat_ws(' ', changed.result, changed.reason), '; ') AS said
    FROM planted
    JOIN fct_rule_results AS before ON before.document_id = planted.original_id AND before.result = 'pass'
    JOIN fct_rule_results AS changed ON changed.document_id = planted.document_id
        AND changed.rule_id = before.rule_id AND changed.subject = before.subject
    WHERE list_contains(planted.rules, changed.rule_id) AND (
        changed.result NOT IN ('pass', 'explained')
        OR changed.result = 'pass' AND NOT regexp_matches(before.relation, '≤|不超过|不小于|不大于|不为负')
        AND abs(CASE
            WHEN changed.unit = 'percent'
                THEN abs(changed.actual) - abs(changed.expected) - abs(before.actual) + abs(before.expected)
            ELSE (changed.actual - changed.expected) - (before.actual - before.expected)
        END) > greatest(changed.tolerance, before.tolerance)
    )
    GROUP BY ALL
"""


def recall_of_rules(
    database: Path, plantings: list[tuple[str, str, list[str]]]
) -> tuple[dict[str, dict[str, int]], list[tuple[str, str, str]]]:
    """Rule → plantings that concerned it, and those of them it reported; and what it said of the others.

    Args:
        plantings: id of the copy, id of its original, rules meant to find the error.
    """
    with duckdb.connect() as db:
        db.execute(f"ATTACH '{database}' AS built (READ_ONLY)")
        db.execute("USE built.main")
        db.execute("CREATE TEMP TABLE planted (document_id VARCHAR, original_id VARCHAR, rules VARCHAR[])")
        db.executemany("INSERT INTO planted VALUES (?, ?, ?)", [list(planting) for planting in plantings])
        rows = db.execute(_CONCERNED).fetchall()
        concerned = {(copy, rule): found for copy, rule, found, _ in rows}
        said = {(copy, rule): text for copy, rule, _, text in rows}
        new = set(
            db.execute(
                "SELECT document_id, rule_id FROM fct_rule_results WHERE result = 'fail' EXCEPT "
                "SELECT planted.document_id, rule_id FROM fct_rule_results AS results "
                "JOIN planted ON planted.original_id = results.document_id WHERE result = 'fail'"
            ).fetchall()
        )
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    missed: list[tuple[str, str, str]] = []
    for copy, _, rules in plantings:
        for rule in rules:
            found = concerned.get((copy, rule), False) or (copy, rule) in new
            if found or len(rules) == 1 or (copy, rule) in concerned:
                counts[rule]["planted"] += 1
                counts[rule]["found"] += found
                if not found:
                    missed.append((rule, copy, said.get((copy, rule), "")))
    return {rule: dict(count) for rule, count in sorted(counts.items())}, sorted(missed)


def judged(path: Path) -> dict[str, Counter[bool]]:
    """Rule → number of findings looked at, by verdict."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                counts[row["rule_id"]][TRUTH[row["verdict"]]] += 1
    return counts


def quality_rows(reports: list[dict[str, Any]], verdicts: dict[str, Counter[bool]]) -> list[dict[str, Any]]:
    """One row per rule that was measured, in either way."""
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for report in reports:
        for rule, count in report["quality"].items():
            totals[rule].update(count)
    planted = sum(report["plantings"] for report in reports)
    looked_at = sum(sum(count.values()) for count in verdicts.values())
    source = f"{planted} planted errors; {looked_at} findings of real disclosures looked at on the page"
    return [
        {
            "rule_id": rule,
            "planted": totals[rule]["planted"],
            "found": totals[rule]["found"],
            "precision_checked": sum(verdicts[rule].values()) if rule in verdicts else 0,
            "precision_true": verdicts[rule][True] if rule in verdicts else 0,
            "measured_on": max((report["measured_on"] for report in reports), default=today()),
            "source": source,
        }
        for rule in sorted(totals.keys() | verdicts.keys())
    ]


def today() -> str:
    """The day of a measurement, as written into reports."""
    return datetime.date.today().isoformat()


def write_seed(path: Path, rows: list[dict[str, Any]]) -> None:
    """The seed, whole, in order of the rules."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=Path, nargs="*", default=[])
    parser.add_argument("--verdicts", type=Path, default=VERDICTS)
    parser.add_argument("--docs", type=Path)
    arguments = parser.parse_args()
    reports = [json.loads(path.read_text(encoding="utf-8")) for path in arguments.reports]
    rows = quality_rows(reports, judged(arguments.verdicts))
    write_seed(project_dir() / SEED, rows)
    print(f"{len(rows)} rules measured")
    if arguments.docs:
        write_rules_document(arguments.docs, reports, rows)


if __name__ == "__main__":
    main()
