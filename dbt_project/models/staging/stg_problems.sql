select
    rows_read.document_id,
    rows_read.reader_version,
    rows_read.source,
    rows_read.problem_no,
    rows_read.code,
    rows_read.severity,
    rows_read.message,
    rows_read.page,
    rows_read.x0,
    rows_read.top,
    rows_read.x1,
    rows_read.bottom,
    rows_read.tokens
from {{ source('lake', 'problems') }} as rows_read
semi join {{ ref('stg_documents') }} as latest
    on
        rows_read.document_id = latest.document_id
        and rows_read.reader_version = latest.reader_version
        and rows_read.source = latest.source
