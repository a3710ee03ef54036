"""What each run did, one folder a run and one JSON file a step: `status` tells the night from it.

A step writes its own file, so steps in several processes never overwrite each other's report.
"""

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RUN = "run"


@dataclass(frozen=True, slots=True)
class RunLog:
    """The folder of one run, made when its first step reports."""

    folder: Path

    @classmethod
    def start(cls, runs: Path, verb: str, run_id: str | None = None) -> "RunLog":
        """A log for a run that begins now, or the one that the same `run_id` began before."""
        now = datetime.now(UTC)
        name = run_id or f"{now:%Y%m%dT%H%M%S}-{verb}-{secrets.token_hex(2)}"
        log = cls(runs / name)
        if not (log.folder / f"{RUN}.json").exists():
            log.record(
                RUN, {"verb": verb, "started_at": now.isoformat(), "status": "running", "pid": os.getpid()}
            )
        return log

    def record(self, step: str, report: Mapping[str, Any]) -> None:
        """Write a step's report, atomically; what was said before of the same step is replaced."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{step}.json"
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.write_text(json.dumps(report, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
        temporary.replace(path)

    def finish(self, error: str | None = None) -> None:
        """Close the run: it went well, or this is what went wrong."""
        ended = {
            "status": "failed" if error else "ok",
            "error": error,
            "ended_at": datetime.now(UTC).isoformat(),
        }
        self.record(RUN, {**self.steps().get(RUN, {}), **ended})

    @contextmanager
    def closing(self) -> Iterator[None]:
        """Close the run when the block ends, with the error that ended it where there was one."""
        try:
            yield
        except BaseException as error:
            self.finish(f"{type(error).__name__}: {error}")
            raise
        self.finish()

    def steps(self) -> dict[str, dict[str, Any]]:
        """All reports by step."""
        return {
            path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(self.folder.glob("*.json"))
        }


def past_runs(runs: Path, number: int = 10) -> list[RunLog]:
    """The most recent runs, youngest first."""
    logs = [RunLog(path.parent) for path in runs.glob(f"*/{RUN}.json")]
    return sorted(logs, key=lambda log: str(log.steps()[RUN].get("started_at")), reverse=True)[:number]
