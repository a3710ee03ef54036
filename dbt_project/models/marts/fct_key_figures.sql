with building as ({{ documents_to_build('int_disclosure_revisions', columns=none) }})

select
    candidates.document_id,
    candidates.figure_id,
    documents.disclosure_id,
    documents.unit_id,
    documents.scope,
    documents.doc_kind,
    cast(documents.fiscal_year as smallint) as fiscal_year,
    documents.is_current,
    documents.is_in_department_total,
    documents.is_current and row_number() over (
        partition by documents.disclosure_id, candidates.figure_id
        order by documents.is_current desc, candidates.preference asc, documents.document_id asc
    ) = 1 as is_primary,
    candidates.amount_yuan,
    candidates.source,
    candidates.table_kind,
    candidates.table_id,
    candidates.fact_id,
    candidates.figure_no,
    candidates.sentence,
    candidates.page,
    candidates.x0,
    candidates.top,
    candidates.x1,
    candidates.bottom
from (
    select *
    from {{ ref('int_key_figure_candidates') }}
    where document_id in (select building.document_id from building)
    qualify row_number() over (
        partition by document_id, figure_id
        order by preference asc, table_id asc, figure_no asc, fact_id asc
    ) = 1
) as candidates
inner join {{ ref('int_documents') }} as documents on candidates.document_id = documents.document_id
