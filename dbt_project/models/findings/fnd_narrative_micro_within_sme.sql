{{ config(materialized='ephemeral') }}
-- 情况说明: 预留小微企业不大于预留中小企业。
{{ narrative_sum('narrative_micro_within_sme', 'procurement_sme', ['procurement_micro'],
    '预留小微企业 ≤ 预留中小企业', least_parts=1, at_most=true) }}
