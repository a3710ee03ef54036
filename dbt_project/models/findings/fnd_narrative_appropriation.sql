{{ config(materialized='ephemeral') }}
-- 情况说明的财政拨款与财政拨款收支总表一致。
{{ narrative_agrees('narrative_appropriation', ['appropriation']) }}
