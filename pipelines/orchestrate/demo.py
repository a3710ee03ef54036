"""`mingzhang demo`: the nightly job on the sample city, two nights; nothing leaves the machine."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from rich.console import Console

from pipelines.orchestrate.demo_post import PostOffice
from pipelines.orchestrate.demo_sites import SampleSites
from pipelines.orchestrate.nightly import CrawlOptions, Night, nightly
from pipelines.orchestrate.places import Places
from pipelines.orchestrate.show_demo import Report, Told

SAMPLE = Path(__file__).parents[2] / "raw" / "sample"
DEFAULT_WORKDIR = Path("warehouse") / "demo"
NIGHTS = ("2024-03-01", "2024-03-02")
_MARK = ".mingzhang-demo"
_MAIL, _HOOK, _OPERATOR = "MINGZHANG_DEMO_MAIL", "MINGZHANG_DEMO_HOOK", "MINGZHANG_DEMO_OPERATOR"
_ALERTS = {
    "channels": [
        {"name": "bureau-mail", "url_env": _MAIL},
        {"name": "bureau-hook", "url_env": _HOOK},
        {"name": "operator-hook", "url_env": _OPERATOR, "audience": "operator"},
    ],
    "routes": [
        {"channels": ["bureau-mail"], "when": "digest", "severities": ["error", "warning"]},
        {"channels": ["bureau-hook"], "when": "digest", "severities": ["error"]},
    ],
}


def run_demo(workdir: Path | None, console: Console) -> int:
    """Two nights of the nightly job in `workdir`, emptied first; 0 where both nights went through."""
    if not (SAMPLE / "sites").is_dir():
        console.print(f"[red]没有样例文件：{SAMPLE}[/]；请在完整的代码库中运行 mingzhang demo")
        return 2
    folder = (workdir or DEFAULT_WORKDIR).absolute()
    if not _emptied(folder):
        console.print(f"[red]{folder} 不是演示目录，且不为空[/]；请用 --workdir 指定另一个目录")
        return 2
    places = Places(
        raw=folder / "raw",
        warehouse=folder,
        sites=SAMPLE / "site_configs",
        registry=SAMPLE / "registry.yml",
        alerts=folder / "alerts.yml",
        state=folder / "state",
    )
    places.alerts.write_text(yaml.safe_dump(_ALERTS), encoding="utf-8")
    started = time.monotonic()
    report = Report(console, places)
    with SampleSites(SAMPLE / "sites") as sites, PostOffice() as post, _urls_of(post):
        report.beginning(sites.gateway)
        nights = []
        for number, night in enumerate(NIGHTS, 1):
            if number > 1:
                sites.lay_over(SAMPLE / "night2")
            options = CrawlOptions(night=night, allow_loopback=True, gateway=sites.gateway)
            nights.append(_one_night(console, report, places, options, post, number))
    report.end(time.monotonic() - started)
    return 1 if any(night.crawl_error for night in nights) else 0


def _one_night(
    console: Console, report: Report, places: Places, options: CrawlOptions, post: PostOffice, number: int
) -> Night:
    mails, posts, started = len(post.mails), len(post.posts), time.monotonic()
    with console.status(f"第{'一二'[number - 1]}夜：采集、读取、建模、核对、告警……") as status:

        def say(line: str) -> None:
            status.update(f"第{'一二'[number - 1]}夜　{line.strip()[:60]}")

        result = nightly(places, options, say=say)
    told = Told(post.mails[mails:], post.posts[posts:])
    report.night(number, options.night or "", result, told, time.monotonic() - started)
    return result


def _emptied(folder: Path) -> bool:
    """The folder empty and marked as the demo's; False where it holds something that is not the demo's."""
    mark = folder / _MARK
    if folder.exists() and any(folder.iterdir()):
        if not mark.exists():
            return False
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text("mingzhang demo 每次运行前清空本目录。\n", encoding="utf-8")
    return True


@contextmanager
def _urls_of(post: PostOffice) -> Iterator[None]:
    """The channels' URLs in the environment, where alerts look for them, as long as the demo runs."""
    urls = {_MAIL: post.mail_url, _HOOK: post.hook_url, _OPERATOR: post.hook_url}
    before = {name: os.environ.get(name) for name in urls}
    os.environ.update(urls)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
