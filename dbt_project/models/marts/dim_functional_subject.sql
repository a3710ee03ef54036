select
    subjects.subject_id,
    subjects.functional_code,
    subjects.subject_name,
    cast(subjects.level as smallint) as level,
    subjects.parent_code,
    left(subjects.functional_code, 3) as class_code,
    classes.class_name,
    cast(subjects.valid_from_year as smallint) as valid_from_year,
    cast(subjects.valid_to_year as smallint) as valid_to_year,
    subjects.evidence
from {{ ref('int_functional_subjects') }} as subjects
left join (
    select
        functional_code,
        arg_max(subject_name, from_year) as class_name
    from {{ ref('int_functional_subjects') }}
    where level = 1
    group by functional_code
) as classes on left(subjects.functional_code, 3) = classes.functional_code
