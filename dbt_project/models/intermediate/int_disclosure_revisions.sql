-- What a mart that compares the files of a disclosure rests on, as a hash: a file, its identity, and the files beside
-- it. All files of a disclosure change together.
with states as (
    select
        documents.document_id,
        documents.source,
        coalesce(documents.disclosure_id, documents.document_id) as disclosure_id,
        md5(cast(documents as varchar)) as state
    from {{ ref('int_documents') }} as documents
),

together as (
    select
        disclosure_id,
        left(md5(string_agg(state, '' order by document_id)), 16) as document_revision
    from states
    group by disclosure_id
)

select
    states.document_id,
    states.source,
    together.document_revision
from states
inner join together on states.disclosure_id = together.disclosure_id
