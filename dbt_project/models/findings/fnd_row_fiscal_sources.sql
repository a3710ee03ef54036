{{ config(materialized='ephemeral') }}
-- 财政拨款收支总表支出方每行: 合计 = 一般公共预算 + 政府性基金预算 + 国有资本经营预算。
with {{ row_sum_terms(
    ['fiscal_appropriation_summary', 'final_fiscal_appropriation_summary'],
    ['expenditure_total'],
    ['general_public', 'gov_fund', 'state_capital']
) }}

{{ close_relations('row_fiscal_sources', 'terms', doubt_most=true) }}
