"""The steps of a build (建模步骤): the SQL that made a build database, run again without dbt's start.

In: a build database, in which dbt recorded what it ran (dbt_project/macros/steps.sql). Out: its tables over
the lake of tonight. dbt needs half a minute to start and to plan some three hundred models and tests, more
than a night's new documents cost. While the project stays as it is, the SQL does too.
Does not belong here: what a step says, when dbt is needed (build.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

PHASES = ("first", "round", "round_end", "last")


@dataclass(frozen=True, slots=True)
class Step:
    """One table that is built, or one test.

    Attributes:
        phase: `first`, before the rounds of documents; `round`, for each of them; `round_end`, where its
            tests have passed; `last`, after all rounds.
        relation: the table's name with its schema.
        query: its rows; of a table kept by document those to add; of a test what must not be there.
        stale_deleted, stale_forgotten: of tables kept by document, what drops documents that are gone or
            stand at another revision.
        afterwards: what remembers the documents built; of one other table what lets rules see these alone.
        rests_on: the names of the steps whose tables it reads.
    """

    name: str
    kind: str
    phase: str
    relation: str
    materialized: str
    severity: str
    query: str
    stale_deleted: str | None
    stale_forgotten: str | None
    afterwards: str | None
    rests_on: Sequence[str]

    @property
    def is_test(self) -> bool:
        """Whether the query's rows are failures."""
        return self.kind == "test"

    @property
    def changes_others(self) -> bool:
        """Whether it takes rows out of the tables of other steps."""
        return self.afterwards is not None and self.stale_deleted is None

    def forget(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Drop the documents that are gone or stand at another revision."""
        if self.stale_deleted and self.stale_forgotten:
            _at_once(connection, self.stale_deleted, self.stale_forgotten)

    def build(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Bring the table up to date, or leave it as it was."""
        emptied = f"TRUNCATE {self.relation}" if self.materialized == "table" else None
        _at_once(connection, emptied, self._rows, self.afterwards)

    def fill(self, connection: duckdb.DuckDBPyConnection) -> None:
        """The same for a new database that nobody else will see before it is whole."""
        for statement in (self._rows, self.afterwards):
            if statement:
                connection.execute(statement)

    @property
    def _rows(self) -> str:
        return f"INSERT INTO {self.relation} BY NAME {self.query}"

    def failures(self, connection: duckdb.DuckDBPyConnection) -> int:
        """How many rows a test finds."""
        found = connection.execute(f"SELECT count(*) FROM (\n{self.query}\n)").fetchone()
        return int(found[0]) if found else 0


def _at_once(connection: duckdb.DuckDBPyConnection, *statements: str | None) -> None:
    connection.begin()
    try:
        for statement in statements:
            if statement:
                connection.execute(statement)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


@dataclass(frozen=True, slots=True)
class Steps:
    """All that dbt ran, in its order, with what comes before it, between the rounds and after it."""

    at_start: tuple[str, ...]
    steps: tuple[Step, ...]
    next_round: str
    at_end: tuple[str, ...]

    def of(self, phase: str) -> tuple[Step, ...]:
        """The steps of one phase."""
        return tuple(step for step in self.steps if step.phase == phase)


def in_order(steps: tuple[Step, ...]) -> list[Step]:
    """Phase after phase, as for documents that are built in one round."""
    return sorted(steps, key=lambda step: PHASES.index(step.phase))


def recorded(connection: duckdb.DuckDBPyConnection) -> tuple[Step, ...]:
    """The steps that a database holds of itself."""
    rows = connection.execute(
        "SELECT name, kind, phase, relation, materialized, severity, query, "
        "stale_deleted, stale_forgotten, afterwards, rests_on FROM intermediate.steps ORDER BY step_no"
    ).fetchall()
    return tuple(Step(*row) for row in rows)


def whole(build_db: Path, digest: str) -> Steps | None:
    """The steps of a database that was made whole from the project as it stands; None where there is none.

    Args:
        digest: of the project.
    """
    if not build_db.is_file():
        return None
    try:
        with duckdb.connect(str(build_db), read_only=True) as connection:
            found = connection.execute(_OF_PROJECT).fetchone()
            # compared here: a parameter of the query would make DuckDB load pandas, half a second
            if found is None or found[0] != digest:
                return None
            steps = recorded(connection)
            there = {name for (name,) in connection.execute(_TABLES).fetchall()}
    except duckdb.Error:  # not a database of ours, or of an older project
        return None
    if any(step.relation not in there for step in steps if not step.is_test):
        return None
    _, at_start, next_round, at_end = found
    return Steps(tuple(at_start), steps, next_round, tuple(at_end))


_OF_PROJECT = """
SELECT digest, at_start, next_round, at_end
FROM intermediate.steps_of
SEMI JOIN intermediate.project_built AS built ON steps_of.digest = built.digest
WHERE has_all_models AND has_all_tests
"""

_TABLES = "SELECT schema_name || '.' || table_name FROM duckdb_tables()"


def attach_lake(connection: duckdb.DuckDBPyConnection, lake: Path) -> None:
    """Let the views of the lake's tables show the files of this lake; a table without files stays empty."""
    views = connection.execute(
        "SELECT table_name, list((column_name, data_type) ORDER BY ordinal_position) "
        "FROM information_schema.columns WHERE table_schema = 'lake' GROUP BY table_name"
    ).fetchall()
    for name, columns in views:
        files = f"{lake.absolute().as_posix()}/{name}/**/*.parquet".replace("'", "''")
        found = connection.execute(f"SELECT count(*) FROM glob('{files}')").fetchone()
        typed = ", ".join(f'cast(NULL AS {kind}) AS "{column}"' for column, kind in columns)
        read = (
            f"UNION ALL BY NAME SELECT * FROM read_parquet('{files}', union_by_name = true, "
            "hive_partitioning = true, hive_types_autocast = false)"
        )
        has_files = found is not None and found[0] > 0
        connection.execute(
            f'CREATE OR REPLACE VIEW lake."{name}" AS SELECT {typed} WHERE false {read if has_files else ""}'
        )
