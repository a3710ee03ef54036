"""Run dbt over a lake (调用 dbt): what it is told, and what it says of the run.

In: the lake's folder. Out: the build database with what dbt made, and a `BuildResult`.
Does not belong here: when dbt is needed and when the steps it recorded are enough (build.py).
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.model import parsed
from pipelines.model.project import project_digest, project_dir

DEFAULT_MEMORY = "4GB"
DEFAULT_THREADS = 2
FAILED = frozenset({"error", "fail", "runtime error", "partial success"})
_RUN_DBT = "from dbt.cli.main import cli; cli()"


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


def run_dbt(
    lake: Path,
    build_db: Path,
    target: Path | None = None,
    *,
    full_refresh: bool = False,
    select: str | None = None,
    tested: bool = True,
    logs: Path | None = None,
) -> BuildResult:
    """Build all models (or those of `select`) with their tests, all documents in one round.

    Args:
        logs: where dbt's log is kept, inside `target` where not given.

    Raises:
        ModelBuildError: a model or test failed, or dbt could not start.
    """
    # the database's name without its folder: what dbt has parsed then serves every warehouse
    environment = dbt_environment(lake, build_db, target) | {"MINGZHANG_BUILD_DB": build_db.name}
    work = Path(environment["DBT_TARGET_PATH"])
    if logs:
        environment["DBT_LOG_PATH"] = str(logs.absolute())
    build_db.parent.mkdir(parents=True, exist_ok=True)
    work.mkdir(parents=True, exist_ok=True)
    (work / "run_results.json").unlink(missing_ok=True)
    parsed.recall(work, build_db.name)
    arguments = _arguments(full_refresh, select, tested)
    started = time.monotonic()
    run = _call_dbt(arguments, environment, build_db.parent)
    parsed.remember(work, build_db.name)
    result = _result(work / "run_results.json", time.monotonic() - started)
    if result is None or result.failed or run.returncode != 0:
        raise ModelBuildError(_explain(result, run, Path(environment["DBT_LOG_PATH"])), result)
    return result


def generate_docs(lake: Path, build_db: Path, target: Path) -> Path:
    """One page of HTML inside `target` on all models, columns, tests and what rests on what, for a browser.

    Args:
        build_db: a database that was built from the project; types and tables are looked up in it.

    Raises:
        ModelBuildError: dbt did not write the page.
    """
    environment = dbt_environment(lake, build_db, target)
    page = Path(environment["DBT_TARGET_PATH"]) / "static_index.html"
    run = _call_dbt(["--quiet", "docs", "generate", "--static"], environment, build_db.parent)
    if run.returncode != 0 or not page.is_file():
        raise ModelBuildError(_explain(None, run, Path(environment["DBT_LOG_PATH"])))
    return page


def _call_dbt(
    arguments: list[str], environment: dict[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _RUN_DBT, *arguments],
        env={**os.environ, **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


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
        failed=tuple(_outcome(node) for node in nodes if node["status"] in FAILED),
        warned=tuple(_outcome(node) for node in nodes if node["status"] == "warn"),
        seconds_of={_name(node): float(node["execution_time"]) for node in nodes},
    )


def _kind(node: dict[str, Any]) -> str:
    return str(node["unique_id"]).split(".", 1)[0]


def _name(node: dict[str, Any]) -> str:
    return str(node["unique_id"]).split(".")[2]


def _outcome(node: dict[str, Any]) -> NodeOutcome:
    return NodeOutcome(_name(node), str(node["status"]), " ".join(str(node.get("message") or "").split()))


def _explain(result: BuildResult | None, run: subprocess.CompletedProcess[str], logs: Path) -> str:
    """What the operator reads: which nodes failed and why, and where the log is."""
    log = logs / "dbt.log"
    if result is None or not result.failed:
        said = " ".join((run.stdout + run.stderr).split())[-1500:]
        return f"建模未能运行（dbt 退出码 {run.returncode}）：{said}（日志：{log}）"
    return f"{failures(result)}\n（日志：{log}）"


def failures(result: BuildResult) -> str:
    """The nodes that failed, a line each."""
    lines = [f"{node.name}：{node.message}" for node in result.failed]
    return f"建模失败 {len(lines)} 项：\n" + "\n".join(lines)
