select
    rows_read.document_id,
    rows_read.reader_version,
    rows_read.project_no,
    rows_read.table_id,
    rows_read.project_name,
    rows_read.unit_name,
    rows_read.annual_amount_yuan,
    rows_read.period_amount_yuan,
    rows_read.amounts,
    rows_read.indicators,
    rows_read.page
from {{ source('lake', 'projects') }} as rows_read
semi join {{ ref('stg_documents') }} as latest
    on
        rows_read.document_id = latest.document_id
        and rows_read.reader_version = latest.reader_version
        and rows_read.source = latest.source
