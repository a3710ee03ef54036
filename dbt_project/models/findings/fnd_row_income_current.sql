{{ config(materialized='ephemeral') }}
-- 收入总表每行: 本年收入小计 = 各项本年收入之和。
with {{ row_sum_terms(
    ['income_summary', 'final_income'],
    ['current_year_total'],
    ['general_public', 'gov_fund', 'state_capital', 'special_account', 'business_income', 'operating_income',
        'superior_subsidy', 'affiliated_remittance', 'other_income']
) }}

{{ close_relations('row_income_current', 'terms', doubt_most=true) }}
