"""Rows of a document → Arrow tables as the data contract has them; all that a worker needs of loading."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from pipelines.domain.lake import FIGURE, SCHEMAS

Rows = Mapping[str, list[dict[str, Any]]]
Tables = dict[str, pa.Table]


def rows_to_tables(rows: Rows, reader_version: str) -> Tables:
    """Arrow tables, one per lake table, of the rows of one document (tables without rows included).

    A figure with more decimals than its column keeps is rounded half up (the printed one stands beside it), a
    number too large for its column is null.

    Raises:
        KeyError: a row names a table that the data contract does not have.
        pyarrow.ArrowInvalid, ValueError: a row does not fit the schema, or names a column it does not have.
    """
    if unknown := rows.keys() - SCHEMAS.keys():
        raise KeyError(f"not in the data contract: {', '.join(sorted(unknown))}")
    return {name: _table(name, rows.get(name, []), reader_version) for name in SCHEMAS}


def _table(name: str, rows: list[dict[str, Any]], reader_version: str) -> pa.Table:
    schema = SCHEMAS[name]
    known = set(schema.names)
    for row in rows:
        if unknown := row.keys() - known:
            raise ValueError(f"columns of {name} not in the data contract: {', '.join(sorted(unknown))}")
    full = [{**row, "reader_version": reader_version} for row in rows]
    try:
        table = pa.Table.from_pylist(full, schema=schema)
    except UnicodeEncodeError:
        table = pa.Table.from_pylist([_encodable(row) for row in full], schema=schema)
    except pa.ArrowInvalid:
        table = pa.Table.from_pylist([_with_fitting_numbers(row, schema) for row in full], schema=schema)
    table.validate(full=True)
    for field in schema:
        if not field.nullable and table.column(field.name).null_count:
            raise ValueError(f"{name}.{field.name} must not be null")
    return table


def _with_fitting_numbers(row: dict[str, Any], schema: pa.Schema) -> dict[str, Any]:
    """The row with every decimal as its column can hold it."""
    return {
        name: _fitting(value, schema.field(name).type) if isinstance(value, Decimal) else value
        for name, value in row.items()
    }


def _fitting(value: Decimal, column: pa.Decimal128Type) -> Decimal | None:
    if value.adjusted() >= column.precision - column.scale:
        return None
    if column != FIGURE:  # amounts are whole cents before they come here
        return value
    return value.quantize(Decimal(1).scaleb(-column.scale), rounding="ROUND_HALF_UP")


def _encodable(value: Any) -> Any:
    """The value with half surrogate pairs in texts (from fonts with broken maps) replaced by ``U+FFFD``."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {name: _encodable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_encodable(part) for part in value]
    return value
