-- Functional subjects with closed validity: where the year of a renaming is not evidenced, the later name
-- holds from the year after the old one was last seen.
with ordered as (
    select
        *,
        lag(valid_to_year) over (partition by code order by coalesce(valid_from_year, 0)) as earlier_to_year,
        lead(valid_from_year) over (partition by code order by coalesce(valid_from_year, 0)) as later_from_year
    from {{ ref('functional_subjects') }}
)

select
    code || '@' || coalesce(valid_from_year, 0) as subject_id,
    code as functional_code,
    cast(level as integer) as level,
    name as subject_name,
    {{ clean_name('name') }} as clean_name,
    parent_code,
    valid_from_year,
    valid_to_year,
    coalesce(earlier_to_year + 1, valid_from_year, 0) as from_year,
    case when later_from_year is null then coalesce(valid_to_year, 9999) else valid_to_year end as to_year,
    evidence,
    first_year_seen,
    last_year_seen,
    source_ids
from ordered
