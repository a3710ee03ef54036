{{ config(materialized='ephemeral') }}
-- 公务用车购置及运行费 = 购置费 + 运行费。
with {{ three_public_terms('vehicle_total', ['vehicle_purchase', 'vehicle_operation']) }}

{{ close_relations('three_public_vehicles', 'terms') }}
