{{ config(meta={'dagster': {'ref': {'name': 'int_facts'}}}) }}
-- A kind of table or a canonical column that the reader writes and the seeds do not know would drop out of
-- the marts in silence.
with looked_at as ({{ documents_under_test() }})

select distinct
    'table_kind' as what,
    facts.table_kind as value
from {{ ref('int_facts') }} as facts
inner join looked_at on facts.document_id = looked_at.document_id
anti join {{ ref('statement_kinds') }} as kinds on facts.table_kind = kinds.kind
union all
select distinct
    'column_id' as what,
    facts.column_id as value
from {{ ref('int_facts') }} as facts
inner join looked_at on facts.document_id = looked_at.document_id
inner join {{ ref('statement_kinds') }} as kinds on facts.table_kind = kinds.kind
anti join {{ ref('columns') }} as columns on {{ this_years_column('facts.column_id') }} = columns.column_id
where kinds.row_axis not in ('performance', 'none') and facts.column_id != 'other'
