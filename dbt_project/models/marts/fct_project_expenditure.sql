{{ config(materialized='view', meta={'tested_by': 'int_documents'}) }}
select
    items.document_id,
    items.table_id,
    items.row_index,
    documents.disclosure_id,
    documents.unit_id,
    documents.doc_kind,
    cast(documents.fiscal_year as smallint) as fiscal_year,
    documents.is_in_department_total,
    items.table_kind,
    items.table_kind = 'project_expenditure_carryover' as is_carryover,
    coalesce(items.unit_name, items.root_name) as unit_name,
    items.subject_name as project_name,
    items.branch,
    items.total_yuan as amount_yuan,
    items.fiscal_yuan,
    items.general_public_yuan,
    items.gov_fund_yuan,
    items.state_capital_yuan,
    items.special_account_yuan,
    cast(items.other_funds_yuan as decimal(20, 2)) as other_funds_yuan,
    items.carryover_yuan,
    items.fact_id,
    items.page,
    items.x0,
    items.top,
    items.x1,
    items.bottom
from {{ ref('int_item_amounts') }} as items
inner join {{ ref('int_documents') }} as documents on items.document_id = documents.document_id
where documents.is_current and items.row_axis = 'project'
