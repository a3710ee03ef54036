"""Lake → build database (dbt) → published warehouse, left out where nothing that goes into it has changed."""

import fcntl
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.load.lake import LakeInUseError
from pipelines.model.build import build
from pipelines.model.project import project_dir
from pipelines.model.with_dbt import BuildResult
from pipelines.orchestrate.places import Places
from pipelines.serve.publish import PublishResult, publish

STAMP = "published.sha256"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of the warehouse; `model` and `published` are None where it was up to date."""

    model: BuildResult | None
    published: PublishResult | None
    seconds: float


def rebuild(places: Places, force: bool = False) -> Rebuilt:
    """Build and publish; the published file is replaced only after a build whose tests all passed.

    Raises:
        ModelBuildError: a model or a test of ours failed; the published file stays as it was.
    """
    started = time.monotonic()
    with build_lock(places):
        stamp = inputs_digest(places.lake)
        known = places.build / STAMP
        if not force and places.published.exists() and known.exists() and known.read_text() == stamp:
            return Rebuilt(None, None, time.monotonic() - started)
        model = build(places.lake, places.build_db)
        published = publish(places.build_db, places.published)
        known.write_text(stamp)
    return Rebuilt(model, published, time.monotonic() - started)


@contextmanager
def build_lock(places: Places) -> Iterator[None]:
    """One build at a time.

    Raises:
        LakeInUseError: another process is building.
    """
    places.build.mkdir(parents=True, exist_ok=True)
    with (places.build / ".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LakeInUseError(f"另一个进程正在构建仓库：{places.build}") from error
        yield


def inputs_digest(lake: Path) -> str:
    """A hash of all that a build depends on: parts of the lake, the dbt project, and the day (UTC)."""
    digest = hashlib.sha256(f"{datetime.now(UTC):%Y-%m-%d}".encode())
    for path in sorted(lake.rglob("*.parquet")):
        status = path.stat()
        digest.update(f"{path.relative_to(lake)} {status.st_size} {status.st_mtime_ns}\n".encode())
    project = project_dir()
    for folder in ("models", "macros", "seeds", "tests"):
        for path in sorted((project / folder).rglob("*.*")):
            digest.update(str(path.relative_to(project)).encode() + path.read_bytes())
    return digest.hexdigest()
