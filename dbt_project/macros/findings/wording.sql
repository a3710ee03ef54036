{# 表2《支出总表》: how a clerk calls a table. #}
{% macro table_label(table_number, title) -%}
    coalesce({{ table_number }}, '') || '《' || coalesce({{ title }}, '无标题表') || '》'
{%- endmacro %}

{# 第9页 / 第9、10页 from a list of page numbers. #}
{% macro pages_label(pages) -%}
    '第' || array_to_string({{ pages }}, '、') || '页'
{%- endmacro %}

{# An amount of yuan as it would be printed: thousands in commas, in the printed unit, with its decimals. #}
{% macro money_text(amount_yuan, unit_multiplier, decimals) -%}
    format(
        '{:,.' || cast({{ decimals }} as varchar) || 'f}',
        cast({{ amount_yuan }} as double) / coalesce({{ unit_multiplier }}, 1)
    )
{%- endmacro %}

{# A label without white space and with half-width brackets, for comparing printed words. #}
{% macro plain_text(text) -%}
    replace(replace(replace(regexp_replace(coalesce({{ text }}, ''), '\s', '', 'g'), '（', '('), '）', ')'), '：', ':')
{%- endmacro %}
