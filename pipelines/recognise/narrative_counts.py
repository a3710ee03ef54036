"""Counted figures: vehicles, equipment, visits, projects under performance targets, staff."""

import re

from pipelines.recognise.narrative_numbers import Number
from pipelines.recognise.narrative_roles import PERFORMANCE_IDS
from pipelines.recognise.narrative_words import narrative_words
from pipelines.recognise.prose import last_match

_VEHICLE_TYPE = re.compile(r"(?P<type>[\u3400-\u9fff（）]{2,20}?(?:用车|车辆?))$")
_ALL_VEHICLES = re.compile(
    r"(?:共有|保有|保有量|配备|购置|新增|配置|更新)[^，。；]{0,10}车(?:辆)?(?:保有量)?(?:为|共|共计|数)?$|^车辆$|车(?:辆)?购置(?:数|量)(?:为)?$|保有量为?$|车辆?共$"
)
_STOP = re.compile(r"[，。；、）]")
_CLAUSE = re.compile(r"[。；]")
_THRESHOLD = re.compile(r"(\d[\d,]*(?:\.\d+)?万元)(?:（含）|（不含）)?以上")
_RECEIVED = re.compile(r"[^，。；：（）、]*(?:接待|外宾)")
_FOREIGN = re.compile(r"外宾|国外|境外|国（境）外|外事")


def count_figure(
    sentence: str, number: Number, lead: str, performance: str | None
) -> tuple[str, str | None] | None:
    """(figure id, subject) of a count, None where it counts nothing that is checked."""
    after = sentence[number.stop : number.stop + 12]
    if performance is not None and number.unit == "个" and _counts_projects(lead, after):
        kind = PERFORMANCE_IDS[performance]
        return f"{kind if kind != PERFORMANCE_IDS['whole'] else PERFORMANCE_IDS['goal']}_count", None
    clause = _CLAUSE.split(sentence[: number.start])[-1]
    for entry in narrative_words().counts:
        if number.unit not in entry.units:
            continue
        near = (
            clause
            if entry.figure_id.startswith(("equipment", "reception", "abroad", "meeting"))
            else re.split(r"[，、。；：]", clause)[-1]
        )
        if entry.figure_id == "vehicle_purchase_count":
            near = clause
        if entry.pattern.search(near) is None:
            continue
        return _detailed(entry.figure_id, near, sentence, number)
    return None


def _counts_projects(lead: str, after: str) -> bool:
    """Whether a count in a sentence on performance counts projects."""
    if after.startswith(("部门", "单位", "整体")):
        return False
    return "项目" in lead[-12:] or after.startswith("项目") or "绩效目标" in _STOP.split(after)[0]


def _detailed(figure_id: str, near: str, sentence: str, number: Number) -> tuple[str, str | None] | None:
    if figure_id in ("vehicle_count", "vehicle_purchase_count"):
        last = re.split(r"[，、。；：]", near)[-1]
        if "车" not in last and "保有" not in last:
            return None
        if _ALL_VEHICLES.search(last) and not last.startswith("其他"):
            return figure_id, None
        named = _VEHICLE_TYPE.search(re.sub(r"(?:为|共|共计|有)$", "", last))
        return f"{figure_id}_by_type", named["type"].removeprefix("其中") if named else last
    if figure_id.startswith("equipment"):
        if "车" in re.split(r"[，、。；：]", near)[-1] and "不含车" not in near:
            return None
        threshold = last_match(_THRESHOLD, sentence[: number.start])
        return figure_id, threshold[1] if threshold else None
    if figure_id.startswith(("reception", "abroad")):
        spoken_of = last_match(_RECEIVED, near)
        about = near[spoken_of.start() :] if spoken_of is not None else near
        return figure_id, "外宾" if _FOREIGN.search(about) and figure_id.startswith("reception") else None
    return figure_id, None
