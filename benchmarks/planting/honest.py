"""Honest disclosures of invented cities: correct ones with the peculiarities of real ones. No rule may alarm.

    python -m benchmarks.planting.honest DIR --documents 300 [--seed 1]

Typesets DIR/pdf/*.pdf, reads them like any PDF (DIR/wh) and lists each finding of severity error or warning:
all of them are false. Writes DIR/report.json.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.planting.honest_books import Case, Habits, cases
from benchmarks.planting.honest_final import final_blocks
from benchmarks.planting.honest_tables import Tables
from benchmarks.planting.honest_text import contents, duties, glossary, narrative
from pipelines.domain.money import MoneyUnit
from tests.typesetter.book import typeset
from tests.typesetter.content import Block, Contents, Cover, Heading
from tests.typesetter.style import A4, A4_LANDSCAPE, ONE_COLUMN, Break, Codes, Ruling, Style


def style_of(habits: Habits) -> Style:
    """The look of the city's tables."""
    landscape = habits.unit is MoneyUnit.YUAN or habits.decimals > 2 or habits.wording % 3 == 0
    return replace(
        ONE_COLUMN,
        name=f"honest{habits.seed}",
        codes=Codes[habits.codes],
        ruling=Ruling[habits.ruling],
        totals_on_top=habits.on_top,
        decimals=((habits.unit, habits.decimals),),
        separators=habits.text_commas or habits.wording % 2 == 0,
        zero=habits.zero if habits.zero != "0.00" else f"{Decimal(0):.{habits.decimals}f}",
        on_break=(Break.HEADER, Break.NOTHING, Break.TITLE_AND_HEADER)[habits.wording % 3],
        table_page=A4_LANDSCAPE if landscape else A4,
        entity_words=("单位名称：{entity}", "部门：{entity}", "编制单位：{entity}", "")[habits.wording % 4],
        unit_words=("单位：{unit}", "金额单位：{unit}", "单位:{unit}")[habits.wording % 3],
        size=8.0,
        total_merged=habits.wording % 2 == 0,
    )


def blocks_of(case: Case) -> tuple[str, list[Block]]:
    """One disclosure: title and blocks."""
    b, h = case.books, case.habits
    if h.kind == "final":
        return final_blocks(case)
    title = f"{b.name}{b.year}年{case.word}预算"
    tables = Tables(case).all()
    body: list[Block] = [Cover((b.name, f"{b.year}年{case.word}预算"))]
    if h.contents != "none":
        body.append(Contents(contents(case, [one.title for one in tables])))
    second: list[Block] = [Heading("第二部分 预算表"), *tables]
    text = narrative(case)
    middle = [*second, *text] if h.wording % 2 else [*text, *second]
    return title, [*body, *duties(case), *middle, *glossary(case)]


def _print(job: tuple[int, Path]) -> None:
    seed, folder = job
    case = cases(seed)
    title, blocks = blocks_of(case)
    data = typeset(blocks, style_of(case.habits), title, case.books.name).data
    (folder / f"{seed:05d}.pdf").write_bytes(data)


def alarms(database: Path) -> dict[int, list[dict[str, Any]]]:
    """Every finding of the honest documents that would be an alarm, by seed."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT split_part(d.path, '/', -1), f.rule_id, f.severity, f.pages, f.message, f.document_id "
            "FROM fct_findings f JOIN dim_document d USING (document_id) "
            "WHERE f.severity IN ('error', 'warning') ORDER BY ALL"
        ).fetchall()
    result: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for path, rule, severity, pages, message, _ in rows:
        result[int(path[:5])].append(
            {"rule": rule, "severity": severity, "pages": str(pages), "message": message}
        )
    return result


def report_of(database: Path, seeds: range) -> dict[str, Any]:
    found = alarms(database)
    rules = Counter(one["rule"] for many in found.values() for one in many)
    habits = {seed: {key: str(x) for key, x in asdict(cases(seed).habits).items()} for seed in found}
    return {
        "documents": len(seeds),
        "documents_alarmed": len(found),
        "alarms": sum(rules.values()),
        "errors": sum(one["severity"] == "error" for many in found.values() for one in many),
        "rules": dict(rules.most_common()),
        "found": {str(seed): {"habits": habits[seed], "alarms": many} for seed, many in found.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1, help="of the first document")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    pdf = arguments.folder / "pdf"
    pdf.mkdir(parents=True, exist_ok=True)
    seeds = range(arguments.seed, arguments.seed + arguments.documents)
    with ProcessPoolExecutor(arguments.workers) as pool:
        list(pool.map(_print, [(seed, pdf) for seed in seeds], chunksize=4))
    command = [
        sys.executable,
        "-c",
        "from pipelines.cli import main; main()",
        "ingest",
        str(pdf),
        "--warehouse",
        str(arguments.folder / "wh"),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    report = report_of(arguments.folder / "wh" / "mingzhang.duckdb", seeds)
    text = json.dumps(report, ensure_ascii=False, indent=1)
    (arguments.folder / "report.json").write_text(text, encoding="utf-8")
    print({key: report[key] for key in ("documents", "documents_alarmed", "alarms", "errors")})
    for rule, count in report["rules"].items():
        print(f"{rule:40s} {count}")


if __name__ == "__main__":
    main()
