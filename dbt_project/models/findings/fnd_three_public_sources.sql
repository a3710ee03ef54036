{{ config(materialized='ephemeral') }}
-- “三公”经费按预算分列: 每项合计 = 一般公共预算 + 政府性基金预算 + 国有资本经营预算。
with {{ row_sum_terms(
    ['three_public_expenses'],
    ['total'],
    ['general_public', 'gov_fund', 'state_capital']
) }}

{{ close_relations('three_public_sources', 'terms', doubt_most=true) }}
