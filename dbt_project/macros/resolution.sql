{#- A printed code that lost leading zeros of its parts (301|2 for 30102) against a whole code. -#}
{% macro lost_zeros(printed, code) -%}
    (
        length({{ printed }}) < length({{ code }})
        and regexp_full_match(
            {{ printed }},
            left({{ code }}, 3)
            || regexp_replace({{ code }}[4:5], '^0', '0?')
            || regexp_replace({{ code }}[6:7], '^0', '0?')
        )
    )
{%- endmacro %}

{#- Names that differ by a cut, by the order of their characters or by a character or two. -#}
{% macro similar_names(printed, name) -%}
    (
        length({{ printed }}) >= 3
        and (
            starts_with({{ name }}, {{ printed }})
            or starts_with({{ printed }}, {{ name }})
            or ends_with({{ printed }}, {{ name }})
            -- levenshtein counts bytes, three to a Chinese character
            or levenshtein({{ printed }}, {{ name }}) <= case when length({{ name }}) >= 6 then 6 else 3 end
            or list_sort(string_split({{ printed }}, '')) = list_sort(string_split({{ name }}, ''))
        )
    )
{%- endmacro %}

{#- The answer of the first step that gives any, where that step gives exactly one. -#}
{% macro first_step_answer(candidates, axis, code) -%}
    select
        question_id,
        min({{ code }}) as {{ code }},
        min(method) as method,
        min(confidence) as confidence
    from (
        select
            found.question_id,
            found.{{ code }},
            methods.method,
            methods.confidence,
            methods.step,
            min(methods.step) over (partition by found.question_id) as first_step
        from {{ candidates }} as found
        inner join {{ ref('resolution_methods') }} as methods
            on found.method = methods.method and methods.axis = '{{ axis }}'
    ) as ranked
    where step = first_step
    group by question_id
    having count(distinct {{ code }}) = 1
{%- endmacro %}
