"""The recognised content of a disclosure: tables, facts with provenance, figures, projects."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from pipelines.domain.page import Box


class RowRole(StrEnum):
    """What a row is to its neighbours: adding items and totals together counts twice."""

    ITEM = "item"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    MEMO = "memo"


class Side(StrEnum):
    """Which part of a side-by-side table (收入 | 支出) a fact stands in."""

    WHOLE = "whole"
    LEFT = "left"
    RIGHT = "right"
    RIGHT2 = "right2"
    RIGHT3 = "right3"


@dataclass(frozen=True, slots=True)
class Fact:
    """One printed amount of a table, with everything needed to find it again on the page.

    Attributes:
        row_index: 0-based over the whole table, header rows not counted.
        level: depth in the subject tree from code or indentation, 1-based; 0 for totals or where unknown.
        subject_code: printed digits joined, None where none is printed.
        subject_code_full: the same with the digits restored that the print left out: the parent's columns,
            lost leading zeros (``301|2`` → 30102).
        subject_name: printed row label without white space.
        name_path: the labels of the rows above it in the tree, joined by ``/``, itself last.
        unit_name: the unit a row belongs to, in tables listing several.
        column_id: canonical column; column_label: the header path as printed, joined by ``/``.
        amount_printed: as printed; ``-`` is kept and has no amount.
        amount_yuan: exact, None for a dash.
    """

    row_index: int
    side: Side
    row_role: RowRole
    level: int
    subject_code: str | None
    subject_code_full: str | None
    subject_name: str | None
    name_path: str | None
    department_economic_code: str | None
    department_economic_name: str | None
    government_economic_code: str | None
    government_economic_name: str | None
    unit_name: str | None
    column_index: int
    column_id: str
    column_label: str
    amount_printed: str
    decimals_printed: int
    money_unit: str
    amount_yuan: Decimal | None
    page: int
    box: Box


@dataclass(slots=True)
class Table:
    """A logical table: all its pages joined.

    Attributes:
        table_id: unique in the document, in reading order, e.g. ``t03``.
        kind: canonical kind, ``other`` where the title is unknown.
        title: as printed; table_number: e.g. ``预算01表``.
        money_unit: as printed, e.g. ``万元``; None where the table holds no money.
        empty_statement: the printed note that the table holds no data, None where there is none.
        columns: canonical ids of the amount columns, left to right; column_labels: as printed.
        row_count: body rows.
        closure: share of its own sums (tree, total, row) that close exactly, None where there is none to try.
        projects: the projects with goals and indicators that a performance form holds.
        goals: 绩效目标 printed beside the rows of a project table, by row index.
    """

    table_id: str
    kind: str
    title: str | None
    table_number: str | None
    pages: list[int]
    money_unit: str | None
    columns: list[str] = field(default_factory=list)
    column_labels: list[str] = field(default_factory=list)
    row_count: int = 0
    empty_statement: str | None = None
    entity_line: str | None = None
    notes: list[str] = field(default_factory=list)
    closure: float | None = None
    facts: list[Fact] = field(default_factory=list)
    projects: "list[Project]" = field(default_factory=list)
    goals: dict[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether no amount other than zero or a dash is printed."""
        return not any(fact.amount_yuan for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Figure:
    """A checkable figure in the narrative (情况说明).

    Attributes:
        figure_id: canonical, e.g. ``total_income``, ``yoy_change``, ``share_of_total``.
        subject: what it speaks of, as printed (a functional subject, a source of income …).
        value_printed: as printed; value: in yuan, percent, square metres or pieces, by `unit`.
        page: where the sentence begins; char_start, char_end: span of the number within `sentence`.
        box: around the number, on `box_page`; of a number broken over two lines, around its longer part.
    """

    figure_id: str
    subject: str | None
    value_printed: str
    value: Decimal
    unit: str
    decimals_printed: int
    sentence: str
    page: int
    char_start: int
    char_end: int
    box: Box | None = None
    box_page: int | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One performance indicator (绩效指标) of a form.

    Attributes:
        level1, level2, level3: 一级, 二级, 三级指标 as printed; `name` is the finest of them.
        activity: the task or activity it measures (活动, 任务), where the form groups by it.
        operator: ≥, ≤, >, <, = or 定性, from its own column or the printed value; None where none is printed.
        value_printed: 指标值 as printed; `value`: its number, None where it is words or more than one number.
        unit: 计量单位, from its own column or behind the number.
        period_value_printed: the value for the whole project period, beside that of the year.
        actual_value_printed, score: 实际完成值, 得分 (self-evaluations).
        is_period: the indicator stands in the half of the form that speaks of the whole period (实施期目标).
        page, box: where its name and value stand.
    """

    level1: str | None
    level2: str | None
    level3: str | None
    name: str
    activity: str | None
    operator: str | None
    value_printed: str | None
    value: Decimal | None
    unit: str | None
    period_value_printed: str | None
    actual_value_printed: str | None
    weight: Decimal | None
    score: Decimal | None
    explanation: str | None
    scoring_rule: str | None
    remark: str | None
    is_core: bool | None
    is_period: bool
    page: int
    box: Box

    @property
    def path(self) -> str:
        """Its levels and name joined by ``/``."""
        levels = [self.level1, self.level2, self.level3, self.name]
        return "/".join(dict.fromkeys(level for level in levels if level))


@dataclass(frozen=True, slots=True)
class Project:
    """A row of a project table or a performance form (绩效目标申报表).

    Attributes:
        project_name: None where its cell was not read.
        department_name: 主管部门; `unit_name`: the unit that carries it out (实施单位, 预算单位).
        annual_amount_yuan: this year's amount; period_amount_yuan: over the whole project period.
        amounts: amount in yuan by source of money, as printed labels.
        annual_goal, period_goal: text of 年度目标 and 总体/实施期目标.
        start_date, end_date: as printed.
        box: where the name (or else the first thing read of it) stands on `page`.
    """

    table_id: str
    project_name: str | None
    unit_name: str | None
    annual_amount_yuan: Decimal | None
    period_amount_yuan: Decimal | None
    amounts: dict[str, Decimal]
    indicators: tuple[Indicator, ...]
    page: int
    project_code: str | None = None
    department_name: str | None = None
    project_type: str | None = None
    annual_goal: str | None = None
    period_goal: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    box: Box | None = None
