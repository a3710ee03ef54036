"""What a message says (消息内容), before any channel gives it its form.

In: findings and their states. Out: `Content`, kept in the outbox as JSON. Does not belong here: forms
(`forms`).
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from pipelines.alert.reported import Finding
from pipelines.domain.finding import SEVERITY_NAMES

PICTURES = 6
"""A mail shows the evidence of so many findings; the board shows all."""


@dataclass(slots=True)
class Item:
    """One finding in one sentence."""

    finding_id: str
    severity: str
    text: str


@dataclass(slots=True)
class Group:
    """The findings of one disclosure."""

    title: str
    url: str | None
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Picture:
    """Where a finding's proof stands, for whoever can draw it: file, page, boxes in points."""

    name: str
    caption: str
    path: str
    page: int
    boxes: list[tuple[float, float, float, float]]


@dataclass(slots=True)
class Content:
    """A message's words in order: opening lines, groups of findings, closing lines.

    Attributes:
        board: the board's address; findings are linked to it.
    """

    title: str
    opening: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    board: str | None = None

    @property
    def finding_ids(self) -> list[str]:
        """The findings it tells of."""
        return [item.finding_id for group in self.groups for item in group.items]

    def dumped(self) -> str:
        """As kept in the outbox."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def loaded(cls, text: str) -> "Content":
        """From the outbox."""
        raw: dict[str, Any] = json.loads(text)
        groups = [
            Group(group["title"], group["url"], [Item(**item) for item in group["items"]])
            for group in raw["groups"]
        ]
        pictures = [
            Picture(**{**picture, "boxes": [_box(box) for box in picture["boxes"]]})
            for picture in raw["pictures"]
        ]
        return cls(raw["title"], raw["opening"], groups, raw["closing"], pictures, raw.get("board"))


def message_id(kind: str, channel: str, keys: Iterable[str]) -> str:
    """The same for the same things said on the same channel, whenever it is computed."""
    text = "\n".join([kind, channel, *sorted(keys)])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def sentence(finding: Finding) -> str:
    """What contradicts what, by how much, where (table, page)."""
    rule = finding.get("rule_name") or finding.get("rule_id") or ""
    words = finding.get("message") or finding.get("relation") or ""
    return f"{rule}：{words}" if rule else str(words)


def grouped(findings: Sequence[Finding]) -> list[Group]:
    """By disclosure, errors first, the worst disclosures first: a short form leaves out the rest."""
    order = {name: place for place, name in enumerate(SEVERITY_NAMES)}
    groups: dict[str, Group] = {}
    for finding in sorted(
        findings, key=lambda item: (order.get(str(item.get("severity")), 9), item.finding_id)
    ):
        group = groups.setdefault(finding.document_key, Group(finding.disclosure, finding.get("url")))
        group.items.append(Item(finding.finding_id, str(finding.get("severity")), sentence(finding)))
    return sorted(groups.values(), key=lambda group: (order.get(group.items[0].severity, 9), group.title))


def pictures_of(findings: Sequence[Finding]) -> list[Picture]:
    """Where the proof of the first findings stands: one picture per page, all boxes of that page on it."""
    pictures: dict[tuple[str, int], Picture] = {}
    for finding in findings:
        path = finding.get("path")
        evidence = [box for box in finding.get("evidence") or [] if box.get("x0") is not None]
        if not evidence or not path:
            continue
        page = int(evidence[0]["page"])
        if (path, page) not in pictures:
            if len(pictures) == PICTURES:
                continue
            name = f"{finding.finding_id}.png"
            pictures[path, page] = Picture(name, f"{finding.disclosure} 第{page}页", str(path), page, [])
        drawn = pictures[path, page].boxes
        boxes = [
            _box([box[side] for side in ("x0", "top", "x1", "bottom")])
            for box in evidence
            if box["page"] == page
        ]
        drawn += [box for box in boxes if box not in drawn]
    return list(pictures.values())


def where_to_go(board: str | None) -> list[str]:
    """The closing lines: where to look and how to answer."""
    lines = [
        "处理：在看板上，或用 mingzhang findings show 编号；"
        "确认 ack，说明 waive（说明后不再提醒，直至数字变化）。"
    ]
    return [f"看板：{board}", *lines] if board else lines


def counted(findings: Iterable[Finding]) -> str:
    """E.g. ``错误 3 项，提醒 1 项``."""
    numbers: dict[str, int] = {}
    for finding in findings:
        severity = str(finding.get("severity"))
        numbers[severity] = numbers.get(severity, 0) + 1
    names = [*SEVERITY_NAMES, *(name for name in numbers if name not in SEVERITY_NAMES)]
    return "，".join(
        f"{SEVERITY_NAMES.get(name, name)} {numbers[name]} 项" for name in names if name in numbers
    )


def _box(sides: Sequence[Any]) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = (float(side) for side in sides)
    return x0, top, x1, bottom
