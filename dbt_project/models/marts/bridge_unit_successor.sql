-- 机构改革: a body and those that took over from it. What it is called follows from how many there are on each side.
with links as (
    select
        units.unit_id,
        units.must_publish_to_year as last_fiscal_year,
        unnest(units.successor_codes) as successor_unit_id
    from {{ ref('int_units') }} as units
    where units.is_registered
)

select
    links.unit_id,
    links.successor_unit_id,
    cast(links.last_fiscal_year as smallint) as last_fiscal_year,
    case
        when count(*) over (partition by links.unit_id) > 1 then 'split'
        when count(*) over (partition by links.successor_unit_id) > 1 then 'merged'
        when successors.must_publish_from_year <= links.last_fiscal_year then 'merged'
        else 'renamed'
    end as change
from links
inner join {{ ref('int_units') }} as successors on links.successor_unit_id = successors.unit_id
