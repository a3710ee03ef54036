{{ config(materialized='ephemeral') }}
-- 财政拨款合计 = 一般公共预算 + 政府性基金预算 + 国有资本经营预算 (按资金来源列的支出表).
with {{ row_sum_terms(
    ['basic_expenditure', 'project_expenditure'],
    ['fiscal_total'],
    ['general_public', 'gov_fund', 'state_capital']
) }}

{{ close_relations('row_fiscal_total', 'terms', doubt_most=true) }}
