"""Whatever is written, and wherever the writer is killed: the lake stays whole and ends the same."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.load.digest import lake_digest
from pipelines.load.lake import Lake
from tests.support.lake_rows import document_id, document_tables

# flushing to a disk is not what is tested here, and it is what takes the time
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


class Killed(BaseException):
    """Stands for SIGKILL between two file system calls."""


@contextmanager
def killed_after(steps: int) -> Iterator[None]:
    """Let so many renames and removals happen, then die before the next one."""
    left = steps
    replace, unlink = Path.replace, Path.unlink

    def step() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed

    def dying_replace(self: Path, target: Path) -> Path:
        step()
        return replace(self, target)

    def dying_unlink(self: Path, missing_ok: bool = False) -> None:
        step()
        unlink(self, missing_ok)

    with mock.patch.object(Path, "replace", dying_replace), mock.patch.object(Path, "unlink", dying_unlink):
        yield


# what one night brings: documents by name, with the reader version and number of facts they then have
NIGHTS = st.lists(
    st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 3), min_size=1, max_size=4),
    min_size=1,
    max_size=7,
)


def play(root: Path, nights: list[dict[str, int]]) -> None:
    """Each night has a reader version of its own; what a later night did is not done again."""
    with Lake(root) as lake:
        for number, night in enumerate(nights):
            done = {key for version in range(number, len(nights)) for key in lake.finished(str(version))}
            todo = [name for name in night if document_id(name) not in done]
            if todo:
                lake.write_batch("甲市", [document_tables(name, str(number), night[name]) for name in todo])
        lake.settle()
        lake.compact()


@settings(max_examples=25, deadline=None)
@given(nights=NIGHTS, steps=st.integers(0, 90))
def test_a_killed_and_restarted_writer_ends_with_the_same_lake(
    nights: list[dict[str, int]], steps: int
) -> None:
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        whole, killed = Path(folder) / "whole", Path(folder) / "killed"
        play(whole, nights)
        try:
            with killed_after(steps):
                play(killed, nights)
        except Killed:
            with Lake(killed):
                pass
            assert_whole(killed)
            play(killed, nights)
        assert_whole(killed)
        assert lake_digest(killed) == lake_digest(whole)


def assert_whole(root: Path) -> None:
    """Every document once, and every fact belongs to the version of its document that is there."""
    if not list((root / "documents").rglob("*.parquet")):
        return
    documents, facts = f"'{root}/documents/*/*.parquet'", f"'{root}/facts/*/*.parquet'"
    twice = duckdb.sql(f"SELECT document_id FROM {documents} GROUP BY ALL HAVING count(*) > 1").fetchall()
    stray = duckdb.sql(
        f"SELECT * FROM {facts} ANTI JOIN {documents} USING (document_id, reader_version)"
    ).fetchall()
    missing = duckdb.sql(
        f"""
        SELECT document_id, any_value(money_tokens) AS expected, count(fact_id) AS found
        FROM {documents} LEFT JOIN {facts} USING (document_id) GROUP BY ALL HAVING found <> expected
        """
    ).fetchall()
    assert (twice, stray, missing) == ([], [], [])
