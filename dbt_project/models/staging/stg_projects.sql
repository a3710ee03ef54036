select
    rows_read.document_id,
    rows_read.reader_version,
    rows_read.source,
    rows_read.project_no,
    rows_read.table_id,
    rows_read.project_name,
    rows_read.unit_name,
    rows_read.annual_amount_yuan,
    rows_read.period_amount_yuan,
    rows_read.amounts,
    rows_read.indicators,
    rows_read.page,
    rows_read.project_code,
    rows_read.department_name,
    rows_read.project_type,
    rows_read.annual_goal,
    rows_read.period_goal,
    rows_read.start_date,
    rows_read.end_date,
    rows_read.x0,
    rows_read.top,
    rows_read.x1,
    rows_read.bottom
from {{ source('lake', 'projects') }} as rows_read
semi join {{ ref('stg_documents') }} as latest
    on
        rows_read.document_id = latest.document_id
        and rows_read.reader_version = latest.reader_version
        and rows_read.source = latest.source
