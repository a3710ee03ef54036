{{ config(materialized='ephemeral') }}
-- 情况说明: 车辆总数等于各类车辆之和。
{{ vehicle_count_sum('narrative_vehicle_count', 'vehicle_count', '车辆总数 = 各类车辆之和', '共?有.*辆') }}
