{{ config(materialized='ephemeral') }}
-- 一般公共预算支出表每一科目不大于财政拨款支出表同一科目。
with {{ subject_pair_terms('general_public_expenditure', 'total', 'fiscal_appropriation_expenditure', 'total',
    '一般公共预算支出表', '财政拨款支出表') }}

{{ close_relations('subjects_appropriation', 'terms', 'at_most', doubt_most=true) }}
