{{ config(materialized='ephemeral') }}
-- 占比在 0 与 100% 之间。
with checks as (
    select
        document_id,
        'share_range:' || coalesce(subject, '') || ':' || figure_no as subject,
        '占比不超过100%' as relation,
        value < 0 or value > 100 as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        100 as expected,
        value as actual,
        0 as tolerance,
        'percent' as unit,
        [page] as pages,
        '第' || page || '页情况说明：“' || left(sentence, 60) || case when length(sentence) > 60 then '…' else '' end
        || '”所述占比 ' || value_printed || '% 不在 0 与 100% 之间' as message,
        figure_no,
        document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from {{ ref('int_check_figures') }}
    where figure_id = 'share_of_total' and unit = 'percent'
)

{{ judge_figures('share_within_hundred', 'checks') }}
