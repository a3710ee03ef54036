-- What a document's results rest on, as a hash: itself and its origin, all its body published for the year and the
-- year before, and the bodies that links may name. Where it changes, the document is checked anew.
with states as (
    select
        documents.document_id,
        documents.unit_id,
        documents.fiscal_year,
        documents.is_identified,
        md5(cast(documents as varchar)) as state
    from {{ ref('int_documents') }} as documents
    where documents.is_disclosure and documents.is_current
),

years as (
    select
        unit_id,
        fiscal_year,
        md5(string_agg(state, '' order by document_id)) as state
    from states
    where is_identified
    group by unit_id, fiscal_year
),

bodies as (
    select md5(string_agg(entity_key || unit_id, '' order by entity_key, unit_id)) as state
    from {{ ref('int_unit_names') }}
    where is_registered
)

select
    states.document_id,
    left(md5(concat_ws('|', states.state, same_year.state, year_before.state, bodies.state)), 16) as document_revision
from states
cross join bodies
left join years as same_year
    on states.is_identified and states.unit_id = same_year.unit_id and states.fiscal_year = same_year.fiscal_year
left join years as year_before
    on states.is_identified and states.unit_id = year_before.unit_id and states.fiscal_year - 1 = year_before.fiscal_year
