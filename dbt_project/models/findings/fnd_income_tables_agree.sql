{{ config(materialized='ephemeral') }}
-- 收入总表合计 = 收支总表收入总计（收入总表不含结转的模板为本年收入合计）。
{{ anchors_agree('income_tables_agree', [
    ['income', 'income_summary.total',
        [['income_expenditure_summary.income_total'], ['income_expenditure_summary.income_current']],
        '收入总表合计', '收支总表收入总计'],
    ['final_income', 'final_income.total',
        [['final_income_expenditure_summary.income_current'], ['final_income_expenditure_summary.income_total']],
        '收入决算表本年收入合计', '收入支出决算总表本年收入合计'],
]) }}
