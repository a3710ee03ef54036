"""`mingzhang check`: a clerk's check before publication, on the terminal, as a web page, JSON or SARIF."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from pipelines.orchestrate.check import CheckRun
from pipelines.orchestrate.check import check as run_check
from pipelines.orchestrate.gather import gather
from pipelines.orchestrate.pool import Limits
from pipelines.orchestrate.read_files import reading_pool
from pipelines.orchestrate.show_check import show_checks
from pipelines.orchestrate.terminal import reading_progress

USABLE, FOUND, UNUSABLE = 0, 1, 2
"""Exit codes; a finding outweighs a file that could not be checked."""

app = typer.Typer(help="公开前自查。 Check disclosures before publication.")


class FailOn(StrEnum):
    """From which severity on the exit code is 1."""

    ERROR = "error"
    WARNING = "warning"
    REVIEW = "review"
    NOTE = "note"
    NEVER = "never"


@app.command(epilog="例 Example: mingzhang check 本单位预算.pdf 去年预算.pdf --html 自查报告.html")
def check(
    files: Annotated[list[Path], typer.Argument(help="PDF文件或文件夹 Files or folders.")],
    html: Annotated[
        Path | None, typer.Option("--html", help="写出网页报告（含页面图片） A report with pictures.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="在终端输出JSON Print JSON.")] = False,
    sarif: Annotated[
        Path | None, typer.Option("--sarif", help="写出SARIF 2.1.0（供其他软件读取） Write SARIF.")
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="达到此级别时返回1 Exit code 1 from this severity on.")
    ] = FailOn.ERROR,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="读取进程数 Worker processes.")
    ] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="每份文件时限（秒） Time limit.")] = 180,
    memory: Annotated[
        int, typer.Option("--memory", min=256, help="每进程内存上限（MB） Memory limit.")
    ] = 3072,
) -> None:
    """公开前自查：列出勾稽不符、形式问题和未能核对的内容；一并给出去年或所属单位的文件时，跨文件核对。

    返回码：0 没有错误；1 有错误；2 有文件完全无法核对。 Exit code: 0 fine, 1 errors, 2 unusable input.
    """
    console = Console(stderr=True, highlight=False)
    if missing := [str(path) for path in files if not path.exists()]:
        console.print(f"找不到：{escape('、'.join(missing))}。请核对路径和文件名。")
        raise typer.Exit(UNUSABLE)
    gathered = gather(files, source_id="check")
    if not gathered.documents:
        console.print("没有可以检查的文件：请给出PDF文件，或含有*.pdf的文件夹。")
        raise typer.Exit(UNUSABLE)
    pool = reading_pool(workers, Limits(seconds=seconds, memory=memory * 1024**2))
    with reading_progress(console) as listener:
        run = run_check(gathered.documents, pool, listener, lambda: _say_preparing(console))
    _write(run, html, sarif, console)
    if as_json:
        typer.echo(json.dumps([checked.as_dict() for checked in run.files], ensure_ascii=False, indent=1))
    else:
        show_checks(Console(highlight=False), run, gathered)
    raise typer.Exit(exit_code(run, fail_on, bool(gathered.unreadable)))


def _say_preparing(console: Console) -> None:
    console.print("首次使用（或规则有更新）：正在准备核对规则，约需半分钟，以后不再需要。")


def _write(run: CheckRun, html: Path | None, sarif: Path | None, console: Console) -> None:
    if html is not None:
        from pipelines.orchestrate.check_html import html_report

        html.write_text(html_report(run), encoding="utf-8")
        console.print(f"网页报告：{html}", soft_wrap=True)
    if sarif is not None:
        from pipelines.orchestrate.check_sarif import sarif_log

        text = json.dumps(sarif_log(run), ensure_ascii=False, indent=1)
        sarif.write_text(text, encoding="utf-8")
        console.print(f"SARIF：{sarif}", soft_wrap=True)


def exit_code(run: CheckRun, fail_on: FailOn, unreadable: bool) -> int:
    """What the process returns; `unreadable`: a path given could not even be opened."""
    if fail_on is not FailOn.NEVER and run.fails(fail_on.value):
        return FOUND
    return UNUSABLE if unreadable or run.has_unchecked else USABLE
