"""All that a build makes of a lake, to be compared with what another build makes of it."""

from pathlib import Path

import duckdb

OF_THE_BUILD = {
    "fct_build_change",
    "changes_before",
    "document_builds",
    "documents_tested",
    "project_built",
    "build_under_way",
    "int_rounds",
    "steps",
    "steps_of",
}
"""What a build remembers of itself."""
OF_A_ROUND = ("int_check_", "int_results_")
"""Tables that hold only what the last round checked."""


def contents(database: Path, *, of_a_round: bool = False) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table and view by name; `of_a_round`: those of the last round, too."""
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute(
            "SELECT table_schema || '.' || table_name FROM information_schema.tables "
            "WHERE table_schema IN ('main', 'intermediate') ORDER BY ALL"
        ).fetchall()
        names = [name for (name,) in tables if name.split(".")[1] not in OF_THE_BUILD]
        return {
            name: connection.execute(
                f"SELECT columns(c -> c <> 'build_no') FROM {name} ORDER BY ALL"
            ).fetchall()
            for name in names
            if of_a_round or not name.split(".")[1].startswith(OF_A_ROUND)
        }
