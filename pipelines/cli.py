"""The command `mingzhang`: thin verbs over the functions of `pipelines.orchestrate`; imports on demand."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from pipelines.orchestrate.pool import LocalPool

app = typer.Typer(
    name="mingzhang",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

Paths = Annotated[list[Path], typer.Argument(help="PDF文件或文件夹 Files or folders.", exists=True)]
Raw = Annotated[
    Path | None, typer.Option("--raw", help="原件目录 Originals. （环境变量 MINGZHANG_RAW，默认 raw）")
]
Warehouse = Annotated[
    Path | None,
    typer.Option("--warehouse", help="仓库目录 Warehouse. （环境变量 MINGZHANG_WAREHOUSE，默认 warehouse）"),
]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="并行进程数 Worker processes.")]
Seconds = Annotated[float, typer.Option("--seconds", min=1, help="每份文件的时限（秒） Time limit a file.")]
Memory = Annotated[
    int, typer.Option("--memory", min=256, help="每份文件的内存上限（MiB） Memory limit a file.")
]
RetryFailed = Annotated[
    bool,
    typer.Option("--retry-failed", help="重读上次超时或中断的文件 Read again what timed out or crashed."),
]


@app.callback()
def options() -> None:
    """明账：部门预决算公开PDF → 可信、可查询的数据仓库。 Published budget PDFs → rows one can trust."""


@app.command(epilog="例 Example: mingzhang read 2024/*.pdf --out lake")
def read(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help="输出目录（数据湖） Folder for the lake tables.")],
    workers: Workers = None,
    seconds: Seconds = 180,
    memory: Memory = 3072,
    retry_failed: RetryFailed = False,
) -> None:
    """读取PDF，写出数据湖的各表（Parquet）。 Read PDFs into lake tables (Parquet)."""
    from pipelines.orchestrate.gather import gather
    from pipelines.orchestrate.read_files import read_into_lake
    from pipelines.orchestrate.summary import retry_candidates, summarise
    from pipelines.orchestrate.terminal import reading_progress, show_read

    console = _console()
    gathered = gather(paths)
    again = retry_candidates(out) if retry_failed else frozenset()
    with reading_progress(console) as listener:
        run = read_into_lake(gathered.documents, out, _pool(workers, seconds, memory), listener, again)
    show_read(
        console, gathered, run, summarise(out, [document.document_id for document in gathered.documents])
    )


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True)


def _pool(workers: int | None, seconds: float, memory: int) -> LocalPool:
    from pipelines.orchestrate.pool import Limits
    from pipelines.orchestrate.read_files import reading_pool

    return reading_pool(workers, Limits(seconds=seconds, memory=memory * 1024**2))


def _stop(signal_number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main() -> None:
    """Entry point: what the operator must mend is one line and a non-zero code, never a traceback."""
    from pipelines.load.lake import LakeInUseError

    signal.signal(signal.SIGTERM, _stop)
    try:
        app()
    except LakeInUseError as error:
        typer.echo(str(error), err=True)
        sys.exit(3)
