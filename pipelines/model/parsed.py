"""What dbt remembers of the project it has parsed (工程解析缓存), kept for all warehouses of one user.

In: the folder dbt works in. Out: the same folder with dbt's own record of the parsed project in it. dbt
compares that record with the files and parses what differs, so a record can be out of date but never wrong.
Does not belong here: running dbt.
"""

import contextlib
import os
import shutil
import sys
import tempfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pipelines.model.project import project_dir

RECORD = "partial_parse.msgpack"


def recall(target: Path, database: str) -> None:
    """Give dbt the record of an earlier parsing where `target` holds none.

    Args:
        database: file name of the build database; dbt parses anew for every connection.
    """
    if not (target / RECORD).exists():
        with contextlib.suppress(OSError):
            shutil.copyfile(_place(database), target / RECORD)


def remember(target: Path, database: str) -> None:
    """Keep dbt's record for the next warehouse; where there is no cache to write to, nothing is kept."""
    kept, made = _place(database), target / RECORD
    with contextlib.suppress(OSError):
        if kept.exists() and kept.stat().st_mtime >= made.stat().st_mtime:
            return
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
            file.write(made.read_bytes())
        Path(file.name).replace(kept)


def _place(database: str) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mingzhang" / "dbt"
    parts = (project_dir(), database, version("dbt-core"), version("dbt-duckdb"), sys.version)
    return cache / f"{sha256(repr(parts).encode()).hexdigest()[:20]}.msgpack"
