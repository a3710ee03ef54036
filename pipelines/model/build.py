"""Build the warehouse of a lake (建模): the steps dbt recorded, for the documents that are new, in rounds.

In: the lake's folder. Out: the build database with marts and findings, and a `BuildResult`. A failed model or
test of ours raises `ModelBuildError` naming it. A new database, or one of another project, begins as a copy
of the empty template (template.py). Many documents are built in rounds: memory does not grow with the lake,
and a build that was killed leaves whole documents behind, so that the next one goes on with the others.
Does not belong here: publishing, what the models say.
"""

import contextlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipelines.model import steps as recorded_steps
from pipelines.model.project import project_digest, project_dir
from pipelines.model.side_by_side import run_side_by_side
from pipelines.model.steps import Step, Steps
from pipelines.model.template import template
from pipelines.model.with_dbt import (
    DEFAULT_MEMORY,
    DEFAULT_THREADS,
    FAILED,
    BuildResult,
    ModelBuildError,
    NodeOutcome,
    failures,
    run_dbt,
)

NUMBERS_A_ROUND = 500_000
"""Printed numbers of the documents that are built together: some gigabytes of memory."""


def build(
    lake: Path,
    build_db: Path,
    target: Path | None = None,
    *,
    full_refresh: bool = False,
    select: str | None = None,
    tested: bool = True,
    numbers_a_round: int = NUMBERS_A_ROUND,
) -> BuildResult:
    """Build all models and run their tests; unchanged documents are not rebuilt.

    Args:
        target: where dbt works, which runs where `select` names the models to build.
        full_refresh: forget what was built; only the history of builds is kept.

    Raises:
        ModelBuildError: a model or test failed, or dbt could not start.
    """
    if select:
        return run_dbt(lake, build_db, target, full_refresh=full_refresh, select=select, tested=tested)
    started = time.monotonic()
    digest = project_digest(project_dir())
    steps = None if full_refresh else recorded_steps.whole(build_db, digest)
    if steps is None:
        _begin_anew(build_db)
        steps = recorded_steps.whole(build_db, digest)
    if steps is None:
        raise ModelBuildError(f"建模未能运行：模板中没有全部步骤（{build_db}）")
    run = _Run(steps, tested)
    with duckdb.connect(str(build_db), config=_settings()) as connection:
        recorded_steps.attach_lake(connection, lake)
        run.all_rounds(connection, numbers_a_round)
    result = run.result(time.monotonic() - started)
    if result.failed:
        raise ModelBuildError(failures(result), result)
    return result


@dataclass(slots=True)
class _Run:
    """One build: its steps, what failed so far and how long each step took."""

    steps: Steps
    tested: bool
    outcomes: dict[str, NodeOutcome] = field(default_factory=dict)
    seconds_of: dict[str, float] = field(default_factory=dict)

    def all_rounds(self, connection: duckdb.DuckDBPyConnection, numbers_a_round: int) -> None:
        """Everything up to the first model that fails; all tests that can run."""
        connection.execute(f"UPDATE intermediate.build_under_way SET numbers_a_round = {numbers_a_round:d}")
        for statement in self.steps.at_start:
            connection.execute(statement)
        with contextlib.suppress(_ModelFailedError):
            self._phase(connection, self.steps.of("first"))
            for step in self.steps.steps:
                step.forget(connection)
            for _ in _rounds(connection, self.steps.next_round):
                self._phase(connection, self.steps.of("round"))
                if self._has_failed():  # so that what failed is done again
                    return
                self._phase(connection, self.steps.of("round_end"))
            self._phase(connection, self.steps.of("last"))
            if self.tested and not self._has_failed():
                for statement in self.steps.at_end:
                    connection.execute(statement)

    def _has_failed(self) -> bool:
        return any(outcome.status in FAILED for outcome in self.outcomes.values())

    def _phase(self, connection: duckdb.DuckDBPyConnection, steps: Iterable[Step]) -> None:
        wanted = [step for step in steps if self.tested or not step.is_test]
        with contextlib.ExitStack() as stack:
            beside = [stack.enter_context(connection.cursor()) for _ in range(_steps_at_a_time() - 1)]
            run_side_by_side(wanted, [connection, *beside], self._step)

    def _step(self, step: Step, connection: duckdb.DuckDBPyConnection) -> None:
        began = time.monotonic()
        try:
            if not step.is_test:
                step.build(connection)
            elif found := step.failures(connection):
                self._failed_test(step, found)
        except duckdb.Error as error:
            self.outcomes[step.name] = NodeOutcome(step.name, "error", " ".join(str(error).split()))
            if not step.is_test:
                raise _ModelFailedError from error
        self.seconds_of[step.name] = self.seconds_of.get(step.name, 0) + time.monotonic() - began

    def _failed_test(self, step: Step, found: int) -> None:
        status = "warn" if step.severity == "warn" else "fail"
        message = f"Got {found} results, configured to {status} if != 0"
        self.outcomes[step.name] = NodeOutcome(step.name, status, message)

    def result(self, seconds: float) -> BuildResult:
        """What was done and what failed."""
        outcomes = self.outcomes.values()
        return BuildResult(
            seconds=seconds,
            models=sum(not step.is_test for step in self.steps.steps),
            tests=sum(step.is_test for step in self.steps.steps) if self.tested else 0,
            failed=tuple(outcome for outcome in outcomes if outcome.status in FAILED),
            warned=tuple(outcome for outcome in outcomes if outcome.status == "warn"),
            seconds_of=self.seconds_of,
        )


class _ModelFailedError(Exception):
    """A table could not be built: what rests on it cannot be either."""


def _rounds(connection: duckdb.DuckDBPyConnection, next_round: str) -> Iterator[int]:
    """The numbers of the rounds; none where no document is to be built."""
    found = connection.execute("SELECT coalesce(max(round_no), 0) FROM intermediate.int_rounds").fetchone()
    last = int(found[0]) if found else 0
    for number in range(1, last + 1):
        if number > 1:
            connection.execute(next_round)
        yield number


def _begin_anew(build_db: Path) -> None:
    """Put the empty template in the place of a build database; the history of builds goes over into it."""
    build_db.parent.mkdir(parents=True, exist_ok=True)
    fresh = build_db.with_name(f".{build_db.name}.new")
    fresh.unlink(missing_ok=True)
    try:
        with template() as empty:
            shutil.copyfile(empty, fresh)
        if build_db.is_file():
            _keep_history(build_db, fresh)
        build_db.with_name(f"{build_db.name}.wal").unlink(missing_ok=True)
        fresh.replace(build_db)
    finally:
        fresh.unlink(missing_ok=True)


def _keep_history(old: Path, fresh: Path) -> None:
    """What changed from build to build cannot be made again from the lake."""
    try:
        with duckdb.connect(str(fresh)) as connection:
            name = str(old).replace("'", "''")
            connection.execute(f"ATTACH '{name}' AS old (READ_ONLY)")
            columns = connection.execute(_COMMON_COLUMNS).fetchall()
            if columns:
                listed = ", ".join(column for (column,) in columns)
                connection.execute(
                    f"INSERT INTO fct_build_change BY NAME SELECT {listed} FROM old.main.fct_build_change"
                )
    except duckdb.Error as error:
        raise ModelBuildError(f"建模未能运行：原有构建库打不开（{old}）：{error}") from error


_COMMON_COLUMNS = """
SELECT column_name FROM duckdb_columns() WHERE table_name = 'fct_build_change' AND database_name = 'old'
INTERSECT
SELECT column_name FROM duckdb_columns() WHERE table_name = 'fct_build_change' AND database_name <> 'old'
"""


def _steps_at_a_time() -> int:
    """What would be threads of dbt."""
    return int(os.environ.get("MINGZHANG_DBT_THREADS", DEFAULT_THREADS))


def _settings() -> dict[str, str | bool | int | float | list[str]]:
    """As in the project's profile, but for the threads: steps run side by side, each on one."""
    return {
        "threads": 1,
        "memory_limit": os.environ.get("MINGZHANG_DBT_MEMORY", DEFAULT_MEMORY),
        "preserve_insertion_order": False,
        "checkpoint_threshold": "256MB",
        # tried on every column, they take a third of a night's checkpoint and save next to nothing
        "disabled_compression_methods": "dict_fsst,fsst,zstd",
    }
