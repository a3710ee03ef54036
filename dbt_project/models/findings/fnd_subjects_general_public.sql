{{ config(materialized='ephemeral') }}
-- 一般公共预算支出表每一科目不大于支出总表同一科目。
with {{ subject_pair_terms('general_public_expenditure', 'total', 'expenditure_summary', 'total',
    '一般公共预算支出表', '支出总表') }}

{{ close_relations('subjects_general_public', 'terms', 'at_most', doubt_most=true) }}
