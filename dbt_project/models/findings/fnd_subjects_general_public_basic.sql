{{ config(materialized='ephemeral') }}
-- 一般公共预算支出表每一科目的基本支出不大于支出总表同一科目的基本支出。
with {{ subject_pair_terms('general_public_expenditure', 'basic', 'expenditure_summary', 'basic',
    '一般公共预算支出表（基本支出）', '支出总表（基本支出）') }}

{{ close_relations('subjects_general_public_basic', 'terms', 'at_most', doubt_most=true) }}
