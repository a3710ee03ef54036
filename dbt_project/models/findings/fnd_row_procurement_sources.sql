{{ config(materialized='ephemeral') }}
-- 政府采购表每行: 总计 = 各资金来源之和。
with {{ row_sum_terms(
    ['gov_procurement'],
    ['total'],
    ['general_public', 'gov_fund', 'state_capital', 'special_account', 'business_income', 'operating_income',
        'superior_subsidy', 'affiliated_remittance', 'other_income', 'other_funds', 'carryover']
) }}

{{ close_relations('row_procurement_sources', 'terms', doubt_most=true) }}
