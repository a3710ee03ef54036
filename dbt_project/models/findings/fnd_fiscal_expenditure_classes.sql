{{ config(materialized='ephemeral') }}
-- 财政拨款收支总表支出方: 本年支出合计等于各类支出之和。
with {{ summary_class_terms(['fiscal_appropriation_summary', 'final_fiscal_appropriation_summary'], 'expenditure') }}

{{ close_relations('fiscal_expenditure_classes', 'terms', doubt_inner=true) }}
