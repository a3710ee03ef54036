{{ config(materialized='ephemeral') }}
-- 部门预算经济科目名称与政府收支分类一致。
{{ standard_names(
    'economic', 'int_economic_categories', 'category_name',
    rows="kinds.row_axis = 'economic'",
    code='^3\\d{2}(\\d{2})?$'
) }}
