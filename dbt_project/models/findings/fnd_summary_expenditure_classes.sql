{{ config(materialized='ephemeral') }}
-- 收支总表支出方: 本年支出合计等于各类支出之和。
with {{ summary_class_terms(['income_expenditure_summary', 'final_income_expenditure_summary'], 'expenditure') }}

{{ close_relations('summary_expenditure_classes', 'terms', doubt_inner=true) }}
