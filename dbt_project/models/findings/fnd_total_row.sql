{{ config(materialized='ephemeral') }}
-- 合计行等于各类（各行）之和。
with odd_tables as (
    select distinct
        document_id,
        table_id
    from {{ ref('int_check_rows') }} where is_odd
),

-- 公用经费 in two lists beside each other (302 and 307, 310 …) has one total, under the last of them.
lists as (
    select
        *,
        case
            when
                side = 'right'
                and not bool_or(part = 'total') over (partition by document_id, table_id, side)
                and bool_or(side = 'right2' and part = 'total' and row_label like '%公用经费合计%') over (
                    partition by document_id, table_id
                )
                then 'right2'
            else side
        end as summed_side
    from {{ ref('int_check_totals') }}
),

sides as (
    select
        document_id,
        table_id,
        summed_side,
        max(row_label) filter (where part = 'total') as total_label
    from lists
    group by all
    having bool_or(part = 'total') and bool_or(part = 'root')
),

terms as (
    select
        rows.document_id,
        rows.table_kind || ':' || rows.summed_side || ':' || facts.column_id as subject,
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
    from lists as rows
    inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
    inner join sides using (document_id, table_id, summed_side)
    left join odd_tables using (document_id, table_id)
    inner join {{ ref('int_check_facts') }} as facts
        on rows.document_id = facts.document_id
        and rows.table_id = facts.table_id
        and rows.side = facts.side
        and rows.row_index = facts.row_index
        and facts.column_id <> 'change_percent'
),

{{ close_relations('total_row', 'terms', doubt_inner=true) }}
