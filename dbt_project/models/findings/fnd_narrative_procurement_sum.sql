{{ config(materialized='ephemeral') }}
-- 情况说明: 政府采购总额 = 货物 + 工程 + 服务。
{{ narrative_sum('narrative_procurement_sum', 'procurement_total', ['procurement_goods', 'procurement_works', 'procurement_services'],
    '政府采购总额 = 货物 + 工程 + 服务') }}
