{{ config(materialized='ephemeral') }}
-- 情况说明的各项收入与收入总表一致。
{{ narrative_agrees('narrative_income_sources', ['income_sources']) }}
