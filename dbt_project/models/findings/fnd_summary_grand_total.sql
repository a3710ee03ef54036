{{ config(materialized='ephemeral') }}
-- 收支总表: 总计等于本年合计加结转结余等。
with {{ summary_grand_terms(['income_expenditure_summary', 'final_income_expenditure_summary']) }}

{{ close_relations('summary_grand_total', 'terms') }}
