{{ config(materialized='ephemeral') }}
-- 国有资本经营预算支出表合计 = 财政拨款收支总表中的国有资本经营预算。
{{ anchors_agree('state_capital_tables_agree', [
    ['state_capital', 'state_capital_expenditure.total',
        [['fiscal_appropriation_summary.expenditure_total:state_capital'], ['fiscal_appropriation_summary.expenditure_current:state_capital'], ['fiscal_appropriation_summary.income_state_capital'], ['fiscal_appropriation_summary.income_state_capital', 'fiscal_appropriation_summary.carryover_state_capital']],
        '国有资本经营预算支出表合计', '财政拨款收支总表国有资本经营预算'],
    ['final_state_capital', 'final_state_capital_income_expenditure.total',
        [['final_fiscal_appropriation_summary.expenditure_current:state_capital'], ['final_fiscal_appropriation_summary.expenditure_total:state_capital']],
        '国有资本经营预算支出决算表合计', '财政拨款收入支出决算总表国有资本经营预算'],
]) }}
