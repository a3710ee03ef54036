"""Steps of a build that do not rest on each other, run side by side (并行建模).

In: the steps of one phase in their recorded order, and a connection for each that may run at a time. DuckDB
spreads one statement over its threads badly where many small tables are joined: two statements on two
threads end sooner than one after the other on both.
Does not belong here: what a step does, what becomes of one that fails.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from queue import SimpleQueue

import duckdb

from pipelines.model.steps import Step


def run_side_by_side(
    steps: Sequence[Step],
    connections: Sequence[duckdb.DuckDBPyConnection],
    run: Callable[[Step, duckdb.DuckDBPyConnection], None],
) -> None:
    """Run every step after those it waits for.

    Args:
        connections: to one database; each step has one of them for itself.

    Raises:
        Whatever `run` raises first; steps that run by then end, no other begins.
    """
    free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
    for connection in connections:
        free.put(connection)

    def run_on_its_own(step: Step) -> None:
        connection = free.get()
        try:
            run(step, connection)
        finally:
            free.put(connection)

    named = {step.name: step for step in steps}
    order = TopologicalSorter(waits_for(steps))
    order.prepare()
    running: dict[Future[None], str] = {}
    with ThreadPoolExecutor(free.qsize()) as pool:
        try:
            while order.is_active():
                for name in order.get_ready():
                    running[pool.submit(run_on_its_own, named[name])] = name
                ended, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in ended:
                    order.done(running.pop(future))
                    future.result()
        except BaseException as error:
            if not isinstance(error, Exception):  # somebody stops the build
                for connection in connections:
                    connection.interrupt()
            pool.shutdown(cancel_futures=True)
            raise


def waits_for(steps: Sequence[Step]) -> dict[str, set[str]]:
    """The steps before each step that must have ended: those it reads, and their tests.

    A step that takes rows out of the tables of others waits for all before it, and all behind it wait for it.
    """
    waits: dict[str, set[str]] = {}
    tests_of: dict[str, set[str]] = {}
    last_change: str | None = None
    for step in steps:
        if step.changes_others:
            waits[step.name] = set(waits)
            last_change = step.name
            continue
        read = [name for name in step.rests_on if name in waits]
        waits[step.name] = {*read, *([last_change] if last_change else [])}
        if step.is_test:
            for name in read:
                tests_of.setdefault(name, set()).add(step.name)
        else:
            waits[step.name].update(*(tests_of.get(name, ()) for name in read))
    return waits
