{{ config(meta={'dagster': {'ref': {'name': 'dim_document'}}}) }}
-- A corrected publication supersedes: of the files of one part of a disclosure exactly one is current.
select
    disclosure_id,
    part,
    count(*) filter (where is_current) as current_count
from {{ ref('dim_document') }}
where is_disclosure
group by disclosure_id, part
having count(*) filter (where is_current) != 1
