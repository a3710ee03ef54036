"""Which spellings mean which canonical kind, column and row: vocabulary/*.yml, read once."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent / "vocabulary"


@cache
def load(name: str) -> dict[str, Any]:
    """The content of vocabulary/`name`.yml."""
    with (_FOLDER / f"{name}.yml").open(encoding="utf-8") as file:
        content = yaml.safe_load(file)
    assert isinstance(content, dict)
    return content


@dataclass(frozen=True, slots=True)
class ColumnPattern:
    """One spelling rule for a column: patterns over its header path and its last label."""

    target: str
    leaf: re.Pattern[str] | None
    path: re.Pattern[str] | None
    not_path: re.Pattern[str] | None
    kinds: frozenset[str]
    not_kinds: frozenset[str]
    final: bool
    with_suffix: bool

    def fits(self, path: str, leaf: str, kind: str, *, whole_leaf: bool) -> bool:
        """Whether a header path with this last label, in a table of this kind, is meant."""
        if (self.kinds and kind not in self.kinds) or kind in self.not_kinds:
            return False
        if self.leaf is not None:
            found = self.leaf.fullmatch(leaf) if whole_leaf else self.leaf.search(leaf)
            if found is None:
                return False
        if self.path is not None and self.path.search(path) is None:
            return False
        return self.not_path is None or self.not_path.search(path) is None


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text) if text else None


@cache
def column_patterns(section: str, key: str) -> tuple[ColumnPattern, ...]:
    """The rules of a section of columns.yml; `key` names their target (role, id, suffix)."""
    return tuple(
        ColumnPattern(
            target=rule[key],
            leaf=_pattern(rule.get("leaf")),
            path=_pattern(rule.get("path")),
            not_path=_pattern(rule.get("not_path")),
            kinds=frozenset(rule.get("kinds", ())),
            not_kinds=frozenset(rule.get("not_kinds", ())),
            final=bool(rule.get("final", False)),
            with_suffix=bool(rule.get("with_suffix", False)),
        )
        for rule in load("columns")[section]
    )


@cache
def kind_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Title patterns in the order they are tried: (kind, pattern over the normalised title)."""
    return tuple((rule["kind"], re.compile(rule["pattern"])) for rule in load("tables")["kinds"])


@cache
def kinds_called(section: str) -> frozenset[str]:
    """The kinds listed in a section of tables.yml: forms, summaries, three_public."""
    return frozenset(load("tables")[section])


@cache
def row_pattern(name: str) -> re.Pattern[str]:
    """A row-label pattern of rows.yml: total, subtotal, memo."""
    return re.compile(load("rows")[name])


@cache
def class_names() -> frozenset[str]:
    """Names of the functional classes (类) that summaries list."""
    return frozenset(load("rows")["classes"])
