"""The project that a form or a stretch of a list speaks of, gathered piece by piece."""

from dataclasses import dataclass, field
from decimal import Decimal

from pipelines.domain.page import Box
from pipelines.domain.statement import Indicator, Project
from pipelines.recognise.form_words import amount_id, is_annual_label, is_period_label

REPEATED = 12
"""characters of a goal that are printed again on purpose; fewer may come twice in one sentence."""


@dataclass(slots=True)
class FormAmount:
    """An amount of a project: its label, the column or box it stands in, and yuan."""

    label: str
    stack: float
    yuan: Decimal


@dataclass(slots=True)
class Draft:
    """What has been read of one project.

    Attributes:
        from_list: it is a row of a list, not a form of its own.
        group: drafts under one merged name cell share a number; the cell may print its name overleaf.
        may_be_unit: the column of names also holds the units that projects belong to.
    """

    page: int
    box: Box | None = None
    fields: dict[str, str] = field(default_factory=dict)
    amounts: list[FormAmount] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    from_list: bool = False
    group: int = 0
    may_be_unit: bool = False

    @property
    def has_goal(self) -> bool:
        """Whether a goal in words was read."""
        return bool(self.fields.keys() & {"annual_goal", "period_goal"})

    @property
    def is_blank(self) -> bool:
        """Whether nothing of substance was read."""
        return not (self.indicators or self.amounts or self.has_goal or "project_name" in self.fields)

    def add_text(self, name: str, text: str) -> None:
        """Take in a field; a goal in several cells or over pages is joined, nothing is taken twice.

        A goal that a page cut off may be printed again as a whole on the next one.
        """
        known = self.fields.get(name)
        if known is None or (name.endswith("_goal") and len(known) >= REPEATED and text.startswith(known)):
            self.fields[name] = text
        elif name.endswith("_goal") and text != known and not (len(text) >= REPEATED and text in known):
            self.fields[name] = known + text

    def add_amount(self, label: str, stack: float, yuan: Decimal) -> None:
        """Take in an amount; a form repeated on the next page counts once."""
        if not any(one.label == label and abs(one.stack - stack) < 3 for one in self.amounts):
            self.amounts.append(FormAmount(label, stack, yuan))

    def project(self, table_id: str, default_name: str | None, default_unit: str | None) -> Project:
        """The project as far as it was read."""
        annual, period, by_source = _amounts(self.amounts)
        fields = self.fields
        start, end = fields.get("start_date"), fields.get("end_date")
        if start is None and end is None and "period" in fields:
            start, end = _dates(fields["period"])
        name = fields.get("project_name", default_name)
        code = fields.get("project_code")
        return Project(
            table_id=table_id,
            project_name=name,
            unit_name=fields.get("unit_name") or default_unit,
            annual_amount_yuan=annual,
            period_amount_yuan=period,
            amounts=by_source,
            indicators=tuple(self.indicators),
            page=self.page,
            project_code=code or (code_in(name) if name else None),
            department_name=fields.get("department_name"),
            project_type=fields.get("project_type"),
            annual_goal=fields.get("annual_goal"),
            period_goal=fields.get("period_goal"),
            start_date=start,
            end_date=end,
            box=self.box,
        )


def code_in(name: str) -> str | None:
    """The code printed before a project's name (``11000021Y000000390843-…``)."""
    code = name.partition("-")[0]
    return code if len(code) >= 8 and code.isascii() and code.isalnum() else None


def _dates(period: str) -> tuple[str | None, str | None]:
    """Start and end of ``2023年1月至2023年12月``; a mere length (``3年``) has neither."""
    for mark in ("至", "到", "~", "～", "—", "--", "－"):
        first, found, last = period.partition(mark)
        if found and "20" in first:
            return first or None, last or None
    first, found, last = period.rpartition("-")
    if found and first.count("-") <= 2 and "20" in first and "20" in last:
        half = period.split("-")
        middle = len(half) // 2
        return "-".join(half[:middle]), "-".join(half[middle:])
    return None, None


def _amounts(amounts: list[FormAmount]) -> tuple[Decimal | None, Decimal | None, dict[str, Decimal]]:
    """The year's total, the whole period's total, and all amounts by printed label.

    Amounts that stand below each other share a horizon, which one of their labels names.
    """
    stacks: dict[float, list[FormAmount]] = {}
    for one in amounts:
        near = next((x for x in stacks if abs(x - one.stack) < 3), one.stack)
        stacks.setdefault(near, []).append(one)
    annual: Decimal | None = None
    period: Decimal | None = None
    by_source: dict[str, Decimal] = {}
    said_annual = any(is_annual_label(one.label) for one in amounts)
    for stack in stacks.values():
        words = "/".join(one.label for one in stack)
        said_period = is_period_label(words) and not is_annual_label(words)
        is_period = said_period and (said_annual or "实施期" in words)
        total = next((one.yuan for one in stack if amount_id(one.label) == "amount_total"), None)
        if is_period:
            period = period if period is not None else total
        elif annual is None and not _is_executed(words):
            annual = total
        for one in stack:
            label = one.label if one.label not in by_source else f"{stack[0].label}/{one.label}"
            by_source.setdefault(label, one.yuan)
    if annual is None and len(amounts) == 1:
        annual = amounts[0].yuan
    return annual, period, by_source


def _is_executed(words: str) -> bool:
    return amount_id(words) == "amount_executed" and "预算" not in words
