-- Both economic classifications (部门预算 3xx, 政府预算 5xx) with closed validity, as for functional subjects. A code
-- that was last seen before it was declared changed was in force until then.
with both_axes as (
    select
        *,
        'department' as axis
    from {{ ref('economic_subjects_department') }}
    union all by name
    select
        *,
        'government' as axis
    from {{ ref('economic_subjects_government') }}
),

changes as (
    select
        old_code,
        min(changed_in_year) - 1 as last_year
    from {{ ref('subject_changes') }}
    where axis != 'functional'
    group by old_code
),

ordered as (
    select
        *,
        lag(valid_to_year) over (partition by code order by coalesce(valid_from_year, 0)) as earlier_to_year,
        lead(valid_from_year) over (partition by code order by coalesce(valid_from_year, 0)) as later_from_year
    from both_axes
)

select
    code || '@' || coalesce(valid_from_year, 0) as category_id,
    axis,
    code as economic_code,
    cast(level as integer) as level,
    name as category_name,
    {{ clean_name('name') }} as clean_name,
    parent_code,
    valid_from_year,
    valid_to_year,
    coalesce(earlier_to_year + 1, valid_from_year, 0) as from_year,
    case
        when later_from_year is not null then valid_to_year
        when valid_to_year is null then 9999
        else greatest(valid_to_year, changes.last_year)
    end as to_year,
    evidence,
    source_ids
from ordered
left join changes on ordered.code = changes.old_code
