{{ config(materialized='ephemeral') }}
-- 情况说明的上年结转与表格一致。
{{ narrative_agrees('narrative_carryover', ['carryover']) }}
