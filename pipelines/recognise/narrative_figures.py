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
from pipelines.recognise.narrative_text import Block
from pipelines.recognise.narrative_words import narrative_words, scoped_id

_SEGMENT = re.compile(r"[，；：。]")
_OPENING = re.compile(r"^(?:其中[：，]?)?(?:与|比|较|同|相比)")
_CHANGE_GAP = 6
_PRIOR = re.compile(
    r"(?:(?:比|较|与|和|同)?(?:上年度?|去年|上一年度?|20\d\d年度?)(?:同期)?[^，。；：（）]{0,22}?"
    r"(?:预算数?|决算数?|执行数|年初数|支出|收入|经费)(?:为|是|数)?|（?(?:去年|上年)预算数为)$"
)
_COMPARING = re.compile(r"比|较|与|同|上年|去年|上一年")
_INITIAL = re.compile(
    r"(?:年初预算|全年预算|调整预算|年度预算|本年预算)(?:数|安排)?(?:为|是)?$|完成(?:年初)?预算$"
)
_COMPLETED = re.compile(r"完成|(?:占|为|达)[^，。；]{0,8}预算(?:数)?的")
_BUDGET_BASE = re.compile(r"(?:比|较)(?:本年|当年|年初)?(?:年初)?预算数?")
_YEAR_BASE = re.compile(r"上年|去年|20\d\d年|上一年|同期|同比")
_OUTTURN_BASE = re.compile(r"执行数")
_SHARE = re.compile(r"占(?P<base>[^，。；：]{0,40}?)(?:的?(?:比例|比重)?(?:为|约)?|的)$")
_PERFORMANCE = re.compile(
    r"(?P<self>自评)|(?P<tracking>跟踪|运行监控|绩效监控)|(?P<whole>整体支出|部门整体|单位整体)|(?P<goal>绩效)"
)
_NAMED_REASON = re.compile(r"[，；。：]|一是|二是|三是|四是|五是|原因是|主要是|由于")
_TAIL = re.compile(r"[^，；。：、]{0,30}$")


@dataclass(slots=True)
class Spoken:
    """What an amount was about: its ids, and the printed words where the ids are by-subject."""

    ids: tuple[str, ...]
    subject: str | None = None

    def references(self) -> tuple[str, ...]:
        """How figures about this amount name it: by id, or by the printed subject."""
        if self.subject is not None and self.ids[0].endswith(("_by_subject", "_by_economic", "other_amount")):
            return (self.subject,)
        return self.ids


class Reader:
    """Reads sentences in order and collects their figures."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self._section_scope: str | None = None
        self._scope: str | None = None
        self._class_path: str | None = None
        self._label: Spoken | None = None
        self._head: Spoken | None = None
        self._last: Spoken | None = None
        self._brackets: list[Spoken | None] = []
        self._base = "yoy"
        self._performance: str | None = None

    def enter(self, block: Block) -> None:
        """Begin a paragraph: headings set the scope of what follows."""
        words = narrative_words()
        if block.level <= 1:
            self._section_scope = None
            self._class_path = None
        if len(block.text) <= 60 and not re.search(r"\d\.?\d*(?:万|亿)?元", block.text):
            if block.level <= 2:
                self._section_scope = self._scope_of(block.text) or (
                    self._section_scope if block.level == 2 else None
                )
            heading = words.class_heading.fullmatch(block.text)
            if heading is not None:
                self._class_path = heading["class"]
        self._scope = self._section_scope
        if block.level < 9:
            self._label = None
            self._head = None

    @staticmethod
    def _scope_of(text: str) -> str | None:
        for scope, pattern in narrative_words().scopes:
            if pattern.search(text):
                return scope
        return None

    def hear(self, sentence: str) -> None:
        """A sentence without numbers: it may name what the next one counts (``公务接待费。2026年预算数…``)."""
        named = self._named(sentence[:60])
        if named is not None:
            self._label = named

    def read(self, sentence: str, page: int) -> None:
        """Collect the figures of a sentence."""
        previous = 0
        first_level = True
        self._brackets = []
        self._performance = None
        opening_head = self._head
        unchanged = (
            list(narrative_words().same.finditer(sentence)) if "上" in sentence or "20" in sentence else []
        )
        for number in numbers(sentence):
            while unchanged and unchanged[0].end() <= number.start:
                self._unchanged(sentence, page, unchanged.pop(0), previous == 0)
            lead = sentence[previous : number.start]
            self._follow_brackets(lead)
            performance = None
            for performance in _PERFORMANCE.finditer(lead):
                pass
            if performance is not None:
                self._performance = performance.lastgroup
            if number.kind == "threshold":
                continue
            if previous == 0 and _OPENING.match(lead) and opening_head is not None:
                self._last = opening_head
            spoken = self._figure(sentence, page, number, lead, previous == 0)
            if spoken is not None and first_level:
                self._head, first_level = spoken, False
            previous = number.stop
        for match in unchanged:
            self._unchanged(sentence, page, match, previous == 0)
        if previous == 0:
            self.hear(sentence)

    def _follow_brackets(self, lead: str) -> None:
        for character in lead:
            if character == "（":
                self._brackets.append(self._last)
            elif character == "）" and self._brackets:
                self._last = self._brackets.pop()

    def _figure(self, sentence: str, page: int, number: Number, lead: str, opening: bool) -> Spoken | None:
        """Add the figure of one number; returns what was spoken of where it is an amount of this year."""
        if number.kind == "count":
            counted = count_figure(sentence, number, lead, self._performance)
            if counted is not None:
                self._add(sentence, page, number, counted[0], counted[1], number.value, "count")
            return None
        change = self._direction(lead)
        if number.kind == "percent":
            self._percent(sentence, page, number, lead, change)
            return None
        if change is not None:
            self._change(sentence, page, number, lead, change)
            return None
        return self._amount(sentence, page, number, lead, opening)

    def _direction(self, lead: str) -> int | None:
        """1 or -1 where the words just before the number say rise or fall, 0 for 变化, else None."""
        found = None
        for found in narrative_words().change.finditer(lead):
            pass
        if found is None:
            return None
        rest = lead[found.end() :]
        rest = re.sub(r"^（[^（）]{1,6}）", "", rest)
        if not re.fullmatch(r"(?:了|额|幅度?|率|约|为|各|均|共计?|合计|达|数)*", rest):
            return None
        if found["vary"]:
            return 0
        double = re.search(r"(?:下降|减少|降低)（(?:增长|增加|上升)）$", lead)
        if double is not None:
            return -1
        return 1 if found["rise"] or found["more"] else -1

    def _change(self, sentence: str, page: int, number: Number, lead: str, sign: int) -> None:
        words = narrative_words()
        value = number.value * (sign or 1)
        reason = None
        for reason in words.reasons.finditer(lead):
            pass
        clause = _SEGMENT.split(lead)[-1]
        if reason is not None and not _YEAR_BASE.search(clause):
            self._add(sentence, page, number, "change_part", self._part(lead), value, "yuan")
            self._base = "part"
            return
        if reason is None and self._base == "part" and not _COMPARING.search(lead) and lead[:1] in "，、；":
            if self._named(clause) is None or not clause.startswith(("收入", "支出")):
                self._add(sentence, page, number, "change_part", self._part(lead), value, "yuan")
                return
        named = self._named(clause)
        if named is not None:
            self._last = named
        about = self._last or self._label or self._head
        if _OUTTURN_BASE.search(lead):
            self._base = "outturn"
        elif _BUDGET_BASE.search(lead) and not _YEAR_BASE.search(lead):
            self._base = "budget"
        else:
            self._base = "yoy"
        figure_id = {"yoy": "yoy_change", "outturn": "yoy_change_outturn", "budget": "change_from_budget"}[
            self._base
        ]
        for reference in about.references() if about else (None,):
            self._add(sentence, page, number, figure_id, reference, value, "yuan")

    @staticmethod
    def _part(lead: str) -> str | None:
        """The part whose change is given as a reason: ``主要是项目支出减少`` → ``项目支出``."""
        clause = _NAMED_REASON.split(lead)[-1]
        change = None
        for change in narrative_words().change.finditer(clause):
            pass
        part = clause[: change.start()] if change is not None else clause
        return part.strip("、和及其中") or None

    def _percent(self, sentence: str, page: int, number: Number, lead: str, sign: int | None) -> None:
        share = _SHARE.search(lead)
        about = self._last or self._label
        references = about.references() if about else (None,)
        if share is not None:
            base = share["base"].strip("的“”")
            for reference in references:
                subject = f"{reference} / {base}" if reference and base else reference
                self._add(sentence, page, number, "share_of_total", subject, number.value, "percent")
        elif _COMPLETED.search(lead):
            for reference in references:
                self._add(sentence, page, number, "completion_percent", reference, number.value, "percent")
        elif sign is not None and len(lead) <= 40 and self._base != "part":
            ids = {
                "yoy": "yoy_percent",
                "outturn": "yoy_percent_outturn",
                "budget": "change_from_budget_percent",
            }
            named = self._named(_SEGMENT.split(lead)[-1])
            if named is not None:
                references = named.references()
            for reference in references:
                self._add(
                    sentence, page, number, ids[self._base], reference, number.value * (sign or 1), "percent"
                )

    def _amount(self, sentence: str, page: int, number: Number, lead: str, opening: bool) -> Spoken | None:
        initial = (
            _INITIAL.search(lead) is not None
            and "上年" not in lead
            and "支出决算" in sentence[number.stop - 1 :] + lead
        )
        if initial or lead.endswith("完成预算"):
            about = (
                self._named(lead[: _INITIAL.search(lead).start()] if initial else lead)
                or self._label
                or self._last
            )  # type: ignore[union-attr]
            if lead.endswith("完成预算"):
                about = self._last or about
            self._last = about
            for reference in about.references() if about else (None,):
                self._add(sentence, page, number, "initial_budget", reference, number.value, "yuan")
            return None
        if _PRIOR.search(lead) and self._is_prior(sentence, number, lead):
            about = self._last or self._label or self._head
            for reference in about.references() if about else (None,):
                self._add(sentence, page, number, "prior_year", reference, number.value, "yuan")
            return None
        spoken = self._spoken(lead, opening)
        self._last = spoken
        self._base = "yoy"
        for figure_id in spoken.ids:
            self._add(sentence, page, number, figure_id, spoken.subject, number.value, "yuan")
        return spoken

    @staticmethod
    def _is_prior(sentence: str, number: Number, lead: str) -> bool:
        """Whether the amount is last year's: it is being compared with, or said to be last year's."""
        clause = _SEGMENT.split(lead)[-1]
        if re.search(r"(?:比|较|与)[^，]*$", clause) or re.search(r"上年|去年|上一年", clause):
            return True
        return re.match(
            r"(?:相比|，?增加|，?减少|，?增长|，?下降)", sentence[number.stop :]
        ) is not None and bool(_COMPARING.search(clause))

    def _spoken(self, lead: str, opening: bool) -> Spoken:
        """What a plain amount is: the last topic named in the words before it, else what is being spoken of."""
        if self._performance is not None and re.search(r"涉及|资金|金额|安排", lead):
            figure_id = {
                "self": "self_evaluation_amount",
                "tracking": "performance_tracking_amount",
                "whole": "performance_department_amount",
            }.get(self._performance, "performance_project_amount")
            if not re.search(r"[，；]其中", lead):
                return Spoken((figure_id,), _tail(lead))
        connectors = narrative_words().connectors
        for segment in reversed(_SEGMENT.split(lead)):
            named = self._named(segment, direct=True)
            if named is not None:
                return named
            if not connectors.fullmatch(segment):
                return Spoken(("other_amount",), _tail(lead))
        if opening and self._label is not None:
            return self._label
        known = self._label or (self._last if not opening else None)
        return known if known is not None else Spoken(("other_amount",), _tail(lead))

    def _named(self, text: str, *, direct: bool = False) -> Spoken | None:
        """The topic or subject named last in a text; `direct`: nothing but joining words may follow it."""
        words = narrative_words()
        found: re.Match[str] | None = None
        for found in words.topic.finditer(text):
            pass
        subject: re.Match[str] | None = None
        for subject in words.subject.finditer(text):
            pass
        if subject is not None and (
            found is None or subject.end() >= found.start() + 1 and subject.end() + 2 >= found.end()
        ):
            if not direct or words.connectors.fullmatch(text, subject.end()):
                return self._by_subject(subject)
        if found is not None and (not direct or words.connectors.fullmatch(text, found.end())):
            return self._topic(found)
        economic: re.Match[str] | None = None
        for economic in words.economic.finditer(text):
            pass
        if economic is not None and (not direct or words.connectors.fullmatch(text, economic.end())):
            return Spoken((scoped_id("expenditure_by_economic", self._scope),), economic["named"])
        return None

    def _topic(self, found: re.Match[str]) -> Spoken:
        topic = narrative_words().topics[int((found.lastgroup or "t0")[1:])]
        if topic.scope is not None:
            self._scope = topic.scope
        ids = topic.ids
        if topic.scoped:
            ids = tuple(scoped_id(figure_id, self._scope) for figure_id in ids)
        return Spoken(ids, found[0])

    def _by_subject(self, found: re.Match[str]) -> Spoken:
        printed = found["quoted"] or found["path"] or found["named"]
        if self._class_path and "（类）" not in printed and "（" in printed:
            printed = self._class_path + printed
        return Spoken((scoped_id("expenditure_by_subject", self._scope),), printed)

    def _unchanged(self, sentence: str, page: int, match: re.Match[str], opening: bool) -> None:
        """``与上年预算数相同``: a change of nothing, said in words."""
        clause = _SEGMENT.split(sentence[: match.start()])[-1]
        about = self._named(clause) or (self._head if opening else self._last) or self._label
        for reference in about.references() if about else ():
            self.figures.append(
                Figure(
                    "yoy_change", reference, match[0], Decimal(0), "stated_same", 0, sentence, page,
                    match.start(), match.end(),
                )
            )  # fmt: skip

    def _add(
        self,
        sentence: str,
        page: int,
        number: Number,
        figure_id: str,
        subject: str | None,
        value: Decimal,
        unit: str,
    ) -> None:
        self.figures.append(
            Figure(
                figure_id, subject, number.text, value, unit, number.decimals, sentence, page,
                number.start, number.end,
            )
        )  # fmt: skip


def _tail(lead: str) -> str | None:
    match = _TAIL.search(lead)
    return (match[0] or None) if match else None
