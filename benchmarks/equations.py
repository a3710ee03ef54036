"""How many equations (勾稽关系) close over a warehouse: `python benchmarks/equations.py WAREHOUSE`.

Printed identity by identity beside the counts of a survey of the same 151 documents made by other means
(`surveyed_equations.csv`: exact, within rounding, violated). Blanks are zero there and empty tables count;
here an empty table is judged by its own rule. A pass that differs at all counts as within rounding.
"""

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import duckdb

SURVEY = Path(__file__).with_name("surveyed_equations.csv")
COUNTS = """
    SELECT count(*) FILTER (WHERE result = 'pass' AND coalesce(difference, 0) = 0),
           count(*) FILTER (WHERE result = 'pass' AND difference <> 0),
           count(*) FILTER (WHERE result = 'fail'),
           count(*) FILTER (WHERE result = 'explained')
    FROM fct_rule_results WHERE list_contains(?, rule_id)
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity: what the survey counted and the rules that check it here."""

    number: str
    name: str
    surveyed: tuple[int, int, int]
    rules: list[str]


def identities() -> list[Identity]:
    with SURVEY.open(encoding="utf-8") as file:
        return [
            Identity(
                row["identity"],
                row["name_zh"],
                (int(row["exact"]), int(row["rounded"]), int(row["violated"])),
                row["rules"].split(),
            )
            for row in csv.DictReader(file)
        ]


def line(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def table(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    """Lines of Markdown; counts are exact / within rounding / violated (and explained omissions here).

    Raises:
        SystemExit: a rule named beside an identity is not in the warehouse's catalogue.
    """
    known = {rule for (rule,) in warehouse.execute("SELECT rule_id FROM dim_rule").fetchall()}
    lines = [line("identity", "what", "survey", "here", "rules"), line(*["---"] * 5)]
    surveyed, found = [0, 0, 0], [0, 0, 0, 0]
    for identity in identities():
        if unknown := set(identity.rules) - known:
            raise SystemExit(f"no such rule: {', '.join(sorted(unknown))}")
        counts = warehouse.execute(COUNTS, [identity.rules]).fetchone() or (0, 0, 0, 0)
        surveyed = [a + b for a, b in zip(surveyed, identity.surveyed, strict=True)]
        found = [a + b for a, b in zip(found, counts, strict=True)]
        rules = " ".join(f"`{rule}`" for rule in identity.rules)
        lines.append(line(identity.number, identity.name, _told(identity.surveyed), _told(counts), rules))
    return [*lines, line("", "all of these", _told(surveyed), _told(found), "")]


def _told(counts: list[int] | tuple[int, ...]) -> str:
    told = " / ".join(f"{count:,}" for count in counts[:3])
    return told + (f" (+ {counts[3]} explained)" if counts[3:] and counts[3] else "")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("warehouse", type=Path, help="folder of a warehouse built from the corpus")
    folder: Path = parser.parse_args().warehouse
    with duckdb.connect(str(folder / "mingzhang.duckdb"), read_only=True) as warehouse:
        print("\n".join(table(warehouse)))


if __name__ == "__main__":
    main()
