{{ config(materialized='ephemeral') }}
-- 情况说明的会议费、培训费与表格一致。
{{ narrative_agrees('narrative_meetings', ['meetings']) }}
