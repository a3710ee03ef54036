"""The data contract: schemas of the lake tables, explicit so that every file of a table is alike.

Money is DECIMAL(20,2) yuan. Every table but `fetches` carries `document_id` and `reader_version`.
"""

from typing import Any

import pyarrow as pa

AMOUNT = pa.decimal128(20, 2)
FIGURE = pa.decimal128(24, 6)

_KEYS = [
    pa.field("document_id", pa.string(), nullable=False),
    pa.field("reader_version", pa.string(), nullable=False),
]
_BOX: "list[pa.Field[Any]]" = [pa.field(name, pa.float32()) for name in ("x0", "top", "x1", "bottom")]


def _schema(*fields: "pa.Field[Any]") -> pa.Schema:
    return pa.schema([*_KEYS, *fields])


SCHEMAS: dict[str, pa.Schema] = {
    "documents": _schema(
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("path", pa.string(), nullable=False),
        pa.field("bytes", pa.int64()),
        pa.field("page_count", pa.int32()),
        pa.field("image_page_count", pa.int32()),
        pa.field("content_class", pa.string(), nullable=False),
        pa.field("entity_name", pa.string()),
        pa.field("scope", pa.string()),
        pa.field("doc_kind", pa.string()),
        pa.field("fiscal_year", pa.int16()),
        pa.field("is_blank_template", pa.bool_()),
        pa.field("template", pa.string()),
        pa.field("read_status", pa.string(), nullable=False),
        pa.field("producer", pa.string()),
        pa.field("title", pa.string()),
        pa.field("text_sha256", pa.string()),
        pa.field("money_tokens", pa.int32()),
        pa.field("money_tokens_claimed", pa.int32()),
        pa.field("personal_data_redactions", pa.int32()),
    ),
    "pages": _schema(
        pa.field("page", pa.int32(), nullable=False),
        pa.field("width", pa.float32()),
        pa.field("height", pa.float32()),
        pa.field("rotation", pa.int16()),
        pa.field("has_text_layer", pa.bool_()),
        pa.field("image_area_share", pa.float32()),
        pa.field("char_count", pa.int32()),
        pa.field("hidden_char_count", pa.int32()),
        pa.field("holds_table", pa.bool_()),
        pa.field("money_tokens", pa.int32()),
        pa.field("money_tokens_claimed", pa.int32()),
    ),
    "tables": _schema(
        pa.field("table_id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("table_number", pa.string()),
        pa.field("pages", pa.list_(pa.int32())),
        pa.field("money_unit", pa.string()),
        pa.field("unit_multiplier", pa.int64()),
        pa.field("columns", pa.list_(pa.string())),
        pa.field("column_labels", pa.list_(pa.string())),
        pa.field("row_count", pa.int32()),
        pa.field("is_empty", pa.bool_()),
        pa.field("empty_statement", pa.string()),
        pa.field("entity_line", pa.string()),
        pa.field("notes", pa.list_(pa.string())),
        pa.field("unclaimed_tokens", pa.int32()),
        pa.field("closure", pa.float32()),
    ),
    "facts": _schema(
        pa.field("fact_id", pa.string(), nullable=False),
        pa.field("table_id", pa.string(), nullable=False),
        pa.field("table_kind", pa.string(), nullable=False),
        pa.field("row_index", pa.int32(), nullable=False),
        pa.field("side", pa.string(), nullable=False),
        pa.field("row_role", pa.string(), nullable=False),
        pa.field("level", pa.int16()),
        pa.field("subject_code", pa.string()),
        pa.field("subject_code_full", pa.string()),
        pa.field("subject_name", pa.string()),
        pa.field("name_path", pa.string()),
        pa.field("department_economic_code", pa.string()),
        pa.field("department_economic_name", pa.string()),
        pa.field("government_economic_code", pa.string()),
        pa.field("government_economic_name", pa.string()),
        pa.field("unit_name", pa.string()),
        pa.field("column_index", pa.int16()),
        pa.field("column_id", pa.string(), nullable=False),
        pa.field("column_label", pa.string()),
        pa.field("amount_printed", pa.string(), nullable=False),
        pa.field("decimals_printed", pa.int16()),
        pa.field("money_unit", pa.string()),
        pa.field("amount_yuan", AMOUNT),
        pa.field("page", pa.int32(), nullable=False),
        *_BOX,
    ),
    "figures": _schema(
        pa.field("figure_no", pa.int32(), nullable=False),
        pa.field("figure_id", pa.string(), nullable=False),
        pa.field("subject", pa.string()),
        pa.field("value_printed", pa.string()),
        pa.field("value", FIGURE),
        pa.field("unit", pa.string()),
        pa.field("decimals_printed", pa.int16()),
        pa.field("sentence", pa.string()),
        pa.field("page", pa.int32()),
        pa.field("char_start", pa.int32()),
        pa.field("char_end", pa.int32()),
    ),
    "projects": _schema(
        pa.field("project_no", pa.int32(), nullable=False),
        pa.field("table_id", pa.string()),
        pa.field("project_name", pa.string()),
        pa.field("unit_name", pa.string()),
        pa.field("annual_amount_yuan", AMOUNT),
        pa.field("period_amount_yuan", AMOUNT),
        pa.field("amounts", pa.list_(pa.struct([("source", pa.string()), ("amount_yuan", AMOUNT)]))),
        pa.field("indicators", pa.list_(pa.struct([("path", pa.string()), ("value", pa.string())]))),
        pa.field("page", pa.int32()),
    ),
    "problems": _schema(
        pa.field("problem_no", pa.int32(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("severity", pa.string(), nullable=False),
        pa.field("message", pa.string()),
        pa.field("page", pa.int32()),
        *_BOX,
        pa.field("tokens", pa.list_(pa.string())),
    ),
}

_FETCH_FIELDS: "list[pa.Field[Any]]" = [
    pa.field("fetch_id", pa.string(), nullable=False),
    pa.field("night", pa.string(), nullable=False),
    pa.field("source_id", pa.string(), nullable=False),
    pa.field("url", pa.string(), nullable=False),
    pa.field("final_url", pa.string()),
    pa.field("list_url", pa.string()),
    pa.field("link_text", pa.string()),
    pa.field("requested_at", pa.timestamp("us", tz="UTC")),
    pa.field("status", pa.int16()),
    pa.field("content_type", pa.string()),
    pa.field("etag", pa.string()),
    pa.field("last_modified", pa.string()),
    pa.field("bytes", pa.int64()),
    pa.field("sha256", pa.string()),
    pa.field("outcome", pa.string(), nullable=False),
    pa.field("message", pa.string()),
]
FETCHES = pa.schema(_FETCH_FIELDS)
"""One row per request; `outcome` is one of new, unchanged, changed, moved, blocked, refused_by_robots,
not_found, not_a_document, truncated, error (list pages: listed, or suspicious where a list is empty or
lost most of its items; robots.txt itself: robots)."""
