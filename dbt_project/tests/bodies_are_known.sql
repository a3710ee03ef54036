{{ config(meta={'dagster': {'ref': {'name': 'dim_unit'}}}) }}
-- Who published is known: every identified disclosure has its body, every body its names, every correction the same
-- disclosure as what it corrects.
select
    'int_units' as model,
    documents.document_id as row_id
from {{ ref('int_documents') }} as documents
anti join {{ ref('int_units') }} as units on documents.unit_id = units.unit_id
where documents.is_identified
union all
select
    'int_unit_names' as model,
    units.unit_id as row_id
from {{ ref('int_units') }} as units
anti join {{ ref('int_unit_names') }} as names on units.unit_id = names.unit_id
where {{ clean_entity('units.unit_name') }} is not null
union all
select
    'int_version_pairs' as model,
    pairs.document_id as row_id
from {{ ref('int_version_pairs') }} as pairs
inner join {{ ref('int_documents') }} as later on pairs.new_document_id = later.document_id
where pairs.disclosure_id != later.disclosure_id
union all
-- what rules compare is built in one round
select
    'int_rounds' as model,
    documents.unit_id as row_id
from {{ ref('int_rounds') }} as rounds
inner join {{ ref('int_documents') }} as documents on rounds.document_id = documents.document_id
where documents.unit_id is not null
group by documents.unit_id
having count(distinct rounds.round_no) > 1
