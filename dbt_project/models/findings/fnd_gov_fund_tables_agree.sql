{{ config(materialized='ephemeral') }}
-- 政府性基金预算支出表合计 = 财政拨款收支总表中的政府性基金预算。
{{ anchors_agree('gov_fund_tables_agree', [
    ['gov_fund', 'gov_fund_expenditure.total',
        [['fiscal_appropriation_summary.expenditure_total:gov_fund'], ['fiscal_appropriation_summary.expenditure_current:gov_fund'], ['fiscal_appropriation_summary.income_gov_fund'], ['fiscal_appropriation_summary.income_gov_fund', 'fiscal_appropriation_summary.carryover_gov_fund']],
        '政府性基金预算支出表合计', '财政拨款收支总表政府性基金预算'],
    ['final_gov_fund', 'final_gov_fund_income_expenditure.total',
        [['final_fiscal_appropriation_summary.expenditure_current:gov_fund'], ['final_fiscal_appropriation_summary.expenditure_total:gov_fund']],
        '政府性基金预算支出决算表合计', '财政拨款收入支出决算总表政府性基金预算'],
]) }}
