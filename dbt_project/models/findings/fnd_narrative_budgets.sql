{{ config(materialized='ephemeral') }}
-- 情况说明的一般公共预算、政府性基金、国有资本经营预算支出与表格一致。
{{ narrative_agrees('narrative_budgets', ['budgets']) }}
