{{ config(materialized='ephemeral') }}
-- 部门整体绩效目标表的预算支出总额 = 支出总表合计 (or 收支总表支出总计, with what is carried over).
with stated as (
    select *
    from {{ ref('int_check_facts') }}
    where table_kind = 'department_performance_target' and column_id = 'amount_total'
        and column_label like '%预算支出总额'
    qualify count(*) over (partition by document_id) = 1
),

printed as (
    select
        document_id,
        anchor,
        fact_id,
        amount_yuan,
        half_unit,
        blocked
    from {{ ref('int_check_anchors') }}
    where anchor in (
        'expenditure_summary.total', 'income_expenditure_summary.expenditure_total',
        'income_expenditure_summary.expenditure_current', 'income_expenditure_summary.income_total'
    ) and fact_id is not null
),

nearest as (
    select
        stated.document_id,
        stated.fact_id as stated_id,
        printed.fact_id,
        printed.blocked
    from stated
    inner join printed using (document_id)
    qualify row_number() over (
        partition by stated.document_id
        order by abs(stated.amount_yuan - printed.amount_yuan) > stated.half_unit + printed.half_unit,
            printed.anchor <> 'expenditure_summary.total', printed.anchor
    ) = 1
),

terms as (
    select
        document_id,
        'department_form:expenditure' as subject,
        part,
        1 as coefficient,
        fact_id,
        '绩效目标表的预算支出总额' as actual_label,
        '支出总表合计' as expected_label,
        false as omittable,
        blocked
    from (
        select
            document_id,
            'actual' as part,
            stated_id as fact_id,
            blocked
        from nearest
        union all
        select
            document_id,
            'expected' as part,
            fact_id,
            blocked
        from nearest
    ) as sides
),

{{ close_relations('form_agrees_with_expenditure', 'terms', floor=1) }}
