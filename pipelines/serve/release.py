"""Releases (发布版): dated, immutable snapshots of the published warehouse, for citation.

In: the published file, the releases folder. Out: a folder with the DuckDB file, Parquet, CSV in zip,
dictionary, changes, data package, citation, checksums; listing and verification. Does not belong here:
comparing (`compare`).
"""

import hashlib
import json
import os
import shutil
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from pipelines.serve.compare import compare, comparison_text
from pipelines.serve.export import csv_lines
from pipelines.serve.package import citation, data_package, dictionary
from pipelines.serve.warehouse import Limits, open_published

SUMS = "SHA256SUMS"
DATABASE = "mingzhang.duckdb"
CSV = "mingzhang-csv.zip"
LIMITS = Limits(seconds=3600, memory="2GB")


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file of a release, by its name inside."""

    name: str
    path: Path
    bytes: int


@dataclass(slots=True)
class Release:
    """A release that is there."""

    name: str
    folder: Path
    built_at: str
    files: list[ReleaseFile] = field(default_factory=list)


class ReleaseError(RuntimeError):
    """It cannot be made or found; the message says why."""


def make_release(
    published: Path, releases: Path, name: str | None = None, now: datetime | None = None
) -> Release:
    """Make a snapshot of what is published; it appears whole or not at all and is never written again.

    Raises:
        ReleaseError: one of that name is there.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    label = name or f"{moment:%Y-%m-%d}"
    folder = releases / label
    if label != Path(label).name or label.startswith("."):
        raise ReleaseError(f"发布版名称无效：{label}")
    if folder.exists():
        raise ReleaseError(f"发布版 {label} 已存在，不能改写")
    before = list_releases(releases)
    fresh = releases / f".{label}.tmp"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        _fill(published, fresh, label, moment, before[0] if before else None)
        _checksums(fresh)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    for path in folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return _described(folder)


def list_releases(releases: Path) -> list[Release]:
    """All releases, newest first."""
    if not releases.is_dir():
        return []
    found = [
        _described(folder)
        for folder in releases.iterdir()
        if (folder / SUMS).is_file() and folder.name[0] != "."
    ]
    return sorted(found, key=lambda release: (release.built_at, release.name), reverse=True)


def find_release(releases: Path, name: str) -> Release:
    """The release of that name.

    Raises:
        ReleaseError: there is none.
    """
    for release in list_releases(releases):
        if release.name == name:
            return release
    raise ReleaseError(f"没有名为 {name} 的发布版")


def verify(release: Release) -> list[str]:
    """What is not as it was when the release was made; empty where all is."""
    wrong = []
    listed = set()
    for line in (release.folder / SUMS).read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        listed.add(name)
        path = release.folder / name
        if not path.is_file():
            wrong.append(f"缺少文件：{name}")
        elif _digest(path) != digest:
            wrong.append(f"内容已变：{name}")
    extra = {file.name for file in release.files} - listed - {SUMS}
    return wrong + [f"多出文件：{name}" for name in sorted(extra)]


def _fill(published: Path, folder: Path, label: str, moment: datetime, previous: Release | None) -> None:
    shutil.copyfile(published, folder / DATABASE)
    _name_files_only(folder / DATABASE)
    (folder / "parquet").mkdir()
    with open_published(folder / DATABASE, LIMITS) as connection:
        tables = [row[0] for row in connection.execute("SHOW TABLES").fetchall()]
        for table in tables:
            _write_parquet(connection, table, folder / "parquet" / f"{table}.parquet")
        described = data_package(connection, label, moment)
        _write_zip(connection, tables, described, folder / CSV)
        (folder / "DICTIONARY.md").write_text(dictionary(connection, label), encoding="utf-8")
    (folder / "datapackage.json").write_text(_json(_inside_zip(described, CSV)), encoding="utf-8")
    (folder / "CITATION.cff").write_text(citation(label, moment), encoding="utf-8")
    changes = "首个发布版。\n"
    if previous is not None:
        changed = compare(previous.folder / DATABASE, folder / DATABASE)
        changes = comparison_text(changed, previous.name, label)
    (folder / "CHANGES.md").write_text(f"# {label}\n\n{changes}", encoding="utf-8")


def _name_files_only(database: Path) -> None:
    """Leave documents their file names: folders of the machine that made a release mean nothing elsewhere."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE dim_document SET path = parse_filename(path)")


def _write_parquet(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    reader = connection.execute(f"FROM {_quoted(table)}").to_arrow_reader(50_000)
    with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)


def _write_zip(
    connection: duckdb.DuckDBPyConnection, tables: list[str], described: dict[str, Any], path: Path
) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", _json(described))
        for table in tables:
            reader = connection.execute(f"FROM {_quoted(table)}").to_arrow_reader(20_000)
            with archive.open(f"data/{table}.csv", "w", force_zip64=True) as stream:
                for line in csv_lines(reader, for_spreadsheet=True):
                    stream.write(line.encode())


def _inside_zip(described: dict[str, Any], archive: str) -> dict[str, Any]:
    """The same resources as they lie in the archive, so that it need not be unpacked to be checked."""
    resources = [
        {**resource, "path": archive, "compression": "zip", "innerpath": resource["path"]}
        for resource in described["resources"]
    ]
    return {**described, "resources": resources}


def _checksums(folder: Path) -> None:
    lines = [
        f"{_digest(path)}  {path.relative_to(folder).as_posix()}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    with (folder / SUMS).open("w", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def _described(folder: Path) -> Release:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    files = [
        ReleaseFile(path.relative_to(folder).as_posix(), path, path.stat().st_size)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    return Release(folder.name, folder, package["created"], files)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
