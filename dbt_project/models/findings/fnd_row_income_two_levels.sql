{{ config(materialized='ephemeral') }}
-- 收入总表每行: 合计 = 本年收入小计 + 上年结转结余小计。
with {{ row_sum_terms(
    ['income_summary'],
    ['total'],
    ['current_year_total', 'carryover_total'],
    least_parts=1
) }}

{{ close_relations('row_income_two_levels', 'terms', doubt_most=true) }}
