select
    category_id,
    axis,
    economic_code,
    category_name,
    cast(level as smallint) as level,
    parent_code,
    cast(valid_from_year as smallint) as valid_from_year,
    cast(valid_to_year as smallint) as valid_to_year,
    evidence
from {{ ref('int_economic_categories') }}
