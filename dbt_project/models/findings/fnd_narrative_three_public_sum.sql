{{ config(materialized='ephemeral') }}
-- 情况说明: “三公”经费合计 = 出国（境）+ 接待 + 用车。
{{ narrative_sum('narrative_three_public_sum', 'three_public_total', ['three_public_abroad', 'three_public_reception', 'three_public_vehicle'],
    '“三公”经费合计 = 因公出国（境）+ 公务接待 + 公务用车', least_parts=3, spread=true) }}
