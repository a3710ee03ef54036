"""Run the dbt project (建模) over a lake into a build database.

In: the lake's folder. Out: the build database with marts and findings, and a `BuildResult`. A failed model or
test of ours raises `ModelBuildError` naming it. dbt runs where the project is new to the database; after that
the steps which it recorded (steps.py) do the same in a fraction of the time.
Does not belong here: publishing, what the models say.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from pipelines.model import parsed
from pipelines.model import steps as recorded_steps
from pipelines.model.project import project_digest, project_dir

DEFAULT_MEMORY = "4GB"
DEFAULT_THREADS = 2
_RUN_DBT = "from dbt.cli.main import cli; cli()"
CLASSIFICATION = "classification"
"""Tag of the seeds and of what is made of them alone: it changes with the project, not with the lake."""
_FAILED = frozenset({"error", "fail", "runtime error", "partial success"})


@dataclass(frozen=True, slots=True)
class NodeOutcome:
    """One model, seed or test that did not succeed: its name, how it ended and what dbt says of it."""

    name: str
    status: str
    message: str


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did.

    Attributes:
        seconds: wall time, dbt's start included.
        models: seeds and models built; tests: tests run.
        failed, warned: the nodes that ended so; a build that returns has none failed.
        seconds_of: wall time of each model, seed and test.
    """

    seconds: float
    models: int
    tests: int
    failed: tuple[NodeOutcome, ...] = ()
    warned: tuple[NodeOutcome, ...] = ()
    seconds_of: dict[str, float] = field(default_factory=dict)


class ModelBuildError(RuntimeError):
    """A model or a test of ours failed, or dbt did not run at all; the message names it and the log."""

    def __init__(self, message: str, result: BuildResult | None = None) -> None:
        super().__init__(message)
        self.result = result


def dbt_environment(lake: Path, build_db: Path, target: Path | None = None) -> dict[str, str]:
    """The variables under which dbt builds this lake into this database, for `build` and Dagster alike.

    Args:
        target: where dbt keeps its compiled SQL and logs; beside the build database where not given. Kept
            between builds of one database it saves dbt from parsing the project again.
    """
    work = (target or build_db.parent / "dbt").absolute()
    return {
        "MINGZHANG_LAKE": str(lake.absolute()),
        "MINGZHANG_BUILD_DB": str(build_db.absolute()),
        "MINGZHANG_PROJECT_DIGEST": project_digest(project_dir()),
        "MINGZHANG_DBT_THREADS": os.environ.get("MINGZHANG_DBT_THREADS", str(DEFAULT_THREADS)),
        "MINGZHANG_DBT_MEMORY": os.environ.get("MINGZHANG_DBT_MEMORY", DEFAULT_MEMORY),
        "DBT_TARGET_PATH": str(work),
        "DBT_LOG_PATH": str(work / "logs"),
        "DBT_PROFILES_DIR": str(project_dir()),
        "DBT_PROJECT_DIR": str(project_dir()),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def build(
    lake: Path,
    build_db: Path,
    target: Path | None = None,
    *,
    full_refresh: bool = False,
    select: str | None = None,
    tested: bool = True,
) -> BuildResult:
    """Build all models (or those of `select`) and run their tests; unchanged documents are not rebuilt.

    Raises:
        ModelBuildError: a model or test failed, or dbt could not start.
    """
    steps = None
    if not full_refresh and not select:
        steps = recorded_steps.whole(build_db, project_digest(project_dir()), tested=tested)
    if steps is None:
        return _run_dbt(lake, build_db, target, full_refresh, select, tested)
    result = _run_steps(steps, lake, build_db)
    if result.failed:
        raise ModelBuildError(_failures(result), result)
    return result


def _run_steps(steps: recorded_steps.Steps, lake: Path, build_db: Path) -> BuildResult:
    """What dbt did when it recorded the steps, up to the first model that fails; all tests that can run."""
    started, seconds_of = time.monotonic(), {}
    outcomes: list[NodeOutcome] = []
    with duckdb.connect(str(build_db), config=_settings()) as connection:
        recorded_steps.attach_lake(connection, lake)
        for statement in steps.at_start:
            connection.execute(statement)
        for step in steps.steps:
            began = time.monotonic()
            try:
                if step.is_test:
                    outcomes += _tested(step, connection)
                else:
                    step.build(connection)
            except duckdb.Error as error:
                outcomes.append(NodeOutcome(step.name, "error", " ".join(str(error).split())))
                break
            seconds_of[step.name] = time.monotonic() - began
        if not any(outcome.status in _FAILED for outcome in outcomes):
            for statement in steps.at_end if any(step.is_test for step in steps.steps) else ():
                connection.execute(statement)
    tests = sum(step.is_test for step in steps.steps)
    return BuildResult(
        seconds=time.monotonic() - started,
        models=len(steps.steps) - tests,
        tests=tests,
        failed=tuple(outcome for outcome in outcomes if outcome.status in _FAILED),
        warned=tuple(outcome for outcome in outcomes if outcome.status == "warn"),
        seconds_of=seconds_of,
    )


def _tested(step: recorded_steps.Step, connection: duckdb.DuckDBPyConnection) -> list[NodeOutcome]:
    if not (failures := step.failures(connection)):
        return []
    status = "warn" if step.severity == "warn" else "fail"
    return [NodeOutcome(step.name, status, f"Got {failures} results, configured to {status} if != 0")]


def _settings() -> dict[str, str | bool | int | float | list[str]]:
    """As in the project's profile."""
    return {
        "threads": int(os.environ.get("MINGZHANG_DBT_THREADS", DEFAULT_THREADS)),
        "memory_limit": os.environ.get("MINGZHANG_DBT_MEMORY", DEFAULT_MEMORY),
        "preserve_insertion_order": False,
        "checkpoint_threshold": "256MB",
    }


def _run_dbt(
    lake: Path, build_db: Path, target: Path | None, full_refresh: bool, select: str | None, tested: bool
) -> BuildResult:
    # the database's name without its folder: what dbt has parsed then serves every warehouse
    environment = dbt_environment(lake, build_db, target) | {"MINGZHANG_BUILD_DB": build_db.name}
    work = Path(environment["DBT_TARGET_PATH"])
    build_db.parent.mkdir(parents=True, exist_ok=True)
    work.mkdir(parents=True, exist_ok=True)
    (work / "run_results.json").unlink(missing_ok=True)
    parsed.recall(work, build_db.name)
    arguments = _arguments(full_refresh, select, tested)
    if not full_refresh and not select and _classification_stands(build_db, environment):
        arguments += ["--exclude", f"tag:{CLASSIFICATION}", "--indirect-selection", "cautious"]
    started = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", _RUN_DBT, *arguments],
        env={**os.environ, **environment},
        cwd=build_db.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    parsed.remember(work, build_db.name)
    result = _result(work / "run_results.json", time.monotonic() - started)
    if result is None or result.failed or run.returncode != 0:
        raise ModelBuildError(_explain(result, run, work), result)
    return result


def _classification_stands(build_db: Path, environment: dict[str, str]) -> bool:
    """Whether this state of the project has built and tested seeds and classification in this database."""
    if not build_db.is_file():
        return False
    try:
        with duckdb.connect(str(build_db), read_only=True) as connection:
            rows = connection.execute("FROM intermediate.classification_built").fetchall()
    except duckdb.Error:  # not a database of ours, or of an older project: dbt says so, or makes it anew
        return False
    return rows == [(environment["MINGZHANG_PROJECT_DIGEST"],)]


def _arguments(full_refresh: bool, select: str | None, tested: bool) -> list[str]:
    arguments = ["--quiet", "--log-level-file", "info", "build"]
    if full_refresh:
        arguments.append("--full-refresh")
    if select:
        arguments += ["--select", *select.split(), "--indirect-selection", "buildable"]
    if not tested:
        arguments += ["--exclude-resource-type", "test"]
    return arguments


def _result(path: Path, seconds: float) -> BuildResult | None:
    """What dbt's run_results.json says, None where dbt did not get as far as writing it."""
    if not path.is_file():
        return None
    nodes: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["results"]
    tests = [node for node in nodes if _kind(node) in ("test", "unit_test")]
    return BuildResult(
        seconds=seconds,
        models=sum(_kind(node) in ("model", "seed") for node in nodes),
        tests=len(tests),
        failed=tuple(_outcome(node) for node in nodes if node["status"] in _FAILED),
        warned=tuple(_outcome(node) for node in nodes if node["status"] == "warn"),
        seconds_of={_name(node): float(node["execution_time"]) for node in nodes},
    )


def _kind(node: dict[str, Any]) -> str:
    return str(node["unique_id"]).split(".", 1)[0]


def _name(node: dict[str, Any]) -> str:
    return str(node["unique_id"]).split(".")[2]


def _outcome(node: dict[str, Any]) -> NodeOutcome:
    return NodeOutcome(_name(node), str(node["status"]), " ".join(str(node.get("message") or "").split()))


def _explain(result: BuildResult | None, run: subprocess.CompletedProcess[str], work: Path) -> str:
    """What the operator reads: which nodes failed and why, and where the log is."""
    log = work / "logs" / "dbt.log"
    if result is None or not result.failed:
        said = " ".join((run.stdout + run.stderr).split())[-1500:]
        return f"建模未能运行（dbt 退出码 {run.returncode}）：{said}（日志：{log}）"
    return f"{_failures(result)}\n（日志：{log}）"


def _failures(result: BuildResult) -> str:
    lines = [f"{node.name}：{node.message}" for node in result.failed]
    return f"建模失败 {len(lines)} 项：\n" + "\n".join(lines)
