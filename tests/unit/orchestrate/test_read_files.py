"""Files into the lake with real workers: bad files cost themselves, nothing is read twice."""

import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.load.digest import lake_digest
from pipelines.orchestrate import read_files, read_task
from pipelines.orchestrate.gather import gather
from pipelines.orchestrate.pool import Outcome
from pipelines.orchestrate.read_files import ReadRun, read_into_lake, reading_pool
from pipelines.orchestrate.summary import document_ids, retry_candidates, summarise
from tests.support.command import copies_of_a_disclosure
from tests.support.failing_reader import FailingPool


class SameProcess:
    """Runs the tasks right here: a version patched in this process is unknown to workers."""

    def run(self, function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Outcome[Any, Any]]:
        for task in tasks:
            yield Outcome(task, function(task), None, 0.0, 0)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    copies_of_a_disclosure(folder, 4, cities=2)
    for name in ("hang", "kill", "vanish"):
        (folder / f"{name}.pdf").write_bytes(b"%PDF-1.4 " + name.encode())
    (folder / "page.pdf").write_text("<html><body>404</body></html>")
    return folder


def test_a_worker_that_hangs_or_dies_costs_one_document_with_its_reason(files: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    run = read_into_lake(gather([files]).documents, lake, FailingPool())  # type: ignore[arg-type]
    assert (run.documents, run.read, len(run.failed), len(run.vanished)) == (8, 8, 2, 1)
    query = f"""
        SELECT regexp_extract(path, '([a-z]+).pdf', 1) AS name, code, read_status
        FROM '{lake}/documents/*/*.parquet' JOIN '{lake}/problems/*/*.parquet' USING (document_id)
        WHERE read_status = 'unreadable' ORDER BY name
    """
    assert duckdb.sql(query).fetchall() == [
        ("hang", "timed_out", "unreadable"),
        ("kill", "worker_died", "unreadable"),
        ("page", "not_a_pdf", "unreadable"),
    ]
    assert len(document_ids(lake)) == 7
    assert {unread.code for unread in summarise(lake).unread} == {"timed_out", "worker_died", "not_a_pdf"}
    assert len(retry_candidates(lake)) == 2


def test_what_failed_is_read_again_only_when_asked(files: Path, tmp_path: Path) -> None:
    lake, documents = tmp_path / "lake", gather([files / "kill.pdf", files / "hang.pdf"]).documents
    read_into_lake(documents, lake, FailingPool())  # type: ignore[arg-type]
    assert read_into_lake(documents, lake).read == 0
    again = read_into_lake(documents, lake, again=retry_candidates(lake))
    assert again.read == 2
    assert retry_candidates(lake) == frozenset()
    assert len(document_ids(lake)) == len(set(document_ids(lake)))


def test_workers_and_order_change_nothing(files: Path, tmp_path: Path) -> None:
    (files / "vanish.pdf").unlink()
    documents = gather([files]).documents
    one, two = tmp_path / "one", tmp_path / "two"
    read_into_lake(documents, one, reading_pool(1))
    random.Random(5).shuffle(documents)
    for some in (documents[:2], documents[2:] + documents):
        read_into_lake(some, two, reading_pool(2))
    assert lake_digest(one) == lake_digest(two)


def test_a_new_reader_version_replaces_every_row(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = gather([files / "市0"]).documents
    read_into_lake(documents, tmp_path / "lake")
    for module in (read_files, read_task):
        monkeypatch.setattr(module, "READER_VERSION", "next")
    run = read_into_lake(documents, tmp_path / "lake", SameProcess())  # type: ignore[arg-type]
    assert run.read == len(documents)
    versions = duckdb.sql(f"SELECT DISTINCT reader_version FROM '{tmp_path}/lake/*/*/*.parquet'").fetchall()
    assert versions == [("next",)]
    assert sorted(document_ids(tmp_path / "lake")) == sorted(document.document_id for document in documents)


def test_the_listener_hears_of_every_document(files: Path, tmp_path: Path) -> None:
    heard: list[int] = []

    def listen(run: ReadRun) -> None:
        heard.append(run.read)

    documents = gather([files / "市0"]).documents
    read_into_lake(documents, tmp_path / "lake", listener=listen)
    assert heard == list(range(len(documents) + 1))


def test_a_document_that_was_moved_gets_its_new_place(files: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    read_into_lake(gather([files / "市0"]).documents, lake)
    (files / "市0").rename(files / "别处")
    documents = gather([files / "别处"]).documents
    assert read_into_lake(documents, lake).read == len(documents)
    paths = duckdb.sql(f"SELECT path FROM '{lake}/documents/*/*.parquet' ORDER BY path").fetchall()
    assert paths == sorted((document.path,) for document in documents)
    assert read_into_lake(documents, lake).read == 0
