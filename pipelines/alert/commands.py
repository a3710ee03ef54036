"""The verbs of `mingzhang findings` (问题处理): list, show, ack, waive, assign, messages, send.

In: the findings store of a warehouse. Out: terminal text in Chinese. Does not belong here: the rules of the
states (see `lifecycle`).
"""

import contextlib
import getpass
import json
import os
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from pipelines.alert.delivery import SENDER
from pipelines.alert.lifecycle import NotAllowedError, UnknownFindingError, acknowledge, assign, find, waive
from pipelines.alert.message import sentence
from pipelines.alert.place import STORE_NAME, adopt, state_folder
from pipelines.alert.plan import loaded
from pipelines.alert.store import OPEN, State, Store
from pipelines.domain.finding import SEVERITY_NAMES
from pipelines.domain.local_time import minute_of

app = typer.Typer(name="findings", help="查看和处理问题。 List and settle findings.", no_args_is_help=True)

Warehouse = Annotated[
    Path, typer.Option("--warehouse", envvar="MINGZHANG_WAREHOUSE", help="仓库目录 Warehouse folder.")
]
Who = Annotated[
    str, typer.Option("--by", help="经办人（默认当前用户） Who does it.", default_factory=getpass.getuser)
]
Ids = Annotated[list[str], typer.Argument(help="问题编号，可只写开头几位 Finding ids or their beginnings.")]
HERE = Path("warehouse")
_JUDGED = {"应为": "expected", "实为": "actual", "相差": "difference", "容差": "tolerance"}
_UNITS = {"yuan": " 元", "percent": " %", "count": " 个", "square_metre": " 平方米"}


@app.command("list", epilog="例 Example: mingzhang findings list --severity error --department '*教育*'")
def list_findings(
    warehouse: Warehouse = HERE,
    state: Annotated[State | None, typer.Option("--state", help="状态（默认全部未解决） State.")] = None,
    severity: Annotated[str | None, typer.Option("--severity", help="级别 error、warning、note.")] = None,
    department: Annotated[
        str | None, typer.Option("--department", help="部门，可用 * Department glob.")
    ] = None,
    rule: Annotated[str | None, typer.Option("--rule", help="规则编号 Rule id.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="最多显示几项 At most so many.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="输出JSON Print JSON.")] = False,
) -> None:
    """列出问题。 List findings, errors first."""
    states = [state] if state else list(OPEN)
    with _store(warehouse) as store:
        rows = _selected(store, states, severity, rule, department)
    if as_json:
        typer.echo(json.dumps([_described(row) for row in rows], ensure_ascii=False, indent=1))
        return
    table = _table("编号", "级别", "状态", "经办", "公开文件", "问题")
    for row in rows[:limit]:
        finding = loaded(row)
        severity_name = SEVERITY_NAMES.get(str(finding.get("severity")), str(finding.get("severity")))
        who = row["assignee"] or row["actor"] or ""
        state_name = State(row["state"]).chinese
        table.add_row(
            finding.finding_id, severity_name, state_name, who, finding.disclosure, sentence(finding)
        )
    console = _console()
    console.print(table)
    more = f"，只显示前 {limit} 项" if len(rows) > limit else ""
    console.print(f"共 {len(rows)} 项{more}")


@app.command(epilog="例 Example: mingzhang findings show 3f2a")
def show(
    finding_id: Annotated[str, typer.Argument(help="问题编号 Finding id.")], warehouse: Warehouse = HERE
) -> None:
    """显示一项问题的全部内容与经过。 Everything about one finding, with its history."""
    with _store(warehouse) as store, _refusals():
        row = find(store, finding_id)
        changes = store.rows(
            "SELECT * FROM changes WHERE finding_id = ? ORDER BY change_id", row["finding_id"]
        )
        said = store.rows(
            "SELECT m.channel, m.title, m.state, m.sent_at, m.last_error FROM said s JOIN messages m "
            "USING (message_id) WHERE s.finding_id = ? ORDER BY m.created_at",
            row["finding_id"],
        )
    console = _console()
    finding = loaded(row)
    severity = SEVERITY_NAMES.get(str(finding.get("severity")), str(finding.get("severity")))
    console.print(f"{finding.finding_id}　{severity}　{State(row['state']).chinese}")
    console.print(finding.disclosure)
    console.print(sentence(finding))
    unit = _UNITS.get(str(finding.get("unit")), "")
    for label, name in _JUDGED.items():
        if finding.get(name) is not None:
            console.print(f"{label}：{_exact(finding.get(name))}{unit}")
    for label, words in (("依据", finding.get("basis")), ("原文", finding.get("url") or finding.get("path"))):
        if words:
            console.print(f"{label}：{words}")
    for box in finding.get("evidence") or []:
        cell = "，".join(str(box[name]) for name in ("row_label", "column_label") if box.get(name))
        where = box.get("table_label") or ""
        console.print(f"  第{box.get('page')}页 {where} {cell}：{box.get('printed') or ''}")
    console.print("经过：")
    for change in changes:
        console.print(_step(change))
    for message in said:
        sent = message["state"] == "sent"
        done = f"{_local(message['sent_at'])} 已发送" if sent else f"未送达 {message['last_error'] or ''}"
        console.print(f"  通知 {message['channel']}：{message['title']}（{done}）")


@app.command(epilog="例 Example: mingzhang findings ack 3f2a --note 已联系部门")
def ack(
    finding_ids: Ids,
    by: Who,
    warehouse: Warehouse = HERE,
    note: Annotated[str | None, typer.Option("--note", help="备注 Note.")] = None,
) -> None:
    """确认：已知悉，正在处理。 Somebody knows and acts."""
    with _store(warehouse) as store, _refusals():
        for finding_id in finding_ids:
            full = acknowledge(store, finding_id, by, note)
            typer.echo(f"{full} 已确认")


@app.command("waive", epilog="例 Example: mingzhang findings waive 3f2a --reason 口径不同 --until 2025-12-31")
def waive_findings(
    finding_ids: Ids,
    reason: Annotated[str, typer.Option("--reason", help="说明理由（必填） Why.")],
    by: Who,
    warehouse: Warehouse = HERE,
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="有效期至 Until which day.")
    ] = None,
) -> None:
    """说明：有合理解释，数字不变不再提醒。 Explained: silent until its figures change."""
    day: date | None = until.date() if until else None
    with _store(warehouse) as store, _refusals():
        for finding_id in finding_ids:
            full = waive(store, finding_id, by, reason, day)
            typer.echo(f"{full} 已说明" + (f"，至 {day}" if day else ""))


@app.command("assign", epilog="例 Example: mingzhang findings assign 3f2a --to 李明")
def assign_findings(
    finding_ids: Ids,
    to: Annotated[str, typer.Option("--to", help="指派给谁 To whom.")],
    by: Who,
    warehouse: Warehouse = HERE,
) -> None:
    """指派经办人。 Put somebody in charge."""
    with _store(warehouse) as store, _refusals():
        for finding_id in finding_ids:
            full = assign(store, finding_id, to, by)
            typer.echo(f"{full} 已指派给 {to}")


@app.command(epilog="例 Example: mingzhang findings messages --all")
def messages(
    warehouse: Warehouse = HERE,
    everything: Annotated[bool, typer.Option("--all", help="包括已送达 Sent ones too.")] = False,
) -> None:
    """列出尚未送达的消息及其原因。 Messages not delivered yet, and why."""
    condition = "" if everything else "WHERE state <> 'sent'"
    with _store(warehouse) as store:
        rows = store.rows(f"SELECT * FROM messages {condition} ORDER BY created_at")
    table = _table("时间", "渠道", "消息", "状态", "尝试", "原因")
    names = {"pending": "待发", "sent": "已送达", "given_up": "已放弃"}
    for row in rows:
        moment = _local(row["created_at"])
        state = names[row["state"]]
        table.add_row(
            moment, row["channel"], row["title"], state, str(row["attempts"]), row["last_error"] or ""
        )
    _console().print(table)


@app.command(epilog="例 Example: mingzhang findings send --config alerts.yml")
def send(
    warehouse: Warehouse = HERE,
    config: Annotated[
        Path, typer.Option("--config", envvar="MINGZHANG_ALERTS", help="告警配置 Configuration of alerts.")
    ] = Path("alerts.yml"),
) -> None:
    """发送到点的和上次没送达的消息。 Send what waits: after quiet hours, after a failure."""
    from pipelines.alert.config import ConfigError, load_config
    from pipelines.alert.notify import send_due

    with _store(warehouse) as store:
        path = store.path
    try:
        delivered = send_due(path, load_config(config))
    except ConfigError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    typer.echo(f"已发送 {delivered.sent}，待发 {delivered.waiting}，未送达 {delivered.failed}")
    for title, reason in delivered.errors.items():
        typer.echo(f"{title}：{reason}", err=True)
    raise typer.Exit(1 if delivered.failed else 0)


def _selected(
    store: Store, states: list[State], severity: str | None, rule: str | None, department: str | None
) -> list[sqlite3.Row]:
    marks = ", ".join("?" * len(states))
    return store.rows(
        f"SELECT * FROM findings WHERE state IN ({marks}) "
        "AND (? IS NULL OR json_extract(facts, '$.severity') = ?) "
        "AND (? IS NULL OR json_extract(facts, '$.rule_id') = ?) "
        "AND (? IS NULL OR json_extract(facts, '$.entity_name') GLOB ?) "
        "ORDER BY CASE json_extract(facts, '$.severity') WHEN 'error' THEN 0 "
        "WHEN 'warning' THEN 1 ELSE 2 END, "
        "json_extract(facts, '$.entity_name'), finding_id",
        *states, severity, severity, rule, rule, department, department,
    )  # fmt: skip


def _described(row: sqlite3.Row) -> dict[str, Any]:
    names = (
        "finding_id",
        "state",
        "episode",
        "first_night",
        "last_night",
        "assignee",
        "actor",
        "reason",
        "until",
    )
    return {**{name: row[name] for name in names}, **json.loads(row["facts"])}


def _exact(value: object) -> str:
    """With thousands and at least two decimals, no zeros behind them."""
    number = Decimal(str(value)).normalize()
    return f"{number:,.2f}" if number == round(number, 2) else f"{number:,f}"


def _step(change: sqlite3.Row) -> str:
    state = State(change["to_state"]).chinese
    until = f"至 {change['until']}" if change["until"] else None
    reason = None if change["actor"] == SENDER else change["reason"]  # there: the message's number
    words = "，".join(part for part in (reason, until) if part)
    return f"  {_local(change['at'])} {state}　{change['actor']}" + (f"　{words}" if words else "")


def _local(text: str) -> str:
    return minute_of(datetime.fromisoformat(text))


def _store(warehouse: Path) -> Store:
    raw = os.environ.get("MINGZHANG_RAW")
    path = state_folder(warehouse, Path(raw) if raw else None) / STORE_NAME
    adopt(warehouse / STORE_NAME, path)
    if not path.exists():
        typer.echo(f"还没有问题台账：{path}。请先运行 mingzhang nightly。", err=True)
        raise typer.Exit(2)
    return Store(path)


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """What a hand may not do is one line and code 2."""
    try:
        yield
    except (UnknownFindingError, NotAllowedError) as error:
        typer.echo(str(error.args[0]), err=True)
        raise typer.Exit(2) from error


def _table(*names: str) -> Table:
    """Cells fold anywhere: Chinese has no spaces to break at."""
    table = Table()
    for name in names:
        table.add_column(name, overflow="fold")
    return table


def _console() -> Console:
    return Console(highlight=False, markup=False)
