with recursive steps as (
    select distinct
        functional_code,
        next_functional_code
    from {{ ref('int_subject_years') }}
    where change in ('recoded', 'merged', 'moved')
),

successors as (
    select
        functional_code,
        next_functional_code as successor_code
    from steps
    union all
    select
        successors.functional_code,
        steps.next_functional_code as successor_code
    from successors
    inner join steps on successors.successor_code = steps.functional_code
),

latest as (
    select
        functional_code,
        max(successor_code) as successor_code
    from successors
    where successor_code not in (select steps.functional_code from steps)
    group by functional_code
),

names as (
    select
        functional_code,
        arg_max(subject_name, from_year) as subject_name
    from {{ ref('int_functional_subjects') }}
    group by functional_code
)

select
    subjects.subject_id,
    subjects.functional_code,
    subjects.subject_name,
    cast(subjects.level as smallint) as level,
    subjects.parent_code,
    left(subjects.functional_code, 3) as class_code,
    classes.subject_name as class_name,
    coalesce(latest.successor_code, subjects.functional_code) as current_code,
    current_names.subject_name as current_name,
    cast(subjects.valid_from_year as smallint) as valid_from_year,
    cast(subjects.valid_to_year as smallint) as valid_to_year,
    subjects.evidence
from {{ ref('int_functional_subjects') }} as subjects
left join names as classes on left(subjects.functional_code, 3) = classes.functional_code
left join latest on subjects.functional_code = latest.functional_code
left join names as current_names
    on coalesce(latest.successor_code, subjects.functional_code) = current_names.functional_code
