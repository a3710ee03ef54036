"""The fifth set: errors put into honest disclosures of invented cities (honest.py), then typeset and read.

    python -m benchmarks.planting.fifth DIR --plantings 1000 [--seed 9000] [--workers 2]

Writes DIR/right, DIR/wrong and DIR/planted.json as typeset.py does; `mingzhang read` makes the lake
that `benchmarks.planting.run --printed` judges.
"""

import argparse
import json
import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.planting import fifth_names, fifth_tables, fifth_text
from benchmarks.planting.honest import blocks_of, style_of
from benchmarks.planting.honest_books import cases
from tests.typesetter.book import typeset

IN_TABLES = {**fifth_tables.PLANTS, **fifth_names.PLANTS}
PLANTS = {**fifth_text.PLANTS, **{f"table_{name}": plant for name, plant in IN_TABLES.items()}}


def _print(job: tuple[int, str | None, int, Path]) -> dict[str, Any] | None:
    """One disclosure, right or with an error of a kind."""
    seed, kind, number, folder = job
    case = cases(seed)
    title, blocks = blocks_of(case)
    entry: dict[str, Any] = {"original": f"{seed:05d}.pdf"}
    target = folder / "right" / f"{seed:05d}.pdf"
    if kind is not None:
        planted = PLANTS[kind](list(blocks), random.Random(number))
        if planted is None:
            return None
        blocks, what, rules = planted
        target = folder / "wrong" / f"{number:05d}-{seed:05d}.pdf"
        entry |= {"file": target.name, "kind": kind, "what": what, "rules": sorted(rules)}
    target.write_bytes(typeset(blocks, style_of(case.habits), title, case.books.name).data)
    return entry if kind is not None else None


def chosen(plantings: int, documents: int, seed: int) -> list[tuple[int, str]]:
    """Round after round over the kinds, each into a disclosure that has a place for it."""
    chance = random.Random(seed)
    drawn = {number: blocks_of(cases(number))[1] for number in range(seed, seed + documents)}
    jobs: list[tuple[int, str]] = []
    misses = dict.fromkeys(PLANTS, 0)
    while len(jobs) < plantings:
        for kind, plant in PLANTS.items():
            if misses[kind] > 200:
                continue
            number = chance.choice(sorted(drawn))
            if plant(list(drawn[number]), random.Random(len(jobs))) is None:
                misses[kind] += 1
            else:
                jobs.append((number, kind))
    return jobs


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plantings", type=int, default=1000)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--seed", type=int, default=9000, help="of the first disclosure")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    for part in ("right", "wrong"):
        (arguments.folder / part).mkdir(parents=True, exist_ok=True)
    jobs = chosen(arguments.plantings, arguments.documents, arguments.seed)
    rights = [(number, None, 0, arguments.folder) for number in sorted({number for number, _ in jobs})]
    wrongs = [(number, kind, at, arguments.folder) for at, (number, kind) in enumerate(jobs)]
    with ProcessPoolExecutor(arguments.workers) as pool:
        planted = [entry for entry in pool.map(_print, [*rights, *wrongs], chunksize=8) if entry]
    text = json.dumps(planted, ensure_ascii=False, indent=1)
    (arguments.folder / "planted.json").write_text(text, encoding="utf-8")
    print(f"{len(rights)} right, {len(planted)} wrong, {len({entry['kind'] for entry in planted})} kinds")


if __name__ == "__main__":
    main()
