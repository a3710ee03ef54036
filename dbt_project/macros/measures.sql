{#- The amount of one measure in a row; of several columns of a measure the first printed one. -#}
{% macro measure_amount(measure) -%}
    arg_min(amount_yuan, column_index) filter (
        where measure = '{{ measure }}' and coalesce(basis, 'current') in ('current', 'final')
    )
{%- endmacro %}

{#- The canonical column that a column of last year (prior_year_basic) repeats. -#}
{% macro this_years_column(column) -%}
    case
        when {{ column }} = 'prior_year_total' then {{ column }}
        else regexp_replace({{ column }}, '^prior_year_', '')
    end
{%- endmacro %}

{#- Where the first of the printed amounts of a group stands, as fact_id, page and box; `position` orders them. -#}
{% macro first_fact(relation, position) -%}
    unnest(
        arg_min(
            struct_pack(
                fact_id := {{ relation }}.fact_id,
                page := {{ relation }}.page,
                x0 := {{ relation }}.x0,
                top := {{ relation }}.top,
                x1 := {{ relation }}.x1,
                bottom := {{ relation }}.bottom
            ),
            {{ position }}
        )
    )
{%- endmacro %}

{#-
    The measures of every row of the tables being built whose kind meets `kinds`, as <measure>_printed, and where the
    first printed amount of the row stands.
-#}
{% macro row_amounts(kinds, measures, position) -%}
    select
        facts.document_id,
        facts.table_id,
        facts.row_index,
        facts.side,
        {% for measure in measures %}
            {{ measure_amount(measure) }} as {{ measure }}_printed,
        {% endfor %}
        {{ first_fact('facts', position) }}
    from {{ built_rows('int_facts') }} as facts
    inner join building on facts.document_id = building.document_id
    where facts.table_kind in (select kinds.kind from {{ ref('statement_kinds') }} as kinds where {{ kinds }})
    group by facts.document_id, facts.table_id, facts.row_index, facts.side
{%- endmacro %}

{#- The codes that other rows under the same keys detail further: a row with such a code is no leaf. -#}
{% macro detailed_codes(rows, code, keys) -%}
    select distinct
        {{ keys | join(', ') }},
        detailed_code
    from (
        select
            {{ keys | join(', ') }},
            {{ code }},
            unnest([left({{ code }}, 3), left({{ code }}, 5), left({{ code }}, 7)]) as detailed_code
        from {{ rows }}
    ) as ancestors
    where length(detailed_code) < length({{ code }})
{%- endmacro %}
