-- The words outside tables of every document a rule may speak of, with what its body is called.
select
    paragraphs.document_id,
    paragraphs.paragraph_no,
    paragraphs.page,
    paragraphs.part,
    paragraphs.level,
    paragraphs.text,
    documents.entity_key,
    documents.scope,
    documents.doc_kind,
    documents.fiscal_year
from {{ checked_rows('stg_paragraphs') }} as paragraphs
inner join {{ ref('int_check_documents') }} as documents using (document_id)
