{{ config(materialized='view', meta={'tested_by': 'int_documents'}) }}
select
    amounts.document_id,
    amounts.income_source_id,
    documents.disclosure_id,
    documents.unit_id,
    documents.doc_kind,
    cast(documents.fiscal_year as smallint) as fiscal_year,
    documents.is_current,
    documents.is_in_department_total,
    amounts.is_leaf,
    cast(amounts.amount_yuan as decimal(20, 2)) as amount_yuan,
    amounts.table_kind,
    amounts.printed_name,
    amounts.printed_column,
    amounts.table_id,
    amounts.fact_id,
    amounts.page,
    amounts.x0,
    amounts.top,
    amounts.x1,
    amounts.bottom
from {{ ref('int_income_amounts') }} as amounts
inner join {{ ref('int_documents') }} as documents on amounts.document_id = documents.document_id
where documents.is_disclosure
