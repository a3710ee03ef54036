"""Who is told what tonight (今夜发什么): routing, digests, storms; decided and written to the outbox at once.

In: the store after `lifecycle.follow`, the configuration. Out: rows in `messages` and `said`. Does not belong
here: sending (see `delivery`).
"""

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from pipelines.alert.config import AlertConfig, When
from pipelines.alert.message import Content, counted, grouped, message_id, pictures_of
from pipelines.alert.reported import Finding
from pipelines.alert.store import OPEN, UNTOLD, State, Store, stamp


@dataclass(frozen=True, slots=True)
class Told:
    """A finding together with the state that is told and the episode it belongs to."""

    finding: Finding
    episode: int
    event: str

    @property
    def key(self) -> str:
        """What must be said exactly once on a channel."""
        return f"{self.finding.finding_id}/{self.episode}/{self.event}"


@dataclass(frozen=True, slots=True)
class Night:
    """What all messages of one run share."""

    store: Store
    config: AlertConfig
    night: str
    now: datetime


@dataclass(slots=True)
class Planned:
    """What was decided."""

    messages: int = 0
    storms: int = 0
    unrouted: int = 0


def plan(night: Night) -> Planned:
    """Decide what is said; call it inside the transaction that moved the findings."""
    planned = Planned()
    routed, planned.unrouted = _routed(night)
    for channel in sorted({channel for channel, _ in routed} | _channels_that_spoke(night)):
        immediate = _unsaid(night, channel, routed.get((channel, When.IMMEDIATE), []))
        digest = _unsaid(night, channel, routed.get((channel, When.DIGEST), []))
        immediate, digest, storms = _storms(night, channel, immediate, digest)
        planned.storms += storms
        by_document: dict[str, list[Told]] = defaultdict(list)
        for told in immediate:
            by_document[told.finding.document_key].append(told)
        if len(by_document) > night.config.storm.immediate_messages:
            digest, by_document = [*immediate, *digest], {}
        for document in by_document.values():
            planned.messages += _tell(night, "immediate", channel, document, _immediate(night, document))
        resolved = _resolved(night, channel)
        if digest or resolved:
            content = _digest(night, digest, resolved)
            planned.messages += _tell(night, "digest", channel, [*digest, *resolved], content)
        planned.messages += storms
    planned.messages += _weekly(night)
    return planned


def queue(night: Night, kind: str, channel: str, keys: list[str], content: Content) -> str | None:
    """Put a message into the outbox; None where the same was said before."""
    identifier = message_id(kind, channel, keys)
    content.board = night.config.board_url
    cursor = night.store.connection.execute(
        "INSERT OR IGNORE INTO messages "
        "(message_id, kind, channel, night, created_at, not_before, title, content) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            identifier, kind, channel, night.night, stamp(night.now),
            stamp(night.config.not_before(night.now)), content.title, content.dumped(),
        ),
    )  # fmt: skip
    return identifier if cursor.rowcount else None


def loaded(row: sqlite3.Row) -> Finding:
    """A finding as the store keeps it."""
    return Finding(row["finding_id"], json.loads(row["facts"]))


def _routed(night: Night) -> tuple[dict[tuple[str, When], list[Told]], int]:
    routed: dict[tuple[str, When], list[Told]] = defaultdict(list)
    unrouted = 0
    marks = ", ".join("?" * len(UNTOLD))
    for row in night.store.rows(
        f"SELECT * FROM findings WHERE state IN ({marks}) ORDER BY finding_id", *UNTOLD
    ):
        finding = loaded(row)
        chosen: dict[str, When] = {}
        for route in night.config.routes:
            names = [str(finding.get(name) or "") for name in ("severity", "entity_name", "rule_id")]
            if route.matches(*names):
                for channel in route.channels:
                    if chosen.get(channel) is not When.IMMEDIATE:
                        chosen[channel] = route.when
        unrouted += not chosen
        for channel, when in chosen.items():
            routed[channel, when].append(Told(finding, row["episode"], row["state"]))
    return routed, unrouted


def _unsaid(night: Night, channel: str, told: list[Told]) -> list[Told]:
    said = {
        (row["finding_id"], row["episode"], row["event"])
        for row in night.store.rows("SELECT finding_id, episode, event FROM said WHERE channel = ?", channel)
    }
    return [item for item in told if (item.finding.finding_id, item.episode, item.event) not in said]


def _channels_that_spoke(night: Night) -> set[str]:
    known = {channel.name for channel in night.config.channels}
    return known & {row["channel"] for row in night.store.rows("SELECT DISTINCT channel FROM said")}


def _resolved(night: Night, channel: str) -> list[Told]:
    """Corrected disclosures, told to whoever heard of the mistake."""
    rows = night.store.rows(
        "SELECT * FROM findings f WHERE state = ? AND EXISTS (SELECT 1 FROM said s WHERE s.channel = ? "
        "AND s.finding_id = f.finding_id AND s.episode = f.episode AND s.event <> ?) ORDER BY finding_id",
        State.RESOLVED, channel, State.RESOLVED,
    )  # fmt: skip
    return _unsaid(night, channel, [Told(loaded(row), row["episode"], State.RESOLVED) for row in rows])


def _tell(night: Night, kind: str, channel: str, told: list[Told], content: Content) -> int:
    identifier = queue(night, kind, channel, [item.key for item in told], content)
    if identifier is None:
        return 0
    night.store.connection.executemany(
        "INSERT INTO said (finding_id, episode, event, channel, message_id) VALUES (?, ?, ?, ?, ?)",
        [(item.finding.finding_id, item.episode, item.event, channel, identifier) for item in told],
    )
    return 1


def _storms(
    night: Night, channel: str, immediate: list[Told], digest: list[Told]
) -> tuple[list[Told], list[Told], int]:
    """Many findings of one rule in many documents have one cause: they are told in one message."""
    by_rule: dict[str, list[Told]] = defaultdict(list)
    for told in [*immediate, *digest]:
        by_rule[str(told.finding.get("rule_id"))].append(told)
    stormy = set()
    for rule, members in by_rule.items():
        documents = {item.finding.get("document_id") for item in members}
        limits = night.config.storm
        if len(members) >= limits.findings and len(documents) >= limits.documents:
            stormy.add(rule)
            content = _storm(night, members, len(documents))
            _tell(night, "storm", channel, members, content)
            _warn_operator_of_storm(night, rule, content)
    calm = [
        [item for item in told if str(item.finding.get("rule_id")) not in stormy]
        for told in (immediate, digest)
    ]
    return calm[0], calm[1], len(stormy)


def _warn_operator_of_storm(night: Night, rule: str, content: Content) -> None:
    words = ["短时间内出现大量同类问题，可能是公开模板变化或读取故障，请先核对再答复部门。", *content.opening]
    for channel in night.config.operator_channels():
        queue(night, "operator", channel, ["storm", rule, night.night], Content(content.title, words))


def _immediate(night: Night, told: list[Told]) -> Content:
    findings = [item.finding for item in told]
    again = any(item.event == State.REOPENED for item in told)
    first = findings[0]
    return Content(
        title=f"【明账】{first.disclosure}：{'再次' if again else ''}发现 {len(findings)} 处数字矛盾",
        opening=[f"{first.disclosure}中，以下数字相互矛盾（{counted(findings)}）："],
        groups=grouped(findings),
        closing=_where_to_go(night),
        pictures=pictures_of(findings),
    )


def _digest(night: Night, told: list[Told], resolved: list[Told]) -> Content:
    findings = [item.finding for item in told]
    parts = [f"新发现 {len(findings)} 项"] if findings else []
    parts += [f"已更正 {len(resolved)} 项"] if resolved else []
    opening = [f"{night.night} 夜间核对：{'，'.join(parts)}。"]
    if findings:
        units = {item.get("entity_name") for item in findings}
        opening.append(f"涉及 {len(units)} 个部门（单位）：{counted(findings)}。")
    fixed = grouped([item.finding for item in resolved])
    for group in fixed:
        group.title = f"已更正：{group.title}"
    return Content(
        title=f"【明账】{night.night} 公开信息核对：{'，'.join(parts)}",
        opening=opening,
        groups=[*grouped(findings), *fixed],
        closing=_where_to_go(night),
        pictures=pictures_of([item for item in findings if item.get("severity") == "error"]),
    )


def _storm(night: Night, members: list[Told], documents: int) -> Content:
    findings = [item.finding for item in members]
    rule = findings[0].get("rule_name") or findings[0].get("rule_id")
    units = sorted({str(item.get("entity_name")) for item in findings})
    templates = {item.get("template") for item in findings}
    cause = "全部使用同一公开模板，" if len(templates) == 1 and None not in templates else ""
    return Content(
        title=f"【明账】同类问题集中出现：{rule}（{len(findings)} 项）",
        opening=[
            f"规则“{rule}”一次出现 {len(findings)} 项，涉及 {len(units)} 个单位的 {documents} 份文件。",
            f"{cause}很可能出于同一原因，故合并为一条消息，不逐项发送。",
            f"涉及：{'、'.join(units[:10])}{' 等' if len(units) > 10 else ''}。",
            f"例如：{findings[0].disclosure}，{findings[0].get('message') or ''}",
        ],
        closing=[
            f"查看全部：mingzhang findings list --rule {findings[0].get('rule_id')}",
            *_where_to_go(night),
        ],
        pictures=pictures_of(findings[:1]),
    )


def _weekly(night: Night) -> int:
    weekly = night.config.weekly
    local = night.config.local(night.now)
    if weekly is None or local.isoweekday() != weekly.weekday:
        return 0
    year, week, _ = local.isocalendar()
    marks = ", ".join("?" * len(OPEN))
    rows = night.store.rows(f"SELECT * FROM findings WHERE state IN ({marks})", *OPEN)
    findings = [loaded(row) for row in rows]
    by_unit: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_unit[str(finding.get("entity_name"))].append(finding)
    worst = sorted(by_unit.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:20]
    opening = [f"截至 {local:%Y-%m-%d}，尚未解决的问题共 {len(findings)} 项（{counted(findings) or '无'}）。"]
    opening += [f"{name}：{counted(items)}" for name, items in worst]
    content = Content(
        f"【明账】{year}年第{week}周 周报：未解决 {len(findings)} 项", opening, closing=_where_to_go(night)
    )
    queued = [queue(night, "weekly", channel, [f"{year}-W{week:02}"], content) for channel in weekly.channels]
    return sum(identifier is not None for identifier in queued)


def _where_to_go(night: Night) -> list[str]:
    lines = ["处理：mingzhang findings show 编号；确认 ack，说明 waive（说明后不再提醒，直至数字变化）。"]
    if night.config.board_url:
        lines.insert(0, f"看板：{night.config.board_url}")
    return lines
