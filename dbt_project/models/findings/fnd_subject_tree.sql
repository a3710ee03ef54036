{{ config(materialized='ephemeral') }}
-- 功能、经济科目逐级汇总: a 类 is the sum of its 款, a 款 of its 项, in every amount column.
with {{ tree_terms('true') }}

{{ close_relations('subject_tree', 'labelled', doubt_most=true) }}
