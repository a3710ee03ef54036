"""A few files, checked on the spot: lake and build database of their own, same models, nothing published."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipelines.domain.document import SourceDocument
from pipelines.domain.problem import ProblemCode
from pipelines.model.build import build
from pipelines.orchestrate.pool import Pool
from pipelines.orchestrate.read_files import Listener, read_into_lake

_DOCUMENTS = """
    SELECT document_id, path, entity_name, scope, doc_kind, fiscal_year, content_class, read_status,
        page_count, money_tokens, money_tokens_claimed
    FROM lake.documents ORDER BY path
"""
_PROBLEMS = """
    SELECT code, severity, page, message, tokens FROM lake.problems
    WHERE document_id = ? ORDER BY page NULLS FIRST, problem_no
"""
_FINDINGS = """
    SELECT finding_id, rule_id, rule_name, severity, pages, expected, actual, difference, tolerance, unit,
        message
    FROM main.fct_findings WHERE document_id = ?
    ORDER BY severity, pages[1] NULLS LAST, rule_id, finding_id
"""
_NEEDED = "+fct_findings"
_RESULTS = (
    "SELECT result, count(*) FROM main.fct_rule_results WHERE document_id = ? GROUP BY ALL ORDER BY ALL"
)


@dataclass(slots=True)
class Checked:
    """One file: what it is, what could not be read, what contradicts itself.

    Attributes:
        identity: columns of the documents table.
        results: number of checked relations by result (pass, fail, explained, not_applicable, not_checked).
    """

    identity: dict[str, Any]
    problems: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    results: dict[str, int] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether a finding of severity error stands against this file."""
        return any(finding["severity"] == "error" for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """For JSON; amounts as text, exact."""
        parts = {"problems": self.problems, "findings": self.findings, "rule_results": self.results}
        return {name: plain(value) for name, value in (self.identity | parts).items()}


def check(
    documents: Iterable[SourceDocument], pool: Pool | None = None, listener: Listener = lambda run: None
) -> list[Checked]:
    """Read and check the documents, leaving nothing behind."""
    with workspace() as folder:
        lake, build_db = folder / "lake", folder / "work.duckdb"
        read_into_lake(documents, lake, pool, listener)
        build(lake, build_db, folder / "dbt", select=_NEEDED)
        with duckdb.connect(str(build_db), read_only=True) as db:
            return [_checked(db, identity) for identity in _rows(db, _DOCUMENTS)]


@contextmanager
def workspace() -> Iterator[Path]:
    """A folder to work in, emptied afterwards but for what dbt remembers of its project (saves seconds).

    It lies in the user's cache; where that cannot be had, or another check is in it, a temporary one serves.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mingzhang" / "check"
    with contextlib.ExitStack() as stack:
        try:
            base.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context((base / ".lock").open("wb"))
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mingzhang-check-")))
            return
        _empty(base)
        try:
            yield base
        finally:
            _empty(base)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder / "lake", ignore_errors=True)
    for file in folder.glob("work.duckdb*"):
        file.unlink()


def _checked(db: duckdb.DuckDBPyConnection, identity: dict[str, Any]) -> Checked:
    key = identity["document_id"]
    problems = _rows(db, _PROBLEMS, key)
    for problem in problems:
        problem["meaning"] = ProblemCode(problem["code"]).chinese
    results = {str(name): int(number) for name, number in db.execute(_RESULTS, [key]).fetchall()}
    return Checked(identity, problems, _rows(db, _FINDINGS, key), results)


def _rows(db: duckdb.DuckDBPyConnection, query: str, *values: Any) -> list[dict[str, Any]]:
    cursor = db.execute(query, list(values))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def plain(value: Any) -> Any:
    """What JSON can hold: decimals as text."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value
