"""Load on the board while the warehouse is published again and again: 50 requests a second for a minute.

Usage: python benchmarks/board_load.py WAREHOUSE RAW [SECONDS] [RATE]

Starts a board of its own on a copy of the published file. First every kind of page alone, one request at a
time (wall and CPU milliseconds; on a shared machine only the CPU says something), then the load.
"""

import asyncio
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil

from pipelines.serve.publish import publish


@contextmanager
def running_board(folder: Path, raw: Path) -> Iterator[tuple[str, psutil.Process]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("mingzhang")), "board", "--port", str(port)]
    arguments = ["--warehouse", str(folder), "--raw", str(raw)]
    process = subprocess.Popen(
        [*command, *arguments],
        stderr=subprocess.DEVNULL,
        env={**os.environ, "MINGZHANG_STATE": str(folder / "state")},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                httpx.get(f"{address}/health", timeout=30)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def addresses(base: str) -> list[str]:
    """The pages a visitor sees, taken from the overview and the pages behind it."""
    links: set[str] = set()
    for page in ("/", "/findings", "/rules"):
        found = sorted(set(re.findall(r'href="(/(?:unit|document|finding|rule)/[^"?#]+)', get(base, page))))
        links.update(found[:: max(1, len(found) // 15)])
    units = [f"{link}/subjects" for link in links if link.startswith("/unit/")][:5]
    fixed = ["/", "/?kind=final", "/findings", "/rules", "/downloads", "/search?q=教育"]
    return [*fixed, "/subject/economic/30216", *units, *sorted(links)]


def get(base: str, path: str) -> str:
    return httpx.get(base + path, timeout=60).text


def cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def alone(base: str, process: psutil.Process, pages: list[str]) -> None:
    kinds = defaultdict(list)
    with httpx.Client(base_url=base, timeout=60) as client:
        for page in pages:
            kinds["/" + urlsplit(page).path.split("/")[1]].append(page)
        for kind, members in sorted(kinds.items()):
            first, later, used = [], [], cpu(process)
            for times in (first, later, later, later):
                for page in members:
                    started = time.perf_counter()
                    client.get(page).raise_for_status()
                    times.append((time.perf_counter() - started) * 1000)
            each = (cpu(process) - used) * 1000 / (len(first) + len(later))
            at_first, again = statistics.median(first), statistics.median(later)
            print(f"{kind:10} first {at_first:6.0f} ms, again {again:6.0f} ms, CPU {each:5.1f} ms a request")


async def load(base: str, pages: list[str], seconds: float, rate: float) -> tuple[Counter, list[float]]:
    outcomes: Counter[int | str] = Counter()
    times: list[float] = []

    async with httpx.AsyncClient(
        base_url=base, timeout=60, limits=httpx.Limits(max_connections=100)
    ) as client:

        async def one(path: str) -> None:
            started = time.perf_counter()
            try:
                outcomes[(await client.get(path)).status_code] += 1
            except httpx.HTTPError as error:
                outcomes[type(error).__name__] += 1
            times.append(time.perf_counter() - started)

        tasks = []
        started = time.perf_counter()
        for number in range(int(seconds * rate)):
            await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(one(pages[number % len(pages)])))
        await asyncio.gather(*tasks)
    return outcomes, sorted(times)


def main() -> None:
    warehouse, raw = Path(sys.argv[1]), Path(sys.argv[2])
    seconds, rate = (float(word) for word in [*sys.argv[3:5], "60", "50"][:2])
    with tempfile.TemporaryDirectory() as name:
        build, published = Path(name) / "build.duckdb", Path(name) / "mingzhang.duckdb"
        shutil.copy(warehouse / "mingzhang.duckdb", build)
        shutil.copy(build, published)
        with running_board(published.parent, raw) as (base, process):
            pages = addresses(base)
            print(f"load average {os.getloadavg()[0]:.1f}; {len(pages)} addresses")
            alone(base, process, pages)
            stop, count = threading.Event(), 0

            def republish() -> None:
                nonlocal count
                while not stop.wait(5):
                    publish(build, published)
                    count += 1

            writer = threading.Thread(target=republish)
            writer.start()
            used = cpu(process)
            outcomes, times = asyncio.run(load(base, pages, seconds, rate))
            stop.set()
            writer.join()
            used = cpu(process) - used
    each = used * 1000 / max(1, len(times))
    print(f"{seconds:g} s at {rate:g}/s: answers {dict(outcomes)}; published {count} times meanwhile")
    median, most, worst = statistics.median(times), times[int(len(times) * 0.95)], times[-1]
    walls = f"median {median * 1000:.0f} ms, 95 % {most * 1000:.0f} ms, worst {worst * 1000:.0f} ms"
    print(f"{walls}; CPU {each:.1f} ms a request")


if __name__ == "__main__":
    main()
