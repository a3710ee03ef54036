"""What the operator sees while reading runs and when it is done: progress and summary tables, in Chinese."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from pipelines.domain.document import ContentClass, ReadStatus
from pipelines.domain.problem import ProblemCode, Severity
from pipelines.orchestrate.gather import Gathered
from pipelines.orchestrate.read_files import ReadRun
from pipelines.orchestrate.summary import LakeSummary

UNREAD_SHOWN = 40
MEBIBYTE = 1024**2

CLASS_NAMES = {
    ContentClass.BUDGET_DISCLOSURE: "预算公开",
    ContentClass.FINAL_DISCLOSURE: "决算公开",
    ContentClass.TABLES_ONLY: "只有表格",
    ContentClass.NARRATIVE_ONLY: "只有说明",
    ContentClass.NOT_A_DISCLOSURE: "不是预决算公开",
    ContentClass.UNREADABLE: "无法读取",
}
STATUS_NAMES = {ReadStatus.OK: "完整", ReadStatus.PARTIAL: "部分", ReadStatus.UNREADABLE: "未能读取"}
SEVERITY_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"}


@contextlib.contextmanager
def reading_progress(console: Console) -> Iterator[Callable[[ReadRun], None]]:
    """A live line: documents, pages a second, failures."""
    progress = Progress(
        TextColumn("读取"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
    with progress:
        bar = progress.add_task("", total=None, speed="")

        def listen(run: ReadRun) -> None:
            speed = f"{run.pages / run.seconds:.1f}页/秒" if run.seconds else ""
            failed = f" [red]失败{len(run.failed)}[/]" if run.failed else ""
            progress.update(
                bar, total=run.documents, completed=run.unchanged + run.read, speed=speed + failed
            )

        yield listen


def show_read(console: Console, gathered: Gathered, run: ReadRun, summary: LakeSummary) -> None:
    """The summary of a run of reading: what came, what it became, what could not be read and what to do."""
    show_unread(console, summary)
    for path, reason in gathered.unreadable:
        console.print(f"[red]打不开[/] {escape(str(path))}：{escape(reason)}；检查文件权限")
    for name in run.vanished:
        console.print(f"[yellow]读取期间有变动[/] {escape(name)}：未入库，请重新运行")
    console.print(_lake_table(summary))
    if gathered.skipped:
        console.print(
            f"文件夹中另有{len(gathered.skipped)}个文件不是*.pdf，已跳过，例如：{_names(gathered.skipped)}"
        )
    if gathered.duplicates:
        console.print(
            f"{len(gathered.duplicates)}个文件与其他文件内容完全相同，只读一次：{_names(gathered.duplicates)}"
        )
    show_read_run(console, run)


def show_read_run(console: Console, run: ReadRun) -> None:
    """One line: how much was read, how fast."""
    speed = f"（{run.pages / run.seconds:.1f}页/秒）" if run.seconds and run.pages else ""
    console.print(
        f"文件{run.documents}份：新读{run.read}份、未变{run.unchanged}份、读取进程失败{len(run.failed)}份；"
        f"新读{run.pages}页，用时{run.seconds:.1f}秒{speed}，"
        f"单个读取进程内存峰值{run.peak_memory / MEBIBYTE:.0f} MiB",
        soft_wrap=True,
    )


def show_unread(console: Console, summary: LakeSummary) -> None:
    """One line per unreadable file: file, page, reason, remedy."""
    for unread in summary.unread[:UNREAD_SHOWN]:
        page = f" 第{unread.page}页" if unread.page else ""
        reason = escape(f"{unread.name}{page}：{unread.message}")
        console.print(f"[red]未能读取[/] {reason}；[cyan]{unread.remedy}[/]", soft_wrap=True)
    if (more := len(summary.unread) - UNREAD_SHOWN) > 0:
        console.print(f"……另有{more}条，见 problems 表")


def _lake_table(summary: LakeSummary) -> Table:
    table = Table("项目", "内容", "数量", title="读取结果", title_justify="left")
    table.columns[2].justify = "right"
    for status, content, number in summary.classes:
        kind = f"{STATUS_NAMES[ReadStatus(status)]} · {CLASS_NAMES[ContentClass(content)]}"
        table.add_row("文件", kind, f"{number:,}")
    table.add_section()
    for name, number in summary.tables:
        table.add_row("表", name, f"{number:,}")
    table.add_section()
    table.add_row("数据", "页", f"{summary.pages:,}")
    table.add_row("数据", "表内金额", f"{summary.facts:,}")
    table.add_row("数据", "说明文字中的数字", f"{summary.figures:,}")
    if summary.claimed_share is not None:
        table.add_row("数据", "表页数字已归入单元的比例", f"{summary.claimed_share:.2%}")
    table.add_section()
    for code, severity, number in summary.problems:
        text = f"{ProblemCode(code).chinese}（{SEVERITY_NAMES[Severity(severity)]}）"
        table.add_row("问题", text, f"{number:,}")
    return table


def _names(paths: list[Path], shown: int = 3) -> str:
    return "、".join(escape(path.name) for path in paths[:shown]) + ("……" if len(paths) > shown else "")
