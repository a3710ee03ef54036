{{ config(materialized='ephemeral') }}
-- 一般公共预算基本支出表公开到经济分类款级。
with depth as (
    select
        document_id,
        table_id,
        max(length(full_code)) as deepest,
        list_sort(list_distinct(list(page))) as pages,
        min(table_label) as table_label,
        max(distrust_reason) as distrust_reason
    from {{ ref('int_check_facts') }}
    where table_kind in ('general_public_basic_by_economic', 'final_general_public_basic_by_economic')
        and regexp_matches(full_code, '^3\d{2}(\d{2}){0,2}$') and amount_yuan <> 0
    group by all
),

checks as (
    select
        document_id,
        'detail:basic_by_economic' as subject,
        '基本支出公开到经济分类款级' as relation,
        deepest < 5 as is_wrong,
        distrust_reason as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        pages,
        table_label || {{ pages_label('pages') }} || '：基本支出只列到类级，未列到款级' as message,
        cast([] as varchar[]) as fact_ids
    from depth
    qualify row_number() over (partition by document_id order by table_id) = 1
)

{{ judge_checks('detail_to_economic_group', 'checks') }}
