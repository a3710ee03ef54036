{{ config(materialized='ephemeral') }}
-- 情况说明: 公务用车购置和运行维护费 = 购置费 + 运行维护费。
{{ narrative_sum('narrative_vehicle_sum', 'three_public_vehicle', ['three_public_vehicle_purchase', 'three_public_vehicle_running'],
    '公务用车 = 购置费 + 运行维护费', spread=true) }}
