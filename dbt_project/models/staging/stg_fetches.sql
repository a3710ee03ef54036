select
    fetch_id,
    night,
    source_id,
    url,
    final_url,
    list_url,
    link_text,
    requested_at,
    status,
    content_type,
    bytes,
    sha256,
    outcome,
    message
from {{ source('lake', 'fetches') }}
qualify row_number() over (partition by fetch_id order by requested_at desc, url asc, outcome asc) = 1
