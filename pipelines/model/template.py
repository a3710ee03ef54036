"""The project built over an empty lake (空仓库模板): where every new build database begins.

In: the dbt project. Out: a database with its seeds, its views, its empty tables and the SQL of its steps,
kept in the user's cache under a hash of the project. So dbt starts once for each state of the project.
Does not belong here: what is built on it.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import duckdb

from pipelines.model.project import project_digest, project_dir
from pipelines.model.with_dbt import run_dbt

DATABASE = "template.duckdb"
_KEPT = 6


@contextlib.contextmanager
def template(wanted: str | None = None, preparing: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """The database of the project as it stands; without a writable cache it lasts as long as the context.

    Args:
        wanted: a model, needed with what it rests on and without tests of ours; else the project is whole.
        preparing: called before dbt builds (some ten to thirty seconds).

    Raises:
        ModelBuildError: the project does not build.
    """
    name = _name(wanted)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mingzhang" / "rules"
    logs = cache.parent / "logs"
    with contextlib.ExitStack() as stack:
        try:
            cache.mkdir(parents=True, exist_ok=True)
            work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".making-", dir=cache)))
        except OSError:
            work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mingzhang-rules-")))
            cache, logs = work, Path(tempfile.gettempdir()) / "mingzhang-logs"
        if (found := _found(cache / name)) is None:
            preparing()
            _make(work / name, wanted, logs)
            _keep(work / name, cache / name)
            _drop_old(cache)
            found = _found(cache / name) or _found(work / name)
        if found is None:
            raise FileNotFoundError(f"建模模板未能保存：{cache / name}")
        yield found


def _name(wanted: str | None) -> str:
    """What changes when a model, macro, seed or setting of the project does, or dbt or DuckDB."""
    versions = (version("dbt-core"), version("dbt-duckdb"), duckdb.__version__)
    return hashlib.sha256(repr((*versions, project_digest(project_dir()), wanted)).encode()).hexdigest()[:20]


def _make(folder: Path, wanted: str | None, logs: Path) -> None:
    """Let dbt build; its log outlasts the folder, so that a message may name it."""
    lake, target = folder / "lake", folder / "dbt"
    lake.mkdir(parents=True)
    run_dbt(
        lake,
        folder / DATABASE,
        target,
        select=f"+{wanted}" if wanted else None,
        tested=wanted is None,
        logs=logs,
    )
    shutil.rmtree(target)


def _found(folder: Path) -> Path | None:
    database = folder / DATABASE
    if not database.is_file():
        return None
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            connection.execute("SELECT 1 FROM intermediate.steps_of").fetchone()
        os.utime(folder)
    except (OSError, duckdb.Error):
        return None
    return database


def _keep(made: Path, kept: Path) -> None:
    """Move into the cache; another process may have been quicker."""
    if made != kept:
        with contextlib.suppress(OSError):
            made.rename(kept)


def _drop_old(cache: Path) -> None:
    """Forget the templates of older projects, the last used ones excepted."""
    used = sorted(
        (path for path in cache.iterdir() if not path.name.startswith(".")),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for folder in used[_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
