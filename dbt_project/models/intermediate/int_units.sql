-- Every body that must publish (register) or has published, once. A body is known by its code where the
-- register has it, else by its printed name within the publishing site.
with register_names as (
    select
        unit_code,
        unit_name,
        source_id,
        unnest(list_distinct(list_prepend(unit_name, aliases))) as name
    from {{ ref('stg_register') }}
),

known_names as (
    select distinct
        unit_code,
        source_id,
        {{ clean_entity('name') }} as entity_key
    from register_names
),

printed as (
    select distinct
        source_id,
        {{ clean_entity('entity_name') }} as entity_key,
        first_value(entity_name) over (
            partition by source_id, {{ clean_entity('entity_name') }} order by length(entity_name), entity_name
        ) as unit_name
    from {{ ref('stg_documents') }}
    where
        {{ clean_entity('entity_name') }} is not null
        and content_class != 'not_a_disclosure'
        and not is_blank_template
)

select
    unit_code as unit_id,
    unit_code,
    unit_name,
    aliases,
    department_code as department_unit_id,
    scope,
    source_id,
    must_publish_from_year,
    must_publish_to_year,
    successor_codes,
    approval_date,
    true as is_registered
from {{ ref('stg_register') }}
union all by name
select
    'name:' || left(md5(printed.source_id || '|' || printed.entity_key), 16) as unit_id,
    printed.unit_name,
    cast([] as varchar[]) as aliases,
    printed.source_id,
    false as is_registered
from printed
anti join known_names on printed.entity_key = known_names.entity_key
