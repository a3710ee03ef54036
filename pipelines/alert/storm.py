"""Storms (问题集中出现): many findings of one night that have one cause are said once, as what they are.

In: the findings to be told. Out: storms, each with its message. Two causes are known: one rule failing in
many documents, and nearly all documents of one layout of a site being hit at once, by whatever rules (the
template has changed, or is no longer read well). Does not belong here: who hears of it (`plan`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.alert.config import Storm as Limits
from pipelines.alert.message import Content, counted, pictures_of
from pipelines.alert.reported import Finding

OPERATOR_WARNING = "短时间内出现大量同类问题，可能是公开模板变化或读取故障，请先核对再答复部门。"
NAMED = 10
"""Bodies and rules named in the message; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Storm:
    """Findings of one cause.

    Attributes:
        cause: the same for the same cause in the same night.
        of_layout: how many documents the site has of the layout, None where the cause is a rule.
    """

    cause: str
    findings: list[Finding]
    of_layout: int | None = None

    def content(self, closing: Sequence[str]) -> Content:
        """What is said, in one message."""
        opening = self._of_rule() if self.of_layout is None else self._of_layout()
        first = self.findings[0]
        opening += [
            f"涉及：{_some(str(finding.get('entity_name')) for finding in self.findings)}。",
            f"例如：{first.disclosure}，{first.get('message') or ''}",
        ]
        return Content(
            self._title(),
            opening=opening,
            closing=[*self._all_of_them(), *closing],
            pictures=pictures_of(self.findings[:1]),
        )

    def _title(self) -> str:
        if self.of_layout is None:
            return f"【明账】同类问题集中出现：{_rule(self.findings[0])}（{len(self.findings)} 项）"
        return f"【明账】同一版式的文件集中出现问题（{len(self.findings)} 项）"

    def _of_rule(self) -> list[str]:
        units = {finding.get("entity_name") for finding in self.findings}
        layouts = {finding.layout for finding in self.findings}
        same = "全部使用同一公开版式，" if len(layouts) == 1 and None not in layouts else ""
        return [
            f"规则“{_rule(self.findings[0])}”一次出现 {len(self.findings)} 项，"
            f"涉及 {len(units)} 个单位的 {_documents(self.findings)} 份文件。",
            f"{same}很可能出于同一原因，故合并为一条消息，不逐项发送。",
        ]

    def _of_layout(self) -> list[str]:
        return [
            f"同一网站、同一版式的 {self.of_layout} 份文件中有 {_documents(self.findings)} 份一次出现"
            f"{counted(self.findings)}：{_some(_rule(finding) for finding in self.findings)}。",
            "很可能是公开模板变化或读取故障，而不是各部门同时出错，故合并为一条消息，不逐项发送。",
        ]

    def _all_of_them(self) -> list[str]:
        if self.of_layout is not None:
            return ["查看全部：mingzhang findings list"]
        return [f"查看全部：mingzhang findings list --rule {self.findings[0].get('rule_id')}"]


def storms(
    findings: Sequence[Finding], limits: Limits, layouts: Mapping[tuple[str, str], int]
) -> list[Storm]:
    """The storms among tonight's findings; a finding belongs to one at most."""
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_rule[str(finding.get("rule_id"))].append(finding)
    found = [Storm(rule, members) for rule, members in by_rule.items() if _is_large(members, limits)]
    taken = {finding.finding_id for storm in found for finding in storm.findings}
    by_layout: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.finding_id not in taken and finding.layout is not None:
            by_layout[finding.layout].append(finding)
    for layout, members in by_layout.items():
        known = layouts.get(layout, 0)
        if _is_large(members, limits) and _documents(members) >= limits.share * known:
            found.append(Storm("/".join(layout), members, known))
    return found


def _is_large(findings: Sequence[Finding], limits: Limits) -> bool:
    return len(findings) >= limits.findings and _documents(findings) >= limits.documents


def _documents(findings: Sequence[Finding]) -> int:
    return len({finding.get("document_id") for finding in findings})


def _rule(finding: Finding) -> str:
    return str(finding.get("rule_name") or finding.get("rule_id"))


def _some(names: Iterable[str]) -> str:
    known = sorted(set(names))
    return "、".join(known[:NAMED]) + (f" 等{len(known)}个" if len(known) > NAMED else "")
