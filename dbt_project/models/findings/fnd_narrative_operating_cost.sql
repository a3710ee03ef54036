{{ config(materialized='ephemeral') }}
-- 情况说明的机关运行经费与表格一致。
{{ narrative_agrees('narrative_operating_cost', ['operating_cost']) }}
