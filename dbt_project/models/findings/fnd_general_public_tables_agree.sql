{{ config(materialized='ephemeral') }}
-- 一般公共预算支出表合计 = 财政拨款收支总表中的一般公共预算。
{{ anchors_agree('general_public_tables_agree', [
    ['general_public', 'general_public_expenditure.total',
        [['fiscal_appropriation_summary.expenditure_total:general_public'], ['fiscal_appropriation_summary.expenditure_current:general_public'], ['fiscal_appropriation_summary.income_general_public'], ['fiscal_appropriation_summary.income_general_public', 'fiscal_appropriation_summary.carryover_general_public']],
        '一般公共预算支出表合计', '财政拨款收支总表一般公共预算'],
    ['final_general_public', 'final_general_public_expenditure.total',
        [['final_fiscal_appropriation_summary.expenditure_current:general_public'], ['final_fiscal_appropriation_summary.expenditure_total:general_public']],
        '一般公共预算支出决算表合计', '财政拨款收入支出决算总表一般公共预算'],
]) }}
