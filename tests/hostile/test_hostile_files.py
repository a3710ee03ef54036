"""Every hostile file through the real worker pool: no crash, no hang, no lost batch, a reason for each."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from pipelines.domain.problem import ProblemCode
from pipelines.orchestrate.gather import gather
from pipelines.orchestrate.pool import Limits
from pipelines.orchestrate.read_files import read_into_lake, reading_pool
from tests.hostile.generator import Fate, Hostile, hostile_files

GIBIBYTE = 1024**3
SEVERE = {code.value for code in (ProblemCode.TIMED_OUT, ProblemCode.OUT_OF_MEMORY, ProblemCode.WORKER_DIED)}

#: Light files that may cost their worker: no reader can tell beforehand, so the pool must.
MAY_COST_A_WORKER = {"tree_bomb", "drawn_marked_content_depth"}


def ends(files: Iterable[Hostile], folder: Path, limits: Limits) -> dict[str, tuple[str, set[str]]]:
    """The files written, read into a lake by two workers: for each its read status and problem codes."""
    by_id: dict[str, str] = {}
    for file in files:
        data = file.make()
        path = folder / "city" / f"{file.name}.pdf"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        by_id[hashlib.sha256(data).hexdigest()] = file.name
    lake = folder / "lake"
    run = read_into_lake(gather([folder / "city"]).documents, lake, reading_pool(2, limits))
    assert run.read == len(by_id) and not run.vanished
    rows = duckdb.sql(f"""
        SELECT document_id, any_value(read_status), list(code) FILTER (code IS NOT NULL)
        FROM '{lake}/documents/*/*.parquet' LEFT JOIN '{lake}/problems/*/*.parquet' USING (document_id)
        GROUP BY document_id
    """).fetchall()
    return {by_id[document]: (status, set(codes or ())) for document, status, codes in rows}


def wrong(file: Hostile, status: str, codes: set[str]) -> str | None:
    """What is wrong with a file's end, None where it ended as it must."""
    if ProblemCode.INTERNAL_ERROR.value in codes:
        return f"{file.name}: our own error"
    if status != "ok" and not codes:
        return f"{file.name}: {status} without a reason"
    if file.fate is Fate.READ and status == "unreadable":
        return f"{file.name}: harmless and not read: {codes}"
    if file.fate is Fate.REFUSED and status != "unreadable":
        return f"{file.name}: taken for readable: {status} {codes}"
    if file.code and file.code not in codes:
        return f"{file.name}: {file.code} expected, {codes} found"
    return None


def test_there_are_at_least_three_hundred_hostile_files() -> None:
    names = [file.name for file in hostile_files()]
    assert len(names) == len(set(names)) >= 300


@pytest.mark.slow
def test_every_hostile_file_ends_with_a_row_and_a_reason(tmp_path: Path) -> None:
    files = {file.name: file for file in hostile_files() if not file.heavy}
    ended = ends(files.values(), tmp_path, Limits(seconds=10, memory=GIBIBYTE, attempts=1))
    assert ended.keys() == files.keys() - twins(files)
    assert not [reason for name, end in ended.items() if (reason := wrong(files[name], *end))]
    costly = {name for name, (_, codes) in ended.items() if codes & SEVERE}
    assert costly <= MAY_COST_A_WORKER


@pytest.mark.slow
def test_bombs_cost_one_worker_at_most(tmp_path: Path) -> None:
    files = {file.name: file for file in hostile_files() if file.heavy}
    ended = ends(files.values(), tmp_path, Limits(seconds=4, memory=GIBIBYTE * 3 // 4, attempts=1))
    assert ended.keys() == files.keys()
    for name, (status, codes) in ended.items():
        assert status == "ok" or codes, name
        assert ProblemCode.INTERNAL_ERROR.value not in codes, name


def twins(files: dict[str, Hostile]) -> set[str]:
    """Names of files whose bytes a later file has as well: one document in the lake."""
    last = {hashlib.sha256(file.make()).hexdigest(): name for name, file in files.items()}
    return files.keys() - set(last.values())
