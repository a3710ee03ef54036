{#- The amount of one measure in a row; of several columns of a measure the first printed one. -#}
{% macro measure_amount(measure) -%}
    arg_min(amount_yuan, column_index) filter (
        where measure = '{{ measure }}' and coalesce(basis, 'current') in ('current', 'final')
    )
{%- endmacro %}
