"""Plainly invented rows that fit the data contract."""

import hashlib
from decimal import Decimal
from typing import Any

from pipelines.load.rows import Tables, rows_to_tables


def document_id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def document_rows(name: str, facts: int = 2, source_id: str = "甲市") -> dict[str, list[dict[str, Any]]]:
    key = document_id(name)
    return {
        "documents": [
            {
                "document_id": key,
                "source_id": source_id,
                "path": f"{source_id}/{name}.pdf",
                "page_count": 1,
                "content_class": "budget_disclosure",
                "read_status": "ok",
                "fiscal_year": 2024,
                "money_tokens": facts,
                "money_tokens_claimed": facts,
            }
        ],
        "tables": [{"document_id": key, "table_id": "t01", "kind": "expenditure_summary", "pages": [1]}],
        "facts": [
            {
                "document_id": key,
                "fact_id": f"t01-{row}",
                "table_id": "t01",
                "table_kind": "expenditure_summary",
                "row_index": row,
                "side": "whole",
                "row_role": "item",
                "column_id": "total",
                "amount_printed": f"{row}.50",
                "amount_yuan": Decimal(row) + Decimal("0.50"),
                "page": 1,
            }
            for row in range(facts)
        ],
    }


def document_tables(name: str, version: str = "1", facts: int = 2, source_id: str = "甲市") -> Tables:
    return rows_to_tables(document_rows(name, facts, source_id), version)
