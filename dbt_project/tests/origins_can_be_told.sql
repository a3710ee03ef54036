{{ config(meta={'dagster': {'ref': {'name': 'dim_document'}}}) }}
-- Who published what when: a body of the register has a name, a capture and a request a night that is a day; and no
-- document claims more of its numbers than it prints.
select
    'stg_documents' as model,
    document_id as row_id
from {{ ref('stg_documents') }}
where money_tokens_claimed > money_tokens or document_id is null
union all
select
    'stg_register' as model,
    unit_code as row_id
from {{ ref('stg_register') }}
where unit_name is null or unit_name = ''
union all
select
    'stg_captures' as model,
    url as row_id
from {{ ref('stg_captures') }}
where document_id is null or try_cast(first_seen_night as date) is null
union all
select
    'stg_fetches' as model,
    fetch_id as row_id
from {{ ref('stg_fetches') }}
where try_cast(night as date) is null
