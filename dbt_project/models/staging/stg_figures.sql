select
    rows_read.document_id,
    rows_read.reader_version,
    rows_read.source,
    rows_read.figure_no,
    rows_read.figure_id,
    rows_read.subject,
    rows_read.value_printed,
    rows_read.value,
    rows_read.unit,
    rows_read.decimals_printed,
    rows_read.sentence,
    rows_read.page,
    rows_read.char_start,
    rows_read.char_end,
    rows_read.box_page,
    rows_read.x0,
    rows_read.top,
    rows_read.x1,
    rows_read.bottom
from {{ source('lake', 'figures') }} as rows_read
semi join {{ ref('stg_documents') }} as latest
    on
        rows_read.document_id = latest.document_id
        and rows_read.reader_version = latest.reader_version
        and rows_read.source = latest.source
