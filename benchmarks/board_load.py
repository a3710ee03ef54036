"""Load on the board while the warehouse is published again and again: 50 requests a second for a minute.

Usage: python benchmarks/board_load.py BUILD_DB PUBLISHED ADDRESS [SECONDS] [RATE]
"""

import asyncio
import statistics
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx

from pipelines.serve.publish import publish


def addresses(base: str) -> list[str]:
    """The pages a visitor sees, taken from the overview."""
    import re

    text = httpx.get(base, timeout=60).text
    links = sorted(set(re.findall(r'href="(/(?:unit|document)/[^"]+)"', text)))[:40]
    return ["/", "/findings", "/rules", "/downloads", "/search?q=教育", *links]


async def load(base: str, seconds: float, rate: float) -> tuple[Counter[int | str], list[float]]:
    outcomes: Counter[int | str] = Counter()
    times: list[float] = []
    pages = addresses(base)

    async with httpx.AsyncClient(
        base_url=base, timeout=30, limits=httpx.Limits(max_connections=100)
    ) as client:

        async def one(path: str) -> None:
            started = time.perf_counter()
            try:
                answer = await client.get(path)
                outcomes[answer.status_code] += 1
            except httpx.HTTPError as error:
                outcomes[type(error).__name__] += 1
            times.append(time.perf_counter() - started)

        tasks = []
        started = time.perf_counter()
        for number in range(int(seconds * rate)):
            await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(one(pages[number % len(pages)])))
        await asyncio.gather(*tasks)
    return outcomes, times


def main() -> None:
    build, published, base = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    seconds, rate = (
        float(sys.argv[4]) if len(sys.argv) > 4 else 60,
        float(sys.argv[5]) if len(sys.argv) > 5 else 50,
    )
    stop, published_times = threading.Event(), []

    def republish() -> None:
        while not stop.wait(5):
            publish(build, published)
            published_times.append(time.time())

    writer = threading.Thread(target=republish)
    writer.start()
    outcomes, times = asyncio.run(load(base, seconds, rate))
    stop.set()
    writer.join()
    times.sort()
    print(f"answers {dict(outcomes)}; published {len(published_times)} times meanwhile")
    most = times[int(len(times) * 0.95)]
    print(
        f"median {statistics.median(times) * 1000:.0f} ms, 95 % {most * 1000:.0f} ms, "
        f"worst {times[-1] * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
