"""The result of `mingzhang status` on the terminal, in Chinese."""

import os
from collections import Counter
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.acquire.words import counts_text
from pipelines.domain.finding import SEVERITY_NAMES
from pipelines.domain.local_time import TIME_ZONE, minute_of
from pipelines.orchestrate.runlog import RUN
from pipelines.orchestrate.status import Status
from pipelines.orchestrate.terminal import show_unread

_STATES = {"ok": "[green]完成[/]", "failed": "[red]失败[/]", "running": "[yellow]运行中[/]"}


def show_status(console: Console, status: Status) -> None:
    """Runs, then what could not be read, then what is open."""
    if not status.runs:
        console.print("还没有运行记录。请先运行 mingzhang ingest 或 mingzhang nightly。")
    else:
        console.print(_runs(status.runs))
    if status.lake is not None:
        lake = status.lake
        share = f"，表页数字已归入{lake.claimed_share:.2%}" if lake.claimed_share is not None else ""
        console.print(f"数据湖：文件{lake.documents:,}份，{lake.pages:,}页，表内金额{lake.facts:,}个{share}")
        show_unread(console, lake)
    if status.published_at is None:
        console.print("仓库尚未发布。")
    else:
        by_severity: Counter[str] = Counter()
        for severity, _, number in status.findings:
            by_severity[severity] += number
        counts = "　".join(
            f"{SEVERITY_NAMES.get(name, name)}{number}条" for name, number in by_severity.items()
        )
        console.print(f"仓库发布于 {_moment(status.published_at)}；未了结问题：{counts or '无'}")
        if status.states:
            states = "　".join(f"{name}{number}条" for name, number in status.states)
            console.print(f"问题处理：{states}（mingzhang findings list）")
        for severity, rule, number in status.findings:
            console.print(f"  {SEVERITY_NAMES.get(severity, severity)}　{escape(rule)}　{number}")


def _moment(text: str) -> str:
    """An ISO time, or DuckDB's, in China's time."""
    return minute_of(datetime.fromisoformat(text))


def _runs(runs: list[dict[str, dict[str, Any]]]) -> Table:
    table = Table(title="最近运行", title_justify="left")
    for header in ("开始", "命令", "结果", "采集", "读取", "仓库", "提醒"):
        table.add_column(header, overflow="fold")
    for steps in runs:
        run = steps.get(RUN, {})
        state = _STATES.get(run.get("status", ""), str(run.get("status")))
        if run.get("status") == "running" and not _is_alive(int(run["pid"])):
            state = "[red]被中断[/]"
        if run.get("error"):
            state += f"：{escape(str(run['error']))[:80]}"
        table.add_row(
            _local(run.get("started_at")),
            str(run.get("verb", "")),
            state,
            _crawl(steps.get("crawl")),
            _read(steps.get("read")),
            _build(steps.get("build")),
            _alert(steps.get("alert")),
        )
    return table


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _local(moment: str | None) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(TIME_ZONE):%m-%d %H:%M}" if moment else ""


def _read(step: dict[str, Any] | None) -> str:
    if not step:
        return ""
    failed = f"，失败{len(step['failed'])}" if step["failed"] else ""
    return f"新读{step['read']}，未变{step['unchanged']}{failed}"


def _build(step: dict[str, Any] | None) -> str:
    if not step:
        return ""
    return "无变化" if step["up_to_date"] else f"已发布（{step['seconds']:.0f}秒）"


def _crawl(step: dict[str, Any] | None) -> str:
    if not step:
        return ""
    return "失败" if "error" in step else counts_text(Counter(step["documents"]))


def _alert(step: dict[str, Any] | None) -> str:
    if not step:
        return ""
    failed = f"，未送达{step['failed']}" if step["failed"] else ""
    return f"新问题{step['new']}，已更正{step['resolved']}，发出{step['sent']}{failed}"
