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

{# The words of a text around a piece of it, sixty characters at most. #}
{% macro text_around(text, piece) -%}
    substr({{ text }}, greatest(strpos({{ text }}, {{ piece }}) - 24, 1), 60)
    || case when length({{ text }}) > 60 then '…' else '' end
{%- endmacro %}

{# Whether a name is the other's short form: its characters stand in the other in order (市城管局 in 某市城市管理局). #}
{% macro is_short_for(short, long) -%}
    regexp_matches({{ long }}, array_to_string(
        string_split(regexp_replace({{ short }}, '[^\p{Han}]', '', 'g'), ''), '.*'
    ))
{%- endmacro %}

{#- The Chinese name of a figure where an expression holds its id, else what it holds: messages show no ids. -#}
{% macro figure_name(expression) -%}
coalesce(
    (
        select names.name_zh
        from (select figure_id as named, name_zh from {{ ref('narrative_figures') }}) as names
        where names.named = {{ expression }}
    ),
    {{ expression }}
)
{%- endmacro %}
