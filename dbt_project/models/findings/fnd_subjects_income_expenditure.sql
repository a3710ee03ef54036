{{ config(materialized='ephemeral') }}
-- 收入总表与支出总表同一科目金额一致（两表均按科目列示的模板）。
with {{ subject_pair_terms('income_summary', 'total', 'expenditure_summary', 'total',
    '收入总表', '支出总表') }}

{{ close_relations('subjects_income_expenditure', 'terms', 'equal') }}
