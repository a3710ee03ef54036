select
    rows_read.document_id,
    rows_read.reader_version,
    rows_read.source,
    rows_read.paragraph_no,
    rows_read.page,
    rows_read.part,
    rows_read.level,
    rows_read.text
from {{ source('lake', 'paragraphs') }} as rows_read
semi join {{ ref('stg_documents') }} as latest
    on
        rows_read.document_id = latest.document_id
        and rows_read.reader_version = latest.reader_version
        and rows_read.source = latest.source
