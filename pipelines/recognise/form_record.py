"""What a performance form gives while it is read: amounts claimed, projects gathered."""

from dataclasses import dataclass, field

from pipelines.domain.money import MoneyUnit, parse_amount
from pipelines.domain.page import Cell
from pipelines.domain.statement import Fact, Project, RowRole, Side
from pipelines.recognise.form_projects import Draft
from pipelines.recognise.form_words import is_total_name
from pipelines.recognise.matrix import Part, Row
from pipelines.recognise.sheets import Sheet
from pipelines.recognise.titles import money_unit_in

GOALS = ("annual_goal", "period_goal")
_MONEY_IN_LABEL = ("（万元）", "(万元)", "（元）", "(元)", "（亿元）", "(亿元)")


@dataclass(slots=True)
class FormContent:
    """What a form gives; `assumed_unit`: some amount prints no unit of its own."""

    facts: list[Fact] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    assumed_unit: bool = False


class FormRecord:
    """Where reading stands (part, row) and what has been read so far.

    Attributes:
        rows: the rows of the part being read, header rows included.
        row_index: of the row being read, over the whole form, header rows not counted.
        draft: the project that is being read, None between two forms.
    """

    def __init__(self, sheet: Sheet, unit: MoneyUnit, table_id: str) -> None:
        self.sheet, self.unit, self.table_id = sheet, unit, table_id
        self.content = FormContent()
        self.drafts: list[Draft] = []
        self.draft: Draft | None = None
        self.part: Part = sheet.parts[0]
        self.rows: list[Row] = []
        self.row_index = 0
        self._claimed: set[tuple[int, int]] = set()

    def enter(self, part: Part, *, is_first: bool) -> None:
        """Go on with another page."""
        above = self.sheet.header if is_first else []
        self.part = part
        self.rows = [*above, *part.rows]
        self.row_index -= len(above)

    def current(self) -> Draft:
        """The project that is being read."""
        return self.draft if self.draft is not None else self.new_draft(from_list=False)

    def new_draft(self, *, from_list: bool, group: bool = False, may_be_unit: bool = False) -> Draft:
        """Begin another project; `group`: another name cell begins."""
        last = self.draft.group if self.draft is not None else 0
        draft = Draft(self.part.page, from_list=from_list, may_be_unit=may_be_unit)
        draft.group = len(self.drafts) + 1 if group else last
        self.drafts.append(draft)
        self.draft = draft
        return draft

    def unit_for(self, *labels: str) -> MoneyUnit:
        """The unit that one of the labels prints, else the table's."""
        for label in labels:
            if (unit := money_unit_in(label) or unit_in(label)) is not None:
                return unit
        self.content.assumed_unit = True
        return self.unit

    def is_claimed(self, column: int) -> bool:
        """Whether the number that starts in this column of the row has been taken."""
        return (self.row_index, column) in self._claimed

    def claim(
        self, cell: Cell, column: int, column_id: str, label: str, name: str | None, unit: MoneyUnit | None
    ) -> None:
        """Keep a printed number as a fact; without a unit it is no amount of money."""
        if not cell.lines:
            return
        amount = parse_amount(cell.text)
        self._claimed.add((self.row_index, column))
        self.content.facts.append(
            Fact(
                row_index=self.row_index,
                side=Side.WHOLE,
                row_role=RowRole.ITEM,
                level=0,
                subject_code=None,
                subject_code_full=None,
                subject_name=name or None,
                name_path=None,
                department_economic_code=None,
                department_economic_name=None,
                government_economic_code=None,
                government_economic_name=None,
                unit_name=None,
                column_index=column,
                column_id=column_id,
                column_label=label,
                amount_printed=cell.text,
                decimals_printed=amount.decimals if amount else 0,
                money_unit=unit.printed if unit else "",
                amount_yuan=amount.yuan(unit) if amount and unit else None,
                page=self.part.page,
                box=cell.ink,
            )
        )

    def finish(self) -> FormContent:
        """All projects; rows that only name a unit give it to the projects below them."""
        title = (self.sheet.title or "绩效目标表").removeprefix(self.sheet.table_number or "")
        unit = self.sheet.entity
        for draft in self.drafts:
            name = draft.fields.get("project_name")
            if draft.is_blank or is_total_name(name or draft.fields.get("unit_name", "")):
                continue
            if draft.may_be_unit and not draft.indicators and not draft.has_goal:
                unit = name
                continue
            default = None if draft.from_list and "unit_name" not in draft.fields else title
            self.content.projects.append(draft.project(self.table_id, default, unit))
        return self.content


def unit_in(label: str) -> MoneyUnit | None:
    """The unit of money that a label prints in brackets (``项目资金（万元）``)."""
    for word in _MONEY_IN_LABEL:
        if word in label:
            return MoneyUnit.from_printed(word[1:-1])
    return None
