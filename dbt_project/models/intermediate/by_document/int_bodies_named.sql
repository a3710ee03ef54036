-- The bodies a document names as its own: the one that publishes and those whose rows its tables list. A row
-- that prints such a name heads a block of subjects and is no subject itself.
with building as ({{ documents_to_build(columns='entity_name') }}),

printed as (
    select
        document_id,
        entity_name as name
    from building
    union
    select
        facts.document_id,
        facts.unit_name as name
    from {{ built_rows('int_facts') }} as facts
    inner join building on facts.document_id = building.document_id
    where facts.unit_name is not null
)

select distinct
    document_id,
    {{ clean_entity('name') }} as entity_key
from printed
where {{ clean_entity('name') }} is not null
