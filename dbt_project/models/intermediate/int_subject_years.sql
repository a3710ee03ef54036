-- Every functional subject of a year with what it is in the next: same, renamed, recoded, merged, moved, split,
-- dropped. Changes of codes are declared with their evidence (seed subject_changes).
with years as (
    select unnest(generate_series(2016, {{ var('last_classification_year') }})) as year
),

subjects as (
    select
        years.year,
        subjects.subject_id,
        subjects.functional_code,
        subjects.subject_name
    from years
    inner join {{ ref('int_functional_subjects') }} as subjects
        on years.year between subjects.from_year and subjects.to_year
),

changes as (
    select
        old_code,
        new_code,
        change,
        changed_in_year,
        evidence
    from {{ ref('subject_changes') }}
    where axis = 'functional'
)

select
    subjects.year,
    subjects.subject_id,
    subjects.functional_code,
    subjects.year + 1 as next_year,
    coalesce(declared.subject_id, same_code.subject_id) as next_subject_id,
    coalesce(declared.functional_code, same_code.functional_code) as next_functional_code,
    case
        when changes.change is not null then changes.change
        when same_code.subject_id = subjects.subject_id then 'same'
        when same_code.subject_id is not null then 'renamed'
        else 'dropped'
    end as change,
    coalesce(changes.evidence, case when same_code.subject_id is not null then 'classification' end) as evidence
from subjects
left join changes
    on subjects.functional_code = changes.old_code and subjects.year + 1 = changes.changed_in_year
left join subjects as declared
    on changes.new_code = declared.functional_code and subjects.year + 1 = declared.year
left join subjects as same_code
    on
        subjects.functional_code = same_code.functional_code
        and subjects.year + 1 = same_code.year
        and changes.change is null
where subjects.year < {{ var('last_classification_year') }}
