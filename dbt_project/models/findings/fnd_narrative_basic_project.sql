{{ config(materialized='ephemeral') }}
-- 情况说明的基本支出、项目支出与表格一致。
{{ narrative_agrees('narrative_basic_project', ['basic_project']) }}
