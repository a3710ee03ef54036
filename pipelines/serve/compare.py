"""What changed between two published versions (版本对比): tables, documents, key figures, findings.

In: two DuckDB files. Out: `Comparison`, and its text. Does not belong here: making releases.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipelines.serve.warehouse import Limits, open_published
from pipelines.serve.words import FIGURE_NAMES

LISTED = 200
_LIMITS = Limits(seconds=3600, memory="2GB")


@dataclass(slots=True)
class Comparison:
    """What is new, gone and different.

    Attributes:
        rows: table → rows before, rows after (None where the table was or is not there).
        documents_new, documents_gone: disclosures by name.
        figures: disclosure, figure, before, after.
    """

    rows: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    documents_new: list[str] = field(default_factory=list)
    documents_gone: list[str] = field(default_factory=list)
    figures: list[tuple[str, str, Decimal | None, Decimal | None]] = field(default_factory=list)
    findings_new: list[str] = field(default_factory=list)
    findings_gone: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed that a reader would see."""
        same = all(before == after for before, after in self.rows.values())
        return same and not (self.documents_new or self.documents_gone or self.figures or self.findings_new)


def compare(before: Path, after: Path) -> Comparison:
    """Compare two published files."""
    with open_published(before, _LIMITS) as old, open_published(after, _LIMITS) as new:
        old_rows, new_rows = _counts(old), _counts(new)
        comparison = Comparison(
            rows={
                name: (old_rows.get(name), new_rows.get(name))
                for name in sorted({*old_rows, *new_rows} - {"about"})
            }
        )
        was, now = _documents(old), _documents(new)
        comparison.documents_new = sorted(now[key] for key in now.keys() - was.keys())
        comparison.documents_gone = sorted(was[key] for key in was.keys() - now.keys())
        comparison.figures = _changed_figures(_figures(old), _figures(new), {**was, **now})
        was, now = _findings(old), _findings(new)
        comparison.findings_new = sorted(now[key] for key in now.keys() - was.keys())
        comparison.findings_gone = sorted(was[key] for key in was.keys() - now.keys())
    return comparison


def comparison_text(comparison: Comparison, before: str, after: str) -> str:
    """The comparison in Chinese, as Markdown."""
    lines = [f"与 {before} 相比，{after} 的变化：", ""]
    if comparison.is_empty:
        return "\n".join([*lines, "没有变化。", ""])
    lines += ["| 表 | 之前行数 | 现在行数 |", "|---|---:|---:|"]
    for name, (old, new) in comparison.rows.items():
        if old != new:
            lines.append(f"| {name} | {'—' if old is None else old} | {'—' if new is None else new} |")
    for title, names in (
        ("新增公开文件", comparison.documents_new),
        ("不再列出的公开文件", comparison.documents_gone),
        ("新增问题", comparison.findings_new),
        ("已消除的问题", comparison.findings_gone),
    ):
        lines += _section(title, names)
    changed = [
        f"{name}，{FIGURE_NAMES.get(figure, figure)}：{_amount(old)} → {_amount(new)}"
        for name, figure, old, new in comparison.figures
    ]
    return "\n".join([*lines, *_section("变化的主要指标（元）", changed), ""])


def _section(title: str, names: list[str]) -> list[str]:
    if not names:
        return []
    more = [f"- 另有 {len(names) - LISTED} 项"] if len(names) > LISTED else []
    return ["", f"## {title}（{len(names)}）", "", *(f"- {name}" for name in names[:LISTED]), *more]


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return dict(connection.execute("SELECT table_name, row_count FROM about").fetchall())


def _documents(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT document_id, concat_ws(' ', entity_name, fiscal_year, "
        "CASE doc_kind WHEN 'budget' THEN '部门预算' WHEN 'final' THEN '部门决算' END) FROM dim_document"
    ).fetchall()
    return {key: name or key for key, name in rows}


def _figures(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Any]:
    if not _has(connection, "fct_key_figures", "disclosure_id"):
        return {}
    rows = connection.execute(
        "SELECT disclosure_id, figure_id, amount_yuan, document_id FROM fct_key_figures WHERE is_primary"
    ).fetchall()
    return {(disclosure, figure): (amount, document) for disclosure, figure, amount, document in rows}


def _changed_figures(
    was: dict[tuple[str, str], Any], now: dict[tuple[str, str], Any], names: dict[str, str]
) -> list[tuple[str, str, Decimal | None, Decimal | None]]:
    """Figures of disclosures that both versions hold."""
    both = {key[0] for key in was} & {key[0] for key in now}
    changed = []
    for key in sorted({*was, *now}):
        old, new = was.get(key, (None, None)), now.get(key, (None, None))
        if key[0] in both and old[0] != new[0]:
            changed.append((names.get(new[1] or old[1], key[0]), key[1], old[0], new[0]))
    return changed


def _findings(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    if not _has(connection, "fct_findings", "message"):
        return {}
    rows = connection.execute(
        "SELECT f.finding_id, concat_ws(' ', d.entity_name, d.fiscal_year, f.message) "
        "FROM fct_findings f LEFT JOIN dim_document d USING (document_id)"
    ).fetchall()
    return dict(rows)


def _has(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = ? AND column_name = ?",
        [table, column],
    ).fetchone()
    return found is not None


def _amount(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:,.2f}"
