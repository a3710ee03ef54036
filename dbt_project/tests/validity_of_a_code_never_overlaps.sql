{{ config(meta={'dagster': {'ref': {'name': 'int_functional_subjects'}}}) }}
-- In any year a code has one name at most.
with periods as (
    select
        functional_code as code,
        from_year,
        to_year
    from {{ ref('int_functional_subjects') }}
    union all
    select
        economic_code as code,
        from_year,
        to_year
    from {{ ref('int_economic_categories') }}
)

select
    one.code,
    one.from_year,
    other.from_year as other_from_year
from periods as one
inner join periods as other
    on
        one.code = other.code
        and one.from_year < other.from_year
        and one.to_year >= other.from_year
