{{ config(materialized='ephemeral') }}
-- 收入总表中的财政拨款 = 财政拨款收支总表收入合计。
{{ anchors_agree('appropriation_income_agrees', [
    ['fiscal', 'income_summary.fiscal_appropriation',
        [['fiscal_appropriation_summary.income_total'], ['fiscal_appropriation_summary.income_current']],
        '收入总表财政拨款收入', '财政拨款收支总表收入总计'],
    ['general_public', 'income_summary.general_public',
        [['fiscal_appropriation_summary.income_general_public'], ['fiscal_appropriation_summary.income_general_public', 'fiscal_appropriation_summary.carryover_general_public'], ['fiscal_appropriation_summary.expenditure_total:general_public']],
        '收入总表一般公共预算', '财政拨款收支总表一般公共预算收入'],
    ['gov_fund', 'income_summary.gov_fund',
        [['fiscal_appropriation_summary.income_gov_fund'], ['fiscal_appropriation_summary.income_gov_fund', 'fiscal_appropriation_summary.carryover_gov_fund'], ['fiscal_appropriation_summary.expenditure_total:gov_fund']],
        '收入总表政府性基金', '财政拨款收支总表政府性基金收入'],
    ['final_fiscal', 'final_income.fiscal_appropriation',
        [['final_fiscal_appropriation_summary.income_current'], ['final_fiscal_appropriation_summary.income_total']],
        '收入决算表财政拨款收入', '财政拨款收入支出决算总表本年收入合计'],
]) }}
