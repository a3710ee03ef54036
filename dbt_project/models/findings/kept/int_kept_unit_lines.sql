-- The lines of a department's tables that name a body and not a subject: perhaps its units.
with building as ({{ documents_to_build('int_check_revisions', columns=none) }})

select
    facts.document_id,
    facts.fact_id,
    facts.row_label,
    facts.table_kind || '.' || facts.column_id as anchor,
    {{ clean_entity('facts.subject_name') }} as row_key,
    contains(facts.subject_name, '本级') as is_head
from {{ ref('int_check_facts') }} as facts
semi join building on facts.document_id = building.document_id
inner join {{ ref('int_check_documents') }} as documents using (document_id)
inner join {{ ref('int_check_rows') }} as rows
    on facts.document_id = rows.document_id and facts.table_id = rows.table_id
    and facts.side = rows.side and facts.row_index = rows.row_index
where facts.table_kind in ('income_summary', 'expenditure_summary', 'final_income', 'final_expenditure')
    and facts.column_id in ('total', 'general_public')
    and documents.scope = 'department' and not rows.side_is_coded and facts.row_role <> 'total'
