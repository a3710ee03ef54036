"""The rules for a few documents (直接核对): the steps that findings need, on a copy of the empty template.

In: a lake. Out: a scratch database with the findings, as `build` would make it. Every rule has one
definition, and one file pays for its rules only.
Does not belong here: incremental builds, tests of ours, publishing.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from pipelines.model.steps import attach_lake, in_order, recorded
from pipelines.model.template import template
from pipelines.model.with_dbt import DEFAULT_MEMORY

WANTED = "fct_findings"
"""Built with everything it rests on."""
DATABASE = "check.duckdb"


def check_lake(
    lake: Path, folder: Path, threads: int = 1, preparing: Callable[[], None] = lambda: None
) -> Path:
    """Build everything that the findings need over a lake into a new database inside `folder`.

    Args:
        preparing: called before the project is built for the first time (some ten seconds).

    Raises:
        ModelBuildError: the project does not build.
    """
    database = folder / DATABASE
    with template(WANTED, preparing) as empty:
        shutil.copyfile(empty, database)
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": os.environ.get("MINGZHANG_DBT_MEMORY", DEFAULT_MEMORY),
        "preserve_insertion_order": False,
    }
    with duckdb.connect(str(database), config=config) as connection:
        attach_lake(connection, lake)
        for step in in_order(recorded(connection)):
            step.fill(connection)
    return database
