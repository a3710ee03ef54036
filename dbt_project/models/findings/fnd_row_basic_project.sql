{{ config(materialized='ephemeral') }}
-- 支出表每行: 合计 = 基本支出 + 项目支出 + 经营支出 + 上缴上级支出 + 对附属单位补助支出（+ 预留机动、结转下年）。
with {{ row_sum_terms(
    ['expenditure_summary', 'general_public_expenditure', 'gov_fund_expenditure', 'state_capital_expenditure',
    'fiscal_appropriation_expenditure', 'general_public_expenditure_by_economic', 'final_expenditure',
    'final_general_public_expenditure', 'final_gov_fund_income_expenditure',
    'final_state_capital_income_expenditure'],
    ['total'],
    ['basic', 'project', 'operating_expenditure', 'remit_to_superior', 'subsidy_to_affiliates', 'reserve',
        'carry_forward']
) }}

{{ close_relations('row_basic_project', 'terms', doubt_most=true) }}
