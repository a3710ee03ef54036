"""The findings store (问题台账): the life of every finding and the outbox of messages, in one SQLite file.

In: transitions and messages to keep. Out: what is known, what is still to be sent. Every change of state is
logged in `changes`. Does not belong here: which transition follows (see `lifecycle`), what a message says.
"""

import contextlib
import fcntl
import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS findings (
    finding_id TEXT PRIMARY KEY, state TEXT NOT NULL, episode INTEGER NOT NULL, fingerprint TEXT NOT NULL,
    first_night TEXT NOT NULL, last_night TEXT NOT NULL, resolved_night TEXT,
    assignee TEXT, actor TEXT, reason TEXT, until TEXT, facts TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS changes (
    change_id INTEGER PRIMARY KEY, finding_id TEXT NOT NULL, at TEXT NOT NULL, from_state TEXT, to_state TEXT,
    episode INTEGER NOT NULL, actor TEXT NOT NULL, reason TEXT, until TEXT);
CREATE INDEX IF NOT EXISTS changes_by_finding ON changes (finding_id);
CREATE TABLE IF NOT EXISTS messages (
    message_id TEXT PRIMARY KEY, kind TEXT NOT NULL, channel TEXT NOT NULL, night TEXT NOT NULL,
    created_at TEXT NOT NULL, not_before TEXT NOT NULL, title TEXT NOT NULL, content TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending', attempts INTEGER NOT NULL DEFAULT 0, last_error TEXT,
    sent_at TEXT, done TEXT NOT NULL DEFAULT '[]');
CREATE INDEX IF NOT EXISTS messages_by_state ON messages (state);
CREATE TABLE IF NOT EXISTS said (
    finding_id TEXT NOT NULL, episode INTEGER NOT NULL, event TEXT NOT NULL, channel TEXT NOT NULL,
    message_id TEXT NOT NULL REFERENCES messages, PRIMARY KEY (finding_id, episode, event, channel));
CREATE INDEX IF NOT EXISTS said_by_message ON said (message_id);
"""


class State(StrEnum):
    """Where a finding stands in its life."""

    NEW = "new"
    NOTIFIED = "notified"
    ACKNOWLEDGED = "acknowledged"
    WAIVED = "waived"
    RESOLVED = "resolved"
    REOPENED = "reopened"

    @property
    def chinese(self) -> str:
        """What people read."""
        return _CHINESE[self]


_CHINESE = {
    State.NEW: "新发现",
    State.NOTIFIED: "已通知",
    State.ACKNOWLEDGED: "已确认",
    State.WAIVED: "已说明",
    State.RESOLVED: "已更正",
    State.REOPENED: "再次出现",
}
OPEN = (State.NEW, State.NOTIFIED, State.ACKNOWLEDGED, State.REOPENED)
UNTOLD = (State.NEW, State.REOPENED)


class Store:
    """One connection to the store; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("PRAGMA foreign_keys = ON")
        if self.connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
            with self.transaction():
                for statement in _SCHEMA.split(";\n"):
                    self.connection.execute(statement)
                self.connection.execute(f"PRAGMA user_version = {VERSION}")

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, one writer at a time."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    @contextlib.contextmanager
    def sender(self) -> Iterator[bool]:
        """True for the one process that may send now; the lock dies with its process, however it dies."""
        with self.path.with_name(self.path.name + ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """The rows of a query of this stage."""
        return self.connection.execute(query, values).fetchall()

    def log(
        self,
        finding_id: str,
        before: str | None,
        after: str,
        episode: int,
        actor: str,
        reason: str | None = None,
        until: date | None = None,
    ) -> None:
        """Keep one change; call it inside the transaction that makes it."""
        self.connection.execute(
            "INSERT INTO changes (finding_id, at, from_state, to_state, episode, actor, reason, until) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                finding_id,
                stamp(),
                before,
                after,
                episode,
                actor,
                reason,
                until.isoformat() if until else None,
            ),
        )


def stamp(moment: datetime | None = None) -> str:
    """A moment as the store keeps it: UTC, sortable as text."""
    return (moment or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")


def dumped(facts: Any) -> str:
    """Facts as JSON, decimals as exact text."""
    return json.dumps(facts, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
