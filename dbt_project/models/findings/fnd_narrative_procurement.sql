{{ config(materialized='ephemeral') }}
-- 情况说明的政府采购与政府采购表一致。
{{ narrative_agrees('narrative_procurement', ['procurement']) }}
