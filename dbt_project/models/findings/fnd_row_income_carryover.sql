{{ config(materialized='ephemeral') }}
-- 收入总表每行: 上年结转结余小计 = 各项结转结余之和。
with {{ row_sum_terms(
    ['income_summary'],
    ['carryover_total'],
    ['carryover_general_public', 'carryover_gov_fund', 'carryover_state_capital', 'carryover_special_account',
        'carryover_unit_funds'],
    least_parts=1
) }}

{{ close_relations('row_income_carryover', 'terms', doubt_most=true) }}
