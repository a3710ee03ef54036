-- Every current disclosure with what rules that look at all bodies must know of it.
select
    documents.document_id,
    documents.disclosure_id,
    documents.unit_id,
    units.department_unit_id,
    documents.source_id,
    documents.path,
    documents.entity_name,
    {{ clean_entity('documents.entity_name') }} as entity_key,
    documents.scope,
    documents.doc_kind,
    documents.fiscal_year,
    documents.is_identified,
    documents.text_sha256
from {{ ref('int_documents') }} as documents
left join {{ ref('int_units') }} as units on documents.unit_id = units.unit_id
where documents.is_disclosure and documents.is_current
