{{ config(materialized='ephemeral') }}
-- 情况说明: 新增车辆数等于各类车辆之和。
{{ vehicle_count_sum(
    'narrative_vehicle_purchase_count', 'vehicle_purchase_count', '新增车辆数 = 各类车辆之和', '(购置|新增|更新).*辆'
) }}
