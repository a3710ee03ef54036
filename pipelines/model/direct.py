"""The rules without dbt's start (直接核对): for a few documents, dbt's own compiled SQL is run in DuckDB.

In: a lake. Out: a scratch database with the findings, as `build` would make it. dbt builds the project once
over an empty lake; that database, seeds and views included, and the SQL of its tables are kept in the user's
cache under a hash of the project. So every rule has one definition, and one file pays for its rules only.
Does not belong here: incremental builds, tests of ours, publishing.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb

from pipelines.model.build import DEFAULT_MEMORY, build
from pipelines.model.project import project_digest, project_dir
from pipelines.model.steps import Step, attach_lake, recorded

WANTED = "fct_findings"
"""Built with everything it rests on."""
DATABASE = "check.duckdb"
"""dbt writes the database's name into its SQL: template and copy bear the same one."""

_KEPT = 3


@dataclass(frozen=True, slots=True)
class Script:
    """The project, ready to run: an empty database with its seeds and views, and its tables in order."""

    template: Path
    steps: tuple[Step, ...]


def check_lake(
    lake: Path, folder: Path, threads: int = 1, preparing: Callable[[], None] = lambda: None
) -> Path:
    """Build everything that the findings need over a lake into a new database inside `folder`.

    Args:
        preparing: called before the project is built for the first time (some twenty seconds).

    Raises:
        ModelBuildError: the project does not build.
    """
    with prepared(preparing) as script:
        database = folder / DATABASE
        shutil.copyfile(script.template, database)
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": os.environ.get("MINGZHANG_DBT_MEMORY", DEFAULT_MEMORY),
        "preserve_insertion_order": False,
    }
    with duckdb.connect(str(database), config=config) as connection:
        attach_lake(connection, lake)
        for step in script.steps:
            step.fill(connection)
    return database


@contextlib.contextmanager
def prepared(preparing: Callable[[], None] = lambda: None) -> Iterator[Script]:
    """The script of the project as it stands; without a writable cache it lasts as long as the context."""
    name = _script_name()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mingzhang" / "rules"
    with contextlib.ExitStack() as stack:
        try:
            cache.mkdir(parents=True, exist_ok=True)
            work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".making-", dir=cache)))
        except OSError:
            work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mingzhang-rules-")))
            cache = work
        if (script := _load(cache / name)) is None:
            preparing()
            _make(work / name)
            _keep(work / name, cache / name)
            _drop_old(cache)
            script = _load(cache / name) or _load(work / name)
        if script is None:
            raise FileNotFoundError(f"规则脚本未能保存：{cache / name}")
        yield script


def _script_name() -> str:
    """What changes when a model, macro, seed or setting of the project does, or dbt or DuckDB."""
    versions = (version("dbt-core"), version("dbt-duckdb"), duckdb.__version__)
    return hashlib.sha256(repr((*versions, project_digest(project_dir()))).encode()).hexdigest()[:20]


def _make(folder: Path) -> None:
    """Let dbt build the project over an empty lake; the database holds the SQL that dbt ran."""
    lake, target = folder / "lake", folder / "dbt"
    lake.mkdir(parents=True)
    build(lake, folder / DATABASE, target, select=f"+{WANTED}", tested=False)
    shutil.rmtree(target)


def _load(folder: Path) -> Script | None:
    template = folder / DATABASE
    if not template.is_file():
        return None
    try:
        with duckdb.connect(str(template), read_only=True) as connection:
            steps = recorded(connection)
        os.utime(folder)
    except (OSError, duckdb.Error):
        return None
    return Script(template, tuple(step for step in steps if not step.is_test))


def _keep(made: Path, kept: Path) -> None:
    """Move into the cache; another process may have been quicker."""
    if made != kept:
        with contextlib.suppress(OSError):
            made.rename(kept)


def _drop_old(cache: Path) -> None:
    """Forget the scripts of older projects, the last used ones excepted."""
    used = sorted(
        (path for path in cache.iterdir() if not path.name.startswith(".")),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for folder in used[_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
