"""Local files → lake → warehouse: the whole pipeline without the crawling."""

from dataclasses import asdict, dataclass
from typing import Any

from pipelines.orchestrate.gather import Gathered
from pipelines.orchestrate.places import Places
from pipelines.orchestrate.pool import Pool
from pipelines.orchestrate.read_files import Listener, ReadRun, read_into_lake
from pipelines.orchestrate.rebuild import Rebuilt, rebuild
from pipelines.orchestrate.runlog import RunLog


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a run of ingest did."""

    read: ReadRun
    rebuilt: Rebuilt


def ingest(
    gathered: Gathered,
    places: Places,
    pool: Pool | None = None,
    listener: Listener = lambda run: None,
    again: frozenset[str] = frozenset(),
    force: bool = False,
) -> Ingested:
    """Read what is new, rebuild and publish the warehouse, and write the run's log."""
    log = RunLog.start(places.runs, "ingest")
    with log.closing():
        read = read_into_lake(gathered.documents, places.lake, pool, listener, again)
        log.record("read", read_report(read))
        rebuilt = rebuild(places, force)
        log.record("build", build_report(rebuilt))
    return Ingested(read, rebuilt)


def read_report(run: ReadRun) -> dict[str, Any]:
    """For the run log."""
    return {
        **asdict(run),
        "failed": [[path, failure.code.value, failure.message] for path, failure in run.failed],
    }


def build_report(rebuilt: Rebuilt) -> dict[str, Any]:
    """For the run log."""
    if rebuilt.published is None:
        return {"up_to_date": True, "seconds": rebuilt.seconds}
    return {"up_to_date": False, "seconds": rebuilt.seconds, "rows": rebuilt.published.rows}
