select
    cast(year as smallint) as fiscal_year,
    category_id,
    economic_code,
    cast(next_year as smallint) as next_fiscal_year,
    next_category_id,
    next_economic_code,
    change,
    evidence
from {{ ref('int_category_years') }}
