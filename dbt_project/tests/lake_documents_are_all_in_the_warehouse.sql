{{ config(meta={'dagster': {'ref': {'name': 'dim_document'}}}) }}
-- Every file of the lake, readable or not, has its row in dim_document, and nothing else has.
select
    coalesce(lake.document_id, marts.document_id) as document_id,
    lake.document_id is null as is_missing_in_lake
from (select distinct document_id from {{ source('lake', 'documents') }}) as lake
full outer join {{ ref('dim_document') }} as marts on lake.document_id = marts.document_id
where lake.document_id is null or marts.document_id is null
