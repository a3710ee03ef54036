{{ config(meta={'dagster': {'ref': {'name': 'int_functional_subjects'}}}) }}
-- Every subject below 类 hangs on a code of the same classification, one level up, by its own digits.
select
    children.axis,
    children.code,
    children.parent_code
from (
    select
        'functional' as axis,
        functional_code as code,
        parent_code,
        level
    from {{ ref('int_functional_subjects') }}
    union all
    select
        axis,
        economic_code as code,
        parent_code,
        level
    from {{ ref('int_economic_categories') }}
) as children
where
    children.level > 1
    and (
        children.parent_code is distinct from left(children.code, length(children.code) - 2)
        or children.parent_code not in (
            select functional_code from {{ ref('int_functional_subjects') }}
            union all
            select economic_code from {{ ref('int_economic_categories') }}
        )
    )
