{{ config(materialized='ephemeral') }}
-- 决算说明: 完成预算的百分比 = 支出决算 ÷ 年初预算。
with percents as (
    select * from {{ ref('int_check_figures') }} where figure_id = 'completion_percent' and unit = 'percent'
),

amounts as (
    select * from {{ ref('int_check_figures') }} where unit = 'yuan'
),

paired as (
    select
        percents.*,
        arg_max(budgets.value, budgets.figure_no) as budget_value,
        arg_max(budgets.half_unit, budgets.figure_no) as budget_half,
        arg_max(budgets.value_printed, budgets.figure_no) as budget_printed,
        arg_max(finals.value, finals.figure_no) as final_value,
        arg_max(finals.half_unit, finals.figure_no) as final_half,
        arg_max(finals.value_printed, finals.figure_no) as final_printed
    from percents
    inner join amounts as budgets
        on percents.document_id = budgets.document_id and percents.sentence = budgets.sentence
        and budgets.figure_id = 'initial_budget' and percents.figure_no > budgets.figure_no
    inner join amounts as finals
        on percents.document_id = finals.document_id and percents.sentence = finals.sentence
        and finals.figure_id <> 'initial_budget' and finals.figure_id not like 'yoy%'
        and percents.figure_no > finals.figure_no and percents.char_start - finals.char_end between 0 and 40
    group by all
),

due as (
    select
        *,
        cast(100.0 * cast(final_value as double) / cast(budget_value as double) as decimal(24, 6)) as percent_due,
        {{ percent_tolerance('decimals', 'final_value', 'final_half', 'budget_value', 'budget_half') }} as percent_tolerance
    from paired
    where budget_value > 0
),

checks as (
    select
        document_id,
        'completion:' || coalesce(subject, '') || ':' || row_number() over (partition by document_id, subject order by figure_no) as subject,
        '完成预算百分比' as relation,
        abs(value - percent_due) > percent_tolerance as is_wrong,
        {{ is_percent_cut_off('value', 'percent_due', 'percent_tolerance', 'decimals') }} as is_cut,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        percent_due as expected,
        value as actual,
        percent_tolerance as tolerance,
        'percent' as unit,
        [page] as pages,
        '第' || page || '页情况说明：“' || left(sentence, 80) || case when length(sentence) > 80 then '…' else '' end
        || '”所述 ' || value_printed || '%，按 ' || final_printed || ' ÷ ' || budget_printed || ' 计算应为 '
        || format('{:.' || cast(decimals as varchar) || 'f}', cast(percent_due as double)) || '%'
        || case when is_cut then '（截去尾数，未四舍五入）' else '' end as message,
        figure_no,
        document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from due
)

{{ judge_figures('narrative_completion_percent', 'checks', softened="case when checks.is_cut then 'note' end") }}
