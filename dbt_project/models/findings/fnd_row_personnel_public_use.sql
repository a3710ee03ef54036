{{ config(materialized='ephemeral') }}
-- 基本支出 = 人员经费 + 公用经费, in each row.
with {{ row_sum_terms(
    ['general_public_expenditure', 'fiscal_appropriation_expenditure', 'general_public_basic_by_economic',
        'fiscal_appropriation_basic_by_economic'],
    ['basic'],
    ['personnel', 'public_use']
) }}

{{ close_relations('row_personnel_public_use', 'terms', doubt_most=true) }}
