"""A stage imports the domain and itself; only the orchestration puts stages together."""

import ast
from pathlib import Path

import pytest

PIPELINES = Path(__file__).parents[2] / "pipelines"
STAGES = ["acquire", "read", "recognise", "load", "model", "alert", "serve"]


def imported(module: Path) -> set[str]:
    """The packages of `pipelines` that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = module.relative_to(PIPELINES.parent).with_suffix("").parts[: -node.level]
                base = ".".join([*parents, base]).rstrip(".")
            names.update({base, *(f"{base}.{alias.name}" for alias in node.names)})
    parts = [name.split(".") for name in names]
    return {name[1] for name in parts if name[0] == "pipelines" and len(name) > 1}


def modules(folder: str) -> list[Path]:
    return sorted((PIPELINES / folder).rglob("*.py"))


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_only_the_domain_and_itself(stage: str) -> None:
    for module in modules(stage):
        assert imported(module) <= {"domain", stage}, module


def test_the_domain_imports_no_stage() -> None:
    for module in modules("domain"):
        assert imported(module) <= {"domain"}, module


def test_orchestration_is_imported_by_nobody_but_the_entry_points() -> None:
    for module in (module for stage in [*STAGES, "domain"] for module in modules(stage)):
        assert not imported(module) & {"orchestrate", "cli", "definitions"}, module


def test_the_test_itself_sees_imports(tmp_path: Path) -> None:
    inside = PIPELINES / "load" / "lake.py"
    assert imported(inside) == {"domain", "load"}
