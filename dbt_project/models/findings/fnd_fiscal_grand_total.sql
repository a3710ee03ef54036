{{ config(materialized='ephemeral') }}
-- 财政拨款收支总表: 总计等于本年合计加结转结余。
with {{ summary_grand_terms(['fiscal_appropriation_summary', 'final_fiscal_appropriation_summary']) }}

{{ close_relations('fiscal_grand_total', 'terms') }}
