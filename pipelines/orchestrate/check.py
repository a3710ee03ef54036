"""A few files, checked on the spot (公开前自查): a lake of their own, the same rules, nothing left behind.

In: files of a clerk who is about to publish. Out: per file what it is, what contradicts itself, and what
could not be looked at, which is never the same as nothing found. Does not belong here: how it is shown.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import duckdb

from pipelines.domain.document import SourceDocument
from pipelines.domain.problem import ProblemCode
from pipelines.model.direct import check_lake
from pipelines.orchestrate.pool import Pool
from pipelines.orchestrate.read_files import Listener, read_into_lake

SEVERITIES = ("error", "warning", "review", "note")
"""Of findings, gravest first."""

_DOCUMENTS = """
    SELECT document_id, path, entity_name, scope, doc_kind, fiscal_year, content_class, is_blank_template,
        read_status, page_count, image_page_count, money_tokens, money_tokens_claimed
    FROM lake.documents ORDER BY path
"""
_LATER_FILES = """
    SELECT document_id, superseded_by_document_id FROM intermediate.int_documents
    WHERE superseded_by_document_id IS NOT NULL
"""
_PAGES = "SELECT page, width, height FROM lake.pages WHERE document_id = ?"
_PROBLEMS = """
    SELECT code, severity, page, message, tokens FROM lake.problems
    WHERE document_id = ? ORDER BY page NULLS FIRST, problem_no
"""
_FINDINGS = """
    SELECT finding_id, rule_id, rule_name, severity, relation, pages, expected, actual, difference, tolerance,
        unit, message, basis, evidence
    FROM main.fct_findings WHERE document_id = ?
    ORDER BY list_position(['error', 'warning', 'review', 'note'], severity), pages[1] NULLS LAST, rule_id,
        finding_id
"""
_RESULTS = (
    "SELECT result, count(*) FROM main.fct_rule_results WHERE document_id = ? GROUP BY ALL ORDER BY ALL"
)
_LEFT = """
    SELECT rule_id, rule_name, result, reason, count(*)::INTEGER AS relations
    FROM main.fct_rule_results
    WHERE document_id = ? AND result IN ('not_checked', 'not_applicable', 'explained')
    GROUP BY ALL ORDER BY rule_id, reason
"""
_LOOKED = """
    SELECT count(DISTINCT rule_id) FROM main.fct_rule_results
    WHERE document_id = ? AND result IN ('pass', 'fail', 'explained')
"""
_RULES = "SELECT * EXCLUDE (example_pass, example_fail) FROM reference.rule_catalogue"


class Verdict(StrEnum):
    """What a check says of a file, at a glance."""

    ERRORS = "errors"
    REMARKS = "remarks"
    CLEAN = "clean"
    NOT_CHECKED = "not_checked"


@dataclass(slots=True)
class Checked:
    """One file: what it is, what could not be read, what contradicts itself, what could not be looked at.

    Attributes:
        identity: columns of the documents table.
        results: number of checked relations by result (pass, fail, explained, not_applicable, not_checked).
        left: rules with relations that were not checked, do not apply or are explained: why, and how many.
        rules_looked: number of rules that found something to compare.
        same_disclosure_as: another file given that belongs to the same disclosure.
        page_sizes: page → width and height in points.
    """

    identity: dict[str, Any]
    problems: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    results: dict[str, int] = field(default_factory=dict)
    left: list[dict[str, Any]] = field(default_factory=list)
    rules_looked: int = 0
    same_disclosure_as: str | None = None
    page_sizes: dict[int, tuple[float, float]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.identity["path"]).name

    @property
    def verdict(self) -> Verdict:
        """Errors, other findings, nothing found, or nothing that could be looked at."""
        if self.worst == "error":
            return Verdict.ERRORS
        if self.findings:
            return Verdict.REMARKS
        return Verdict.CLEAN if self.rules_looked else Verdict.NOT_CHECKED

    @property
    def worst(self) -> str | None:
        """The gravest severity among the findings."""
        return self.findings[0]["severity"] if self.findings else None

    @property
    def is_complete(self) -> bool:
        """Whether everything that applies could be looked at."""
        return bool(self.rules_looked) and not self.results.get("not_checked")

    def left_out(self, result: str) -> list[dict[str, Any]]:
        """The entries of `left` with that result."""
        return [entry for entry in self.left if entry["result"] == result]

    def as_dict(self) -> dict[str, Any]:
        """For JSON; amounts as text, exact."""
        parts = {
            "verdict": self.verdict.value,
            "complete": self.is_complete,
            "same_disclosure_as": self.same_disclosure_as,
            "problems": self.problems,
            "findings": self.findings,
            "rule_results": self.results,
            "rules_looked": self.rules_looked,
            **{name: self.left_out(name) for name in ("not_checked", "not_applicable", "explained")},
        }
        return {name: plain(value) for name, value in (self.identity | parts).items()}


@dataclass(slots=True)
class CheckRun:
    """All files of one call, and the catalogue of the rules they were held against, by rule id."""

    files: list[Checked] = field(default_factory=list)
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)

    def fails(self, level: str) -> bool:
        """Whether a finding of that severity or a graver one stands."""
        counting = SEVERITIES[: SEVERITIES.index(level) + 1]
        return any(checked.worst in counting for checked in self.files)

    @property
    def has_unchecked(self) -> bool:
        """Whether nothing at all could be looked at in some file."""
        return any(checked.verdict is Verdict.NOT_CHECKED for checked in self.files)


def check(
    documents: Sequence[SourceDocument],
    pool: Pool | None = None,
    listener: Listener = lambda run: None,
    preparing: Callable[[], None] = lambda: None,
) -> CheckRun:
    """Read and check the documents together: rules across documents see all of them.

    Of several files of one disclosure only one counts in the models; the others are checked in a further
    round in its place, so that every file has a verdict.
    """
    done = CheckRun()
    given, waiting = list(documents), {document.document_id for document in documents}
    twins: dict[str, str] = {}
    while waiting:
        with tempfile.TemporaryDirectory(prefix="mingzhang-check-") as folder:
            lake = Path(folder) / "lake"
            read_into_lake(given, lake, pool, listener)
            database = check_lake(lake, Path(folder), 1 if len(given) < 3 else 2, preparing)
            later = _judge(database, waiting, done)
        twins |= later | {other: one for one, other in later.items()}
        waiting &= later.keys()
        given = [document for document in given if document.document_id not in later.values()]
    paths = {document.document_id: document.path for document in documents}
    for checked in done.files:
        if twin := twins.get(checked.identity["document_id"]):
            checked.same_disclosure_as = Path(paths[twin]).name
    done.files.sort(key=lambda checked: str(checked.identity["path"]))
    return done


def _judge(database: Path, waiting: set[str], done: CheckRun) -> dict[str, str]:
    """Add the files with a verdict to `done`; returns the others with the later file of their disclosure."""
    with duckdb.connect(str(database), read_only=True) as db:
        done.rules = {rule["rule_id"]: rule for rule in _rows(db, _RULES)}
        later = {str(one): str(other) for one, other in db.execute(_LATER_FILES).fetchall()}
        for identity in _rows(db, _DOCUMENTS):
            if identity["document_id"] in waiting and identity["document_id"] not in later:
                done.files.append(_checked(db, identity))
    return later


def _checked(db: duckdb.DuckDBPyConnection, identity: dict[str, Any]) -> Checked:
    key = identity["document_id"]
    problems = _rows(db, _PROBLEMS, key)
    for problem in problems:
        problem["meaning"] = ProblemCode(problem["code"]).chinese
    looked = db.execute(_LOOKED, [key]).fetchone()
    return Checked(
        identity,
        problems,
        _rows(db, _FINDINGS, key),
        {str(name): int(number) for name, number in db.execute(_RESULTS, [key]).fetchall()},
        _rows(db, _LEFT, key),
        int(looked[0]) if looked else 0,
        page_sizes={page: (width, height) for page, width, height in db.execute(_PAGES, [key]).fetchall()},
    )


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
