select
    rows_read.document_id,
    rows_read.reader_version,
    rows_read.source,
    rows_read.fact_id,
    rows_read.table_id,
    rows_read.table_kind,
    rows_read.row_index,
    rows_read.side,
    rows_read.row_role,
    rows_read.level,
    rows_read.subject_code,
    rows_read.subject_code_full,
    rows_read.subject_name,
    rows_read.name_path,
    rows_read.department_economic_code,
    rows_read.department_economic_name,
    rows_read.government_economic_code,
    rows_read.government_economic_name,
    rows_read.unit_name,
    rows_read.column_index,
    rows_read.column_id,
    rows_read.column_label,
    rows_read.amount_printed,
    rows_read.decimals_printed,
    rows_read.money_unit,
    rows_read.amount_yuan,
    rows_read.page,
    rows_read.x0,
    rows_read.top,
    rows_read.x1,
    rows_read.bottom
from {{ source('lake', 'facts') }} as rows_read
semi join {{ ref('stg_documents') }} as latest
    on
        rows_read.document_id = latest.document_id
        and rows_read.reader_version = latest.reader_version
        and rows_read.source = latest.source
