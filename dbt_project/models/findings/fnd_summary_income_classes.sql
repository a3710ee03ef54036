{{ config(materialized='ephemeral') }}
-- 收支总表收入方: 本年收入合计等于各项收入之和。
with {{ summary_class_terms(['income_expenditure_summary', 'final_income_expenditure_summary'], 'income') }}

{{ close_relations('summary_income_classes', 'terms', doubt_inner=true) }}
