"""A small build database with the columns serving and alerting rely on; names and figures invented."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

SCHEMA = """
CREATE TABLE dim_document (
    document_id VARCHAR, entity_name VARCHAR, unit_id VARCHAR, scope VARCHAR, doc_kind VARCHAR,
    fiscal_year SMALLINT, content_class VARCHAR, read_status VARCHAR, path VARCHAR, url VARCHAR,
    source_id VARCHAR,
    template VARCHAR, reader_version VARCHAR, page_count INTEGER, is_current BOOLEAN, fetched_at TIMESTAMPTZ,
    link_text VARCHAR);
COMMENT ON TABLE dim_document IS '公开文件，每个文件一行';
COMMENT ON COLUMN dim_document.fiscal_year IS '预算年度';
CREATE TABLE dim_rule (
    rule_id VARCHAR, name_zh VARCHAR, name_en VARCHAR, description_zh VARCHAR, formula VARCHAR,
    severity VARCHAR,
    basis_zh VARCHAR);
CREATE TABLE fct_findings (
    finding_id VARCHAR, document_id VARCHAR, rule_id VARCHAR, severity VARCHAR, subject VARCHAR,
    relation VARCHAR,
    expected DECIMAL(24, 6), actual DECIMAL(24, 6), difference DECIMAL(24, 6), tolerance DECIMAL(24, 6),
    unit VARCHAR, pages INTEGER[], message VARCHAR,
    evidence STRUCT(part VARCHAR, table_id VARCHAR, table_label VARCHAR, page INTEGER, x0 FLOAT, top FLOAT,
        x1 FLOAT, bottom FLOAT, row_label VARCHAR, column_label VARCHAR, printed VARCHAR)[]);
CREATE TABLE fct_rule_results (
    rule_id VARCHAR, document_id VARCHAR, subject VARCHAR, relation VARCHAR, result VARCHAR, reason VARCHAR);
CREATE TABLE fct_key_figures (
    document_id VARCHAR, figure_id VARCHAR, amount_yuan DECIMAL(20, 2), source VARCHAR);
CREATE VIEW fct_open_errors AS SELECT * FROM build.main.fct_findings WHERE severity = 'error';
CREATE TABLE stg_inner (a INTEGER);
"""


@dataclass
class Finding:
    """One row of fct_findings, invented."""

    number: int
    document: str = "doc-0"
    rule: str = "totals_agree"
    severity: str = "error"
    actual: Decimal = Decimal("1050.00")
    expected: Decimal = Decimal("1000.00")

    def row(self) -> list[Any]:
        gap = self.actual - self.expected
        words = f"《收支总表》第1页：合计 {self.actual}，各行之和 {self.expected}，相差 {gap} 元"
        box = {"page": 1, "x0": 100.0, "top": 120.0, "x1": 180.0, "bottom": 140.0}
        cell = {"row_label": "合计", "column_label": "金额", "printed": str(self.actual)}
        evidence = {"part": "actual", "table_id": "t01", "table_label": "收支总表", **box, **cell}
        judged = [self.expected, self.actual, gap, Decimal("0.01"), "yuan"]
        labels = [f"科目{self.number}", "合计 = 各行之和"]
        return [self.key, self.document, self.rule, self.severity, *labels, *judged, [1], words, [evidence]]

    @property
    def key(self) -> str:
        """Its finding_id."""
        return f"f{self.number:05d}"


@dataclass
class City:
    """An invented city's build database, to be changed between nights."""

    path: Path
    findings: list[Finding] = field(default_factory=list)
    passed: list[tuple[str, str]] = field(default_factory=list)
    documents: int = 4
    document_path: str = "sample.pdf"

    def build(self) -> Path:
        """Write the database as it stands now."""
        self.path.unlink(missing_ok=True)
        with duckdb.connect(str(self.path)) as connection:
            connection.execute(SCHEMA)
            for number in range(self.documents):
                self._write_document(connection, number)
            connection.execute(
                "INSERT INTO dim_rule VALUES ('totals_agree', '合计与各行之和一致', 'totals agree', "
                "'表内合计应等于各行之和', '合计 = Σ 各行', 'error', '《预算法》第十四条')"
            )
            self._write_results(connection)
        return self.path

    def _write_document(self, connection: duckdb.DuckDBPyConnection, number: int) -> None:
        connection.execute(
            "INSERT INTO dim_document VALUES (?, ?, ?, 'department', 'budget', 2024, "
            "'budget_disclosure', 'ok', ?, ?, 'sample', 'T1', 'v1', 3, true, "
            "TIMESTAMPTZ '2024-02-01 00:00:00+00', '预算公开')",
            [
                f"doc-{number}",
                f"样例市第{number}局",
                f"u{number}",
                self.document_path,
                f"http://127.0.0.1/{number}.pdf",
            ],
        )
        connection.execute(
            "INSERT INTO fct_key_figures VALUES (?, 'total_income', ?, 'table')",
            [f"doc-{number}", Decimal(1000 + number)],
        )

    def _write_results(self, connection: duckdb.DuckDBPyConnection) -> None:
        marks = ", ".join("?" * 14)
        for finding in self.findings:
            connection.execute(f"INSERT INTO fct_findings VALUES ({marks})", finding.row())
            connection.execute(
                "INSERT INTO fct_rule_results VALUES (?, ?, ?, '合计 = 各行之和', 'fail', NULL)",
                [finding.rule, finding.document, f"科目{finding.number}"],
            )
        for rule, document in self.passed:
            connection.execute(
                "INSERT INTO fct_rule_results VALUES (?, ?, '总计', '合计 = 各行之和', 'pass', NULL)",
                [rule, document],
            )
