"""The reader of sentences: a small state machine that remembers what is being spoken of.

A number is named by the words between it and the number before it; where they name nothing (``比上年增加``,
``年初预算为``) it belongs to what was named last, brackets and paragraphs keeping their own account.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from pipelines.domain.statement import Figure
from pipelines.recognise.narrative_counts import count_figure
from pipelines.recognise.narrative_numbers import Number, numbers
from pipelines.recognise.narrative_roles import (
    CHANGE_IDS,
    COMPARING,
    COMPLETED,
    OPENING,
    PERCENT_IDS,
    PERFORMANCE,
    PERFORMANCE_IDS,
    PURPOSE,
    SEGMENT,
    SENTENCE_PART,
    SHARE,
    YEAR_BASE,
    against_budget,
    comparison_base,
    direction,
    follows_change,
    initial_budget_lead,
    is_in_turn,
    is_prior,
    is_prior_outturn,
    reason_part,
    reasons_in,
    speaks_of_another,
    tail,
)
from pipelines.recognise.narrative_text import Block
from pipelines.recognise.narrative_words import last_mention, narrative_words, scope_of, scoped_id
from pipelines.recognise.prose import last_match

LISTED = (3, 4)
"""levels of headings that may go on with a list of reasons begun before them (``主要原因是（1）…（2）…``)."""

LABEL_LENGTH = 70
"""characters: a sentence that names what the next one counts is short."""

_MONEY = re.compile(r"\d(?:万|亿)?元")
_UNDER_TARGETS = re.compile(r"涉及|资金|金额|安排")
_PARTS = re.compile(r"[，；]其中")
_NAMED_BY_WORDS = ("_by_subject", "_by_economic", "other_amount")
_AFTER_LIST = re.compile(r"其中[^。；]*、?[^。；]*），$|其中(?:[^。；，]*\d[^。；，]*，){3,}$")
"""A list of parts has ended: what follows may be of its last part or of the whole."""

_TOTALS = frozenset({"total_income", "total_expenditure", "current_year_income", "current_year_expenditure"})
_SCOPE_ENDS = _TOTALS | {"procurement_total", "operating_cost", "three_public_total"}
"""Topics of the whole department: what is listed after them is not of one source of money."""

_COMPARED_AS_A_WHOLE = frozenset({"total_income", "total_expenditure", "fiscal_appropriation_total"})
_NEVER_COMPARED = frozenset({"carryover_in", "current_year_budget"})
"""Parts after which 比上年 speaks of the whole again (``收入总计…，其中：…上年结转…，比上年增加``)."""

_ASSETS = {
    "vehicle_purchase_count": "vehicle_purchase_amount",
    "equipment_purchase_count": "equipment_purchase_amount",
    "vehicle_count": "asset_value",
    "equipment_count": "asset_value",
    "building_area": "asset_value",
}


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


class Reader:
    """Reads sentences in order and collects their figures."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self._sentence = ""
        self._page = 0
        self._section_scope: str | None = None
        self._scope: str | None = None
        self._class_path: str | None = None
        self._label: Spoken | None = None
        self._head: Spoken | None = None
        self._last: Spoken | None = None
        self._brackets: list[Spoken | None] = []
        self._base = "yoy"
        self._performance: str | None = None
        self._told_performance = False
        self._compared_with = "yoy"
        self._purpose = False
        self._in_reasons = False
        self._total: Spoken | None = None
        self._compared_with = "yoy"

    def enter(self, block: Block) -> None:
        """Begin a paragraph: headings set the scope of what follows."""
        if block.level <= 1:
            self._section_scope = None
            self._class_path = None
        if len(block.text) <= 60 and not _MONEY.search(block.text):
            if block.level <= 2:
                inherited = self._section_scope if block.level == 2 else None
                self._section_scope = scope_of(block.text) or inherited
            heading = narrative_words().class_heading.fullmatch(block.text)
            if heading is not None:
                self._class_path = heading["class"]
        self._scope = self._section_scope
        self._in_reasons = self._in_reasons and block.level in LISTED
        if block.level < 9:
            self._label = None
            self._head = None

    def hear(self, sentence: str) -> None:
        """A sentence without numbers may name what the next one counts (``公务接待费。2026年预算数…``)."""
        if len(sentence) > LABEL_LENGTH or sentence.startswith(("主要", "用于", "反映")):
            return
        scope = self._scope
        named = self._named(sentence)
        self._scope = scope
        if named is not None:
            self._label = named

    def read(self, sentence: str, page: int) -> None:
        """Collect the figures of a sentence."""
        self._sentence, self._page = sentence, page
        self._brackets = []
        self._performance = None
        self._told_performance = False
        self._compared_with = "yoy"
        self._purpose = False
        self._total = None
        head = self._head
        first = True
        previous = 0
        in_turn = False
        unchanged = list(narrative_words().same.finditer(sentence)) if "年" in sentence else []
        for number in numbers(sentence):
            while unchanged and unchanged[0].end() <= number.start:
                self._unchanged(unchanged.pop(0), previous == 0)
            lead = sentence[previous : number.start]
            self._follow(lead)
            in_turn = is_in_turn(sentence, number.stop, lead, in_turn=in_turn)
            if in_turn:
                previous = number.stop
                continue
            if number.kind == "threshold":
                continue
            if previous == 0 and OPENING.match(lead) and head is not None:
                self._last = head
            spoken = self._figure(number, lead, previous == 0)
            if spoken is not None and first:
                self._head, first = spoken, False
            previous = number.stop
        for match in unchanged:
            self._unchanged(match, previous == 0)
        if previous == 0:
            self.hear(sentence)
        if self._base == "part":
            self._in_reasons = True
        elif not sentence.endswith("。"):
            self._in_reasons = narrative_words().reasons.search(sentence, previous) is not None

    def _follow(self, lead: str) -> None:
        """Keep account of brackets and of talk about performance in the words before a number."""
        for character in lead:
            if character == "（":
                self._brackets.append(self._last)
            elif character == "）" and self._brackets:
                self._last = self._brackets.pop()
        if SENTENCE_PART.search(lead):
            self._purpose = False
        if PURPOSE.search(lead):
            self._purpose = True
        if "其中" in lead and self._told_performance:
            self._performance = self._last = None
        performance = last_match(PERFORMANCE, lead)
        if performance is not None:
            self._performance = performance.lastgroup

    def _figure(self, number: Number, lead: str, opening: bool) -> Spoken | None:
        """Add the figure of one number; returns what was spoken of where it is an amount of this year."""
        if number.kind == "count":
            counted = count_figure(self._sentence, number, lead, self._performance)
            if counted is not None:
                self._add(number, counted[0], counted[1], number.value, "count")
                if counted[0] in _ASSETS:
                    self._last = Spoken((_ASSETS[counted[0]],), counted[1])
            elif number.unit in ("个", "名", "人"):
                self._last = None
            return None
        sign = direction(lead)
        if number.kind == "percent":
            self._percent(number, lead, sign)
            return None
        if sign is not None:
            self._change(number, lead, sign)
            return None
        return self._amount(number, lead, opening)

    def _change(self, number: Number, lead: str, sign: int) -> None:
        value = number.change(sign)
        reason = reasons_in(lead)
        clause = SEGMENT.split(lead)[-1]
        named = self._named(clause)
        if self._is_reason(lead, clause, named, reason is not None):
            self._add(number, "change_part", reason_part(lead), value, "yuan")
            self._base = "part"
            return
        if named is None and speaks_of_another(clause):
            self._add(number, "change_part", reason_part(lead), value, "yuan")
            self._base = "part"
            return
        if named is not None:
            self._last = named
        elif self._total is not None and self._last is not None and self._last.ids[0] in _NEVER_COMPARED:
            self._last = self._total
        base = comparison_base(lead)
        self._base = self._compared_with if base == "yoy" and not COMPARING.search(lead) else base
        for reference in self._about():
            self._add(number, CHANGE_IDS[self._base], reference, value, "yuan")

    def _is_reason(self, lead: str, clause: str, named: Spoken | None, reason: bool) -> bool:
        """Whether a change is a reason for another: after 主要是, or in the list that goes on from there."""
        if reason:
            return YEAR_BASE.search(clause) is None
        if named is not None and "相抵" in clause:
            return False
        if self._in_reasons and COMPARING.search(lead) is None:
            return True
        if self._base != "part" or lead[:1] not in "，、；" or COMPARING.search(lead):
            return False
        return named is None or not clause.startswith(("收入", "支出"))

    def _about(self) -> tuple[str | None, ...]:
        about = self._last or self._label or self._head
        return about.references() if about else (None,)

    def _percent(self, number: Number, lead: str, sign: int | None) -> None:
        share = SHARE.search(lead)
        if share is not None:
            base = share["base"].strip("的“”")
            if base.startswith("比"):
                return
            about = self._share_of(SEGMENT.split(lead[: share.start()])[-1])
            for reference in about:
                subject = f"{reference} / {base}" if reference and base else reference
                self._add(number, "share_of_total", subject, number.value, "percent")
        elif COMPLETED.search(lead):
            for reference in self._about():
                self._add(number, "completion_percent", reference, number.value, "percent")
        elif sign is not None and len(lead) <= 40 and reasons_in(lead) is None:
            named = self._named(SEGMENT.split(lead)[-1])
            self._last = named or self._last
            base = comparison_base(lead) if COMPARING.search(lead) else self._base
            if base == "part":
                return
            for reference in named.references() if named is not None else self._about():
                self._add(number, PERCENT_IDS[base], reference, number.change(sign), "percent")

    def _share_of(self, clause: str) -> tuple[str | None, ...]:
        """What a share is of: what its own clause names, else what is being spoken of."""
        if narrative_words().connectors.fullmatch(clause):
            return self._about()
        named = self._named(clause)
        return named.references() if named is not None else (tail(clause),)

    def _amount(self, number: Number, lead: str, opening: bool) -> Spoken | None:
        if against_budget(self._sentence, number.stop, lead):
            for reference in self._about():
                self._add(number, "initial_budget", reference, number.value, "yuan")
            self._compared_with = "budget"
            return None
        before = initial_budget_lead(self._sentence, number.stop, lead)
        if before is not None:
            named = self._named(SEGMENT.split(before)[-1]) or self._named(before)
            self._last = named or (self._label if opening else None) or self._last or self._label
            for reference in self._about():
                self._add(number, "initial_budget", reference, number.value, "yuan")
            return None
        prior = "prior_outturn" if is_prior_outturn(lead) else None
        if prior is None and is_prior(self._sentence, number.stop, lead):
            prior = "prior_year"
        if prior is not None:
            for reference in self._about():
                self._add(number, prior, reference, number.value, "yuan")
            return None
        spoken = self._spoken(number, lead, opening)
        if spoken is None:
            return None
        self._last = spoken
        if spoken.ids[0] in _COMPARED_AS_A_WHOLE:
            self._total = spoken
        self._in_reasons = False
        self._base = "yoy"
        for figure_id in spoken.ids:
            self._add(number, figure_id, spoken.subject, number.value, "yuan")
        return spoken

    def _spoken(self, number: Number, lead: str, opening: bool) -> Spoken | None:
        """What a plain amount is: the topic named last before it, else what is being spoken of."""
        if self._performance is not None and _UNDER_TARGETS.search(lead) and not _PARTS.search(lead):
            self._told_performance = True
            return Spoken((f"{PERFORMANCE_IDS[self._performance]}_amount",), tail(lead))
        if self._purpose:
            return Spoken(("other_amount",), tail(lead))
        connectors = narrative_words().connectors
        segments = SEGMENT.split(lead)
        for index in range(len(segments) - 1, -1, -1):
            segment = segments[index]
            named = self._named(segment, direct=True)
            if named is not None:
                sign = follows_change(segment, segment.rfind(named.subject or ""))
                if sign is not None:
                    self._add(number, "change_part", named.subject, number.change(sign), "yuan")
                    self._base = "part"
                    return None
                above = self._named(segments[index - 1]) if index and named.ids[0] in _TOTALS else None
                return above if above is not None and above.ids[0].endswith("_by_subject") else named
            if not connectors.fullmatch(segment):
                return Spoken(("other_amount",), tail(lead))
        known = self._label if opening else (self._last or self._label)
        return known if known is not None else Spoken(("other_amount",), tail(lead))

    def _named(self, text: str, *, direct: bool = False) -> Spoken | None:
        """The topic or subject named last in a text; `direct`: nothing but joining words may follow it."""
        mention = last_mention(text) if text else None
        if mention is None or (direct and not _joins(text, mention.end)):
            return None
        if mention.axis == "economic":
            return Spoken((scoped_id("expenditure_by_economic", self._scope),), mention.printed)
        if mention.topic is None:
            return self._by_subject(mention.printed)
        topic = narrative_words().topics[mention.topic]
        if topic.scope is not None:
            self._scope = self._scope if topic.ids[0].endswith("_income") else topic.scope
        elif _SCOPE_ENDS.intersection(topic.ids):
            self._scope = None
        ids = topic.ids
        if topic.scoped:
            ids = tuple(scoped_id(figure_id, self._scope) for figure_id in ids)
        return Spoken(ids, mention.printed)

    def _by_subject(self, printed: str) -> Spoken:
        if self._class_path and "（类）" not in printed and "（" in printed:
            printed = self._class_path + printed
        return Spoken((scoped_id("expenditure_by_subject", self._scope),), printed)

    def _unchanged(self, match: re.Match[str], opening: bool) -> None:
        """``与上年预算数相同``: a change of nothing, said in words."""
        if _AFTER_LIST.search(self._sentence[: match.start()]):
            return
        clause = SEGMENT.split(self._sentence[: match.start()])[-1]
        about = self._named(clause) or (self._head if opening else self._last) or self._label
        figure_id = CHANGE_IDS[comparison_base(match[0])]
        for reference in about.references() if about else ():
            self._append(
                figure_id, reference, match[0], Decimal(0), "stated_same", 0, match.start(), match.end()
            )

    def _add(self, number: Number, figure_id: str, subject: str | None, value: Decimal, unit: str) -> None:
        self._append(figure_id, subject, number.text, value, unit, number.decimals, number.start, number.end)

    def _append(
        self,
        figure_id: str,
        subject: str | None,
        printed: str,
        value: Decimal,
        unit: str,
        decimals: int,
        start: int,
        end: int,
    ) -> None:
        self.figures.append(
            Figure(figure_id, subject, printed, value, unit, decimals, self._sentence, self._page, start, end)
        )


def _joins(text: str, start: int) -> bool:
    """Whether only joining words follow: what was named before them is what comes after."""
    return narrative_words().connectors.fullmatch(text, start) is not None
