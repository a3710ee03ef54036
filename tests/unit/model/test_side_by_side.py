"""Steps side by side: nothing before what it reads, nothing after a failure, and really at once."""

import _thread
import threading
import time
from collections.abc import Iterator, Sequence

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.model.side_by_side import run_side_by_side, waits_for
from pipelines.model.steps import Step


def step(
    name: str, rests_on: Sequence[str] = (), *, is_test: bool = False, changes_others: bool = False
) -> Step:
    return Step(
        name=name,
        kind="test" if is_test else "model",
        phase="round",
        relation=f"main.{name}",
        materialized="table",
        severity="error",
        query="SELECT 1 AS number",
        stale_deleted=None,
        stale_forgotten=None,
        afterwards="DELETE FROM main.a" if changes_others else None,
        rests_on=rests_on,
    )


@pytest.fixture
def connections() -> Iterator[list[duckdb.DuckDBPyConnection]]:
    with duckdb.connect(config={"threads": 1}) as connection, connection.cursor() as beside:
        yield [connection, beside]


@st.composite
def phases(draw: st.DrawFn) -> list[Step]:
    """Steps in an order in which they were run once: each rests on some before it."""
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 12))):
        models = [other.name for other in steps if not other.is_test]
        read = draw(st.lists(st.sampled_from(models), unique=True)) if models else []
        kind = draw(st.sampled_from(["model", "model", "test", "change"]))
        steps.append(
            step(f"s{number}", read, is_test=kind == "test" and bool(read), changes_others=kind == "change")
        )
    return steps


@given(phases())
def test_each_step_begins_when_what_it_reads_has_ended_and_was_tested(steps: list[Step]) -> None:
    told: list[tuple[str, str]] = []
    with duckdb.connect(config={"threads": 1}) as connection, connection.cursor() as beside:

        def run(this: Step, on: duckdb.DuckDBPyConnection) -> None:
            told.append(("begun", this.name))
            on.execute(this.query)
            told.append(("ended", this.name))

        run_side_by_side(steps, [connection, beside], run)
    assert sorted(name for what, name in told if what == "ended") == sorted(s.name for s in steps)
    place = {said: number for number, said in enumerate(told)}
    for number, later in enumerate(steps):
        for earlier in steps[:number]:
            reads = earlier.name in later.rests_on
            tests_what_is_read = (
                earlier.is_test and not later.is_test and bool(set(earlier.rests_on) & set(later.rests_on))
            )
            changes = earlier.changes_others or later.changes_others
            if reads or tests_what_is_read or changes:
                assert place["ended", earlier.name] < place["begun", later.name]


def test_what_does_not_rest_on_each_other_runs_at_once(
    connections: list[duckdb.DuckDBPyConnection],
) -> None:
    both = threading.Barrier(2, timeout=20)
    run_side_by_side([step("a"), step("b")], connections, lambda *_: both.wait() and None)


def test_after_a_failure_no_step_begins_and_those_under_way_end(
    connections: list[duckdb.DuckDBPyConnection],
) -> None:
    begun, ended = [], []

    def run(this: Step, on: duckdb.DuckDBPyConnection) -> None:
        begun.append(this.name)
        if this.name == "a":
            on.execute("SELECT error('broken')")
        time.sleep(0.3)
        ended.append(this.name)

    with pytest.raises(duckdb.InvalidInputException, match="broken"):
        run_side_by_side([step("a"), step("b"), *(step(f"c{n}") for n in range(5))], connections, run)
    assert "b" in begun
    assert set(begun) - {"a"} == set(ended)
    assert len(begun) < 7


def test_whoever_stops_the_build_need_not_wait_for_its_statements(
    connections: list[duckdb.DuckDBPyConnection],
) -> None:
    interrupted = []
    begun = threading.Event()

    def run(this: Step, on: duckdb.DuckDBPyConnection) -> None:
        if this.name == "b":
            begun.wait(20)
            time.sleep(0.5)
            _thread.interrupt_main()  # as Ctrl-C does
            return
        begun.set()
        try:
            on.execute("SELECT sum(a.range * b.range) FROM range(1000000) AS a, range(1000000) AS b")
        except duckdb.InterruptException:
            interrupted.append(this.name)
            raise

    with pytest.raises(KeyboardInterrupt):
        run_side_by_side([step("a"), step("b")], connections, run)
    assert interrupted == ["a"]


def test_each_step_has_a_connection_of_its_own(connections: list[duckdb.DuckDBPyConnection]) -> None:
    used: list[set[int]] = []
    busy: set[int] = set()

    def run(_: Step, on: duckdb.DuckDBPyConnection) -> None:
        assert id(on) not in busy
        busy.add(id(on))
        used.append(set(busy))
        on.execute("SELECT sum(range) FROM range(100000)").fetchall()
        busy.discard(id(on))

    run_side_by_side([step(f"s{n}") for n in range(20)], connections, run)
    assert max(map(len, used)) <= 2


def test_a_step_waits_for_the_tests_of_what_it_reads() -> None:
    waits = waits_for([step("a"), step("a_is_right", ["a"], is_test=True), step("b", ["a"]), step("c")])
    assert waits == {"a": set(), "a_is_right": {"a"}, "b": {"a", "a_is_right"}, "c": set()}
