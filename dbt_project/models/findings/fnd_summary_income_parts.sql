{{ config(materialized='ephemeral') }}
-- 收支总表收入方 1、2、3 各细项之和等于所属的一、二、三项。
with parts as (
    select *
    from {{ ref('int_check_summary_facts') }}
    where half = 'income' and place = 'part' and class_row is not null and is_total_column
        and regexp_matches(row_label, '^(\d+[、.．]|[（(][一二三四五六七八九十]+[)）])')
),

classes as (
    select distinct document_id, table_id, class_row from parts
),

terms as (
    select
        facts.document_id,
        facts.table_kind || ':parts:' || lines.row_label as subject,
        case when facts.row_index = classes.class_row then 'actual' else 'expected' end as part,
        1 as coefficient,
        facts.fact_id,
        lines.row_label as actual_label,
        '所属各细项之和' as expected_label,
        false as omittable,
        cast(null as varchar) as blocked
    from classes
    inner join {{ ref('int_check_summary_facts') }} as facts
        on classes.document_id = facts.document_id and classes.table_id = facts.table_id
        and facts.half = 'income' and facts.is_total_column
        and (facts.row_index = classes.class_row or (facts.class_row = classes.class_row and facts.place = 'part'))
    inner join {{ ref('int_check_summary_rows') }} as lines
        on classes.document_id = lines.document_id and classes.table_id = lines.table_id
        and lines.half = 'income' and lines.row_index = classes.class_row
),

{{ close_relations('summary_income_parts', 'terms') }}
