select
    rows_read.document_id,
    rows_read.reader_version,
    rows_read.source,
    rows_read.page,
    rows_read.width,
    rows_read.height,
    rows_read.rotation,
    rows_read.has_text_layer,
    rows_read.image_area_share,
    rows_read.char_count,
    rows_read.hidden_char_count,
    rows_read.holds_table,
    rows_read.money_tokens,
    rows_read.money_tokens_claimed
from {{ source('lake', 'pages') }} as rows_read
semi join {{ ref('stg_documents') }} as latest
    on
        rows_read.document_id = latest.document_id
        and rows_read.reader_version = latest.reader_version
        and rows_read.source = latest.source
