"""Other disclosures of our own making, printed right and printed with an error, to be read like any PDF.

    python -m benchmarks.planting.typeset DIR --plantings 450 [--workers 2]

Writes DIR/right/*.pdf, DIR/wrong/*.pdf and DIR/planted.json (file → original, kind, what, rules meant).
Every identity holds in the accounts, so that a number changed in a table that adds up, or in a sentence that
repeats the table, can be proven from the page. The errors go through typesetter, reader and rules: nothing is
skipped.
"""

import argparse
import json
import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.planting.accounts import originals
from benchmarks.planting.fourth_print import PRINT
from benchmarks.planting.misprints import MISPRINTS
from tests.typesetter.book import typeset
from tests.typesetter.content import Block

SETS = {"third": MISPRINTS, "fourth": PRINT}


def _print(job: tuple[str, str, int | None, int, Path]) -> dict[str, Any] | None:
    name, of, kind, seed, target = job
    right, blocks = originals()[name]
    entry: dict[str, Any] = {"original": f"{name}.pdf"}
    made: list[Block] = list(blocks)
    if kind is not None:
        planted = SETS[of][kind](made, random.Random(seed))
        if planted is None:
            return None
        made, what, rules = planted
        target = target.with_name(f"{seed:05d}-{name}.pdf")
        entry |= {"file": target.name, "kind": SETS[of][kind].__name__, "what": what, "rules": sorted(rules)}
    target.write_bytes(typeset(made, right.style, right.title, right.entity).data)
    return entry if kind is not None else None


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plantings", type=int, default=450)
    parser.add_argument("--set", choices=SETS, default="third")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    right, wrong = arguments.folder / "right", arguments.folder / "wrong"
    right.mkdir(parents=True, exist_ok=True)
    wrong.mkdir(parents=True, exist_ok=True)
    chance = random.Random(arguments.seed)
    names = sorted(originals())
    jobs: list[tuple[str, str, int | None, int, Path]] = [(n, "", None, 0, right / f"{n}.pdf") for n in names]
    jobs += [
        (chance.choice(names), arguments.set, number % len(SETS[arguments.set]), 1 + number, wrong / "x.pdf")
        for number in range(arguments.plantings)
    ]
    with ProcessPoolExecutor(arguments.workers) as pool:
        planted = [entry for entry in pool.map(_print, jobs, chunksize=4) if entry]
    text = json.dumps(planted, ensure_ascii=False, indent=1)
    (arguments.folder / "planted.json").write_text(text, encoding="utf-8")
    print(f"{len(names)} right, {len(planted)} wrong")


if __name__ == "__main__":
    main()
