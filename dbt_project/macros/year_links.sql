{#-
    Every subject of a year with what it is in the next: same, renamed, recoded, merged, moved, split or dropped.
    Changes of codes are declared with their evidence (seed subject_changes); a code that stays needs none.
-#}
{% macro year_links(relation, id, code, name, axis) %}
with years as (
    select unnest(generate_series(2014, {{ var('last_classification_year') }})) as year
),

subjects as (
    select
        years.year,
        valid.{{ id }},
        valid.{{ code }},
        valid.{{ name }}
    from years
    inner join {{ relation }} as valid
        on years.year between valid.from_year and valid.to_year
),

changes as (
    select
        old_code,
        new_code,
        change,
        changed_in_year,
        evidence
    from {{ ref('subject_changes') }}
    where axis = '{{ axis }}'
)

select
    subjects.year,
    subjects.{{ id }},
    subjects.{{ code }},
    subjects.year + 1 as next_year,
    coalesce(declared.{{ id }}, same_code.{{ id }}) as next_{{ id }},
    coalesce(declared.{{ code }}, same_code.{{ code }}) as next_{{ code }},
    case
        when changes.change is not null then changes.change
        when same_code.{{ id }} = subjects.{{ id }} then 'same'
        when same_code.{{ id }} is not null then 'renamed'
        else 'dropped'
    end as change,
    coalesce(changes.evidence, 'classification') as evidence
from subjects
left join changes
    on subjects.{{ code }} = changes.old_code and subjects.year + 1 = changes.changed_in_year
left join subjects as declared
    on changes.new_code = declared.{{ code }} and subjects.year + 1 = declared.year
left join subjects as same_code
    on
        subjects.{{ code }} = same_code.{{ code }}
        and subjects.year + 1 = same_code.year
        and changes.change is null
where subjects.year < {{ var('last_classification_year') }}
{% endmacro %}

{#-
    Every subject of every year on the classification of every other year: the links followed forwards, and
    backwards where one subject stands on the other side. `is_exact` is false where something was merged or split
    on the way: amounts of the old code are then part of what the new one holds, or the other way round.
-#}
{% macro on_years(links, subjects, code, name) %}
with recursive steps as (
    select distinct
        year as from_year,
        {{ code }} as from_code,
        next_year as to_year,
        next_{{ code }} as to_code,
        change,
        change not in ('merged', 'split') as is_exact
    from {{ links }}
    where next_{{ code }} is not null
    union all
    select distinct
        next_year as from_year,
        next_{{ code }} as from_code,
        year as to_year,
        {{ code }} as to_code,
        change,
        change not in ('merged', 'split')
        and count(*) over (partition by next_year, next_{{ code }}) = 1 as is_exact
    from {{ links }}
    where next_{{ code }} is not null
),

paths as (
    select distinct
        from_year as fiscal_year,
        from_code as {{ code }},
        from_year as classification_year,
        from_code as classification_code,
        true as is_exact,
        0 as direction
    from steps
    union
    select
        paths.fiscal_year,
        paths.{{ code }},
        steps.to_year as classification_year,
        steps.to_code as classification_code,
        paths.is_exact and steps.is_exact as is_exact,
        steps.to_year - steps.from_year as direction
    from paths
    inner join steps
        on
            paths.classification_year = steps.from_year
            and paths.classification_code = steps.from_code
            and (paths.direction = 0 or paths.direction = steps.to_year - steps.from_year)
)

select
    paths.fiscal_year,
    paths.{{ code }},
    paths.classification_year,
    paths.classification_code,
    subjects.{{ name }} as classification_name,
    bool_and(paths.is_exact)
    and count(*) over (partition by paths.fiscal_year, paths.{{ code }}, paths.classification_year) = 1 as is_exact
from paths
inner join {{ subjects }} as subjects
    on
        paths.classification_code = subjects.{{ code }}
        and paths.classification_year between subjects.from_year and subjects.to_year
group by
    paths.fiscal_year, paths.{{ code }}, paths.classification_year, paths.classification_code, subjects.{{ name }}
{% endmacro %}
