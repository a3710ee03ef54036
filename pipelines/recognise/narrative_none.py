"""Statements of none: ``本部门无“三公”经费预算``, ``未安排政府性基金预算支出``."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pipelines.domain.statement import Figure
from pipelines.recognise.narrative_words import narrative_words

REACH = 45
"""characters after the word of denial within which further topics of the same list are looked for."""

_DENIES = re.compile("[无没未不零]")
_ONLY_STATED = frozenset(
    {"carryover_in", "three_public_abroad", "three_public_reception", "three_public_vehicle_purchase"}
)
"""Figures whose absence is often only a reason for a change (主要原因是无公务用车购置需求)."""


def _is_reason(sentence: str, start: int) -> bool:
    """Whether the words stand in the reasons given for something else."""
    begin = max(sentence.rfind(mark, 0, start) for mark in "；。")
    return narrative_words().reasons.search(sentence, begin + 1, start) is not None


def denied_of_it(sentence: str, figure_id: str | None, page: int) -> Figure | None:
    """What a heading named, where the whole sentence below it says that there is none of it."""
    words = narrative_words()
    if figure_id not in {known for known, _ in words.none_topics} or not words.none_of_it.fullmatch(sentence):
        return None
    return _figure(figure_id, sentence, sentence, page, 0, len(sentence.rstrip("。")))


def statements_of_none(sentence: str, page: int) -> Iterator[Figure]:
    """One figure of value 0 and unit ``stated_none`` for every topic that the sentence says not to exist."""
    if _DENIES.search(sentence) is None:
        return
    words = narrative_words()
    if words.none_unless.search(sentence):
        return
    seen: set[str] = set()
    for denial in words.none.finditer(sentence):
        position = denial.end()
        for figure_id, pattern in words.none_topics:
            topic = pattern.match(sentence, position)
            if topic is None or figure_id in seen:
                continue
            if figure_id in _ONLY_STATED and _is_reason(sentence, denial.start()):
                continue
            seen.add(figure_id)
            yield _figure(figure_id, topic[0], sentence, page, denial.start(), topic.end())
            yield from _listed(sentence, page, topic.end(), seen)
    yield from _denied_behind(sentence, page, seen)


def _denied_behind(sentence: str, page: int, seen: set[str]) -> Iterator[Figure]:
    """Topics whose denial follows: ``因公出国（境）费用预算为零``, ``公务用车购置无预算``."""
    words = narrative_words()
    if words.none_behind_hint.search(sentence) is None:
        return
    for figure_id, pattern in words.none_topics:
        for topic in pattern.finditer(sentence):
            denial = words.none_behind.match(sentence, topic.end())
            if denial is None or figure_id in seen:
                continue
            if figure_id in _ONLY_STATED and _is_reason(sentence, topic.start()):
                continue
            seen.add(figure_id)
            yield _figure(figure_id, topic[0], sentence, page, topic.start(), denial.end())


def _listed(sentence: str, page: int, start: int, seen: set[str]) -> Iterator[Figure]:
    """Further topics of the list: ``无政府性基金预算、国有资本经营预算支出``."""
    end = start
    while end < min(len(sentence), start + REACH) and sentence[end] not in "。；，0123456789":
        end += 1
    for figure_id, pattern in narrative_words().none_topics:
        topic = pattern.search(sentence, start, end)
        if topic is None or figure_id in seen or sentence[topic.start() - 1] not in "和与及、或":
            continue
        seen.add(figure_id)
        yield _figure(figure_id, topic[0], sentence, page, topic.start(), topic.end())


def _figure(figure_id: str, printed: str, sentence: str, page: int, start: int, end: int) -> Figure:
    return Figure(
        figure_id=figure_id,
        subject=printed,
        value_printed=sentence[start:end],
        value=Decimal(0),
        unit="stated_none",
        decimals_printed=0,
        sentence=sentence,
        page=page,
        char_start=start,
        char_end=end,
    )
