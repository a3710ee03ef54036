{{ config(materialized='ephemeral') }}
-- 基本支出经济分类表每行: 合计 = 人员经费 + 公用经费。
with {{ row_sum_terms(
    ['general_public_basic_by_economic', 'fiscal_appropriation_basic_by_economic'],
    ['total'],
    ['personnel', 'public_use']
) }}

{{ close_relations('row_economic_total', 'terms', doubt_most=true) }}
