with recursive successions as (
    -- a body that was split leads to no single one
    select
        unit_id,
        any_value(successor_unit_id) as successor_unit_id
    from {{ ref('bridge_unit_successor') }}
    group by unit_id
    having count(*) = 1
),

followed as (
    select
        unit_id,
        successor_unit_id
    from successions
    union
    select
        followed.unit_id,
        successions.successor_unit_id
    from followed
    inner join successions on followed.successor_unit_id = successions.unit_id
),

present as (
    select
        unit_id,
        any_value(successor_unit_id) as unit_id_now
    from followed
    where successor_unit_id not in (select successions.unit_id from successions)
    group by unit_id
),

published as (
    select
        unit_id,
        count(distinct disclosure_id) as disclosure_count,
        min(fiscal_year) as first_fiscal_year,
        max(fiscal_year) as last_fiscal_year,
        arg_max(scope, (fiscal_year, scope)) filter (where fiscal_year is not null) as printed_scope
    from {{ ref('int_documents') }}
    where is_disclosure and unit_id is not null
    group by unit_id
)

select
    units.unit_id,
    units.unit_code,
    units.unit_name,
    units.aliases,
    units.department_unit_id,
    departments.unit_name as department_name,
    coalesce(units.scope, published.printed_scope) as scope,
    units.source_id,
    units.is_registered,
    cast(units.must_publish_from_year as smallint) as must_publish_from_year,
    cast(units.must_publish_to_year as smallint) as must_publish_to_year,
    coalesce(present.unit_id_now, units.unit_id) as current_unit_id,
    coalesce(published.disclosure_count, 0) as disclosure_count,
    cast(published.first_fiscal_year as smallint) as first_fiscal_year,
    cast(published.last_fiscal_year as smallint) as last_fiscal_year
from {{ ref('int_units') }} as units
left join {{ ref('int_units') }} as departments on units.department_unit_id = departments.unit_id
left join published on units.unit_id = published.unit_id
left join present on units.unit_id = present.unit_id
