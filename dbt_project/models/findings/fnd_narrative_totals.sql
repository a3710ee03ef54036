{{ config(materialized='ephemeral') }}
-- 情况说明的收入、支出总额与表格一致。
{{ narrative_agrees('narrative_totals', ['totals']) }}
