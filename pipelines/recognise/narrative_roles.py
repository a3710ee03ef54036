"""What part a number plays, from the words before it: this year's amount, last year's, a change, a share."""

import re

from pipelines.recognise.narrative_words import narrative_words
from pipelines.recognise.prose import last_match

SEGMENT = re.compile(r"[，；：。]")
OPENING = re.compile(r"^(?:其中[：，]?)?(?:与|比|较|同|相比)")
SENTENCE_PART = re.compile(r"[；。]")
PURPOSE = re.compile(r"用于(?!以下|如下|下列|：|[^，；。：]*（[类款项]）)[^；。：]*$")
YEAR_BASE = re.compile(r"上年|去年|20\d\d年|上一年|同期|同比")
COMPARING = re.compile(r"(?<!相)比|较|与|同|上年|去年|上一年")
COMPLETED = re.compile(r"完成|(?:占|为|达)[^，。；]{0,8}预算(?:数)?的|执行率")
SHARE = re.compile(r"占(?P<base>[^，。；：]{0,40}?)(?:的?(?:比例|比重)?(?:为|约)?|的)$")
PERFORMANCE = re.compile(
    r"(?P<self>自评)|(?P<tracking>跟踪|运行监控|绩效监控)"
    r"|(?P<whole>(?:整体支出|部门整体|单位整体)(?:[^，。；：\d]{0,12}绩效)?)|(?P<goal>绩效)"
)
PERFORMANCE_IDS = {
    "self": "self_evaluation",
    "tracking": "performance_tracking",
    "whole": "performance_department",
    "goal": "performance_project",
}
CHANGE_IDS = {"yoy": "yoy_change", "outturn": "yoy_change_outturn", "budget": "change_from_budget"}
PERCENT_IDS = {"yoy": "yoy_percent", "outturn": "yoy_percent_outturn", "budget": "change_from_budget_percent"}

_PRIOR = re.compile(
    r"(?:上年度?|去年|上一年度?|20\d\d年?度?)(?!结转|结余)(?:同期)?[^，。；：（）]{0,22}?"
    r"(?:预算数?|决算数?|执行数|年初数|支出|收入|经费|总额|合计|总计)(?:为|是|数)?$"
)
_SET_AGAINST = re.compile(
    r"(?:(?:比|较)[^，（）]{0,10}?|(?:与|和|同))(?:上年|去年|上一年|20\d\d年)[^，]*$|(?:上年|去年|上一年)(?!度?(?:结转|结余))"
)
_PRIOR_OF_YEAR = re.compile(
    r"(?:比|较|与|同)(?:上年度?|去年|上一年度?|20\d\d年度?)(?:同期)?(?:的|（)?$"
    r"|(?:^|[，（])(?:而)?(?:上年度?|去年|上一年度?)(?:同期)?(?:数)?(?:为|是)$"
)
_INITIAL = re.compile(
    r"(?:年初预算|全年预算|调整预算|年度预算|本年预算|预算)(?:数|安排)?(?:为|是)?$|完成(?:年初|全年|调整)?预算(?:数)?$"
)
_BESIDE_FINAL = re.compile(r"，(?:全年预算|调整预算|调整后预算)|，[^，。]{0,16}决算")
_OF_YEAR = re.compile(r"(20\d\d)年度?[^，。；]{0,20}?(?:预算|决算|执行)(?:数|安排)?(?:为|是)?$")
_YEAR_SAID = re.compile(r"(20\d\d)年度?[^，。；\d]{0,12}?(?:预算|决算|执行)")
_COMPARED_AFTER = re.compile(r"[\d,.]+(?:万|亿)?元，(?:比|较|同比)")
_OUTTURN = re.compile(r"执行数(?:为|是)?$")
_BUDGET_BASE = re.compile(r"(?:比|较|大于|小于|高于|低于|多于|少于|超过)(?:本年|当年|年初)?(?:年初)?预算数?")
_AGAINST_BUDGET = re.compile(r"(?:比|较|与)(?:本年|当年|年初|全年|调整)?预算数?(?:的|为)?$")
_SINCE_BEGINNING = re.compile(r"(?:比|较|与)年初(?:数)?(?:相比)?，?(?=[增减下上降])")
_DOUBLE = re.compile(r"(?P<word>[\u4e00-\u9fff]{2})（(?:增加|减少|增长|下降|降低|上升|持平)）$")
_AFTER_CHANGE = re.compile(r"(?:了|金额|额|幅度?|率|约|为|各|均|共计?|合计|达|数)*")
_FOLLOWED_BY_CHANGE = re.compile(r"(?:相比)?，?(?:增加|减少|增长|下降|压减|降低|上升)")
_REASON_SPLIT = re.compile(
    r"[，；。：]|[一二三四五]是|主要原因(?:是|为|系)?|原因(?:是|为|系)|主要(?:是|为|系)|由于"
)
_NAMES_NOTHING = re.compile(
    r"^(?:增减)?(?:变动)?相抵后?(?=[^，]*[比较与])"
    r"|(?:与|同|比|较|和|相比)?(?:上年度?|去年|上一年?度?|20\d\d年度?|同期|同口径|年初)(?:同期)?的?"
    r"(?:预算|决算|执行|完成|批复|实际|安排|公开|部门|单位|年初|调整|同期|财政拨款)*数?(?:相比|比较|相较|对比)?"
    r"|同比|环比|相比|相较|比较|对比|比|较|与|净|略|略有|有所|大幅|小幅|因此|从而|同时|并|即|也|将|预计|其中|收支|本[年部单]|"
    r"[各均共计]|总体|整体|变动|情况|左右|幅度?|金额|额|量|率|为|了|的|数"
)
_JOINERS = ("、", "和", "及", "与", "，")
_CHAINED = re.compile(r"[、和及与，](?=-?\d)|、(?:增加|减少|增长|下降|上升|降低)(?=\d)")
_JOINED = re.compile(r"[、和及与](?:增加|减少|增长|下降|上升|降低)")
"""Between numbers that are said of several things in turn (``分别减少0.2万元、0.5万元``)."""
LEADING = re.compile(
    r"^(?:其中|[、和及与）”]|（(?:\d+|[一二三四五六七八九十]+)）|\d{1,2}[.、．](?!\d)|[一二三四五六七八九十]{1,3}[、.．]|[一二三四五六]是|[①-⑳])+"
)
_TAIL = re.compile(r"[^，；。：]{0,100}$")
_DATED = re.compile(r"^（(?=[^）]*$)")
_CHANGED = re.compile(
    r"(?:年中|年内|当年|本年|相应|共|预计|拟|新)?(?:增加|减少|新增|压减|压缩|核减|调减|调增|追加|缩减|削减)(?:了)?(?=[\u3400-\u9fff“])"
)
_CHANGE_PREFIX = re.compile(r"(?:增加|减少|新增|压减|增长|下降|核减|缩减|压缩|削减|追加|调增|调减)(?:了)?$")


def direction(lead: str) -> int | None:
    """1 or -1 where the words just before the number say rise or fall, 0 for 变化, else None."""
    double = _DOUBLE.search(lead)
    if double is not None:
        lead = lead[: double.end("word")]
    found = last_match(narrative_words().change, lead)
    if found is None or _AFTER_CHANGE.fullmatch(lead, found.end()) is None:
        return None
    if found["vary"]:
        return 0
    return 1 if found["rise"] or found["more"] else -1


def comparison_base(lead: str) -> str:
    """What a change is measured against: last year (yoy), its execution (outturn) or this year's budget."""
    if "执行数" in lead:
        return "outturn"
    budget = last_match(_BUDGET_BASE, lead)
    if budget is not None and not YEAR_BASE.search(lead, budget.start()):
        return "budget"
    return "yoy"


def is_prior(lead: str) -> bool:
    """Whether an amount is last year's: it is being compared with, or said to be last year's."""
    if _PRIOR_OF_YEAR.search(lead) is not None:
        return True
    prior = _PRIOR.search(lead)
    if prior is None or speaks_of_change(prior[0]):
        return False
    return _SET_AGAINST.search(SEGMENT.split(lead)[-1]) is not None


def is_of_earlier_year(sentence: str, start: int, lead: str) -> bool:
    """Whether an amount is of the earlier of the years that a sentence sets side by side.

    ``2023年决算数18万元，2024年预算数0万元``; a year named after an amount without one is the earlier too
    (``预算数1万元，2023年预算数1.5万元，比上年减少``).
    """
    of_year = _OF_YEAR.search(lead)
    if of_year is None:
        return False
    year = of_year[1]
    years = _YEAR_SAID.findall(sentence)
    if len(set(years)) > 1:
        return bool(year < max(years))
    named_before = start > len(lead) and _OF_YEAR.fullmatch(lead[1:]) is not None
    return named_before and _COMPARED_AFTER.match(sentence, start) is not None


def is_prior_outturn(lead: str) -> bool:
    """``2022年当年预算执行数为…``: last year's execution; ``执行数为…`` beside a budget is this year's."""
    return _OUTTURN.search(lead) is not None and YEAR_BASE.search(SEGMENT.split(lead)[-1]) is not None


def against_budget(sentence: str, stop: int, lead: str) -> bool:
    """Whether an amount is the budget that what was spent is compared with (``比预算数100万元增加…``)."""
    return _AGAINST_BUDGET.search(lead) is not None and _FOLLOWED_BY_CHANGE.match(sentence, stop) is not None


def initial_budget_lead(sentence: str, stop: int, lead: str) -> str | None:
    """The words before ``年初预算为`` where the budget stands beside its 决算; None where it does not."""
    match = _INITIAL.search(lead)
    if match is None or (YEAR_BASE.search(SEGMENT.split(lead)[-1][-14:]) and "完成" not in match[0]):
        return None
    if match[0].startswith("完成"):
        return lead[: match.start()]
    following = sentence[stop : stop + 40]
    return lead[: match.start()] if _BESIDE_FINAL.match(following) else None


def reason_part(lead: str) -> str | None:
    """The part whose change is given as a reason: ``主要是项目支出减少`` → ``项目支出``.

    Where the last clause names nothing (``项目支出增加，较上年增加``), the one before it does.
    """
    for clause in reversed(_REASON_SPLIT.split(lead)):
        change = last_match(narrative_words().change, clause)
        part = clause[: change.start()] if change is not None else clause
        if change is None and part != lead and speaks_of_nothing(part):
            return None
        if not speaks_of_nothing(part):
            return LEADING.sub("", part) or None
    return None


def speaks_of_another(clause: str) -> bool:
    """Whether the words before a change name something that no entry knows (``信息化项目增加…``)."""
    if "）" in clause and "（" not in clause:
        clause = clause.rpartition("）")[2]
    clause = clause.removeprefix("（")
    rest = _NAMES_NOTHING.sub("", narrative_words().change.sub("", clause))
    return narrative_words().connectors.fullmatch(rest) is None


def speaks_of_nothing(text: str) -> bool:
    """Whether a text is only words of comparison (``较上年``)."""
    return not _NAMES_NOTHING.sub("", text)


def is_since_beginning(lead: str) -> bool:
    """Whether a change is one within the year (``较年初减少``), neither against last year nor a budget."""
    return _SINCE_BEGINNING.search(lead) is not None


def is_told_before(lead: str) -> bool:
    """Whether the clause before names what changed (``主要原因：项目支出增加，较上年增加``)."""
    told, _, clause = lead.rpartition("，")
    return direction(told) is not None and speaks_of_nothing(narrative_words().change.sub("", clause))


def follows_change(text: str, start: int) -> int | None:
    """The sign where a topic stands right after a word of change (``增加基本支出844.15万元``)."""
    match = _CHANGE_PREFIX.search(text[:start])
    return None if match is None else direction(match[0])


def tail(lead: str) -> str | None:
    """The last words before a number, for amounts that no entry names; a list's numbering is left out."""
    match = _TAIL.search(lead)
    return _DATED.sub("", LEADING.sub("", match[0])) or None if match else None


def changed_part(segment: str) -> tuple[str, int] | None:
    """What a reason says to have been added or cut, and its sign (``减少信息化建设项目100万元``)."""
    match = _CHANGED.match(LEADING.sub("", _REASON_SPLIT.split(segment)[-1]))
    if match is None:
        return None
    part = match.string[match.end() :]
    if speaks_of_change(part):
        return None
    return part, direction(match[0]) or 1


def speaks_of_change(text: str) -> bool:
    """Whether a text has a word of change in it."""
    return narrative_words().change.search(text) is not None


def reasons_in(lead: str) -> re.Match[str] | None:
    """The words that begin reasons, in the part of the sentence that the number stands in."""
    return last_match(narrative_words().reasons, SENTENCE_PART.split(lead)[-1])


def is_in_turn(sentence: str, stop: int, lead: str, *, in_turn: bool) -> bool:
    """Whether a number is one of several said of several things in turn: which is whose is not guessed."""
    if in_turn:
        return lead in _JOINERS or _JOINED.fullmatch(lead) is not None
    return "分别" in lead and _CHAINED.match(sentence, stop) is not None
