select
    document_id,
    source_id,
    path,
    url,
    list_url,
    link_text,
    first_seen_night,
    source_name,
    coalesce(is_current, true) as is_current
from {{ source('lake', 'captures') }}
