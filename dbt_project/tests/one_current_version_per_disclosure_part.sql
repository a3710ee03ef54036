{{ config(meta={'dagster': {'ref': {'name': 'dim_document'}}}) }}
-- A corrected publication supersedes: of a disclosure something is current, and of its whole files, as of its files of
-- the narrative alone, not more than one; what supersedes a file is of the same disclosure.
select
    disclosure_id,
    part,
    count(*) filter (where is_current) as current_count
from {{ ref('dim_document') }}
where is_disclosure
group by grouping sets ((disclosure_id), (disclosure_id, part))
having
    (grouping(part) = 1 and count(*) filter (where is_current) = 0)
    or (part in ('whole', 'narrative') and count(*) filter (where is_current) > 1)
union all
select
    earlier.disclosure_id,
    earlier.part,
    0 as current_count
from {{ ref('dim_document') }} as earlier
inner join {{ ref('dim_document') }} as later on earlier.superseded_by_document_id = later.document_id
where earlier.is_disclosure and earlier.disclosure_id is distinct from later.disclosure_id
