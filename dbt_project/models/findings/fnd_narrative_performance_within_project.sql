{{ config(materialized='ephemeral') }}
-- 绩效目标涉及的项目金额不大于项目支出。
with amounts as (
    select figures.*
    from {{ ref('int_check_figures') }} as figures
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    -- final accounts speak of the budget of the projects, their tables of what was spent
    where documents.doc_kind = 'budget' and figure_id = 'performance_project_amount' and unit = 'yuan' and not regexp_matches(sentence, '转移支付|整体')
),

limits as (
    select
        documents.disclosure_id,
        max(anchors.amount_yuan) as project_amount,
        max(anchors.half_unit) as half_unit,
        min(anchors.document_id) as table_document_id,
        arg_max(anchors.fact_id, (anchors.amount_yuan, anchors.fact_id)) as fact_id,
        max(anchors.blocked) as blocked
    from {{ ref('int_check_anchors') }} as anchors
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    where anchors.anchor = 'expenditure_summary.project'
    group by all
),

checks as (
    select
        amounts.document_id,
        'performance:' || row_number() over (partition by amounts.document_id order by amounts.figure_no) as subject,
        '绩效目标金额不大于项目支出' as relation,
        amounts.value - limits.project_amount > amounts.half_unit + limits.half_unit as is_wrong,
        case when amounts.value - limits.project_amount > amounts.half_unit + limits.half_unit then limits.blocked end as blocked,
        cast(null as varchar) as reason,
        limits.project_amount as expected,
        amounts.value as actual,
        amounts.half_unit + limits.half_unit as tolerance,
        'yuan' as unit,
        [amounts.page] as pages,
        '第' || amounts.page || '页情况说明：“' || left(amounts.sentence, 60)
        || case when length(amounts.sentence) > 60 then '…' else '' end || '”绩效目标金额 ' || amounts.value_printed
        || '，大于项目支出 ' || {{ money_text('limits.project_amount', 'amounts.unit_multiplier', '2') }} as message,
        amounts.figure_no,
        limits.table_document_id,
        list_filter([limits.fact_id], x -> x is not null) as fact_ids
    from amounts
    inner join limits using (disclosure_id)
)

{{ judge_figures('narrative_performance_within_project', 'checks') }}
