"""Project tables and performance forms → one row per project."""

from collections import defaultdict

from pipelines.domain.statement import Fact, Project, RowRole, Table

_PROJECT_KINDS = frozenset(
    {
        "project_expenditure",
        "project_expenditure_carryover",
        "fiscal_appropriation_project_expenditure",
        "key_project_performance_target",
    }
)


def projects_of(tables: list[Table]) -> list[Project]:
    """The projects that the tables list: rows of project tables, and those of performance forms."""
    found: list[Project] = []
    for table in tables:
        if table.kind in _PROJECT_KINDS:
            found += _rows(table)
        else:
            found += table.projects
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
                annual_goal=table.goals.get(first.row_index),
                box=first.box,
            )
        )
    return projects
