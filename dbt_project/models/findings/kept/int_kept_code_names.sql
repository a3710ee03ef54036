-- Under which name a document prints a functional code, once each.
with building as ({{ documents_to_build('int_check_revisions', columns=none) }})

select
    facts.document_id,
    facts.full_code as code,
    regexp_replace(regexp_replace(facts.name_plain, '[\(\),，、:;；\[\]]', '', 'g'), '支出$', '') as name,
    min_by(facts.fact_id, (facts.page, facts.fact_id)) as fact_id,
    min(facts.page) as page,
    min_by(facts.table_label, (facts.page, facts.fact_id)) as table_label,
    min_by(facts.row_label, (facts.page, facts.fact_id)) as row_label
from {{ ref('int_check_facts') }} as facts
semi join building on facts.document_id = building.document_id
inner join {{ ref('statement_kinds') }} as kinds on facts.table_kind = kinds.kind
where
    kinds.row_axis = 'functional'
    and facts.row_role <> 'total'
    and facts.is_trusted
    and regexp_matches(facts.full_code, '^[12]\d{2}(\d{2}){1,2}$')
    and length(facts.name_plain) > 1
group by all
