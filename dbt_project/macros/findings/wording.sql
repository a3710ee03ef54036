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

{#
    The words by which a table's name tells it from others: without its number and year, leaders and page number,
    and the words that one print of a name has and another leaves out (总, 情况, 部门, 预算 …).
#}
{% macro table_name_key(text, with_brackets=false) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace({{ plain_text(text) }},
                '^(\(?[一二三四五六七八九十\d]+[、.．\)]|附?(公开|预算|决算)?附?表[一二三四五六七八九十\d]+[、.．:]?|附?(公开|预算|决算)附?[一二三四五六七八九十\d]+表[、.．:]?|附件\d*[:：]?)', ''),
            '[.…·\d\s]+$', ''),
        '20\d\d年度?|部门|单位|本级|本年|情况|明细|预算|决算|总体|总|安排的|[“”"、，,.的]{{ "" if with_brackets else "|\\([^()]*\\)" }}|表', '', 'g')
{%- endmacro %}
