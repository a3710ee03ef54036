{{ config(materialized='ephemeral') }}
-- 支出总表合计 = 收支总表支出总计（支出总表不含结转下年的模板为本年支出合计）。
{{ anchors_agree('expenditure_tables_agree', [
    ['expenditure', 'expenditure_summary.total',
        [['income_expenditure_summary.expenditure_total'], ['income_expenditure_summary.expenditure_current']],
        '支出总表合计', '收支总表支出总计'],
    ['final_expenditure', 'final_expenditure.total',
        [['final_income_expenditure_summary.expenditure_current'], ['final_income_expenditure_summary.expenditure_total']],
        '支出决算表本年支出合计', '收入支出决算总表本年支出合计'],
]) }}
