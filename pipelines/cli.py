"""The command `mingzhang`: thin verbs over the functions of `pipelines.orchestrate`; imports on demand."""

from __future__ import annotations

import json
import signal
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pipelines.orchestrate.lazy_commands import LazyGroup

if TYPE_CHECKING:
    from rich.console import Console

    from pipelines.orchestrate.pool import LocalPool

app = typer.Typer(
    name="mingzhang",
    cls=LazyGroup,
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


class SqlFormat(StrEnum):
    """How a query's result is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


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


@app.command(epilog="例 Example: mingzhang ingest downloads/ --warehouse warehouse")
def ingest(
    paths: Paths,
    warehouse: Warehouse = None,
    workers: Workers = None,
    seconds: Seconds = 180,
    memory: Memory = 3072,
    retry_failed: RetryFailed = False,
    force: Annotated[
        bool, typer.Option("--force", help="数据未变也重建仓库 Rebuild even if unchanged.")
    ] = False,
) -> None:
    """读取、入湖、建模、检查、发布：本地文件的全流程。 The whole pipeline on local files."""
    from pipelines.orchestrate.gather import gather
    from pipelines.orchestrate.ingest import ingest as run_ingest
    from pipelines.orchestrate.places import Places
    from pipelines.orchestrate.show_build import show_rebuilt
    from pipelines.orchestrate.summary import retry_candidates, summarise
    from pipelines.orchestrate.terminal import reading_progress, show_read

    console = _console()
    places = Places.of(warehouse=warehouse)
    gathered = gather(paths)
    again = retry_candidates(places.lake) if retry_failed else frozenset()
    with reading_progress(console) as listener:
        pool = _pool(workers, seconds, memory)
        done = run_ingest(gathered, places, pool, listener, again, force)
    chosen = [document.document_id for document in gathered.documents]
    show_read(console, gathered, done.read, summarise(places.lake, chosen))
    show_rebuilt(console, places, done.rebuilt)


@app.command(epilog="例 Example: mingzhang nightly --site rdb --site jyj")
def nightly(
    site: Annotated[list[str] | None, typer.Option("--site", help="只处理这些站点 Only these sites.")] = None,
    night: Annotated[
        str | None, typer.Option("--night", help="批次日期，默认今天 Name of the night.")
    ] = None,
    raw: Raw = None,
    warehouse: Warehouse = None,
    sites: Annotated[
        Path | None,
        typer.Option("--sites", help="站点配置目录 Site configurations.（环境变量 MINGZHANG_SITES）"),
    ] = None,
    workers: Workers = None,
    seconds: Seconds = 180,
    memory: Memory = 3072,
    stop_after: Annotated[
        float | None, typer.Option("--stop-after", help="采集时限（秒） Stop crawling after seconds.")
    ] = None,
    allow_loopback: Annotated[
        bool, typer.Option("--allow-loopback", help="允许访问本机站点（演练） Allow sites on this machine.")
    ] = False,
) -> None:
    """每夜任务：采集各站点，再读取、建模、发布、告警。 What the schedule runs: crawl, then all of it."""
    from pipelines.orchestrate.nightly import CrawlOptions
    from pipelines.orchestrate.nightly import nightly as run_nightly
    from pipelines.orchestrate.places import Places
    from pipelines.orchestrate.show_night import show_night
    from pipelines.orchestrate.terminal import reading_progress

    console = _console()
    places = Places.of(raw, warehouse, sites)
    options = CrawlOptions(night, tuple(site or ()), allow_loopback, stop_after)
    with reading_progress(console) as listener:
        say = console.log if console.is_terminal else console.print
        done = run_nightly(places, options, _pool(workers, seconds, memory), listener, say)
    show_night(console, places, done)
    if done.crawl_error:
        raise typer.Exit(1)


@app.command(epilog="例 Example: mingzhang sql --format csv 'SELECT * FROM dim_document LIMIT 5'")
def sql(
    query: Annotated[
        str | None, typer.Argument(help="一条查询；不写则进入交互 One query; none: a prompt.")
    ] = None,
    form: Annotated[SqlFormat, typer.Option("--format", help="输出格式 Output format.")] = SqlFormat.TABLE,
    out: Annotated[Path | None, typer.Option("--out", help="写入文件 Write to a file.")] = None,
    warehouse: Warehouse = None,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="查询时限（秒） Time limit.")] = 60,
    full_screen: Annotated[
        bool, typer.Option("--full-screen", help="全屏界面（harlequin） Full-screen terminal.")
    ] = False,
) -> None:
    """查询已发布的仓库（只读）。 Query the published warehouse, read-only and locked down."""
    from pipelines.orchestrate.places import Places
    from pipelines.serve.confined import hold_memory
    from pipelines.serve.export import Format, write_query
    from pipelines.serve.full_screen import run_full_screen
    from pipelines.serve.query import RefusedError, Session
    from pipelines.serve.shell import run_shell
    from pipelines.serve.warehouse import Limits, WarehouseMissingError

    published = Places.of(warehouse=warehouse).published
    limits = Limits(seconds=seconds)
    hold_memory(limits)
    try:
        if full_screen:
            run_full_screen(published, limits)
        if query is None:
            run_shell(published, limits)
            return
        with Session(published, limits) as session:
            write_query(session, query, Format(form.value), out)
    except (RefusedError, WarehouseMissingError) as error:
        _fail(str(error))


@app.command(epilog="例 Example: mingzhang status --warehouse warehouse")
def status(
    warehouse: Warehouse = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出JSON Print JSON.")] = False,
) -> None:
    """昨夜收到什么、哪些失败、哪些未了结。 What came last night, what failed, what is open."""
    from pipelines.orchestrate.places import Places
    from pipelines.orchestrate.show_status import show_status
    from pipelines.orchestrate.status import status as look

    found = look(Places.of(warehouse=warehouse))
    if as_json:
        typer.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=1, default=str))
    else:
        show_status(_console(stderr=False), found)


@app.command(epilog="例 Example: mingzhang demo")
def demo(
    workdir: Annotated[Path | None, typer.Option("--workdir", help="工作目录 Folder to work in.")] = None,
) -> None:
    """演示：在本机架起样例市的公开网站，连跑两夜。 A sample city on loopback, two nights, in two minutes."""
    from pipelines.orchestrate.demo import run_demo

    raise typer.Exit(run_demo(workdir, _console(stderr=False)))


def _console(stderr: bool = True) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def _fail(message: str, code: int = 2) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _pool(workers: int | None, seconds: float, memory: int) -> LocalPool:
    from pipelines.orchestrate.pool import Limits
    from pipelines.orchestrate.read_files import reading_pool

    return reading_pool(workers, Limits(seconds=seconds, memory=memory * 1024**2))


def _stop(signal_number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main() -> None:
    """Entry point: what the operator must mend is one line and a non-zero code, never a traceback."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        app()
    except Exception as error:
        if (code := _mendable(error)) is None:
            raise
        typer.echo(str(error), err=True)
        sys.exit(code)


def _mendable(error: Exception) -> int | None:
    """The exit code of an error that is the operator's to mend; None for a defect of ours."""
    from pipelines.acquire.registry import RegistryError
    from pipelines.acquire.site_files import SiteConfigError
    from pipelines.alert.config import ConfigError
    from pipelines.load.lake import LakeInUseError
    from pipelines.model.with_dbt import ModelBuildError

    codes: dict[type[Exception], int] = {
        LakeInUseError: 3,
        ModelBuildError: 4,
        SiteConfigError: 5,
        RegistryError: 5,
        ConfigError: 5,
        PermissionError: 6,
        FileNotFoundError: 6,
    }
    return next((code for kind, code in codes.items() if isinstance(error, kind)), None)
