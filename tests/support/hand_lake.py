"""A lake written by hand: documents, tables and facts with only what a test is about."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.domain.lake import SCHEMAS
from pipelines.domain.money import MoneyUnit, parse_amount
from pipelines.model.build import build
from pipelines.model.with_dbt import BuildResult

REGISTER = pa.schema(
    [
        ("unit_code", pa.string()),
        ("unit_name", pa.string()),
        ("aliases", pa.list_(pa.string())),
        ("department_code", pa.string()),
        ("scope", pa.string()),
        ("source_id", pa.string()),
        ("must_publish_from_year", pa.int16()),
        ("must_publish_to_year", pa.int16()),
        ("successor_codes", pa.list_(pa.string())),
        ("approval_date", pa.date32()),
    ]
)
CAPTURES = pa.schema(
    [
        ("document_id", pa.string()),
        ("source_id", pa.string()),
        ("path", pa.string()),
        ("url", pa.string()),
        ("list_url", pa.string()),
        ("link_text", pa.string()),
        ("first_seen_night", pa.string()),
        ("source_name", pa.string()),
        ("is_current", pa.bool_()),
    ]
)


@dataclass
class HandLake:
    """Rows gathered in memory and written as one batch per source."""

    root: Path
    rows: dict[str, dict[str, list[dict[str, Any]]]] = field(default_factory=dict)
    reader_version: str = "1.0.0"

    def add(self, table: str, source: str, row: dict[str, Any]) -> None:
        self.rows.setdefault(table, {}).setdefault(source, []).append(row)

    def document(
        self, document_id: str, entity: str | None, year: int | None = 2026, **changes: Any
    ) -> "HandDocument":
        source = changes.pop("source", "cityone")
        version = changes.pop("reader_version", self.reader_version)
        row = {
            "document_id": document_id,
            "reader_version": version,
            "source_id": source,
            "path": f"{document_id}.pdf",
            "content_class": "budget_disclosure",
            "entity_name": entity,
            "scope": "department",
            "doc_kind": "budget",
            "fiscal_year": year,
            "is_blank_template": False,
            "read_status": "ok",
        } | changes
        self.add("documents", source, row)
        return HandDocument(self, document_id, source, version)

    def write(self, batch: str = "1") -> None:
        for table, sources in self.rows.items():
            schema = {"register": REGISTER, "captures": CAPTURES}.get(table) or SCHEMAS[table]
            for source, rows in sources.items():
                folder = self.root / table / f"source={source}"
                folder.mkdir(parents=True, exist_ok=True)
                pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / f"{batch}.parquet")
        self.rows = {}


@dataclass
class HandDocument:
    lake: HandLake
    document_id: str
    source: str
    version: str
    tables: int = 0
    facts: int = 0
    figures: int = 0

    @property
    def keys(self) -> dict[str, str]:
        return {"document_id": self.document_id, "reader_version": self.version}

    def table(
        self, kind: str, rows: list[dict[str, Any]], unit: str = "万元", **changes: Any
    ) -> "HandDocument":
        """Each row: label fields of the fact plus `amounts`, column id (or (id, label)) → printed amount."""
        self.tables += 1
        table_id = f"t{self.tables:02d}"
        size = MoneyUnit.from_printed(unit)
        self.lake.add(
            "tables",
            self.source,
            self.keys
            | {
                "table_id": table_id,
                "kind": kind,
                "title": kind.replace("_", " "),
                "pages": [1],
                "money_unit": unit,
                "unit_multiplier": int(size.value),
                "row_count": len(rows),
                "is_empty": not rows,
                "unclaimed_tokens": 0,
            }
            | changes,
        )
        for index, row in enumerate(rows):
            row = dict(row)
            amounts = row.pop("amounts")
            for column, (key, printed) in enumerate(amounts.items()):
                self._fact(kind, table_id, row.pop("at", index), column, key, printed, size, row)
        return self

    def _fact(
        self,
        kind: str,
        table_id: str,
        index: int,
        column: int,
        key: Any,
        printed: str,
        size: MoneyUnit,
        row: dict[str, Any],
    ) -> None:
        self.facts += 1
        column_id, label = key if isinstance(key, tuple) else (key, key.replace("_", " "))
        amount = parse_amount(printed)
        assert amount is not None
        self.lake.add(
            "facts",
            self.source,
            self.keys
            | {
                "fact_id": f"f{self.facts:04d}",
                "table_id": table_id,
                "table_kind": kind,
                "row_index": index,
                "side": "whole",
                "row_role": "item",
                "level": 0,
                "column_index": column,
                "column_id": column_id,
                "column_label": label,
                "amount_printed": printed,
                "decimals_printed": amount.decimals,
                "money_unit": size.printed,
                "amount_yuan": amount.yuan(size),
                "page": 1,
                "x0": 10.0,
                "top": 20.0,
                "x1": 30.0,
                "bottom": 40.0,
            }
            | row,
        )

    def figure(self, figure_id: str, yuan: str, **changes: Any) -> "HandDocument":
        self.figures += 1
        row = {
            "figure_no": self.figures,
            "figure_id": figure_id,
            "value_printed": yuan,
            "value": Decimal(yuan),
            "unit": "yuan",
            "decimals_printed": 2,
            "sentence": f"……{yuan}……",
            "page": 3,
        }
        self.lake.add("figures", self.source, self.keys | row | changes)
        return self


@dataclass(frozen=True)
class Built:
    """A built database with its result; `rows` asks it."""

    database: Path
    result: BuildResult

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def one(self, query: str) -> Any:
        ((value,),) = self.rows(query)
        return value


def build_marts(lake: Path, work: Path, *, tested: bool = True) -> Built:
    """The warehouse of a lake; `tested`: with our own tests."""
    result = build(lake, work / "work.duckdb", work / "dbt", tested=tested)
    return Built(work / "work.duckdb", result)
