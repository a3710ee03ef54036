{{ config(materialized='ephemeral') }}
-- 功能科目名称与政府收支分类一致。
{{ standard_names(
    'functional', 'int_functional_subjects', 'subject_name',
    rows="(kinds.row_axis = 'functional' or (kinds.row_axis = 'income' and facts.full_code like '2%'))",
    code='^[12]\\d{2}(\\d{2}){0,2}$'
) }}
