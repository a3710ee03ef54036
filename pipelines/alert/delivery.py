"""Delivery from the outbox (投递): what is due is sent, accepted pieces are recorded, failures are kept.

In: the store, the configuration. Out: what was sent and what is still waiting, with the last error. Does not
belong here: what to say (see `plan`).
"""

import json
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from pipelines.alert.channels import DeliveryError, Draw, Outgoing, send
from pipelines.alert.config import AlertConfig
from pipelines.alert.message import Content
from pipelines.alert.store import UNTOLD, State, Store, stamp

SENDER = "告警"
"""Who moved a finding to notified; the reason is then the message's number."""


@dataclass(slots=True)
class Delivered:
    """What became of the messages that were due.

    Attributes:
        waiting: not sent now (quiet hours, channel without address, or another process is sending).
        failed: not accepted at any attempt of this run; they stay in the outbox.
        errors: message title → last error.
    """

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    errors: dict[str, str] = field(default_factory=dict)


def deliver_due(
    store: Store, config: AlertConfig, draw: Draw | None = None, now: datetime | None = None
) -> Delivered:
    """Send every message that is due; call it as often as you like."""
    delivered = Delivered()
    moment = now or datetime.now(UTC)
    quiet = config.not_before(moment) > moment
    with store.sender() as mine:
        rows = store.rows("SELECT * FROM messages WHERE state = 'pending' ORDER BY created_at, rowid")
        for row in rows:
            if quiet or not mine or row["not_before"] > stamp(moment):
                delivered.waiting += 1
            else:
                _deliver(store, config, row, draw, moment, delivered)
    return delivered


def _deliver(
    store: Store,
    config: AlertConfig,
    row: sqlite3.Row,
    draw: Draw | None,
    now: datetime,
    delivered: Delivered,
) -> None:
    channel = next((channel for channel in config.channels if channel.name == row["channel"]), None)
    url = channel.url if channel else None
    if channel is None or url is None:
        words = f"环境变量 {channel.url_env} 未设置" if channel else f"渠道 {row['channel']} 已不在配置中"
        delivered.waiting += 1
        _record_failure(store, config, row, words, delivered, counts=False)
        return
    try:
        for attempt in _attempts(config):
            with attempt:
                _send_once(store, row["message_id"], url, now, draw)
    except DeliveryError as error:
        delivered.failed += 1
        _record_failure(store, config, row, str(error), delivered)
        return
    _record_sent(store, row["message_id"], now)
    delivered.sent += 1


def _attempts(config: AlertConfig) -> Retrying:
    limits = config.delivery
    return Retrying(
        stop=stop_after_attempt(limits.attempts),
        wait=wait_random_exponential(multiplier=limits.first_wait_seconds, max=limits.longest_wait_seconds),
        retry=retry_if_exception_type(DeliveryError),
        reraise=True,
    )


def _send_once(store: Store, identifier: str, url: str, now: datetime, draw: Draw | None) -> None:
    row = store.rows("SELECT * FROM messages WHERE message_id = ?", identifier)[0]
    done: list[str] = json.loads(row["done"])

    def accepted(piece: str) -> None:
        done.append(piece)
        with store.transaction() as connection:
            connection.execute(
                "UPDATE messages SET done = ? WHERE message_id = ?", (json.dumps(done), identifier)
            )

    with store.transaction() as connection:
        connection.execute("UPDATE messages SET attempts = attempts + 1 WHERE message_id = ?", (identifier,))
    content = Content.loaded(row["content"])
    send(url, Outgoing(identifier, row["kind"], content, frozenset(done), accepted), now, draw)


def _record_sent(store: Store, identifier: str, now: datetime) -> None:
    """The message is sent and its findings are notified, together."""
    marks = ", ".join("?" * len(UNTOLD))
    with store.transaction() as connection:
        connection.execute(
            "UPDATE messages SET state = 'sent', sent_at = ?, last_error = NULL WHERE message_id = ?",
            (stamp(now), identifier),
        )
        rows = connection.execute(
            "SELECT f.finding_id, f.state, f.episode FROM said s JOIN findings f USING (finding_id, episode) "
            f"WHERE s.message_id = ? AND f.state IN ({marks})",
            (identifier, *UNTOLD),
        ).fetchall()
        for row in rows:
            connection.execute(
                "UPDATE findings SET state = ? WHERE finding_id = ?", (State.NOTIFIED, row["finding_id"])
            )
            store.log(row["finding_id"], row["state"], State.NOTIFIED, row["episode"], SENDER, identifier)


def _record_failure(
    store: Store, config: AlertConfig, row: sqlite3.Row, words: str, delivered: Delivered, counts: bool = True
) -> None:
    delivered.errors[row["title"]] = words
    with store.transaction() as connection:
        connection.execute(
            "UPDATE messages SET last_error = ?, "
            "state = CASE WHEN ? AND attempts >= ? THEN 'given_up' ELSE state END WHERE message_id = ?",
            (words, counts, config.delivery.give_up_after, row["message_id"]),
        )
