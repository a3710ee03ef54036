"""What the published warehouse reports tonight (今夜的问题): findings, and what was judged.

In: the published DuckDB file. Out: `Report`. Columns that are absent read as NULL, further ones are ignored.
Does not belong here: what was known before (see `store`).
"""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

_FINDING = {
    "finding_id": "f", "document_id": "f", "rule_id": "f", "rule_name": "f", "severity": "f", "subject": "f",
    "relation": "f", "expected": "f", "actual": "f", "difference": "f", "tolerance": "f", "unit": "f",
    "pages": "f", "message": "f", "evidence": "f", "basis": "f", "unit_id": "df", "entity_name": "df",
    "fiscal_year": "df", "doc_kind": "df", "scope": "df", "url": "d", "path": "d", "template": "d",
    "source_id": "df",
}  # fmt: skip
"""Column → where it may stand: f in fct_findings, d in dim_document; the first that has it counts."""

_DONE = frozenset({"pass", "explained", "not_applicable"})
_KINDS = {"budget": "部门预算", "final": "部门决算"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction as reported; `facts` holds every column, `evidence` the boxes on the pages."""

    finding_id: str
    facts: dict[str, Any]

    def get(self, name: str) -> Any:
        """A column's value, None where it is absent."""
        return self.facts.get(name)

    @property
    def disclosure(self) -> str:
        """Who and which, e.g. ``某局 2024年部门预算``."""
        kind = _KINDS.get(str(self.facts.get("doc_kind")), "信息公开")
        kind = kind.replace("部门", "单位") if self.facts.get("scope") == "unit" else kind
        year = self.facts.get("fiscal_year")
        return f"{self.facts.get('entity_name') or '（主体未识别）'} {f'{year}年' if year else ''}{kind}"

    @property
    def document_key(self) -> str:
        """What is told together: the document, or the disclosure where none is there."""
        return str(self.facts.get("document_id") or self.disclosure)

    @property
    def layout(self) -> tuple[str, str] | None:
        """The site and the layout of its document; None where either is unknown."""
        source, template = self.facts.get("source_id"), self.facts.get("template")
        return (str(source), str(template)) if source and template else None

    @property
    def fingerprint(self) -> str:
        """What must change for it to be news again: the two sides, not the file or the page."""
        return "|".join(_canonical(self.facts.get(name)) for name in ("expected", "actual", "relation"))

    @property
    def group(self) -> tuple[str, ...]:
        """Unit (or document), year, kind and rule: what a corrected disclosure is judged by."""
        unit = self.facts.get("unit_id") or self.facts.get("document_id")
        return tuple(
            str(part) for part in (unit, self.get("fiscal_year"), self.get("doc_kind"), self.get("rule_id"))
        )


@dataclass(slots=True)
class Report:
    """Tonight's findings, the results of the rules by group and subject, and documents by site and layout."""

    findings: dict[str, Finding] = field(default_factory=dict)
    results: dict[tuple[str, ...], dict[str | None, set[str]]] = field(default_factory=dict)
    layouts: dict[tuple[str, str], int] = field(default_factory=dict)

    def is_settled(self, group: tuple[str, ...], subject: str | None) -> bool:
        """Whether the relation was judged again and holds; what was not checked settles nothing."""
        judged = self.results.get(group)
        if not judged:
            return False
        if subject in judged:
            return judged[subject] <= _DONE
        return all("not_checked" not in results for results in judged.values())


def read_report(published: Path) -> Report:
    """All findings and rule results of the published warehouse."""
    with duckdb.connect(str(published), read_only=True) as connection:
        columns = _columns(connection)
        report = Report()
        if "fct_findings" in columns:
            report.findings = _findings(connection, columns)
        if "fct_rule_results" in columns:
            report.results = _results(connection, columns)
        if {"source_id", "template"} <= columns.get("dim_document", set()):
            report.layouts = _layouts(connection)
    return report


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    rows = connection.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns() GROUP BY ALL"
    ).fetchall()
    return {name: set(names) for name, names in rows}


def _findings(connection: duckdb.DuckDBPyConnection, columns: dict[str, set[str]]) -> dict[str, Finding]:
    tables = {"f": columns["fct_findings"], "d": columns.get("dim_document", set())}
    selected = []
    for name, places in _FINDING.items():
        sources = [f"{place}.{name}" for place in places if name in tables[place]]
        selected.append(f"coalesce({', '.join(sources)}) AS {name}" if sources else f"NULL AS {name}")
    join = "LEFT JOIN dim_document d USING (document_id)" if tables["d"] else ""
    cursor = connection.execute(
        f"SELECT {', '.join(selected)} FROM fct_findings f {join} ORDER BY finding_id"
    )
    names = list(_FINDING)
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row["finding_id"]: Finding(row["finding_id"], row) for row in rows}


def _layouts(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    rows = connection.execute(
        "SELECT source_id, template, count(*) FROM dim_document "
        "WHERE source_id IS NOT NULL AND template IS NOT NULL GROUP BY ALL"
    ).fetchall()
    return {(source, template): count for source, template, count in rows}


def _results(
    connection: duckdb.DuckDBPyConnection, columns: dict[str, set[str]]
) -> dict[tuple[str, ...], dict[str | None, set[str]]]:
    places = {"r": columns["fct_rule_results"], "d": columns.get("dim_document", set())}
    names = []
    for name in ("unit_id", "fiscal_year", "doc_kind"):
        sources = [f"{place}.{name}" for place in ("r", "d") if name in places[place]]
        names.append(f"coalesce({', '.join(sources)})" if sources else "NULL")
    subject = "r.subject" if "subject" in places["r"] else "NULL"
    join = "LEFT JOIN dim_document d USING (document_id)" if places["d"] else ""
    rows = connection.execute(
        f"SELECT coalesce({names[0]}, r.document_id), {names[1]}, {names[2]}, r.rule_id, {subject}, "
        f"list(DISTINCT r.result) FROM fct_rule_results r {join} GROUP BY ALL"
    ).fetchall()
    results: dict[tuple[str, ...], dict[str | None, set[str]]] = {}
    for *group, about, found in rows:
        results.setdefault(tuple(str(part) for part in group), {})[about] = set(found)
    return results


def _canonical(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)
