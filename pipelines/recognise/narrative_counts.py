"""Counted figures: vehicles, equipment, areas, visits, projects under performance targets, staff."""

import re

from pipelines.recognise.narrative_numbers import Number
from pipelines.recognise.narrative_roles import LEADING, PERFORMANCE, PERFORMANCE_IDS, direction
from pipelines.recognise.narrative_words import CountWords, narrative_words
from pipelines.recognise.prose import last_match

AREA = "area"
"""id of an area that is not that of the buildings as a whole: its subject tells of what."""

_VEHICLE_TYPE = re.compile(r"(?P<type>[\u3400-\u9fff（）]{2,20}?(?:用车|车辆?))$")
_ALL_VEHICLES = re.compile(
    r"(?:共有|现有|实有|保有|保有量|拥有|配备|购置|新增|配置|更新)[^，。；]{0,10}车(?:辆)?(?:保有量)?(?:为|共|共计|数)?$"
    r"|^车辆$|车(?:辆)?购置(?:数|量)(?:为)?$|保有量为?$|车辆?共$"
)
_BARE_VEHICLES = re.compile(r"(?:存量)?(?:公务用车|机动车辆?|公车)(?:数量?|共|共计|为)*$")
_LISTED = re.compile(r"其中|包括|分别")
_STOP = re.compile(r"[，。；、）]")
_CLAUSE = re.compile(r"[。；]")
_PART = re.compile(r"[，、。；：]")
_AREA_PART = re.compile(r"[，、。；：（）]")
_THRESHOLD = re.compile(r"(\d[\d,]*(?:\.\d+)?万元)(?:（含）|（不含）)?以上")
_RECEIVED = re.compile(r"[^，。；：（）、]*(?:接待|外宾)")
_FOREIGN = re.compile(r"外宾|国外|境外|国（境）外|外事")
_VERB = re.compile(r"(?:其中)?(?:拟|计划|已|新|现)?(?:购置|更新|新增|保有)")
_KIND = re.compile(r"执法|特种|机要|应急|领导|离退休|业务用|保障用|其他")
_VERBS = re.compile(r"^.*(?:共有|现有|实有|保有(?!量)|拥有|配备|购置(?!数|量)|新增|配置|更新)")
_OPENED = re.compile(r"^.*（(?=[^）]*$)")
_BRACKETED = re.compile(r"（[^（）]*）")
_REASONS = re.compile(r"(?:主要(?:原因)?(?:是|为|系)?|原因(?:是|为|系)|由于)[^。；]*")
_EVALUATED = re.compile(r"项目[^，。；\d]{0,10}(?:自评|跟踪|监控|绩效)")
_GRADE = re.compile(r"(?:优秀?|良好?|中|差|合格|一般|等[级次])(?:的|为)?$")
_AREA_LABEL = re.compile(
    r"^(?:其中|[^，。]{0,12}?(?:共有|现有|占有|使用|拥有|实有)|[另尚]有)|(?:约|为|共计?|总计|合计|达|有)+$"
)
_WHOLE_AREA = re.compile(r"(?:总)?(?:房屋|房产|建筑物?)?(?:总)?(?:建筑)?(?:总)?面积|房屋(?:建筑物?)?|房产")
_BY_WORD = ("equipment", "reception", "abroad", "meeting")
"""Counts whose words may stand anywhere in the clause, not only right before the number."""


def stance(before: str, carried: str | None) -> str | None:
    """``acquires``, ``holds`` or ``gives_up``: what the words before a count say is done with the things."""
    words = narrative_words().stance
    found = last_match(words, _CLAUSE.split(before)[-1]) or last_match(words, _REASONS.sub("", before))
    return found.lastgroup if found is not None else carried


def count_figure(
    sentence: str, number: Number, lead: str, performance: str | None, done: str | None
) -> tuple[str, str | None] | None:
    """(figure id, subject) of a count, None where it counts nothing that is checked; `done`: see `stance`."""
    after = sentence[number.stop : number.stop + 20]
    if number.unit == "个":
        if performance is None and _EVALUATED.match(after):
            evaluated = last_match(PERFORMANCE, _STOP.split(after)[0])
            performance = evaluated.lastgroup if evaluated is not None else None
        if performance is not None and _counts_projects(lead, after[:12]):
            kind = PERFORMANCE_IDS[performance]
            return f"{kind if kind != PERFORMANCE_IDS['whole'] else PERFORMANCE_IDS['goal']}_count", None
    if direction(lead) is not None:
        return None
    clause = _CLAUSE.split(sentence[: number.start])[-1]
    for entry in narrative_words().counts:
        if number.unit not in entry.units:
            continue
        near = clause if entry.figure_id.startswith(_BY_WORD) else _PART.split(clause)[-1]
        if entry.pattern.search(near) is None or not _fits(entry, near):
            continue
        return _detailed(entry.figure_id, near, sentence, number, done)
    return None


def _counts_projects(lead: str, after: str) -> bool:
    """Whether a count in a sentence on performance counts projects."""
    if after.startswith(("部门", "单位", "整体")) or _GRADE.search(lead):
        return False
    return "项目" in lead[-12:] or after.startswith("项目") or "绩效目标" in _STOP.split(after)[0]


def _fits(entry: CountWords, near: str) -> bool:
    """Whether vehicles are counted, not equipment other than vehicles (``设备（不含车辆）``)."""
    return entry.figure_id != "vehicle_count" or "设备" not in _BRACKETED.sub("", near)


def _detailed(
    figure_id: str, near: str, sentence: str, number: Number, done: str | None
) -> tuple[str, str | None] | None:
    if figure_id == "vehicle_count":
        return _vehicles(near, sentence[: number.start], done)
    if figure_id == "equipment_count":
        if ("车" in _PART.split(near)[-1] and "不含车" not in near) or done == "gives_up":
            return None
        threshold = last_match(_THRESHOLD, sentence[: number.start])
        bought = "equipment_purchase_count" if done == "acquires" else figure_id
        return bought, threshold[1] if threshold else None
    if figure_id == "building_area":
        return _area(_AREA_PART.split(sentence[: number.start])[-1])
    if figure_id.startswith(("reception", "abroad")):
        spoken_of = last_match(_RECEIVED, near)
        about = near[spoken_of.start() :] if spoken_of is not None else near
        return figure_id, "外宾" if _FOREIGN.search(about) and figure_id.startswith("reception") else None
    return figure_id, None


def _vehicles(near: str, before: str, done: str | None) -> tuple[str, str | None] | None:
    last = LEADING.sub("", _OPENED.sub("", _PART.split(near)[-1]))
    only_verb = "车" in near and _VERB.fullmatch(last) is not None
    if ("车" not in last and "保有" not in last and not only_verb) or done == "gives_up":
        return None
    figure_id = "vehicle_purchase_count" if done == "acquires" else "vehicle_count"
    kind = last if last.startswith(("其他", "其中")) else _VERBS.sub("", last)
    bare = _BARE_VEHICLES.fullmatch(kind) is not None and (kind != last or _LISTED.search(before) is None)
    if _KIND.search(kind) is None and (bare or only_verb or _ALL_VEHICLES.search(last)):
        return figure_id, None
    named = _VEHICLE_TYPE.search(re.sub(r"(?:为|共|共计|有)$", "", kind))
    return f"{figure_id}_by_type", named["type"].removeprefix("其中") if named else kind


def _area(label: str) -> tuple[str, str | None] | None:
    """The area of the buildings as a whole, or of what is named."""
    label = _AREA_LABEL.sub("", _AREA_LABEL.sub("", LEADING.sub("", label)))
    if not label:
        return None
    return ("building_area", None) if _WHOLE_AREA.fullmatch(label) else (AREA, label)
