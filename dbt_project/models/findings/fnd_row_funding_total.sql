{{ config(materialized='ephemeral') }}
-- 按资金来源列的支出表每行: 总计 = 财政拨款 + 财政专户 + 单位资金等。
with {{ row_sum_terms(
    ['basic_expenditure', 'project_expenditure'],
    ['total'],
    ['fiscal_total', 'general_public', 'gov_fund', 'state_capital', 'special_account', 'other_funds',
        'business_income', 'operating_income', 'superior_subsidy', 'affiliated_remittance', 'other_income', 'unit_funds', 'carryover'],
    instead={'fiscal_total': ['general_public', 'gov_fund', 'state_capital']}
) }}

{{ close_relations('row_funding_total', 'terms', doubt_most=true) }}
