{#- "1.10" after "1.9": versions compare by their numbers, not as text. -#}
{% macro version_order(column) -%}
    list_transform(regexp_extract_all({{ column }}, '\d+'), part -> cast(part as hugeint))
{%- endmacro %}
