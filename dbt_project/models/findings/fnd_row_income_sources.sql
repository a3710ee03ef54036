{{ config(materialized='ephemeral') }}
-- 收入总表每行: 合计 = 各项收入来源之和 (tables without 本年收入小计).
with {{ row_sum_terms(
    ['income_summary', 'final_income'],
    ['total'],
    ['fiscal_appropriation', 'general_public', 'gov_fund', 'state_capital', 'special_account',
        'special_account_education', 'special_account_other', 'business_income', 'operating_income',
        'superior_subsidy', 'affiliated_remittance', 'other_income', 'unit_funds', 'carryover'],
    without=['current_year_total'],
    instead={'fiscal_appropriation': ['general_public', 'gov_fund', 'state_capital']}
) }}

{{ close_relations('row_income_sources', 'terms', doubt_most=true) }}
