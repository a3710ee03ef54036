"""What a night did, on the terminal, in Chinese."""

from rich.console import Console
from rich.markup import escape

from pipelines.orchestrate.nightly import Night
from pipelines.orchestrate.places import Places
from pipelines.orchestrate.show_build import show_rebuilt
from pipelines.orchestrate.summary import summarise
from pipelines.orchestrate.terminal import show_read_run, show_unread


def show_night(console: Console, places: Places, night: Night) -> None:
    """Crawled, read, published, told."""
    if night.crawled is not None:
        console.print(escape(night.crawled.report()), soft_wrap=True)
    else:
        console.print(f"[red]采集失败[/] {escape(night.crawl_error or '')}；已留存的文件照常处理")
    show_unread(console, summarise(places.lake))
    show_read_run(console, night.read)
    show_rebuilt(console, places, night.rebuilt)
    alerts = night.alerts
    console.print(
        f"问题：新增{alerts.new}条、再现{alerts.reopened}条、已更正{alerts.resolved}条、未变{alerts.unchanged}条；"
        f"告警：发出{alerts.sent}封、待发{alerts.waiting}封、失败{alerts.failed}封"
    )
    for title, error in alerts.errors.items():
        console.print(f"[red]未能送达[/] {escape(title)}：{escape(error)}", soft_wrap=True)
