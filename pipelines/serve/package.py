"""The papers of a release (发布版说明文件): data package, data dictionary, citation file.

In: the published tables with their comments. Out: JSON-ready dicts and text. Does not belong here: the data.
"""

from datetime import datetime
from typing import Any

import duckdb

TITLE = "明账：部门预决算公开数据"
_TYPES = {
    "VARCHAR": "string", "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "datetime",
    "TIMESTAMP WITH TIME ZONE": "string", "TINYINT": "integer", "SMALLINT": "integer", "INTEGER": "integer",
    "BIGINT": "integer", "HUGEINT": "integer", "UBIGINT": "integer", "FLOAT": "number", "DOUBLE": "number",
}  # fmt: skip


def data_package(connection: duckdb.DuckDBPyConnection, label: str, moment: datetime) -> dict[str, Any]:
    """A Frictionless Data Package with one tabular resource per table."""
    resources = [
        {
            "name": table,
            "path": f"data/{table}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "title": comment or table,
            "schema": {"fields": fields, "missingValues": [""]},
        }
        for table, comment, fields in _tables(connection)
    ]
    return {
        "name": "mingzhang",
        "title": TITLE,
        "description": "各部门（单位）公开的预决算 PDF 中的数字，附来源、页码与位置；金额单位为元。",
        "version": label,
        "created": moment.isoformat(timespec="seconds"),
        "keywords": ["预算公开", "决算公开", "fiscal", "budget", "China"],
        "resources": resources,
    }


def dictionary(connection: duckdb.DuckDBPyConnection, label: str) -> str:
    """Every table and column with its description, as Markdown."""
    lines = [f"# 数据字典 Data dictionary（{label}）", ""]
    for table, comment, fields in _tables(connection):
        lines += [
            f"## {table}",
            "",
            comment or "",
            "",
            "| 栏目 Column | 类型 Type | 说明 Description |",
            "|---|---|---|",
        ]
        for field in fields:
            words = str(field.get("description", "")).replace("|", "\\|").replace("\n", " ")
            lines.append(f"| {field['name']} | {field['duckdb_type']} | {words} |")
        lines.append("")
    return "\n".join(lines)


def citation(label: str, moment: datetime) -> str:
    """A citation file (CFF) of the release."""
    return "\n".join(
        [
            "cff-version: 1.2.0",
            "message: 使用本数据时请引用本发布版。",
            "type: dataset",
            f"title: {TITLE}",
            f'version: "{label}"',
            f"date-released: {moment:%Y-%m-%d}",
            "authors:",
            "  - name: mingzhang maintainers",
            "",
        ]
    )


def _tables(
    connection: duckdb.DuckDBPyConnection,
) -> list[tuple[str, str | None, list[dict[str, Any]]]]:
    comments = dict(
        connection.execute(
            "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main'"
        ).fetchall()
    )
    fields: dict[str, list[dict[str, Any]]] = {}
    for table, column, kind, comment in connection.execute(
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND NOT internal ORDER BY table_name, column_index"
    ).fetchall():
        field = {"name": column, "type": _type(kind), "duckdb_type": kind}
        fields.setdefault(table, []).append({**field, "description": comment} if comment else field)
    return [(table, comments.get(table), fields[table]) for table in sorted(fields)]


def _type(kind: str) -> str:
    if kind.endswith("[]"):
        return "array"
    if kind.startswith("STRUCT"):
        return "object"
    if kind.startswith("DECIMAL"):
        return "number"
    return _TYPES.get(kind, "string")
