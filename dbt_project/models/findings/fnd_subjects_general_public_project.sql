{{ config(materialized='ephemeral') }}
-- 一般公共预算支出表每一科目的项目支出不大于支出总表同一科目的项目支出。
with {{ subject_pair_terms('general_public_expenditure', 'project', 'expenditure_summary', 'project',
    '一般公共预算支出表（项目支出）', '支出总表（项目支出）') }}

{{ close_relations('subjects_general_public_project', 'terms', 'at_most', doubt_most=true) }}
