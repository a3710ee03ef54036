{{ config(materialized='ephemeral') }}
-- 情况说明的人员经费、公用经费与表格一致。
{{ narrative_agrees('narrative_personnel_public_use', ['personnel_public_use']) }}
