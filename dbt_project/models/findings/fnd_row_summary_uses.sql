{{ config(materialized='ephemeral') }}
-- 收支总表支出方每行: 合计 = 人员经费 + 公用经费 + 项目支出。
with {{ row_sum_terms(
    ['income_expenditure_summary'],
    ['expenditure_total'],
    ['personnel', 'public_use', 'project']
) }}

{{ close_relations('row_summary_uses', 'terms', doubt_most=true) }}
