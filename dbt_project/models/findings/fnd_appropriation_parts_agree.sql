{{ config(materialized='ephemeral') }}
-- 财政拨款支出表合计 = 一般公共预算、政府性基金、国有资本经营三张支出表合计之和。
{{ anchors_agree('appropriation_parts_agree', [
    ['parts', 'fiscal_appropriation_expenditure.total',
        [['general_public_expenditure.total', 'gov_fund_expenditure.total', 'state_capital_expenditure.total'], ['general_public_expenditure.total', 'gov_fund_expenditure.total']],
        '财政拨款支出表合计', '各类财政拨款支出表合计之和'],
]) }}
