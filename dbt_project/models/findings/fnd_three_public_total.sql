{{ config(materialized='ephemeral') }}
-- “三公”经费合计 = 因公出国（境）费 + 公务接待费 + 公务用车购置及运行费。
with {{ three_public_terms(
    'three_public_total', ['abroad', 'reception', 'vehicle_total'],
    ['abroad', 'reception', 'vehicle_purchase', 'vehicle_operation']
) }}

{{ close_relations('three_public_total', 'terms') }}
