"""What the reader of sentences keeps in mind, and the figures it has found."""

from decimal import Decimal

from pipelines.domain.statement import Figure
from pipelines.recognise.narrative_naming import Names, Spoken, bare_side
from pipelines.recognise.narrative_numbers import Number
from pipelines.recognise.narrative_words import narrative_words
from pipelines.recognise.prose import last_match


class Context:
    """The state between numbers.

    Attributes:
        label: what a heading or a sentence without numbers named; head: what the paragraph began with;
            last: what was spoken of last; first: what the sentence began with; total: its last total.
        base: what a change without 比… is measured against (see CHANGE_IDS), ``part`` among reasons.
        of_part: the sentence before was a list of parts: a comparison may be of the last or of the whole.
        outturn_of: what last year's execution was told of in this sentence.
        done: whether things counted are acquired, held or given up.
    """

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self.sentence = ""
        self.page = 0
        self.names = Names()
        self.label: Spoken | None = None
        self.head: Spoken | None = None
        self.last: Spoken | None = None
        self.brackets: list[Spoken | None] = []
        self.base = "yoy"
        self.performance: str | None = None
        self.told_performance = False
        self.compared_with = "yoy"
        self.purpose = False
        self.in_reasons = False
        self.total: Spoken | None = None
        self.first: Spoken | None = None
        self.done: str | None = None
        self.of_part = False
        self.outturn_of: Spoken | None = None

    def about(self) -> tuple[str | None, ...]:
        """How figures name what is being spoken of."""
        about = self.last or self.label or self.head
        return about.references() if about else (None,)

    def named_before_change(self, clause: str) -> Spoken | None:
        """What stands right before a word of change, a bare 收入 or 支出 being that of what is spoken of."""
        changed = last_match(narrative_words().change, clause)
        if changed is None or not changed.start():
            return None
        named = self.names.named(clause[: changed.start()], direct=True)
        if named is not None and named.ids[0] != "other_amount":
            return named
        side = bare_side(clause[: changed.start()])
        about = self.last or self.head
        return about.side(side) if side is not None and about is not None else None

    def relate(self, number: Number, figure_id: str, reference: str | None, value: Decimal) -> None:
        """Add a percentage; one of nothing that was named says nothing."""
        if reference is not None:
            self.add(number, figure_id, reference, value, "percent")

    def add(self, number: Number, figure_id: str, subject: str | None, value: Decimal, unit: str) -> None:
        """Add the figure of a printed number."""
        self.append(figure_id, subject, number.text, value, unit, number.decimals, number.start, number.end)

    def append(
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
        """Add a figure of the sentence."""
        self.figures.append(
            Figure(figure_id, subject, printed, value, unit, decimals, self.sentence, self.page, start, end)
        )
