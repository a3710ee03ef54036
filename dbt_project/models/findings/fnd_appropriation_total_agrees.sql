{{ config(materialized='ephemeral') }}
-- 财政拨款支出表合计 = 财政拨款收支总表支出总计（或本年支出合计）。
{{ anchors_agree('appropriation_total_agrees', [
    ['total', 'fiscal_appropriation_expenditure.total',
        [['fiscal_appropriation_summary.expenditure_total'], ['fiscal_appropriation_summary.expenditure_current'], ['fiscal_appropriation_summary.income_total']],
        '财政拨款支出表合计', '财政拨款收支总表支出总计'],
]) }}
