{{ config(materialized='ephemeral') }}
-- 增减方向一致: the amount and the percentage of one change are both up or both down.
with checks as (
    select
        document_id,
        'direction:' || subject || ':' || row_number() over (partition by document_id, subject order by figure_no) as subject,
        '“' || {{ figure_name('subject') }} || '”增减额与百分比方向一致' as relation,
        is_change and sign(value) * sign(change_value) < 0 as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [page] as pages,
        '第' || page || '页情况说明：“' || left(sentence, 80) || case when length(sentence) > 80 then '…' else '' end
        || '”增减额与百分比的方向相反' as message,
        figure_no,
        document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from {{ ref('int_check_changes') }}
)

{{ judge_figures('narrative_change_direction', 'checks') }}
