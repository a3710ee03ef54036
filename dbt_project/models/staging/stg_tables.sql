select
    rows_read.document_id,
    rows_read.reader_version,
    rows_read.source,
    rows_read.table_id,
    rows_read.kind,
    rows_read.title,
    rows_read.table_number,
    rows_read.pages,
    rows_read.money_unit,
    rows_read.unit_multiplier,
    rows_read.columns,
    rows_read.column_labels,
    rows_read.row_count,
    rows_read.is_empty,
    rows_read.empty_statement,
    rows_read.entity_line,
    rows_read.notes,
    rows_read.unclaimed_tokens,
    rows_read.closure
from {{ source('lake', 'tables') }} as rows_read
semi join {{ ref('stg_documents') }} as latest
    on
        rows_read.document_id = latest.document_id
        and rows_read.reader_version = latest.reader_version
        and rows_read.source = latest.source
