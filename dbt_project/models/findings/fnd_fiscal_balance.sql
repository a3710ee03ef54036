{{ config(materialized='ephemeral') }}
-- 财政拨款收支总表: 收入总计等于支出总计。
with {{ summary_balance_terms(['fiscal_appropriation_summary', 'final_fiscal_appropriation_summary']) }}

{{ close_relations('fiscal_balance', 'terms') }}
