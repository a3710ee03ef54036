-- What a unit's own disclosure prints as its totals.
with building as ({{ documents_to_build('int_check_revisions', columns=none) }})

select
    anchors.document_id,
    anchors.anchor,
    anchors.fact_id,
    anchors.amount_yuan,
    anchors.half_unit
from {{ ref('int_check_anchors') }} as anchors
semi join building on anchors.document_id = building.document_id
inner join {{ ref('int_check_documents') }} as documents using (document_id)
where documents.scope = 'unit' and anchors.blocked is null and anchors.fact_id is not null
    and anchors.anchor in (
        'income_summary.total', 'income_summary.general_public', 'expenditure_summary.total',
        'final_income.total', 'final_expenditure.total'
    )
