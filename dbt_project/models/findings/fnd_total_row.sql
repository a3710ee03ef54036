{{ config(materialized='ephemeral') }}
-- 合计行等于各类（各行）之和。
with odd_tables as (
    select distinct
        document_id,
        table_id
    from {{ ref('int_check_rows') }} where is_odd
),

sides as (
    select
        document_id,
        table_id,
        side,
        max(row_label) filter (where part = 'total') as total_label
    from {{ ref('int_check_totals') }}
    group by all
    having bool_or(part = 'total') and bool_or(part = 'root')
),

terms as (
    select
        rows.document_id,
        rows.table_kind || ':' || rows.side || ':' || facts.column_id as subject,
        case rows.part when 'total' then 'actual' else 'expected' end as part,
        1 as coefficient,
        facts.fact_id,
        coalesce(nullif(sides.total_label, ''), '合计') || '（' || facts.column_label || '）' as actual_label,
        '各行之和' as expected_label,
        true as omittable,
        case
            when odd_tables.table_id is not null then '表中有不规范的科目编码'
            when tables.may_continue then '相邻处有未识别的表，可能为续表'
        end as blocked,
        not rows.is_coded as may_nest
    from {{ ref('int_check_totals') }} as rows
    inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
    inner join sides using (document_id, table_id, side)
    left join odd_tables using (document_id, table_id)
    inner join {{ ref('int_check_facts') }} as facts
        on rows.document_id = facts.document_id
        and rows.table_id = facts.table_id
        and rows.side = facts.side
        and rows.row_index = facts.row_index
),

{{ close_relations('total_row', 'terms', doubt_inner=true) }}
