"""What the operator reads of a night's crawl, in Chinese."""

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.acquire.crawl import CrawlSummary

OUTCOMES = {
    "new": "新增",
    "changed": "更正",
    "moved": "移动",
    "unchanged": "未变",
    "listed": "已读列表",
    "suspicious": "存疑",
    "blocked": "被拦截",
    "refused_by_robots": "robots不允许",
    "not_found": "不存在",
    "not_a_document": "不是文件",
    "truncated": "不完整",
    "error": "出错",
    "robots": "robots.txt",
}
_SHOWN = 10


def counts_text(counts: Counter[str]) -> str:
    """Counts by outcome, e.g. `新增 12、未变 3`."""
    return (
        "、".join(f"{word} {counts[outcome]}" for outcome, word in OUTCOMES.items() if counts[outcome])
        or "无"
    )


def summary_text(summary: "CrawlSummary") -> str:
    """The whole night."""
    lines = [
        f"采集 {summary.night}：{len(summary.sources)} 个站点，"
        f"{summary.requests} 次请求，{summary.seconds:.0f} 秒",
        f"  页面：{counts_text(summary.pages)}",
        f"  文件：{counts_text(summary.documents)}",
    ]
    lines.extend(f"  注意 未采集：{fault}" for fault in summary.broken)
    if summary.still_due:
        lines.append(f"  尚未取得、留待下次：{summary.still_due} 个文件")
    for source in summary.sources:
        shown = source.attention[:_SHOWN]
        lines.extend(f"  注意 {source.title}：{OUTCOMES[o]} {url}（{message}）" for url, o, message in shown)
        if len(source.attention) > _SHOWN:
            lines.append(f"  注意 {source.title}：另有 {len(source.attention) - _SHOWN} 条，见台账")
        if source.undeclared_hosts:
            hosts = "、".join(source.undeclared_hosts[:_SHOWN])
            lines.append(
                f"  {source.title}：链接指向 {len(source.undeclared_hosts)} 个未声明的主机，未访问：{hosts}"
            )
    return "\n".join(lines)
