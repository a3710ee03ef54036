{{ config(materialized='ephemeral') }}
-- 一般公共预算支出表公开到功能分类项级。
with depth as (
    select
        document_id,
        table_id,
        max(length(full_code)) as deepest,
        count(distinct full_code) as codes,
        list_sort(list_distinct(list(page))) as pages,
        min(table_label) as table_label,
        max(distrust_reason) as distrust_reason
    from {{ ref('int_check_facts') }}
    where table_kind in ('general_public_expenditure', 'final_general_public_expenditure')
        and regexp_matches(full_code, '^[12]\d{2}(\d{2}){0,2}$') and amount_yuan <> 0
    group by all
),

checks as (
    select
        document_id,
        'detail:general_public_expenditure' as subject,
        '一般公共预算支出公开到项级' as relation,
        deepest < 7 as is_wrong,
        distrust_reason as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        pages,
        table_label || {{ pages_label('pages') }} || '：支出只列到' || case deepest when 3 then '类' else '款' end || '级，未列到项级' as message,
        cast([] as varchar[]) as fact_ids
    from depth
    qualify row_number() over (partition by document_id order by codes desc, table_id asc) = 1
)

{{ judge_checks('detail_to_item', 'checks') }}
