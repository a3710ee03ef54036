"""Notify (通知): the stage's entry points, called by the nightly job and by hand.

In: the published warehouse, the store's path, the configuration. Out: a summary for the run's log. Does
not belong here: the parts (`lifecycle`, `plan`, `delivery`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from pipelines.alert.channels import Draw
from pipelines.alert.config import AlertConfig
from pipelines.alert.delivery import Delivered, deliver_due
from pipelines.alert.lifecycle import follow
from pipelines.alert.message import Content
from pipelines.alert.plan import Night, plan, queue
from pipelines.alert.reported import read_report
from pipelines.alert.store import Store


class Trouble(StrEnum):
    """What an operator is told of, by its Chinese name."""

    FAILED_RUN = "运行失败"
    BLOCKED_SITE = "网站拒绝访问"
    SHRUNKEN_LIST = "公开列表缩短"
    UNREADABLE_DOCUMENTS = "文件无法读取"
    STALE_DATA = "数据未按时更新"
    DELIVERY_FAILED = "告警未能送达"


@dataclass(slots=True)
class NotifySummary:
    """What happened tonight between the findings and the people.

    Attributes:
        new, reopened, resolved, unchanged: findings by what became of them.
        unrouted: new findings that no route sends to anybody.
        messages, storms: messages decided tonight, and how many of them join many findings of one cause.
        sent, waiting, failed, errors: messages of the outbox, tonight's and earlier ones.
    """

    new: int = 0
    reopened: int = 0
    resolved: int = 0
    unchanged: int = 0
    unrouted: int = 0
    messages: int = 0
    storms: int = 0
    sent: int = 0
    waiting: int = 0
    failed: int = 0
    errors: dict[str, str] = field(default_factory=dict)


def notify(
    published: Path,
    store: Path,
    config: AlertConfig,
    *,
    night: str,
    draw: Draw | None = None,
    now: datetime | None = None,
) -> NotifySummary:
    """Follow tonight's findings, decide who hears of them, and send what is due."""
    moment = now or datetime.now(UTC)
    report = read_report(published)
    with Store(store) as opened:
        with opened.transaction():
            movement = follow(opened, report, night, config.local(moment).date())
            planned = plan(Night(opened, config, night, moment, report.layouts))
        delivered = deliver_due(opened, config, draw, moment)
    return NotifySummary(
        new=movement.new,
        reopened=movement.reopened,
        resolved=movement.resolved,
        unchanged=movement.unchanged,
        unrouted=planned.unrouted,
        messages=planned.messages,
        storms=planned.storms,
        sent=delivered.sent,
        waiting=delivered.waiting,
        failed=delivered.failed,
        errors=delivered.errors,
    )


def send_due(
    store: Path, config: AlertConfig, *, draw: Draw | None = None, now: datetime | None = None
) -> Delivered:
    """Send what waits in the outbox (after quiet hours, after a failure); call it every hour."""
    with Store(store) as opened:
        return deliver_due(opened, config, draw, now)


def operator_alert(
    store: Path,
    config: AlertConfig,
    trouble: Trouble,
    lines: Sequence[str],
    *,
    key: str,
    night: str,
    now: datetime | None = None,
) -> Delivered:
    """Tell the operator of our own trouble; the same trouble and key are told once per night.

    `key` says which one, e.g. the source or the run.
    """
    moment = now or datetime.now(UTC)
    content = Content(
        f"【明账运维】{trouble}：{key}", list(lines), closing=[f"夜间批次：{night}", "查看：mingzhang status"]
    )
    with Store(store) as opened:
        with opened.transaction():
            for channel in config.operator_channels():
                queue(
                    Night(opened, config, night, moment),
                    "operator",
                    channel,
                    [trouble.name, key, night],
                    content,
                )
        return deliver_due(opened, config, now=moment)
