select
    cast(year as smallint) as fiscal_year,
    subject_id,
    functional_code,
    cast(next_year as smallint) as next_fiscal_year,
    next_subject_id,
    next_functional_code,
    change,
    evidence
from {{ ref('int_subject_years') }}
