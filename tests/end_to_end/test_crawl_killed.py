"""A crawl killed at any moment and run again ends with the store and the ledger of an undisturbed one."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.acquire import crawl
from tests.support.replay import GENERATED_SITE, load_generated
from tests.support.site_server import SiteServer

NIGHT = "2026-03-02"
CRAWL = "from pathlib import Path; import sys; from pipelines.acquire import crawl; crawl(Path(sys.argv[1]), \
Path(sys.argv[2]), night=sys.argv[3], gateway=sys.argv[4], contact='ops@example.org')"


def state(raw: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    """Everything in the store and the ledger but times."""
    files = sorted(path.relative_to(raw).as_posix() for path in raw.glob("??/*"))
    rows: list[tuple[object, ...]] = []
    with closing(sqlite3.connect(raw / "ledger.sqlite")) as database:
        for table in ("nights", "pages", "links", "visits", "documents", "files", "hosts", "fetches"):
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            kept = ", ".join(name for name in columns if name != "requested_at")
            rows += [(table, *row) for row in database.execute(f"SELECT {kept} FROM {table} ORDER BY {kept}")]
    return files, rows


def kill_after(seconds: float, arguments: list[str]) -> bool:
    """Start a crawl and kill it with all its processes; False where it had ended before."""
    process = subprocess.Popen([sys.executable, "-c", CRAWL, *arguments], start_new_session=True)
    time.sleep(seconds)
    ended = process.poll() is not None
    if not ended:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return not ended


@pytest.mark.slow
def test_killed_and_run_again_equals_undisturbed(tmp_path: Path) -> None:
    sites = tmp_path / "sites"
    sites.mkdir()
    (sites / "czj.yml").write_text(GENERATED_SITE, encoding="utf-8")
    with SiteServer() as server:
        files = load_generated(server, departments=12)
        started = time.monotonic()
        crawl(sites, tmp_path / "calm", night=NIGHT, gateway=server.url, contact="ops@example.org")
        lasted = time.monotonic() - started
        moments = random.Random(20260302)
        for number in range(3):
            raw = tmp_path / f"killed{number}"
            arguments = [str(sites), str(raw), NIGHT, server.url]
            kill_after(moments.uniform(0.3, 0.95) * lasted, arguments)
            crawl(sites, raw, night=NIGHT, gateway=server.url, contact="ops@example.org")
            assert state(raw) == state(tmp_path / "calm")
            assert len(state(raw)[0]) == files
