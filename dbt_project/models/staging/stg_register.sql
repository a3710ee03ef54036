select
    unit_code,
    unit_name,
    coalesce(aliases, []) as aliases,
    department_code,
    scope,
    source_id,
    must_publish_from_year,
    must_publish_to_year,
    coalesce(successor_codes, []) as successor_codes,
    approval_date
from {{ source('lake', 'register') }}
where unit_code is not null
qualify row_number() over (partition by unit_code order by source_id asc, unit_name asc) = 1
