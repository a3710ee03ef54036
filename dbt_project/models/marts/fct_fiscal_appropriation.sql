{{ config(materialized='view', meta={'tested_by': 'int_documents'}) }}
select
    amounts.document_id,
    amounts.table_id,
    amounts.row_index,
    amounts.budget_scope,
    documents.disclosure_id,
    documents.unit_id,
    documents.doc_kind,
    cast(documents.fiscal_year as smallint) as fiscal_year,
    documents.is_in_department_total,
    amounts.table_kind,
    amounts.subject_id,
    amounts.functional_code,
    amounts.printed_name,
    amounts.amount_yuan,
    amounts.resolution_method,
    amounts.resolution_confidence,
    amounts.fact_id,
    amounts.page,
    amounts.x0,
    amounts.top,
    amounts.x1,
    amounts.bottom
from {{ ref('int_fiscal_amounts') }} as amounts
inner join {{ ref('int_documents') }} as documents on amounts.document_id = documents.document_id
where documents.is_current and amounts.is_leaf
