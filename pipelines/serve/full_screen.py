"""The full-screen terminal (全屏查询): Harlequin on the published warehouse, read-only and locked down.

In: the published file. Out: another program in this process's place. Harlequin needs versions of its own, so
uv runs it in an environment of its own where it is not installed. Does not belong here: the prompt (`shell`).
"""

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import duckdb

from pipelines.serve.confined import hold_memory
from pipelines.serve.query import RefusedError
from pipelines.serve.warehouse import Limits, WarehouseMissingError

HARLEQUIN = "harlequin==2.17.0"
LOCKED = Path(__file__).with_name("full_screen.sql")
LIMITED = Path(__file__).with_name("full_screen_limits.py")


def full_screen_command(published: Path, limits: Limits) -> list[str]:
    """The words that start it.

    Raises:
        WarehouseMissingError: nothing has been published.
        RefusedError: neither harlequin nor uv is here.
    """
    if not published.is_file():
        raise WarehouseMissingError(f"没有找到已发布的仓库：{published}。请先运行 mingzhang ingest。")
    beside = str(Path(sys.executable).with_name("uvx"))
    runner = beside if os.access(beside, os.X_OK) else shutil.which("uvx")
    if found := shutil.which("harlequin"):
        start = [str(Path(found).resolve().with_name("python"))]
    elif runner:
        start = [runner, "--from", HARLEQUIN, "--with", f"duckdb=={duckdb.__version__}", "python"]
    else:
        raise RefusedError("full_screen", "全屏界面需要 harlequin 或 uv：pip install uv 后再试。")
    limited = [str(LIMITED), f"{limits.seconds:g}"]
    return [*start, *limited, "--read-only", "--init-path", str(LOCKED), str(published)]


def run_full_screen(published: Path, limits: Limits) -> NoReturn:
    """Hand this process over."""
    command = full_screen_command(published, limits)
    hold_memory(limits)
    os.execv(command[0], command)
