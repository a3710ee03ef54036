-- Every current disclosure that is to be checked (is_checked), or that those are compared with, and what rules must
-- know of the whole document. A superseded version is not judged: a corrected re-publication closes what its
-- forerunner had.
with to_check as ({{ documents_to_check() }}),

compared_with as (
    select distinct others.document_id
    from to_check
    inner join {{ ref('int_documents') }} as documents using (document_id)
    inner join {{ ref('int_documents') }} as others
        on
            documents.unit_id = others.unit_id
            and others.fiscal_year between documents.fiscal_year - 1 and documents.fiscal_year
    where documents.is_identified and others.is_identified
),

looked_at as (
    select documents.*
    from {{ ref('int_documents') }} as documents
    where
        documents.is_disclosure
        and documents.is_current
        and (
            documents.document_id in (select to_check.document_id from to_check)
            or documents.document_id in (select compared_with.document_id from compared_with)
        )
),

secrecy as (
    -- What the document itself says of its field of work: subjects of 国防、公安、国家安全、保密, or its name.
    select distinct facts.document_id
    from {{ ref('stg_facts') }} as facts
    semi join looked_at on facts.document_id = looked_at.document_id and facts.source = looked_at.source
    inner join {{ ref('rule_withholding_terms') }} as terms
        on terms.applies_to = 'subject' and facts.subject_code = cast(terms.term as varchar)
),

named as (
    select distinct documents.document_id
    from looked_at as documents
    inner join {{ ref('rule_withholding_terms') }} as terms
        on terms.applies_to = 'entity' and contains(coalesce(documents.entity_name, documents.title, ''), terms.term)
)

select
    documents.document_id,
    documents.disclosure_id,
    documents.unit_id,
    documents.source_id,
    documents.source,
    documents.path,
    documents.content_class,
    documents.part,
    documents.entity_name,
    {{ clean_entity('documents.entity_name') }} as entity_key,
    documents.scope,
    documents.doc_kind,
    documents.fiscal_year,
    documents.read_status,
    documents.title,
    documents.is_identified,
    documents.text_sha256,
    coalesce(documents.image_page_count, 0) as image_page_count,
    documents.page_count,
    secrecy.document_id is not null or named.document_id is not null as may_withhold,
    documents.document_id in (select to_check.document_id from to_check) as is_checked
from looked_at as documents
left join secrecy on documents.document_id = secrecy.document_id
left join named on documents.document_id = named.document_id
