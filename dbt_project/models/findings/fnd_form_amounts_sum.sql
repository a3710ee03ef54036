{{ config(materialized='ephemeral') }}
-- 绩效目标表: the amount of a project = the appropriation and the other money it comes from; without other money
-- printed the appropriation may not exceed it.
with amounts as (
    select
        *,
        count(*) filter (where column_id = 'amount_total') over (
            partition by document_id, table_id order by row_index, column_index
            rows between unbounded preceding and current row
        ) as form_no
    from {{ ref('int_check_facts') }}
    where table_kind in ('project_performance_target', 'general_project_performance_target')
        and column_id in ('amount_total', 'amount_fiscal', 'amount_other', 'other')
),

forms as (
    select
        document_id,
        table_id,
        form_no,
        min(row_index) as first_row,
        min(page) as page
    from amounts
    where form_no > 0
    group by all
    having count(*) filter (where column_id = 'amount_total') = 1
        and count(*) filter (where column_id = 'amount_fiscal') = 1
        and count(*) filter (where column_id = 'amount_other') = 1
),

terms as (
    select
        amounts.document_id,
        'form:' || amounts.table_id || ':' || forms.form_no as subject,
        case when amounts.column_id = 'amount_total' then 'actual' else 'expected' end as part,
        1 as coefficient,
        amounts.fact_id,
        '项目资金总额' as actual_label,
        '财政拨款与其他资金之和' as expected_label,
        false as omittable,
        cast(null as varchar) as blocked
    from amounts
    inner join forms using (document_id, table_id, form_no)
    -- the parts stand right under the total
    where amounts.column_id <> 'other' and amounts.row_index - forms.first_row <= 4
    qualify count(*) over (partition by amounts.document_id, amounts.table_id, forms.form_no) = 3
),

{{ close_relations('form_amounts_sum', 'terms', doubt_most=true) }}
