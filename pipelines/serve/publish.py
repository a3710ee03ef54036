"""Publish (发布): the build database's marts and findings become one read-only file, replaced by rename.

In: the dbt build database, schema `main`. Out: the published DuckDB file, whole or not at all; readers keep
the version they opened. Does not belong here: what the marts are (dbt), dated snapshots (`release`).
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

PUBLISHED_PREFIXES = ("dim_", "fct_", "mart_", "bridge_")
"""Tables of other layers (stg_, int_, fnd_, seeds) stay in the build database."""


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What was published.

    Attributes:
        path: the published file.
        release: name of this version, ``YYYYMMDDTHHMMSSZ``.
        rows: rows by table.
    """

    path: Path
    release: str
    rows: dict[str, int]


class NothingToPublishError(RuntimeError):
    """The build database holds no mart: publishing it would take the readers' data away."""


def publish(build_db: Path, published: Path, *, now: datetime | None = None) -> PublishResult:
    """Copy marts and findings into a fresh file beside `published`, then rename it over the old one.

    Raises:
        NothingToPublishError: there is no mart in the build database.
    """
    built_at = (now or datetime.now(UTC)).astimezone(UTC)
    release = f"{built_at:%Y%m%dT%H%M%SZ}"
    published.parent.mkdir(parents=True, exist_ok=True)
    fresh = published.with_name(f".{published.name}.tmp")
    _remove(fresh)
    try:
        rows = _copy(build_db, fresh, built_at, release)
        _sync(fresh)
        fresh.replace(published)
        _sync(published.parent)
    finally:
        _remove(fresh)
    return PublishResult(published, release, rows)


def _copy(build_db: Path, fresh: Path, built_at: datetime, release: str) -> dict[str, int]:
    with duckdb.connect(str(fresh)) as connection:
        # under its own name: dbt's views name their tables with it
        build = build_db.stem
        connection.execute(f"ATTACH {_text(str(build_db))} AS {_name(build)} (READ_ONLY)")
        relations = _relations(connection, build)
        if not relations:
            raise NothingToPublishError(f"{build_db} 中没有可发布的表")
        columns = _column_comments(connection, build)
        rows = {}
        connection.execute("BEGIN")
        for name, comment in relations:
            connection.execute(f"CREATE TABLE main.{_name(name)} AS FROM {_name(build)}.main.{_name(name)}")
            _comment(connection, name, comment, columns.get(name, []))
            rows[name] = _count(connection, name)
        _describe(connection, rows, built_at, release)
        connection.execute("COMMIT")
        connection.execute(f"DETACH {_name(build)}")
        connection.execute("CHECKPOINT")
    return rows


def _relations(connection: duckdb.DuckDBPyConnection, build: str) -> list[tuple[str, str | None]]:
    """Tables and views to publish, with their comments, by name."""
    query = """
        SELECT table_name, comment FROM duckdb_tables()
        WHERE database_name = $1 AND schema_name = 'main' AND NOT internal
        UNION ALL
        SELECT view_name, comment FROM duckdb_views()
        WHERE database_name = $1 AND schema_name = 'main' AND NOT internal
        ORDER BY 1
    """
    return [
        row for row in connection.execute(query, [build]).fetchall() if row[0].startswith(PUBLISHED_PREFIXES)
    ]


def _column_comments(connection: duckdb.DuckDBPyConnection, build: str) -> dict[str, list[tuple[str, str]]]:
    """Column and comment by table."""
    query = (
        "SELECT table_name, column_name, comment FROM duckdb_columns() "
        "WHERE database_name = ? AND schema_name = 'main' AND comment IS NOT NULL"
    )
    comments: dict[str, list[tuple[str, str]]] = {}
    for table, column, words in connection.execute(query, [build]).fetchall():
        comments.setdefault(table, []).append((column, words))
    return comments


def _comment(
    connection: duckdb.DuckDBPyConnection, name: str, comment: str | None, columns: list[tuple[str, str]]
) -> None:
    statements = [f"COMMENT ON TABLE main.{_name(name)} IS {_text(comment)}"] if comment else []
    statements += [
        f"COMMENT ON COLUMN main.{_name(name)}.{_name(column)} IS {_text(words)}" for column, words in columns
    ]
    if statements:
        connection.execute(";".join(statements))


def _describe(
    connection: duckdb.DuckDBPyConnection, rows: dict[str, int], built_at: datetime, release: str
) -> None:
    """The table `about`: one row per published table: when, by which reader version, how many rows."""
    versions = ", ".join(_reader_versions(connection)) or None
    connection.execute(
        "CREATE TABLE main.about (table_name VARCHAR, row_count BIGINT, description VARCHAR, "
        "release VARCHAR, built_at TIMESTAMPTZ, reader_version VARCHAR)"
    )
    connection.execute("COMMENT ON TABLE main.about IS '本仓库的版本与内容 (what this warehouse holds)'")
    comments: dict[str, str | None] = dict(
        connection.execute(
            "SELECT table_name, comment FROM duckdb_tables() WHERE database_name = current_database()"
        ).fetchall()
    )
    connection.executemany(
        "INSERT INTO main.about VALUES (?, ?, ?, ?, ?, ?)",
        [[name, count, comments.get(name), release, built_at, versions] for name, count in rows.items()],
    )


def _reader_versions(connection: duckdb.DuckDBPyConnection) -> list[str]:
    has_version = connection.execute(
        "SELECT 1 FROM duckdb_columns() WHERE database_name = current_database() "
        "AND table_name = 'dim_document' AND column_name = 'reader_version'"
    ).fetchone()
    if not has_version:
        return []
    rows = connection.execute("SELECT DISTINCT reader_version FROM main.dim_document ORDER BY 1").fetchall()
    return [str(row[0]) for row in rows if row[0] is not None]


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM main.{_name(table)}").fetchone()
    return int(row[0]) if row else 0


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(fresh: Path) -> None:
    fresh.unlink(missing_ok=True)
    fresh.with_name(fresh.name + ".wal").unlink(missing_ok=True)


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
