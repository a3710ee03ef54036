{{ config(materialized='ephemeral') }}
-- 支出合计: what a disclosure says it spends in all, and the fact that says it, for rules that compare bodies and years.
select
    documents.document_id,
    documents.unit_id,
    documents.source_id,
    documents.scope,
    documents.doc_kind,
    documents.fiscal_year,
    documents.is_identified,
    max(anchors.amount_yuan) as amount,
    arg_max(anchors.fact_id, anchors.amount_yuan) as fact_id
from {{ ref('int_check_anchors') }} as anchors
inner join {{ ref('int_check_documents') }} as documents using (document_id)
where anchors.anchor in ('expenditure_summary.total', 'final_expenditure.total') and anchors.blocked is null
group by all
having amount > 0
