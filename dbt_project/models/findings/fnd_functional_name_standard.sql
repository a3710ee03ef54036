{{ config(materialized='ephemeral') }}
-- 功能科目名称与政府收支分类一致。
with printed as (
    select
        facts.document_id,
        facts.full_code as code,
        regexp_replace(regexp_replace({{ clean_name('facts.subject_name') }}, '[（）()，,、：:]', '', 'g'), '(支出|费用|费)$', '') as name,
        min(facts.page) as page,
        any_value(facts.row_label) as row_label,
        any_value(facts.table_label) as table_label,
        list(facts.fact_id order by facts.page)[:4] as fact_ids,
        max(facts.distrust_reason) as distrust_reason
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('statement_kinds') }} as kinds on facts.table_kind = kinds.kind
    where (kinds.row_axis = 'functional' or (kinds.row_axis = 'income' and facts.full_code like '2%'))
        and facts.row_role <> 'total' and length(facts.name_plain) > 1
        and regexp_matches(facts.full_code, '^[12]\d{2}(\d{2}){0,2}$')
    group by all
),

official as (
    select
        functional_code as code,
        list(distinct regexp_replace(regexp_replace(clean_name, '[（）()，,、：:]', '', 'g'), '(支出|费用|费)$', '')) as names,
        any_value(subject_name) as title
    from {{ ref('int_functional_subjects') }}
    group by all
),

checks as (
    select
        printed.document_id,
        'standard_name:functional:' || printed.code || ':' || printed.name as subject,
        '编码 ' || printed.code || ' 的名称与政府收支分类一致' as relation,
        -- cut-off and slightly different wordings are the same name; words of one's own put behind it are not
        list_max(list_transform(printed.names, x -> jaro_winkler_similarity(x, printed.name))) < 0.75
        and not list_bool_or(list_transform(printed.names, x -> contains(x, printed.name) or contains(printed.name, x)))
        or is_extended as is_wrong,
        is_extended,
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
            and length(printed.name) - list_max(list_transform(official.names, x -> length(x))) >= 3
            and not list_bool_or(list_transform(official.names, x -> contains(x, printed.name))) as is_extended
        from printed
        inner join official using (code)
    ) as printed
    qualify row_number() over (partition by printed.document_id, printed.code, printed.name order by printed.page) = 1
),

{{ judge_checks('functional_name_standard', 'checks', softened="case when checks.is_extended then 'note' end") }}
