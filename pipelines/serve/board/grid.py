"""The heat grid of the first page (单位 × 年度): one cell per unit and year, coloured by what is worst in it.

In: a `Source`, a kind, a city. Out: years, and rows of `Cell`s. Does not belong here: HTML.
"""

from dataclasses import dataclass, field
from typing import Any

from pipelines.domain.finding import SEVERITY_NAMES
from pipelines.serve.board.source import Source
from pipelines.serve.words import STATUS_NAMES

LATE_RULE = "published_late"
"""The rule whose failure means that a disclosure came after its day."""
_STEPS = (1, 3, 6)
"""From so many findings of the worst kind on, a cell is a shade darker."""


@dataclass(slots=True)
class Cell:
    """One unit in one year.

    Attributes:
        status: as in the coverage mart.
        counts: findings by severity.
    """

    status: str = "published"
    document_id: str | None = None
    corrections: int = 0
    unread: bool = False
    late: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def worst(self) -> str | None:
        """The gravest severity found, None where nothing was."""
        return next((name for name in SEVERITY_NAMES if self.counts.get(name)), None)

    @property
    def shade(self) -> str:
        """The class that colours it."""
        if self.status in ("missing", "unreadable", "not_a_disclosure"):
            return self.status
        if self.worst in ("error", "warning"):
            return f"{self.worst} step-{sum(self.counts[self.worst] >= step for step in _STEPS)}"
        return "partly" if self.status != "published" or self.unread else self.worst or "fine"

    @property
    def sign(self) -> str:
        """What stands in it, very short."""
        if self.status == "missing":
            return "缺"
        if self.status in ("unreadable", "not_a_disclosure"):
            return "?"
        return str(self.counts[self.worst]) if self.worst and self.shade != "partly" else "✓"

    @property
    def marks(self) -> list[str]:
        """Small words beneath the sign."""
        marks = [STATUS_NAMES[self.status]] if self.status in ("narrative_only", "tables_only") else []
        marks += ["逾期"] if self.late else []
        marks += [f"更正{self.corrections}次"] if self.corrections else []
        return marks + (["部分未读"] if self.unread and self.status == "published" else [])

    @property
    def words(self) -> str:
        """The whole of it in words, for the ear and the pointer."""
        found = [f"{name} {self.counts[key]}" for key, name in SEVERITY_NAMES.items() if self.counts.get(key)]
        return "，".join([STATUS_NAMES.get(self.status, "其他"), *self.marks, *found])


@dataclass(slots=True)
class Line:
    """One unit over the years."""

    unit_id: str
    unit_name: str
    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def traits(self) -> str:
        """What the page's filter asks for."""
        cells = self.cells.values()
        traits = {
            "missing": any(cell.status in ("missing", "unreadable") for cell in cells),
            "late": any(cell.late for cell in cells),
            "error": any(cell.counts.get("error") for cell in cells),
            "corrected": any(cell.corrections for cell in cells),
        }
        return " ".join(name for name, holds in traits.items() if holds)


def grid(source: Source, kind: str, city: str | None) -> tuple[list[int], list[Line]]:
    """Years, newest first, and one line per unit by name."""
    lines: dict[str, Line] = {}
    for row in _documents(source, kind, city):
        cell = _cell(lines, row)
        cell.document_id, cell.corrections = row["document_id"], row["versions"] - 1
        cell.unread = row["unread"]
    for row in _expected(source, kind, city):
        cell = _cell(lines, row)
        cell.status, cell.document_id = row["status"], cell.document_id or row["document_id"]
    for row in _findings(source, kind):
        line = lines.get(row["unit_id"])
        if line is not None and row["fiscal_year"] in line.cells:
            cell = line.cells[row["fiscal_year"]]
            cell.counts[row["severity"]] = row["n"]
            cell.late = cell.late or row["late"]
    years = sorted({year for line in lines.values() for year in line.cells}, reverse=True)
    order = {row["unit_id"]: place for place, row in enumerate(_order(source))}
    return years, sorted(lines.values(), key=lambda line: order.get(line.unit_id, len(order)))


def _cell(lines: dict[str, Line], row: dict[str, Any]) -> Cell:
    line = lines.setdefault(row["unit_id"], Line(row["unit_id"], row["unit_name"]))
    return line.cells.setdefault(row["fiscal_year"], Cell())


def _documents(source: Source, kind: str, city: str | None) -> list[dict[str, Any]]:
    return source.rows(
        "SELECT d.unit_id, u.unit_name, d.fiscal_year, max(d.version) AS versions, "
        "coalesce(arg_max(d.document_id, d.version) FILTER (d.is_current), "
        "arg_max(d.document_id, d.version)) AS document_id, "
        "bool_or(d.read_status <> 'ok') FILTER (d.is_current) IS TRUE AS unread "
        "FROM dim_document d JOIN dim_unit u ON u.unit_id = d.unit_id "
        "WHERE d.is_disclosure AND d.doc_kind = $1 AND d.fiscal_year IS NOT NULL "
        "AND ($2 IS NULL OR d.source_id = $2) GROUP BY ALL",
        kind,
        city,
    )


def _expected(source: Source, kind: str, city: str | None) -> list[dict[str, Any]]:
    if not source.has("fct_disclosure_coverage"):
        return []
    document = "document_id" if source.has("fct_disclosure_coverage", "document_id") else "NULL"
    return source.rows(
        f"SELECT unit_id, unit_name, fiscal_year, status, {document} AS document_id "
        "FROM fct_disclosure_coverage WHERE doc_kind = $1 AND status <> 'published' "
        "AND ($2 IS NULL OR source_id = $2)",
        kind,
        city,
    )


def _findings(source: Source, kind: str) -> list[dict[str, Any]]:
    return source.rows(
        "SELECT unit_id, fiscal_year, severity, count(*) AS n, "
        "bool_or(rule_id = ?) AS late FROM fct_findings WHERE doc_kind = ? GROUP BY ALL",
        LATE_RULE,
        kind,
    )


def _order(source: Source) -> list[dict[str, Any]]:
    return source.rows("SELECT unit_id FROM dim_unit ORDER BY unit_name COLLATE zh")
