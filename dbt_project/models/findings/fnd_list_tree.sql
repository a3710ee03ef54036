{{ config(materialized='ephemeral') }}
-- 单位、项目清单逐级汇总: a unit is the sum of its projects or of its kinds of expenditure, a department of its units.
with {{ tree_terms('false') }}

{{ close_relations('list_tree', 'labelled', doubt_most=true, doubt_inner=true) }}
