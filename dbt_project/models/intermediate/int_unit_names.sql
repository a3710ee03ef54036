-- Which unit a printed name stands for; several units under one name are told apart by site and scope.
select
    units.unit_id,
    units.source_id,
    units.scope,
    units.is_registered,
    {{ clean_entity('names.name') }} as entity_key
from {{ ref('int_units') }} as units
cross join unnest(list_distinct(list_prepend(units.unit_name, units.aliases))) as names (name)
where {{ clean_entity('names.name') }} is not null
