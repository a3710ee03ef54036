{{ config(materialized='ephemeral') }}
-- 与上年相比的增减百分比按增减额与上年数重新计算。
with checks as (
    select
        document_id,
        'percent:' || subject || ':' || row_number() over (partition by document_id, subject order by figure_no) as subject,
        '“' || {{ figure_name('subject') }} || '”增减百分比 = 增减额 ÷ 上年数' as relation,
        -- 增长30% for 29.15 %: a percentage without decimals may be rounded any way
        coalesce(abs(abs(value) - abs(percent_due)) > greatest(percent_tolerance, case when decimals = 0 then 1 else 0 end), false) as is_wrong,
        {{ is_percent_cut_off('value', 'percent_due', 'percent_tolerance', 'decimals') }} as is_cut,
        case
            when percent_due is null then '上年数为零或无法确定'
            when not is_near and abs(abs(value) - abs(percent_due)) > percent_tolerance then '未能确定所指金额'
        end as blocked,
        case when abs(abs(value) - abs(percent_due)) > percent_tolerance then '末位取舍之差' end as reason,
        percent_due as expected,
        value as actual,
        percent_tolerance as tolerance,
        'percent' as unit,
        [page] as pages,
        '第' || page || '页情况说明：“' || left(sentence, 80) || case when length(sentence) > 80 then '…' else '' end
        || '”所述 ' || value_printed || '%，按 ' || current_printed || ' 与 ' || change_printed || ' 计算应为 '
        || format('{:.' || cast(decimals as varchar) || 'f}', abs(cast(percent_due as double))) || '%'
        || case when is_cut then '（截去尾数，未四舍五入）' else '' end as message,
        figure_no,
        document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from {{ ref('int_check_changes') }}
)

{{ judge_figures('narrative_change_percent', 'checks', softened="case when checks.is_cut then 'note' end") }}
