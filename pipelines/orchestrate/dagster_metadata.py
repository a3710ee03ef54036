"""What Dagster shows beside an asset: counts, and a small table at a glance."""

from collections.abc import Iterable, Sequence
from typing import Any

import dagster as dg

from pipelines.domain.document import ContentClass, ReadStatus
from pipelines.domain.problem import ProblemCode, Severity
from pipelines.orchestrate.read_files import ReadRun
from pipelines.orchestrate.summary import LakeSummary
from pipelines.orchestrate.terminal import CLASS_NAMES, SEVERITY_NAMES, STATUS_NAMES


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> dg.MarkdownMetadataValue:
    """A Markdown table as a metadata value."""
    lines = [header, ["---"] * len(header), *rows]
    return dg.MetadataValue.md(
        "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
    )


def lake_metadata(run: ReadRun, summary: LakeSummary) -> dict[str, dict[str, Any]]:
    """Metadata by lake table."""
    classes = [
        (STATUS_NAMES[ReadStatus(status)], CLASS_NAMES[ContentClass(content)], number)
        for status, content, number in summary.classes
    ]
    problems = [
        (ProblemCode(code).chinese, SEVERITY_NAMES[Severity(severity)], number)
        for code, severity, number in summary.problems
    ]
    unread = [(item.name, item.page or "", item.message) for item in summary.unread[:20]]
    return {
        "documents": {
            "documents": summary.documents,
            "read_tonight": run.read,
            "unchanged": run.unchanged,
            "failed": len(run.failed),
            "seconds": run.seconds,
            "by_class": markdown_table(("读取", "内容", "文件"), classes),
        },
        "pages": {"pages": summary.pages, "read_tonight": run.pages},
        "tables": {"by_kind": markdown_table(("表", "数量"), summary.tables)},
        "facts": {"facts": summary.facts, "claimed_share": summary.claimed_share or 0.0},
        "figures": {"figures": summary.figures},
        "problems": {
            "problems": sum(number for _, _, number in summary.problems),
            "by_code": markdown_table(("问题", "级别", "数量"), problems),
            "unread": markdown_table(("文件", "页", "原因"), unread),
        },
    }
