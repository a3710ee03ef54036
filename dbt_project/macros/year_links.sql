{#-
    Every subject of a year with what it is in the next: same, renamed, recoded, merged, moved, split or dropped.
    Changes of codes are declared with their evidence (seed subject_changes); a code that stays needs none.
-#}
{% macro year_links(relation, id, code, name, axis) %}
with years as ({{ classification_years() }}),

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
    Every subject of every year on the classification of every other year, one answer each, so that a join neither
    repeats an amount nor loses one: the links are followed forwards, and backwards. Where they lead to several
    subjects the answer is the code itself if it is one of them, else what these have above them; where they lead to
    none, the answer of the subject above. `is_exact` is false there and wherever something was merged or split on
    the way: amounts of the old code are then part of what the new one holds, or the other way round.
-#}
{% macro on_years(links, subjects, code, name) %}
with recursive steps as (
    select distinct
        year as from_year,
        {{ code }} as from_code,
        next_year as to_year,
        next_{{ code }} as to_code,
        change not in ('merged', 'split')
        and count(*) over (partition by next_year, next_{{ code }}) = 1 as is_exact
    from {{ links }}
    where next_{{ code }} is not null
    union all
    select distinct
        next_year as from_year,
        next_{{ code }} as from_code,
        year as to_year,
        {{ code }} as to_code,
        change not in ('merged', 'split')
        and count(*) over (partition by next_year, next_{{ code }}) = 1 as is_exact
    from {{ links }}
    where next_{{ code }} is not null
),

years as ({{ classification_years() }}),

asked as (
    select distinct
        years.year as fiscal_year,
        valid.{{ code }} as code,
        classification_years.year as classification_year
    from years
    inner join {{ subjects }} as valid on years.year between valid.from_year and valid.to_year
    cross join years as classification_years
),

paths as (
    select distinct
        fiscal_year,
        code,
        fiscal_year as classification_year,
        code as classification_code,
        true as is_exact,
        0 as direction
    from asked
    union
    select
        paths.fiscal_year,
        paths.code,
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
),

answers as (
    select
        fiscal_year,
        code,
        classification_year,
        case
            when count(distinct classification_code) = 1 then min(classification_code)
            when bool_or(classification_code = code) then code
            when count(distinct left(classification_code, 5)) = 1 then min(left(classification_code, 5))
            when count(distinct left(classification_code, 3)) = 1 then min(left(classification_code, 3))
        end as classification_code,
        bool_and(is_exact) and count(distinct classification_code) = 1 as is_exact
    from paths
    group by fiscal_year, code, classification_year
),

answered as (
    select
        asked.*,
        coalesce(own.classification_code, groups.classification_code, classes.classification_code)
            as classification_code,
        coalesce(own.is_exact, false) as is_exact
    from asked
    left join answers as own
        on
            asked.fiscal_year = own.fiscal_year
            and asked.classification_year = own.classification_year
            and asked.code = own.code
    left join answers as groups
        on
            asked.fiscal_year = groups.fiscal_year
            and asked.classification_year = groups.classification_year
            and left(asked.code, 5) = groups.code
    left join answers as classes
        on
            asked.fiscal_year = classes.fiscal_year
            and asked.classification_year = classes.classification_year
            and left(asked.code, 3) = classes.code
)

select
    answered.fiscal_year,
    answered.code as {{ code }},
    answered.classification_year,
    subjects.{{ code }} as classification_code,
    subjects.{{ name }} as classification_name,
    answered.is_exact
from answered
left join {{ subjects }} as subjects
    on
        answered.classification_code = subjects.{{ code }}
        and answered.classification_year between subjects.from_year and subjects.to_year
{% endmacro %}

{#- The years whose classification the seeds know. -#}
{% macro classification_years() -%}
    select unnest(generate_series(2014, {{ var('last_classification_year') }})) as year
{%- endmacro %}
