{{ config(materialized='ephemeral') }}
-- 决算中的“三公”经费预算数 = 该年度部门预算公开的“三公”经费.
with stated as (
    select
        items.document_id,
        items.item,
        facts.fact_id,
        facts.amount_yuan,
        facts.half_unit,
        facts.page,
        facts.table_label,
        facts.row_label,
        facts.column_label,
        facts.amount_printed,
        facts.distrust_reason,
        documents.unit_id,
        documents.scope,
        documents.fiscal_year
    from {{ ref('int_check_three_public') }} as items
    inner join {{ ref('int_check_facts') }} as facts using (document_id, fact_id)
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    where items.variant = 'budget' and items.is_bottom_line and documents.doc_kind = 'final' and documents.is_identified
        -- 调整预算数 is another figure
        and not regexp_matches(coalesce(facts.column_label, ''), '调整|全年')
),

budgets as (
    select
        documents.unit_id,
        documents.scope,
        documents.fiscal_year,
        split_part(anchors.anchor, '.', 2) as item,
        anchors.amount_yuan,
        anchors.half_unit,
        facts.page
    from {{ ref('int_check_anchors') }} as anchors
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    left join {{ ref('int_check_facts') }} as facts using (document_id, fact_id)
    where anchors.anchor like 'three_public.%' and documents.doc_kind = 'budget' and documents.is_identified
        and anchors.blocked is null
),

checks as (
    select
        stated.document_id,
        'initial_budget:' || stated.item as subject,
        '决算所列预算数与该年度部门预算一致' as relation,
        abs(stated.amount_yuan - budgets.amount_yuan) > stated.half_unit + budgets.half_unit as is_wrong,
        stated.distrust_reason as blocked,
        cast(null as varchar) as reason,
        budgets.amount_yuan as expected,
        stated.amount_yuan as actual,
        stated.half_unit + budgets.half_unit as tolerance,
        'yuan' as unit,
        [stated.page] as pages,
        stated.table_label || '第' || stated.page || '页：' || stated.column_label || ' ' || stated.amount_printed
        || '，该年度部门预算公开文件' || coalesce('第' || budgets.page || '页', '') || '为 '
        || {{ money_text('budgets.amount_yuan', '10000', '2') }} || ' 万元' as message,
        [stated.fact_id] as fact_ids
    from stated
    inner join budgets using (unit_id, scope, fiscal_year, item)
    qualify count(*) over (partition by stated.document_id, stated.item) = 1
)

{{ judge_checks('final_initial_budget_agrees', 'checks') }}
