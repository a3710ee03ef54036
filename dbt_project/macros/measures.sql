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
