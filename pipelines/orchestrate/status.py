"""What came last, what failed, what is open: from the run logs, the lake and the published warehouse."""

from dataclasses import dataclass, field
from typing import Any

import duckdb

from pipelines.alert.store import State, Store
from pipelines.orchestrate.places import Places
from pipelines.orchestrate.runlog import past_runs
from pipelines.orchestrate.summary import LakeSummary, summarise
from pipelines.serve.warehouse import open_published

RUNS_SHOWN = 8


@dataclass(slots=True)
class Status:
    """The state of an installation.

    Attributes:
        runs: reports of the most recent runs by step, youngest first.
        lake: what the lake holds; None before the first run.
        findings: open findings by severity and rule, from the published warehouse.
        states: findings by what became of them (new, notified, acknowledged, waived …), in Chinese.
        published_at: when the published file was built, ISO; None where nothing is published.
    """

    runs: list[dict[str, dict[str, Any]]] = field(default_factory=list)
    lake: LakeSummary | None = None
    findings: list[tuple[str, str, int]] = field(default_factory=list)
    published_at: str | None = None
    states: list[tuple[str, int]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "runs": self.runs,
            "lake": self.lake.as_dict() if self.lake else None,
            "findings": [
                dict(zip(("severity", "rule", "number"), row, strict=True)) for row in self.findings
            ],
            "states": dict(self.states),
            "published_at": self.published_at,
        }


def status(places: Places) -> Status:
    """Look at what is there; changes nothing."""
    found = Status(runs=[log.steps() for log in past_runs(places.runs, RUNS_SHOWN)])
    if (places.lake / "documents").exists():
        found.lake = summarise(places.lake)
    if places.published.exists():
        with open_published(places.published) as db:
            found.findings, found.published_at = _findings(db), _published_at(db)
    if places.findings.exists():
        with Store(places.findings) as store:
            rows = store.rows("SELECT state, count(*) AS number FROM findings GROUP BY state ORDER BY state")
            found.states = [(State(row["state"]).chinese, int(row["number"])) for row in rows]
    return found


def _findings(db: duckdb.DuckDBPyConnection) -> list[tuple[str, str, int]]:
    rows = db.execute(
        """
        SELECT severity, rule_name, count(*) AS number FROM fct_findings
        GROUP BY ALL ORDER BY severity, number DESC, rule_name
        """
    ).fetchall()
    return [(str(severity), str(rule), int(number)) for severity, rule, number in rows]


def _published_at(db: duckdb.DuckDBPyConnection) -> str | None:
    row = db.execute("SELECT max(built_at)::TIMESTAMPTZ::VARCHAR FROM about").fetchone()
    return str(row[0]) if row and row[0] is not None else None
