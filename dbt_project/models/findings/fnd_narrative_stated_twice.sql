{{ config(materialized='ephemeral') }}
-- 同一指标前后两处所述一致: nearly the same amount, yet not the same (12323.46 and 12323.48).
with stated as (
    select *
    from {{ ref('int_check_figures') }}
    where unit = 'yuan' and value > 0 and (
        figure_id in (
            'total_income', 'total_expenditure', 'basic_expenditure', 'project_expenditure', 'procurement_total',
            'operating_cost', 'three_public_total', 'general_public_basic_expenditure',
            'fiscal_appropriation_basic_expenditure', 'general_public_budget_expenditure'
        ) or figure_id like '%expenditure_by_subject'
    )
),

paired as (
    select
        firsts.document_id,
        firsts.figure_id,
        firsts.subject as what,
        firsts.page as first_page,
        firsts.value_printed as first_printed,
        seconds.page as second_page,
        seconds.value_printed as second_printed,
        firsts.value as first_value,
        seconds.value as second_value,
        firsts.unit_multiplier,
        seconds.figure_no,
        firsts.half_unit + seconds.half_unit as tolerance,
        abs(firsts.value - seconds.value) as gap
    from stated as firsts
    inner join stated as seconds
        on firsts.document_id = seconds.document_id
        and firsts.figure_id = seconds.figure_id
        and firsts.figure_no < seconds.figure_no
        and (firsts.figure_id not like '%by_subject' or (
            firsts.subject = seconds.subject and seconds.figure_no - firsts.figure_no <= 4
        ))
),

checks as (
    select
        document_id,
        'twice:' || figure_id || ':' || coalesce(case when figure_id like '%by_subject' then what end, '') as subject,
        '“' || coalesce(what, figure_id) || '”前后所述一致' as relation,
        -- amounts that differ by more than one in a hundred speak of different things
        bool_or(gap > tolerance and gap < 0.01 * first_value) as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        arg_max(first_value, gap > tolerance and gap < 0.01 * first_value) as expected,
        arg_max(second_value, gap > tolerance and gap < 0.01 * first_value) as actual,
        arg_max(tolerance, gap > tolerance and gap < 0.01 * first_value) as tolerance,
        'yuan' as unit,
        [arg_max(first_page, gap > tolerance and gap < 0.01 * first_value),
            arg_max(second_page, gap > tolerance and gap < 0.01 * first_value)] as pages,
        '情况说明“' || coalesce(what, figure_id) || '”前后不一：第'
        || arg_max(first_page, gap > tolerance and gap < 0.01 * first_value) || '页 '
        || arg_max(first_printed, gap > tolerance and gap < 0.01 * first_value) || '，第'
        || arg_max(second_page, gap > tolerance and gap < 0.01 * first_value) || '页 '
        || arg_max(second_printed, gap > tolerance and gap < 0.01 * first_value) as message,
        arg_max(figure_no, gap > tolerance and gap < 0.01 * first_value) as figure_no,
        document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from paired
    group by document_id, figure_id, what
    qualify row_number() over (partition by document_id, subject order by is_wrong desc) = 1
),

{{ judge_figures('narrative_stated_twice', 'checks') }}
