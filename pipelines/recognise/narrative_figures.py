"""The reader of sentences: a small state machine that remembers what is being spoken of.

A number is named by the words between it and the number before it; where they name nothing (``比上年增加``,
``年初预算为``) it belongs to what was named last, brackets and paragraphs keeping their own account.
"""

import re
from decimal import Decimal

from pipelines.recognise.narrative_context import Context
from pipelines.recognise.narrative_counts import AREA, count_figure, stance
from pipelines.recognise.narrative_naming import Spoken, bare_side
from pipelines.recognise.narrative_none import denied_of_it, statements_of_none
from pipelines.recognise.narrative_numbers import Number, numbers
from pipelines.recognise.narrative_percents import percent
from pipelines.recognise.narrative_roles import (
    CHANGE_IDS,
    COMPARING,
    OPENING,
    PERFORMANCE,
    PERFORMANCE_IDS,
    PURPOSE,
    SEGMENT,
    SENTENCE_PART,
    YEAR_BASE,
    against_budget,
    changed_part,
    comparison_base,
    direction,
    follows_change,
    initial_budget_lead,
    is_in_turn,
    is_of_earlier_year,
    is_prior,
    is_prior_outturn,
    is_since_beginning,
    is_told_before,
    reason_part,
    reasons_in,
    speaks_of_another,
    tail,
)
from pipelines.recognise.narrative_text import Block
from pipelines.recognise.narrative_words import narrative_words
from pipelines.recognise.prose import last_match

LISTED = (3, 4)
"""levels of headings that may go on with a list of reasons begun before them (``主要原因是（1）…（2）…``)."""

LABEL_LENGTH = 70
"""characters: a sentence that names what the next one counts is short."""

_UNDER_TARGETS = re.compile(r"涉及|资金|金额|安排")
_PARTS = re.compile(r"[，；]其中")
_AFTER_LIST = re.compile(r"其中[^。；]*、?[^。；]*），$|其中(?:[^。；，]*\d[^。；，]*，){3,}$")
"""A list of parts has ended: what follows may be of its last part or of the whole."""

_TOTALS = frozenset({"total_income", "total_expenditure", "current_year_income", "current_year_expenditure"})
_COMPARED_AS_A_WHOLE = frozenset({"total_income", "total_expenditure", "fiscal_appropriation_total"})
_NEVER_COMPARED = frozenset({"carryover_in", "current_year_budget"})
"""Parts after which 比上年 speaks of the whole again (``收入总计…，其中：…上年结转…，比上年增加``)."""

_SOURCES = frozenset({"general_public_income", "gov_fund_income", "state_capital_income"})
_RESUMES = re.compile(r"^；(?:与|比|较|同)")
"""After a list of parts: the whole is compared (``…，其中：…；比上年增加``)."""

_LISTS = re.compile(r"包括|其中|按[^，]{0,12}分类?")
_OF_LEVEL = re.compile(
    r"(?:、|和)?(?:其中)?(?:中央|省级?|市级?|县级?|区级?|州级?|自治区|上级|本级)(?:财政)?(?:资金|补助|配套|安排|财力)+"
)
"""A part by the level of government that pays it, no further amount of the same."""
_EACH = re.compile(r"[各均](?=增|减|下|上|压|提)")
_PERSONS = re.compile(r"数量|人数|编制|保有|批次|人次")

_ASSETS = {
    "vehicle_purchase_count": "vehicle_purchase_amount",
    "equipment_purchase_count": "equipment_purchase_amount",
    "vehicle_purchase_count_by_type": "vehicle_purchase_amount",
    "vehicle_count": "asset_value",
    "vehicle_count_by_type": "asset_value",
    "equipment_count": "asset_value",
    "building_area": "asset_value",
    AREA: "asset_value",
    "reception_batches": "three_public_reception",
    "reception_persons": "three_public_reception",
}


class Reader(Context):
    """Reads sentences in order and collects their figures."""

    def enter(self, block: Block) -> None:
        """Begin a paragraph: headings set the scope of what follows."""
        self.names.enter(block.text, block.level)
        self.in_reasons = self.in_reasons and block.level in LISTED
        self.done = None
        if block.level < 9:
            self.label = self.head = self.last = None

    def hear(self, sentence: str, page: int) -> None:
        """A sentence without numbers may name what the next one counts (``公务接待费。2026年预算数…``)."""
        denied = denied_of_it(sentence, self.label.ids[0] if self.label else None, page)
        if denied is not None:
            self.figures.append(denied)
            return
        if len(sentence) > LABEL_LENGTH or sentence.startswith(("主要", "用于", "反映")):
            return
        scope = self.names.scope
        named = self.names.named(sentence)
        self.names.scope = scope
        if named is not None:
            self.label = named

    def read(self, sentence: str, page: int) -> None:
        """Collect the figures of a sentence."""
        self.sentence, self.page = sentence, page
        self.brackets = []
        self.performance = None
        self.told_performance = False
        self.compared_with = "yoy"
        self.purpose = False
        self.total = self.first = self.outturn_of = None
        self.names.begin(sentence)
        head = self.head
        previous = 0
        in_turn = False
        unchanged = list(narrative_words().same.finditer(sentence)) if "年" in sentence else []
        for number in numbers(sentence):
            while unchanged and unchanged[0].end() <= number.start:
                self._unchanged(unchanged.pop(0), previous == 0)
            lead = sentence[previous : number.start]
            self._follow(lead)
            if "（" in lead:
                lead = narrative_words().asides.sub("", lead)
            if self.first is not None and _RESUMES.match(lead) and "其中" in sentence[:previous]:
                self.last = self.first
            in_turn = is_in_turn(sentence, number.stop, lead, in_turn=in_turn)
            if in_turn:
                previous = number.stop
                continue
            if number.kind == "threshold":
                continue
            if previous == 0 and OPENING.match(lead) and head is not None:
                self.last = None if self.of_part else head
                self.head = self.last
            spoken = self._figure(number, lead, previous == 0)
            if spoken is not None and self.first is None:
                self.first = spoken
                listed = self.head is not None and _LISTS.search(lead) is not None
                self.head = self.head if listed else spoken
                self.of_part = listed and lead.startswith("其中")
            previous = number.stop
        for match in unchanged:
            self._unchanged(match, previous == 0)
        if previous == 0:
            self.hear(sentence, page)
        if self.base == "part":
            self.in_reasons = True
        elif not sentence.endswith("。"):
            self.in_reasons = narrative_words().reasons.search(sentence, previous) is not None

    def _follow(self, lead: str) -> None:
        """Keep account of brackets and of talk about performance in the words before a number."""
        for character in lead:
            if character == "（":
                self.brackets.append(self.last)
            elif character == "）" and self.brackets:
                self.last = self.brackets.pop()
        if SENTENCE_PART.search(lead):
            self.purpose = False
        if PURPOSE.search(lead):
            self.purpose = True
        if "其中" in lead and self.told_performance:
            self.performance = self.last = None
        performance = last_match(PERFORMANCE, lead)
        if performance is not None:
            self.performance = performance.lastgroup

    def _figure(self, number: Number, lead: str, opening: bool) -> Spoken | None:
        """Add the figure of one number; returns what was spoken of where it is an amount of this year."""
        if number.kind in ("count", "area"):
            self._count(number, lead)
            return None
        sign = direction(lead)
        if number.kind == "percent":
            percent(self, number, lead, sign)
            return None
        if sign is not None:
            self._change(number, lead, sign)
            return None
        return self._amount(number, lead, opening)

    def _count(self, number: Number, lead: str) -> None:
        self.done = stance(self.sentence[: number.start], self.done)
        counted = count_figure(self.sentence, number, lead, self.performance, self.done)
        if counted is not None:
            unit = "square_metre" if number.kind == "area" else "count"
            self.add(number, counted[0], counted[1], number.value, unit)
            if counted[0] in _ASSETS and counted[1] != "外宾":
                self.last = Spoken((_ASSETS[counted[0]],), counted[1])
        elif number.unit in ("个", "名", "人"):
            self.last = None

    def _change(self, number: Number, lead: str, sign: int) -> None:
        value = number.change(sign)
        reason = reasons_in(lead)
        clause = SEGMENT.split(lead)[-1]
        named = self._same_side(self.names.named(clause)) or self.named_before_change(clause)
        if self._is_reason(lead, clause, named, reason is not None):
            self.add(number, "change_part", reason_part(lead), value, "yuan")
            self.base = "part"
            return
        if is_since_beginning(lead) or (named is None and speaks_of_another(clause)):
            self.add(number, "change_part", reason_part(lead), value, "yuan")
            self.base = "part"
            return
        if named is not None:
            self.last = named
        elif self.total is not None and self.last is not None and self.last.ids[0] in _NEVER_COMPARED:
            self.last = self.total
        elif self.last is not None and _EACH.search(clause):
            self.last = self.last.both()
        elif self._is_unknown() and COMPARING.search(lead) is None:
            self.add(number, "change_part", reason_part(lead), value, "yuan")
            return
        base = comparison_base(lead)
        self.base = self.compared_with if base == "yoy" and not COMPARING.search(lead) else base
        for reference in self.about():
            self.add(number, CHANGE_IDS[self.base], reference, value, "yuan")

    def _same_side(self, named: Spoken | None) -> Spoken | None:
        """A bare 收入 or 支出 after a change of the other side is of the same money."""
        if (
            named is None
            or named.subject not in ("收入", "支出")
            or self.first is not None
            or self.last is None
        ):
            return named
        return self.last.side(named.subject) or named

    def _is_unknown(self) -> bool:
        return self.last is not None and self.last.ids[0] == "other_amount"

    def _is_reason(self, lead: str, clause: str, named: Spoken | None, reason: bool) -> bool:
        """Whether a change is a reason for another: after 主要是, or in the list that goes on from there."""
        if reason:
            return YEAR_BASE.search(clause) is None or is_told_before(lead)
        if named is not None and "相抵" in clause:
            return False
        if self.in_reasons and COMPARING.search(lead) is None:
            return True
        if self.base != "part" or lead[:1] not in "，、；" or COMPARING.search(lead):
            return False
        return named is None or not clause.startswith(("收入", "支出"))

    def _amount(self, number: Number, lead: str, opening: bool) -> Spoken | None:
        if against_budget(self.sentence, number.stop, lead):
            for reference in self.about():
                self.add(number, "initial_budget", reference, number.value, "yuan")
            self.compared_with = "budget"
            return None
        before = initial_budget_lead(self.sentence, number.stop, lead)
        if before is not None:
            named = self.names.named(SEGMENT.split(before)[-1]) or self.names.named(before)
            self.last = named or (self.label if opening else None) or self.last or self.label
            for reference in self.about():
                self.add(number, "initial_budget", reference, number.value, "yuan")
            return None
        prior = "prior_outturn" if is_prior_outturn(lead) else None
        if prior is None and is_prior(lead):
            prior = "prior_year"
        elif prior is None and is_of_earlier_year(self.sentence, number.start, lead):
            prior = "prior_year"
            self.last = self.names.named(SEGMENT.split(lead)[-1]) or self.last
        if prior is not None:
            if opening:
                self.last = self.names.named(SEGMENT.split(lead)[-1]) or self.last
            self.compared_with = "outturn" if prior == "prior_outturn" else "yoy"
            self.outturn_of = self.last if prior == "prior_outturn" else None
            for reference in self.about():
                self.add(number, prior, reference, number.value, "yuan")
            return None
        spoken = self._spoken(number, lead, opening)
        if spoken is None:
            return None
        self.last = spoken
        if spoken.ids[0] in _COMPARED_AS_A_WHOLE:
            self.total = spoken
        self.in_reasons = False
        executed = self.outturn_of is not None and self.outturn_of.ids == spoken.ids
        self.compared_with = "outturn" if executed else "yoy"
        self.base = "yoy"
        for figure_id in spoken.ids:
            self.add(number, figure_id, spoken.subject, number.value, "yuan")
        return spoken

    def _spoken(self, number: Number, lead: str, opening: bool) -> Spoken | None:
        """What a plain amount is: the topic named last before it, else what is being spoken of."""
        if self.performance is not None and _UNDER_TARGETS.search(lead) and not _PARTS.search(lead):
            self.told_performance = True
            return Spoken((f"{PERFORMANCE_IDS[self.performance]}_amount",), tail(lead))
        if self.purpose:
            return Spoken(("other_amount",), tail(lead))
        connectors = narrative_words().connectors
        segments = SEGMENT.split(lead)
        for index in range(len(segments) - 1, -1, -1):
            segment = segments[index]
            named = self.names.named(segment, direct=True)
            if named is not None:
                sign = follows_change(segment, segment.rfind(named.subject or ""))
                if sign is not None:
                    self.add(number, "change_part", named.subject, number.change(sign), "yuan")
                    self.base = "part"
                    return None
                if named.ids[0].endswith(("_income", "_expenditure")) and self._is_involved(number):
                    return Spoken(("other_amount",), tail(lead))
                if self._is_part(named, segment):
                    paid = named.side("支出") if self._of_expenditure() else None
                    return paid or Spoken(("other_amount",), tail(lead))
                above = self.names.named(segments[index - 1]) if index and named.ids[0] in _TOTALS else None
                return above if above is not None and above.ids[0].endswith("_by_subject") else named
            if not connectors.fullmatch(segment):
                return self._unnamed(number, lead, segment)
        known = self.label if opening else (self.last or self.label)
        if known is None or (not opening and _OF_LEVEL.fullmatch(segments[-1])):
            return Spoken(("other_amount",), tail(lead))
        side = bare_side(lead)
        return (known.side(side) if side is not None else None) or known

    def _is_involved(self, number: Number) -> bool:
        """Whether an amount is only of what something involves (``涉及一般公共预算支出560万元``)."""
        return "涉及" in SENTENCE_PART.split(self.sentence[: number.start])[-1]

    def _of_expenditure(self) -> bool:
        return self.first is not None and self.first.ids in (
            ("total_expenditure",),
            ("current_year_expenditure",),
        )

    def _is_part(self, named: Spoken, segment: str) -> bool:
        """Whether a bare source of money (一般公共预算…万元) pays for what was named first, no income."""
        if named.ids[0] not in _SOURCES or "收入" in segment:
            return False
        if self.told_performance:
            return True
        return self.first is not None and not self.first.ids[0].endswith(
            ("_income", "_total", "_budget", "amount")
        )

    def _unnamed(self, number: Number, lead: str, segment: str) -> Spoken | None:
        """An amount that no entry names; among reasons, one that was added or cut."""
        among_reasons = self.base == "part" or self.in_reasons or self._after_reasons(number)
        changed = changed_part(segment) if among_reasons else None
        if changed is None:
            return Spoken(("other_amount",), tail(lead))
        self.add(number, "change_part", changed[0], number.change(changed[1]), "yuan")
        self.base = "part"
        return None

    def _after_reasons(self, number: Number) -> bool:
        return reasons_in(self.sentence[: number.start]) is not None

    def _unchanged(self, match: re.Match[str], opening: bool) -> None:
        """``与上年预算数相同``: a change of nothing, said in words."""
        before = self.sentence[: match.start()]
        if _AFTER_LIST.search(before) or _PERSONS.search(match[0]):
            return
        denied = [none.figure_id for none in statements_of_none(before, self.page)] if opening else []
        known = Spoken((denied[0],)) if denied else (self.head if opening else self.last) or self.label
        about = self.names.named(SEGMENT.split(before)[-1]) or known
        figure_id = CHANGE_IDS[comparison_base(match[0])]
        for reference in about.references() if about else ():
            self.append(
                figure_id, reference, match[0], Decimal(0), "stated_same", 0, match.start(), match.end()
            )
