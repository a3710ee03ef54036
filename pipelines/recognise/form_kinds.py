"""Performance forms known by what they hold, where no title or an unknown one stands above them."""

from pipelines.recognise.form_words import indicator_role
from pipelines.recognise.matrix import Row

_LEVELS = frozenset({"level1", "level2", "name"})


def kind_of_form(rows: list[Row]) -> str | None:
    """The kind of form that a grid is by its list of indicators, None for any other table."""
    for row in rows:
        labels = row.filled()
        if not any("指标" in label for label in labels):
            continue
        roles = {role.role: role.rank for label in labels if (role := indicator_role(label)) is not None}
        if len(_LEVELS & roles.keys()) < 2 or roles.get("name", 9) == 2:
            continue
        if "actual_value" in roles:
            return "project_self_evaluation"
        words = "/".join(text for one in rows for text in one.filled() if len(text) < 20)
        whole = ("整体" in words or "部门名称" in words) and "项目名称" not in words
        return "department_performance_target" if whole else "project_performance_target"
    return None
