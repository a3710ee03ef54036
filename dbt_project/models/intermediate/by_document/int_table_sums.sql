-- How much each document prints in each kind of table: what two builds are compared by.
with building as ({{ documents_to_build() }})

select
    facts.document_id,
    facts.table_kind,
    count(*) as amount_count,
    cast(sum(facts.amount_yuan) as decimal(38, 2)) as amount_yuan
from {{ built_rows('int_facts') }} as facts
inner join building on facts.document_id = building.document_id
group by facts.document_id, facts.table_kind
