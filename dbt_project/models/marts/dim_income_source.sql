select
    income_source_id,
    name_zh,
    name_en,
    parent_id,
    cast(level as smallint) as level
from {{ ref('income_sources') }}
