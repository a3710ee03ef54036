"""What the rules cost over a lake, and whether the cost per document stays flat as documents grow.

    python -m benchmarks.rules_cost LAKE --work DIR [--times 1 4 16]

For each number of times the lake's documents are written that often, each under an id and in a site of
its own, and all rules are run over them. Seconds are those of the steps of the rules added up
(int_check_, int_kept_, int_results_, fct_), and the processor seconds of the whole build.
"""

import argparse
import resource
from pathlib import Path

from benchmarks.planting.run import copy_of, read_lake, write_lake
from pipelines.model.build import build

STEPS = ("int_check_", "int_kept_", "int_results_", "fct_rule_results", "fct_findings", "int_city_rules")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lake", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--times", type=int, nargs="*", default=[1, 4, 16])
    arguments = parser.parse_args()
    rows = read_lake(arguments.lake)
    for times in arguments.times:
        folder = arguments.work / f"x{times}"
        folder.mkdir(parents=True, exist_ok=True)
        made = [copy_of(rows, one, f"{one[:16]}-{n}") for one in rows["documents"] for n in range(times)]
        write_lake(folder / "lake", made)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        built = build(
            folder / "lake", folder / "w.duckdb", folder / "dbt", full_refresh=True, select="+fct_findings",
            tested=False,
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        steps = sum(seconds for name, seconds in built.seconds_of.items() if name.startswith(STEPS))
        groups = sum(s for name, s in built.seconds_of.items() if name.startswith("int_results_"))
        print(
            f"x{times}: {len(made)} documents, rules {groups:.1f} s, with what they rest on {steps:.1f} s "
            f"({1000 * steps / len(made):.0f} ms a document), build {built.seconds:.1f} s, cpu {used:.1f} s"
        )


if __name__ == "__main__":
    main()
