{{ config(materialized='ephemeral') }}
-- 基金、国资决算表每行: 年初结转 + 本年收入 - 本年支出 = 年末结转。
with cells as (
    select *
    from {{ ref('int_check_facts') }}
    where table_kind in ('final_gov_fund_income_expenditure', 'final_state_capital_income_expenditure')
        and column_id in ('opening_carryover', 'current_income', 'total', 'closing_carryover')
),

terms as (
    select
        document_id,
        table_kind || ':balance:' || row_label as subject,
        case column_id when 'closing_carryover' then 'actual' else 'expected' end as part,
        case column_id when 'total' then -1 else 1 end as coefficient,
        fact_id,
        row_label || '（年末结转和结余）' as actual_label,
        '年初结转加本年收入减本年支出' as expected_label,
        false as omittable,
        cast(null as varchar) as blocked
    from cells
),

{{ close_relations('final_fund_balance', 'terms') }}
