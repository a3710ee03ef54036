"""Who is told what tonight (今夜发什么): routing, digests, storms; decided and written to the outbox at once.

In: the store after `lifecycle.follow`, the configuration. Out: rows in `messages` and `said`. Does not belong
here: sending (see `delivery`).
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipelines.alert.config import AlertConfig, When
from pipelines.alert.message import Content, counted, grouped, message_id, pictures_of, where_to_go
from pipelines.alert.reported import Finding
from pipelines.alert.store import OPEN, UNTOLD, State, Store, stamp
from pipelines.alert.storm import OPERATOR_WARNING, storms


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
    """What all messages of one run share.

    Attributes:
        layouts: how many documents each site has of each layout.
    """

    store: Store
    config: AlertConfig
    night: str
    now: datetime
    layouts: Mapping[tuple[str, str], int] = field(default_factory=dict)


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
        immediate, digest, storms = _without_storms(night, channel, immediate, digest)
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


def _without_storms(
    night: Night, channel: str, immediate: list[Told], digest: list[Told]
) -> tuple[list[Told], list[Told], int]:
    """What has one cause is told in one message, and the operator is warned; the rest is left."""
    found = storms([told.finding for told in [*immediate, *digest]], night.config.storm, night.layouts)
    stormy: set[str] = set()
    for storm in found:
        content = storm.content(where_to_go(night.config.board_url))
        ids = {finding.finding_id for finding in storm.findings}
        stormy |= ids
        members = [told for told in [*immediate, *digest] if told.finding.finding_id in ids]
        _tell(night, "storm", channel, members, content)
        words = [OPERATOR_WARNING, *content.opening]
        for operator in night.config.operator_channels():
            key = ["storm", storm.cause, night.night]
            queue(night, "operator", operator, key, Content(content.title, words))
    calm = [[item for item in told if item.finding.finding_id not in stormy] for told in (immediate, digest)]
    return calm[0], calm[1], len(found)


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


def _immediate(night: Night, told: list[Told]) -> Content:
    findings = [item.finding for item in told]
    again = any(item.event == State.REOPENED for item in told)
    first = findings[0]
    return Content(
        title=f"【明账】{first.disclosure}：{'再次' if again else ''}发现 {len(findings)} 处数字矛盾",
        opening=[f"{first.disclosure}中，以下数字相互矛盾（{counted(findings)}）："],
        groups=grouped(findings),
        closing=where_to_go(night.config.board_url),
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
        closing=where_to_go(night.config.board_url),
        pictures=pictures_of([item for item in findings if item.get("severity") == "error"]),
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
        f"【明账】{year}年第{week}周 周报：未解决 {len(findings)} 项",
        opening,
        closing=where_to_go(night.config.board_url),
    )
    queued = [queue(night, "weekly", channel, [f"{year}-W{week:02}"], content) for channel in weekly.channels]
    return sum(identifier is not None for identifier in queued)
