"""The life of a finding (问题的状态): new → notified → acknowledged or waived → resolved → reopened.

In: tonight's report and the store. Out: the store's new states, each change logged. Does not belong
here: messages.
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date

from pipelines.alert.reported import Finding, Report
from pipelines.alert.store import State, Store, dumped

NIGHT_ACTOR = "夜间任务"


class UnknownFindingError(KeyError):
    """No finding has that id, or more than one begins with it."""


class NotAllowedError(ValueError):
    """The finding's state does not allow the change; the message says why."""


@dataclass(slots=True)
class Movement:
    """How many findings moved tonight."""

    new: int = 0
    reopened: int = 0
    resolved: int = 0
    unchanged: int = 0


def follow(store: Store, report: Report, night: str, today: date) -> Movement:
    """Bring every finding to tonight's state; call it inside a transaction."""
    movement = Movement()
    known = {row["finding_id"]: row for row in store.rows("SELECT * FROM findings")}
    for finding in report.findings.values():
        row = known.get(finding.finding_id)
        if row is None:
            _insert(store, finding, night)
            movement.new += 1
        elif _seen_again(store, finding, row, night, today):
            movement.reopened += 1
        else:
            movement.unchanged += 1
    for finding_id, row in known.items():
        if finding_id not in report.findings and _is_settled(row, report):
            _resolve(store, row, night)
            movement.resolved += 1
    return movement


def acknowledge(store: Store, finding_id: str, actor: str, reason: str | None = None) -> str:
    """Somebody knows and acts (确认); returns the full id."""
    return _by_hand(store, finding_id, State.ACKNOWLEDGED, actor, reason, None)


def waive(store: Store, finding_id: str, actor: str, reason: str, until: date | None = None) -> str:
    """Explained (说明): silent until its figures change or `until` has passed; returns the full id.

    Raises:
        NotAllowedError: no reason is given.
    """
    if not reason.strip():
        raise NotAllowedError("请填写说明理由")
    return _by_hand(store, finding_id, State.WAIVED, actor, reason.strip(), until)


def assign(store: Store, finding_id: str, assignee: str, actor: str) -> str:
    """Put somebody in charge (指派); the state stays; returns the full id."""
    with store.transaction() as connection:
        row = _one(store, finding_id)
        connection.execute(
            "UPDATE findings SET assignee = ? WHERE finding_id = ?", (assignee, row["finding_id"])
        )
        store.log(row["finding_id"], row["state"], row["state"], row["episode"], actor, f"指派给 {assignee}")
    return str(row["finding_id"])


def find(store: Store, finding_id: str) -> sqlite3.Row:
    """The finding whose id is, or uniquely begins with, `finding_id`.

    Raises:
        UnknownFindingError: there is none, or more than one.
    """
    return _one(store, finding_id)


def _one(store: Store, finding_id: str) -> sqlite3.Row:
    rows = store.rows(
        "SELECT * FROM findings WHERE finding_id = ? OR substr(finding_id, 1, ?) = ? "
        "ORDER BY finding_id <> ? LIMIT 2",
        finding_id, len(finding_id), finding_id, finding_id,
    )  # fmt: skip
    if not rows or not finding_id:
        raise UnknownFindingError(f"没有编号为 {finding_id} 的问题")
    if len(rows) > 1 and rows[0]["finding_id"] != finding_id:
        raise UnknownFindingError(f"编号 {finding_id} 不唯一，请写得更长")
    return rows[0]


def _insert(store: Store, finding: Finding, night: str) -> None:
    store.connection.execute(
        "INSERT INTO findings (finding_id, state, episode, fingerprint, first_night, last_night, facts) "
        "VALUES (?, ?, 1, ?, ?, ?, ?)",
        (finding.finding_id, State.NEW, finding.fingerprint, night, night, _facts(finding)),
    )
    store.log(finding.finding_id, None, State.NEW, 1, NIGHT_ACTOR)


def _seen_again(store: Store, finding: Finding, row: sqlite3.Row, night: str, today: date) -> bool:
    """Keep its facts up to date; True where it is news again."""
    store.connection.execute(
        "UPDATE findings SET fingerprint = ?, last_night = ?, facts = ? WHERE finding_id = ?",
        (finding.fingerprint, night, _facts(finding), finding.finding_id),
    )
    reason = _news(finding, row, today)
    if reason is None:
        return False
    episode = row["episode"] + 1
    store.connection.execute(
        "UPDATE findings SET state = ?, episode = ?, resolved_night = NULL, actor = NULL, reason = NULL, "
        "until = NULL WHERE finding_id = ?",
        (State.REOPENED, episode, finding.finding_id),
    )
    store.log(finding.finding_id, row["state"], State.REOPENED, episode, NIGHT_ACTOR, reason)
    return True


def _news(finding: Finding, row: sqlite3.Row, today: date) -> str | None:
    state = State(row["state"])
    if state is State.RESOLVED:
        return "更正后再次出现"
    if state in (State.NEW, State.REOPENED):
        return None
    if finding.fingerprint != row["fingerprint"]:
        return "数字有变"
    if state is State.WAIVED and row["until"] and date.fromisoformat(row["until"]) < today:
        return "说明的有效期已过"
    return None


def _is_settled(row: sqlite3.Row, report: Report) -> bool:
    if row["state"] == State.RESOLVED:
        return False
    facts = json.loads(row["facts"])
    return report.is_settled(Finding(row["finding_id"], facts).group, facts.get("subject"))


def _resolve(store: Store, row: sqlite3.Row, night: str) -> None:
    store.connection.execute(
        "UPDATE findings SET state = ?, resolved_night = ? WHERE finding_id = ?",
        (State.RESOLVED, night, row["finding_id"]),
    )
    store.log(row["finding_id"], row["state"], State.RESOLVED, row["episode"], NIGHT_ACTOR, "复核一致")


def _by_hand(
    store: Store, finding_id: str, state: State, actor: str, reason: str | None, until: date | None
) -> str:
    with store.transaction() as connection:
        row = _one(store, finding_id)
        if row["state"] == State.RESOLVED:
            raise NotAllowedError("该问题已更正，无需处理")
        connection.execute(
            "UPDATE findings SET state = ?, actor = ?, reason = ?, until = ? WHERE finding_id = ?",
            (state, actor, reason, until.isoformat() if until else None, row["finding_id"]),
        )
        store.log(row["finding_id"], row["state"], state, row["episode"], actor, reason, until)
    return str(row["finding_id"])


def _facts(finding: Finding) -> str:
    return dumped(finding.facts)
