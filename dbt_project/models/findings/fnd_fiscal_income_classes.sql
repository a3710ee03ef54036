{{ config(materialized='ephemeral') }}
-- 财政拨款收支总表收入方: 本年收入合计等于各项财政拨款之和。
with {{ summary_class_terms(['fiscal_appropriation_summary', 'final_fiscal_appropriation_summary'], 'income') }}

{{ close_relations('fiscal_income_classes', 'terms', doubt_inner=true) }}
