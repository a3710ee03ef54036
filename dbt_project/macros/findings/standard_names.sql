{# A clean name without the marks and the last word that spellings of one subject differ in. #}
{% macro bare_name(name) -%}
    regexp_replace(regexp_replace({{ name }}, '[（）()，,、：:]', '', 'g'), '(支出|费用|费)$', '')
{%- endmacro %}

{#
    科目名称: the name beside a code of the axis (functional, economic) is one the classification gives to that code in
    any year. `rows`: which rows of which kinds; `code`: the codes it knows; `title`: its column of names.
#}
{% macro standard_names(axis, classification, title, rows, code) %}
with printed as (
    select
        facts.document_id,
        facts.full_code as code,
        {{ bare_name(clean_name('facts.subject_name')) }} as name,
        min(facts.page) as page,
        min_by(facts.row_label, (facts.page, facts.fact_id)) as row_label,
        min_by(facts.table_label, (facts.page, facts.fact_id)) as table_label,
        list(facts.fact_id order by facts.page, facts.fact_id)[:4] as fact_ids,
        max(facts.distrust_reason) as distrust_reason
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('statement_kinds') }} as kinds on facts.table_kind = kinds.kind
    where {{ rows }} and facts.row_role <> 'total' and length(facts.name_plain) > 1
        and regexp_matches(facts.full_code, '{{ code }}')
    group by all
),

official as (
    select
        {{ axis }}_code as code,
        list(distinct {{ bare_name('clean_name') }}) as names,
        max({{ title }}) as title
    from {{ ref(classification) }}
    group by all
),

checks as (
    select
        printed.document_id,
        'standard_name:{{ axis }}:' || printed.code || ':' || printed.name as subject,
        '编码 ' || printed.code || ' 的名称与政府收支分类一致' as relation,
        -- cut-off and slightly different wordings are the same name; words of one's own put behind it are not
        list_max(list_transform(printed.names, x -> jaro_winkler_similarity(x, printed.name))) < 0.75
        and not list_bool_or(list_transform(printed.names, x -> contains(x, printed.name) or contains(printed.name, x)))
        or is_extended or is_misspelt as is_wrong,
        is_extended or is_misspelt as is_slight,
        printed.distrust_reason as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [printed.page] as pages,
        printed.table_label || '第' || printed.page || '页：“' || printed.row_label || '”，政府收支分类中该编码为“'
        || printed.title || '”' as message,
        printed.fact_ids
    from (
        select
            printed.*,
            official.names,
            official.title,
            -- 公务员医疗补助专项经费: longer by three characters than the longest name the code ever had
            list_bool_or(list_transform(official.names, x -> starts_with(printed.name, x) and length(x) >= 4))
            and length(printed.name) - list_max(list_transform(official.names, x -> length(x))) >= 3 as is_extended,
            -- 行政远行: one character of the name is another, and no year's classification has it so
            not list_contains(official.names, printed.name) and length(printed.name) >= 4
            and list_bool_or(list_transform(
                list_filter(official.names, x -> length(x) = length(printed.name)), x -> hamming(x, printed.name) = 1
            )) as is_misspelt
        from printed
        inner join official using (code)
    ) as printed
    qualify row_number() over (partition by printed.document_id, printed.code, printed.name order by printed.page) = 1
)

{{ judge_checks(axis ~ '_name_standard', 'checks', softened="case when checks.is_slight then 'note' end") }}
{% endmacro %}
