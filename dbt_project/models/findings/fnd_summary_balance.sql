{{ config(materialized='ephemeral') }}
-- 收支总表: 收入总计等于支出总计。
with {{ summary_balance_terms(['income_expenditure_summary', 'final_income_expenditure_summary']) }}

{{ close_relations('summary_balance', 'terms') }}
