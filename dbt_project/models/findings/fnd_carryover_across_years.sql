{{ config(materialized='ephemeral') }}
-- 年末结转和结余（上年决算） = 年初结转和结余（本年决算）.
with flows as (
    select
        documents.unit_id,
        documents.scope,
        documents.fiscal_year,
        lines.document_id,
        lines.half,
        lines.fact_id,
        facts.amount_yuan,
        facts.half_unit,
        facts.page,
        facts.table_label,
        facts.row_label,
        facts.amount_printed,
        facts.distrust_reason
    from {{ ref('int_check_summary_facts') }} as lines
    inner join {{ ref('int_check_facts') }} as facts using (document_id, fact_id)
    inner join {{ ref('int_check_documents') }} as documents on lines.document_id = documents.document_id
    where lines.table_kind = 'final_income_expenditure_summary' and lines.is_total_column and documents.is_identified
        and (lines.half = 'income' and lines.place = 'carry_in' or lines.half = 'expenditure' and lines.place = 'carry_out')
        and regexp_matches(lines.bare_name, '结转')
    qualify count(*) over (partition by lines.document_id, lines.half) = 1
),

checks as (
    select
        ours.document_id,
        'carryover_across' as subject,
        '年初结转和结余等于上年决算的年末结转和结余' as relation,
        abs(ours.amount_yuan - earlier.amount_yuan) > ours.half_unit + earlier.half_unit as is_wrong,
        coalesce(ours.distrust_reason, earlier.distrust_reason) as blocked,
        cast(null as varchar) as reason,
        earlier.amount_yuan as expected,
        ours.amount_yuan as actual,
        ours.half_unit + earlier.half_unit as tolerance,
        'yuan' as unit,
        [ours.page] as pages,
        ours.table_label || '第' || ours.page || '页：' || ours.row_label || ' ' || ours.amount_printed
        || '，上年决算' || earlier.table_label || '第' || earlier.page || '页' || earlier.row_label || ' 为 '
        || earlier.amount_printed as message,
        [ours.fact_id] as fact_ids
    from flows as ours
    inner join flows as earlier
        on ours.unit_id = earlier.unit_id and ours.scope = earlier.scope and ours.fiscal_year = earlier.fiscal_year + 1
        and ours.half = 'income' and earlier.half = 'expenditure'
    qualify row_number() over (partition by ours.document_id order by earlier.document_id) = 1
)

{{ judge_checks('carryover_across_years', 'checks') }}
