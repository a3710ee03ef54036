"""The data dictionary (数据字典): every published table and column, from the descriptions of the dbt project.

In: the project's YAML. Out: one page of Markdown; ``python -m pipelines.model.dictionary`` prints it. Does
not belong here: the descriptions themselves, which stand beside the models.
"""

from pathlib import Path
from typing import Any

import yaml

from pipelines.model.project import project_dir

_HEAD = """# 数据字典 / Data dictionary

由 dbt 工程中的说明生成，不要手工修改：`python -m pipelines.model.dictionary > docs/data_dictionary.md`。

Generated from the descriptions in the dbt project; not to be edited. Amounts are yuan, `DECIMAL(20,2)`.
Every row leads back to its file: `document_id` → `dim_document` (`path`, `url`), with `page` and the box
`x0, top, x1, bottom` in points from the upper left corner.
"""


def described_models(project: Path) -> list[dict[str, Any]]:
    """The models of the published layers with their columns, by name."""
    models: list[dict[str, Any]] = []
    for folder in ("marts", "findings"):
        for path in sorted((project / "models" / folder).rglob("*.yml")):
            models += yaml.safe_load(path.read_text(encoding="utf-8")).get("models") or []
    published = [model for model in models if model["name"].startswith(("dim_", "fct_", "bridge_"))]
    return sorted(published, key=lambda model: str(model["name"]))


def dictionary(project: Path) -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(_section(model) for model in described_models(project))])


def _section(model: dict[str, Any]) -> str:
    lines = [f"## {model['name']}", "", _line(model.get("description", "")), ""]
    columns = model.get("columns") or []
    if columns:
        lines += ["| 列 / column | 类型 / type | 含义 / meaning |", "| --- | --- | --- |"]
        lines += [
            f"| `{column['name']}` | {column.get('data_type', '')} | {_line(column.get('description', ''))} |"
            for column in columns
        ]
    return "\n".join([*lines, ""])


def _line(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


if __name__ == "__main__":
    print(dictionary(project_dir()), end="")
