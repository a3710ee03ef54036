"""A thousand findings, deliveries refused at random, twenty kills: each said exactly once per state."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from pipelines.alert.store import Store
from tests.support.post_office import Refusal, SmtpServer, WebhookServer
from tests.support.warehouse_fixture import City, Finding

ROOT = Path(__file__).parents[2]
FINDINGS, DOCUMENTS, KILLS = 1000, 40, 20
SETTINGS = {
    "channels": [
        {"name": "mail", "url_env": "TEST_KILL_MAIL"},
        {"name": "hook", "url_env": "TEST_KILL_HOOK"},
    ],
    "routes": [{"channels": ["mail", "hook"], "when": "immediate"}],
    "storm": {"findings": 100000, "immediate_messages": 1000},
    "delivery": {"attempts": 3, "first_wait_seconds": 0, "longest_wait_seconds": 0, "give_up_after": 10000},
}


def run(city: City, store: Path, environment: dict[str, str], kill_after: float | None, night: str) -> bool:
    """One run in a process of its own; True where it came to its end."""
    command = [sys.executable, "-m", "tests.support.notify_once"]
    arguments = [str(city.path), str(store), json.dumps(SETTINGS), night]
    process = subprocess.Popen(
        [*command, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    if kill_after is not None:
        seen = progress(store)
        deadline = time.monotonic() + 60
        while process.poll() is None and progress(store) < seen + 2 and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
    out, _ = process.communicate(timeout=120)
    return b"done" in out


def progress(store: Path) -> int:
    """How many attempts the store has seen."""
    if not store.exists():
        return 0
    with Store(store) as opened:
        return int(opened.rows("SELECT coalesce(sum(attempts), 0) AS n FROM messages")[0]["n"])


def test_each_finding_is_said_exactly_once_per_state(tmp_path: Path) -> None:
    dice = random.Random(20240305)
    city = City(tmp_path / "build.db", documents=DOCUMENTS)
    city.findings = [Finding(number, f"doc-{number % DOCUMENTS}") for number in range(FINDINGS)]
    city.build()
    store = tmp_path / "alerts.sqlite"
    with SmtpServer(Refusal(0.3)) as smtp, WebhookServer(Refusal(0.3)) as hook:
        environment = {**os.environ, "TEST_KILL_MAIL": smtp.url(), "TEST_KILL_HOOK": hook.url}
        kills = sum(not run(city, store, environment, dice.uniform(0, 0.02), "night-1") for _ in range(KILLS))
        for _ in range(50):
            run(city, store, environment, None, "night-1")
            with Store(store) as opened:
                if not opened.rows("SELECT 1 FROM messages WHERE state <> 'sent'"):
                    break
        # a message is what its identifier is: a receiver that has it already knows the repetition by it
        posts = {post["message_id"]: post["findings"] for post in hook.posts}
        told = Counter(finding for findings in posts.values() for finding in findings)
        mails = {str(mail["Message-ID"]): mail for mail in smtp.box.mails}
        repeated = len(hook.posts) - len(posts) + len(smtp.box.mails) - len(mails)
    assert kills >= KILLS // 2
    assert told == Counter({finding.key: 1 for finding in city.findings})
    assert len(mails) == DOCUMENTS
    assert repeated <= kills
    with Store(store) as opened:
        states = Counter(row["state"] for row in opened.rows("SELECT state FROM findings"))
        steps = Counter(row["to_state"] for row in opened.rows("SELECT to_state FROM changes"))
    assert states == Counter({"notified": FINDINGS})
    assert steps == Counter({"new": FINDINGS, "notified": FINDINGS})
