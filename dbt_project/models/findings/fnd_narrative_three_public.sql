{{ config(materialized='ephemeral') }}
-- 情况说明的“三公”经费与“三公”经费表一致。
{{ narrative_agrees('narrative_three_public', ['three_public']) }}
