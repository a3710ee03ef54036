-- A file may lie in several partitions or have been read by several versions: the latest reading counts.
select
    document_id,
    reader_version,
    source,
    source_id,
    path,
    bytes,
    page_count,
    image_page_count,
    content_class,
    entity_name,
    scope,
    doc_kind,
    fiscal_year,
    coalesce(is_blank_template, false) as is_blank_template,
    template,
    read_status,
    producer,
    title,
    text_sha256,
    money_tokens,
    money_tokens_claimed,
    personal_data_redactions
from {{ source('lake', 'documents') }}
qualify row_number() over (
    partition by document_id
    order by {{ version_order('reader_version') }} desc, source asc, path asc
) = 1
