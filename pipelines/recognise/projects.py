"""Project tables and performance forms → one row per project."""

import re
from collections import defaultdict
from decimal import Decimal

from pipelines.domain.statement import Fact, Project, RowRole, Table

_PROJECT_KINDS = frozenset(
    {
        "project_expenditure",
        "project_expenditure_carryover",
        "fiscal_appropriation_project_expenditure",
        "key_project_performance_target",
    }
)
_FORM_KINDS = frozenset({"project_performance_target", "general_project_performance_target"})
_PERIOD = re.compile(r"实施期|项目期|中期|总投资|长期|年初预算数")


def projects_of(tables: list[Table]) -> list[Project]:
    """The projects that the tables list: rows of project tables, and amounts of performance forms."""
    found: list[Project] = []
    for table in tables:
        if table.kind in _PROJECT_KINDS:
            found += _rows(table)
        elif table.kind in _FORM_KINDS and table.facts:
            found += _forms(table)
    return found


def _rows(table: Table) -> list[Project]:
    by_row: dict[int, list[Fact]] = defaultdict(list)
    for fact in table.facts:
        if fact.row_role is RowRole.ITEM and fact.amount_yuan is not None:
            by_row[fact.row_index].append(fact)
    projects = []
    for facts in by_row.values():
        first = facts[0]
        total = next((f.amount_yuan for f in facts if f.column_id == "total"), facts[0].amount_yuan)
        amounts = {f.column_label: f.amount_yuan for f in facts if f.amount_yuan is not None}
        projects.append(
            Project(
                table.table_id,
                first.subject_name or "",
                first.unit_name,
                total,
                None,
                amounts,
                (),
                first.page,
            )
        )
    return projects


def _forms(table: Table) -> list[Project]:
    by_row: dict[int, list[Fact]] = defaultdict(list)
    for fact in table.facts:
        if fact.column_id.startswith("amount") and fact.amount_yuan is not None:
            by_row[fact.row_index].append(fact)
    projects = []
    for facts in by_row.values():
        annual: Decimal | None = None
        period: Decimal | None = None
        for fact in facts:
            if _PERIOD.search(f"{fact.subject_name or ''}{fact.column_label}"):
                period = period if period is not None else fact.amount_yuan
            elif fact.column_id == "amount_total":
                annual = annual if annual is not None else fact.amount_yuan
        amounts = {f.column_label: f.amount_yuan for f in facts if f.amount_yuan is not None}
        name = facts[0].subject_name or table.title or ""
        projects.append(Project(table.table_id, name, None, annual, period, amounts, (), facts[0].page))
    return projects
