"""Crawl replayed sites: two nights' cost, and kills at random moments.

    python -m benchmarks.crawl_replay nights [--pages ../shared/sites]
    python -m benchmarks.crawl_replay kills --times 30 [--pages ../shared/sites]
    python -m benchmarks.crawl_replay many --documents 10000

`--pages` absent: a small generated site. All traffic stays on this machine.
"""

import argparse
import csv
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
import yaml

from pipelines.acquire import CrawlSummary, captured_documents, crawl
from tests.end_to_end.test_crawl_killed import kill_after, state
from tests.support.pages import list_page, pdf
from tests.support.replay import GENERATED_SITE, load_generated, load_stored
from tests.support.site_server import SiteServer

SITES = Path(__file__).parent / "sites"
CONTACT = "ops@example.org"


def prepare(server: SiteServer, pages: Path | None, folder: Path, seconds: float) -> int:
    """Fill the server; write configurations with a quick rate, starting at the stored pages."""
    folder.mkdir()
    if pages is None:
        (folder / "czj.yml").write_text(GENERATED_SITE, encoding="utf-8")
        return load_generated(server)
    count = load_stored(server, pages)
    stored = {key.partition("/")[2] for key in server.resources}
    for path in SITES.glob("*.yml"):
        declared: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        declared["rate"] = {"seconds": seconds, "retry_pause": 0.05, "timeout": 5}
        declared["start"] = start_pages(pages / path.stem)
        declared["hosts"] = ["*"]
        (folder / path.name).write_text(yaml.safe_dump(declared, allow_unicode=True), encoding="utf-8")
    assert stored
    return count


def start_pages(folder: Path) -> list[str]:
    rows = csv.DictReader((folder / "pages.csv").open(encoding="utf-8"))
    return list(
        dict.fromkeys(r["original_url"] or f"http://{r['replay_host']}{r['replay_path']}" for r in rows)
    )


def run(folder: Path, raw: Path, night: str, server: SiteServer) -> CrawlSummary:
    return crawl(folder, raw, night=night, gateway=server.url, contact=CONTACT)


def nights(server: SiteServer, folder: Path, raw: Path) -> None:
    first = run(folder, raw, "2026-03-02", server)
    print(first.report())
    before, sent = len(server.log), Counter(server.bodies_sent)
    second = run(folder, raw, "2026-03-03", server)
    print(second.report())
    again = server.log[before:]
    robots = [seen for seen in again if seen.path.endswith("/robots.txt")]
    documents = sum(second.documents.values())
    pages = len(again) - len(robots) - documents
    known = sum(first.pages.values())
    twice = {path for path in server.bodies_sent if server.bodies_sent[path] > sent[path] and sent[path]}
    print(
        f"第二晚：{len(again)} 次请求（robots.txt {len(robots)}，页面 {pages}，文件 {documents}，条件请求 "
        f"{sum(seen.conditional for seen in again)}），{second.seconds:.1f} 秒"
    )
    print(f"  每个已列页面的请求数 {pages / max(1, known):.2f}")
    print(f"  正文下载两次 {len(twice)} 个 {sorted(twice)[:5]}")
    print(f"  留存文件 {len(captured_documents(raw))}")


def kills(server: SiteServer, folder: Path, work: Path, times: int) -> int:
    calm = run(folder, work / "calm", "2026-03-02", server)
    expected = state(work / "calm")
    print(f"未受打扰：{calm.seconds:.1f} 秒，{len(expected[0])} 个文件，台账 {len(expected[1])} 行")
    moments = random.Random(20260302)
    same = killed = 0
    for number in range(times):
        raw = work / f"killed{number}"
        arguments = [str(folder), str(raw), "2026-03-02", server.url]
        killed += kill_after(moments.uniform(0.05, 0.98) * calm.seconds, arguments)
        run(folder, raw, "2026-03-02", server)
        equal = state(raw) == expected
        same += equal
        if not equal:
            got = state(raw)
            print(f"  第 {number} 次不同：{list(set(got[1]) ^ set(expected[1]))[:4]}")
    print(f"{times} 次中 {killed} 次在运行中被 kill -9；重跑后存储与台账相同 {same} 次")
    return 0 if same == times else 1


def many(server: SiteServer, work: Path, documents: int, seconds: float) -> None:
    per_page = 100
    pages = -(-documents // per_page)
    for page in range(pages):
        numbers = range(page * per_page, min(documents, (page + 1) * per_page))
        items = [(f"样例市第{n}局2026年部门预算.pdf", f"../f/{n}.pdf") for n in numbers]
        name = "index.html" if page == 0 else f"index_{page}.html"
        script = f"<script>createPageHTML({pages}, {page}, 'index', 'html');</script>"
        server.put(f"big.sample.example/list/{name}", list_page("部门预算公开", items, script))
        for n in numbers:
            server.put(f"big.sample.example/f/{n}.pdf", pdf(str(n)))
    folder = work / "sites"
    folder.mkdir()
    text = GENERATED_SITE.replace("czj.sample", "big.sample").replace("seconds: 0.02", f"seconds: {seconds}")
    text += (
        "pages: [{match: /list/, items: ul.list a, paging: {count: ['createPageHTML\\((\\d+)'], "
        "url: 'index_{n}.html', cap: 200}}]\n"
    )
    (folder / "big.yml").write_text(text, encoding="utf-8")
    memory = Watch()
    summary = crawl(
        folder, work / "raw", night="2026-03-02", gateway=server.url, contact=CONTACT, progress=memory.look
    )
    print(summary.report())
    times = [seen.at for seen in server.log if "/f/" in seen.path]
    gaps = [b - a for a, b in itertools.pairwise(times)]
    mean = (times[-1] - times[0]) / max(1, len(gaps))
    gaps.sort()
    print(
        f"文件 {len(times)} 个；平均间隔 {mean:.4f} 秒（配置 {seconds}，偏差 {mean / seconds - 1:+.1%}），"
        f"最短 1 % 处 {gaps[len(gaps) // 100]:.4f}；"
        f"内存峰值 {memory.peak / 1e6:.0f} MB（前 10 % {memory.early / 1e6:.0f} MB）"
    )


class Watch:
    """Looks at the crawl process's memory with every tenth line of progress."""

    def __init__(self) -> None:
        self.peak = self.early = self.lines = 0

    def look(self, line: str) -> None:
        self.lines += 1
        if self.lines % 10:
            return
        used = sum(child.memory_info().rss for child in psutil.Process().children())
        self.peak = max(self.peak, used)
        if self.lines < 1000:
            self.early = max(self.early, used)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["nights", "kills", "many"])
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=0.02)
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary, SiteServer() as server:
        work = Path(temporary)
        status = 0
        if options.what == "many":
            many(server, work, options.documents, options.seconds)
        else:
            prepare(server, options.pages, work / "sites", options.seconds)
            if options.what == "nights":
                nights(server, work / "sites", work / "raw")
            else:
                status = kills(server, work / "sites", work, options.times)
    print(f"用时 {time.monotonic() - started:.0f} 秒")
    return status


if __name__ == "__main__":
    sys.exit(main())
