-- 支出合计: what a disclosure says it spends in all, and the fact that says it.
with building as ({{ documents_to_build('int_check_revisions', columns=none) }})

select
    anchors.document_id,
    max(anchors.amount_yuan) as amount,
    arg_max(anchors.fact_id, (anchors.amount_yuan, anchors.fact_id)) as fact_id
from {{ ref('int_check_anchors') }} as anchors
semi join building on anchors.document_id = building.document_id
where anchors.anchor in ('expenditure_summary.total', 'final_expenditure.total') and anchors.blocked is null
group by anchors.document_id
having amount > 0
