"""What the words of a sentence name: a topic or a subject of a classification, and whose money it is."""

import re
from dataclasses import dataclass

from pipelines.recognise.narrative_words import (
    Mention,
    Topic,
    last_mention,
    narrative_words,
    scope_of,
    scoped_id,
)

LABEL_LENGTH = 60
"""characters: a longer heading with no amount is a paragraph."""

_MONEY = re.compile(r"\d(?:万|亿)?元")
_NAMED_BY_WORDS = ("_by_subject", "_by_economic", "other_amount")
_TOTALS = frozenset({"total_income", "total_expenditure", "current_year_income", "current_year_expenditure"})
_SCOPE_ENDS = _TOTALS | {"procurement_total", "operating_cost", "three_public_total"}
"""Topics of the whole department: what is listed after them is not of one source of money."""

_SIDES = (
    ("total_income", "total_expenditure"),
    ("current_year_income", "current_year_expenditure"),
    ("fiscal_appropriation_income", "fiscal_appropriation_expenditure"),
    ("general_public_income", "general_public_budget_expenditure"),
    ("gov_fund_income", "gov_fund_expenditure"),
    ("state_capital_income", "state_capital_expenditure"),
)
_BARE_SIDE = re.compile(
    r"(?:^|[，；：。、）]|其中|年度?)(?P<side>收入|支出)(?:总?预算|决算)?(?:各|均|数|为)*$"
)
_OF_ONE_FUND = {
    "current_year_income": "{scope}_income",
    "current_year_expenditure": "{scope}_expenditure",
    "carryover_in": "carryover_in_part",
    "carryover_out": "carryover_out_part",
}
"""What these are in a passage on one of the funds that have tables of their own (政府性基金收支)."""
_ANNOUNCED = re.compile(r"[^，；：。]*支出[^，；：。]*(?:如下|情况|包括|用于)[^，；：。]*：")
"""``一般公共预算拨款支出情况如下：``: whose money the whole sentence is on."""
_SEGMENT_END = re.compile(r"[，；：。]")
_FUNDS = ("gov_fund", "state_capital")


@dataclass(slots=True)
class Spoken:
    """What an amount was about: its ids, and the printed words where the ids are by-subject."""

    ids: tuple[str, ...]
    subject: str | None = None

    def references(self) -> tuple[str | None, ...]:
        """How figures about this amount name it: by id, or by the printed subject."""
        if self.subject is not None and self.ids[0].endswith(_NAMED_BY_WORDS):
            return (self.subject,)
        return self.ids

    def both(self) -> "Spoken":
        """Its income and its expenditure (``收入总计…、支出总计…，各增加``)."""
        for pair in _SIDES:
            if any(figure_id in pair for figure_id in self.ids):
                return Spoken(pair, self.subject)
        return self

    def side(self, word: str) -> "Spoken | None":
        """Its income or expenditure (收入、支出), where it has both."""
        for pair in _SIDES:
            if any(figure_id in pair for figure_id in self.ids):
                wanted = pair[word == "支出"]
                return self if self.ids == (wanted,) else Spoken((wanted,), word)
        return None


def bare_side(text: str) -> str | None:
    """收入 or 支出, where a text ends with the bare word: that of what is being spoken of."""
    match = _BARE_SIDE.search(text)
    return match["side"] if match is not None else None


def joins(text: str, start: int) -> bool:
    """Whether only joining words follow: what was named before them is what comes after."""
    return narrative_words().connectors.fullmatch(text, start) is not None


class Names:
    """Names what texts speak of, and remembers from headings whose money it is."""

    def __init__(self) -> None:
        self.scope: str | None = None
        self._fund: str | None = None
        self._section_scope: str | None = None
        self._class_path: str | None = None

    def enter(self, text: str, level: int) -> None:
        """Begin a paragraph: headings set the scope of what follows."""
        if level <= 1:
            self._section_scope = None
            self._class_path = None
        if len(text) <= LABEL_LENGTH and not _MONEY.search(text):
            heading = narrative_words().class_heading.fullmatch(text)
            if heading is not None:
                self._class_path = heading["class"]
            if level <= 2:
                inherited = self._section_scope if level == 2 else None
                self._section_scope = (scope_of(text) if heading is None else None) or inherited
        self.scope = self._section_scope

    def begin(self, sentence: str) -> None:
        """Begin a sentence: it is on one fund where it begins with its name, or its section is."""
        self._fund = self._section_scope
        if "基金" in sentence or "国有资本" in sentence:
            named = scope_of(_SEGMENT_END.split(sentence, maxsplit=1)[0])
            self._fund = named if named in _FUNDS else self._section_scope
        announced = _ANNOUNCED.match(sentence) if "：" in sentence else None
        if announced is not None:
            self.scope = scope_of(announced[0]) or self.scope

    def named(self, text: str, *, direct: bool = False) -> Spoken | None:
        """The topic or subject named last in a text; `direct`: nothing but joining words may follow it."""
        words = narrative_words()
        if "（" in text:
            text = words.asides.sub("", text)
        mention = last_mention(text) if text else None
        if mention is None or (direct and not joins(text, mention.end)):
            return None
        if mention.axis == "economic":
            return Spoken((scoped_id("expenditure_by_economic", self.scope),), mention.printed)
        if mention.topic is None:
            return self._by_subject(mention.printed)
        topic = words.topics[mention.topic]
        if topic.plain and not self._stands_alone(text, mention):
            return Spoken(("other_amount",), text[-LABEL_LENGTH:]) if direct else None
        return self._topic(topic, mention, text)

    def _stands_alone(self, text: str, mention: Mention) -> bool:
        """Whether a name made of common words is not the end of a longer one (村干部｜人员经费)."""
        before = text[: mention.end - len(mention.printed)]
        return narrative_words().before_plain.search(before) is not None

    def _topic(self, topic: Topic, mention: Mention, text: str) -> Spoken:
        if self._fund in _FUNDS and topic.ids[0] in _OF_ONE_FUND:
            return Spoken((_OF_ONE_FUND[topic.ids[0]].format(scope=self._fund),), mention.printed)
        if topic.scope is not None:
            self.scope = self.scope if topic.ids[0].endswith("_income") else topic.scope
        elif _SCOPE_ENDS.intersection(topic.ids):
            self.scope = None
        ids = topic.ids
        if topic.scoped:
            ids = tuple(scoped_id(figure_id, self.scope) for figure_id in ids)
        return Spoken(ids, mention.printed)

    def _by_subject(self, printed: str) -> Spoken:
        if self._class_path and "（类）" not in printed and "（" in printed:
            printed = self._class_path + printed
        return Spoken((scoped_id("expenditure_by_subject", self.scope),), printed)
