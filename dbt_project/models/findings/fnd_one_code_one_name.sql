{{ config(materialized='ephemeral') }}
-- 同一科目编码在一份文件中只有一个名称。
with names as (
    select
        facts.document_id,
        facts.full_code as code,
        -- a table of income by source may list its money by functional subject
        replace(kinds.row_axis, 'income', 'functional') as row_axis,
        regexp_replace(regexp_replace(facts.name_plain, '[\(\),，、:;；\[\]]', '', 'g'), '支出$', '') as name,
        min(facts.page) as page,
        min_by(facts.table_label, (facts.page, facts.fact_id)) as table_label,
        min_by(facts.row_label, (facts.page, facts.fact_id)) as row_label,
        min_by(facts.fact_id, (facts.page, facts.fact_id)) as fact_id,
        max(facts.distrust_reason) as distrust_reason
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('statement_kinds') }} as kinds on facts.table_kind = kinds.kind
    where (kinds.row_axis in ('functional', 'economic') or (kinds.row_axis = 'income' and facts.full_code like '2%'))
        and facts.row_role <> 'total'
        and regexp_matches(facts.full_code, '^[1-5]\d{2}(\d{2}){0,2}$') and length(facts.name_plain) > 1
    group by all
),

compared as (
    select
        document_id,
        code,
        row_axis,
        count(*) as names,
        list(struct_pack(row_label := row_label, table_label := table_label, page := page) order by page, fact_id) as places,
        list(fact_id order by page, fact_id) as fact_ids,
        max(distrust_reason) as distrust_reason,
        min(name) as first_name,
        max(name) as last_name
    from names
    group by all
),

checks as (
    select
        document_id,
        'code_name:' || row_axis || ':' || code as subject,
        '编码 ' || code || ' 在全文中名称一致' as relation,
        -- a name cut off or split by the page is still the same name
        names > 1 and not starts_with(last_name, first_name) and jaro_winkler_similarity(first_name, last_name) < 0.9
        as is_wrong,
        distrust_reason as blocked,
        case when names > 1 then '名称仅有断行或标点之别' end as reason,
        {{ no_numbers() }},
        list_sort(list_distinct(list_transform(places, x -> x.page))) as pages,
        '编码' || code || '名称不一致：' || places[1].table_label || '第' || places[1].page || '页“'
        || places[1].row_label || '”，' || places[-1].table_label || '第' || places[-1].page || '页“'
        || places[-1].row_label || '”' as message,
        fact_ids[:6] as fact_ids
    from compared
)

{{ judge_checks('one_code_one_name', 'checks') }}
