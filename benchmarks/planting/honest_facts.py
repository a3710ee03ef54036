"""Correct disclosures of the corpus printed another way, still correct: no rule may find anything new in them.

    python -m benchmarks.planting.honest_facts LAKE --work DIR [--documents 60]

Each copy of a document without an alarm is turned as a whole: all its numbers rounded harder, its accounts
resized (each number rounded for itself), another unit of money, rows of nothing left out, columns that not every
template has left out, the text in 亿元. Writes DIR/report.json: every new error or warning is a false alarm.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.planting.copies import Copy, Row
from benchmarks.planting.run import copy_of, read_lake, write_lake
from pipelines.model.build import build

Turn = Callable[[Copy], None]
_WAN = Decimal(10000)


def _print(fact: Row, yuan: Decimal, unit: str, size: Decimal, decimals: int) -> None:
    shown = (yuan / size).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    fact |= {
        "amount_yuan": (shown * size).quantize(Decimal("0.01")), "decimals_printed": decimals,
        "money_unit": unit, "amount_printed": f"{shown:,f}",
    }  # fmt: skip


def _reprint(copy: Copy, factor: Decimal, unit: str | None, decimals: int | None) -> None:
    """Every amount of the tables, times `factor`, each rounded for itself."""
    sizes = {"元": Decimal(1), "千元": Decimal(1000), "万元": _WAN}
    tables = {table["table_id"]: table for table in copy.tables}
    for fact in copy.facts:
        table = tables.get(fact["table_id"])
        if fact["amount_yuan"] is None or table is None or table["money_unit"] not in sizes:
            continue
        printed = unit or table["money_unit"]
        places = fact["decimals_printed"] if decimals is None else decimals
        _print(fact, fact["amount_yuan"] * factor, printed, sizes[printed], places or 0)
    for table in tables.values():
        if unit and table["money_unit"] in sizes:
            table |= {"money_unit": unit, "unit_multiplier": sizes[unit]}


def _retell(copy: Copy, factor: Decimal, most: int, unit: Decimal | None = None) -> None:
    """Every amount of the text, times `factor`, with at most `most` decimals, no more than its sentence prints."""
    told = [one for one in copy.figures if one["unit"] == "yuan" and one["value"] is not None]
    places: Counter[str] = Counter()
    for figure in told:
        places[figure["sentence"]] = max(places[figure["sentence"]], figure["decimals_printed"] or 0)
    for figure in told:
        number = Decimal(figure["value_printed"].replace(",", "").replace("，", "") or 0)
        printed = figure["value"] / number if number else _WAN
        size = unit or printed
        decimals = most if unit else min(places[figure["sentence"]], most)
        shown = (figure["value"] * factor / size).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        text = (
            f"{shown:f}"
            if (figure["decimals_printed"] or 0) == places[figure["sentence"]]
            else _stripped(shown)
        )
        figure |= {
            "value": (shown * size).quantize(Decimal("0.01")), "value_printed": text,
            "decimals_printed": len(text.partition(".")[2]),
        }  # fmt: skip


def _stripped(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole_wan(copy: Copy) -> None:
    _reprint(copy, Decimal(1), "万元", 0)
    _retell(copy, Decimal(1), 0)


def one_decimal(copy: Copy) -> None:
    _reprint(copy, Decimal(1), "万元", 1)
    _retell(copy, Decimal(1), 1)


def in_yuan(copy: Copy) -> None:
    _reprint(copy, Decimal(1), "元", 2)


def in_thousands(copy: Copy) -> None:
    _reprint(copy, Decimal(1), "千元", 1)


def a_third(copy: Copy) -> None:
    _reprint(copy, Decimal("0.3337"), None, None)
    _retell(copy, Decimal("0.3337"), 6)


def an_eleventh(copy: Copy) -> None:
    _reprint(copy, Decimal("0.0909"), "万元", 2)
    _retell(copy, Decimal("0.0909"), 2)


def text_in_hundred_millions(copy: Copy) -> None:
    _retell(copy, Decimal(1), 4, Decimal(10**8))


def nothing_left_out(copy: Copy) -> None:
    """Zero cells blank."""
    copy.facts[:] = [fact for fact in copy.facts if fact["amount_yuan"] != 0]


def zeros_printed(copy: Copy) -> None:
    """0.00 where a cell was blank or a dash."""
    for fact in copy.facts:
        if fact["amount_yuan"] is None:
            fact |= {"amount_yuan": Decimal("0.00"), "amount_printed": "0.00", "decimals_printed": 2}


def fewer_columns(copy: Copy) -> None:
    """Columns that not every template prints."""
    gone = {"personnel", "public_use", "prior_year_total"}
    copy.facts[:] = [fact for fact in copy.facts if fact["column_id"] not in gone]
    for table in copy.tables:
        table["columns"] = [column for column in table["columns"] or [] if column not in gone]


def tables_alone(copy: Copy) -> None:
    copy.figures.clear()
    copy.paragraphs.clear()


def without_percentages(copy: Copy) -> None:
    copy.figures[:] = [figure for figure in copy.figures if figure["unit"] == "yuan"]


TURNS: tuple[Turn, ...] = (
    whole_wan, one_decimal, in_yuan, in_thousands, a_third, an_eleventh, text_in_hundred_millions,
    nothing_left_out, zeros_printed, fewer_columns, tables_alone, without_percentages,
)  # fmt: skip


def without_alarm(lake: Path, work: Path) -> list[str]:
    """Documents of the lake in which the rules find neither an error nor a warning."""
    build(
        lake, work / "originals.duckdb", work / "dbt", full_refresh=True, select="+fct_findings", tested=False
    )
    with duckdb.connect(str(work / "originals.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "SELECT document_id FROM int_check_documents WHERE content_class IN "
            "('budget_disclosure', 'final_disclosure', 'tables_only') EXCEPT "
            "SELECT document_id FROM fct_findings WHERE severity IN ('error', 'warning')"
        ).fetchall()
    return sorted(document for (document,) in rows)


def judge(database: Path, made: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """New alarms by the turn that made them."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT document_id, rule_id, subject, severity, message FROM fct_rule_results "
            "WHERE result = 'fail' AND severity IN ('error', 'warning')"
        ).fetchall()
    old = {(document, rule, subject) for document, rule, subject, _, _ in rows}
    found = [
        {
            "turn": made[row[0]][1],
            "document": made[row[0]][0],
            "rule": row[1],
            "severity": row[3],
            "message": row[4],
        }
        for row in rows
        if row[0] in made and (f"original-{made[row[0]][0][:12]}", row[1], row[2]) not in old
    ]
    return {
        "documents": len(made),
        "documents_alarmed": len({(one["turn"], one["document"]) for one in found}),
        "alarms": len(found),
        "turns": dict(Counter(one["turn"] for one in found)),
        "rules": dict(Counter(one["rule"] for one in found)),
        "found": found,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lake", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--seed", type=int, default=3)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    names = without_alarm(arguments.lake, arguments.work)
    chosen = random.Random(arguments.seed).sample(names, min(arguments.documents, len(names)))
    rows = read_lake(arguments.lake)
    copies, made = [], {}
    for document in chosen:
        copies.append(copy_of(rows, document, f"original-{document[:12]}"))
        for turn in TURNS:
            name = f"{turn.__name__}-{document[:12]}"
            one = copy_of(rows, document, name)
            turn(one)
            copies.append(one)
            made[name] = (document, turn.__name__)
    write_lake(arguments.work / "lake", copies)
    build(arguments.work / "lake", arguments.work / "turned.duckdb", arguments.work / "dbt", full_refresh=True,
          select="+fct_findings")  # fmt: skip
    report = judge(arguments.work / "turned.duckdb", made)
    text = json.dumps(report, ensure_ascii=False, indent=1)
    (arguments.work / "report.json").write_text(text, encoding="utf-8")
    print({key: report[key] for key in ("documents", "documents_alarmed", "alarms", "turns", "rules")})


if __name__ == "__main__":
    main()
