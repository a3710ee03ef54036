{{ config(materialized='ephemeral') }}
-- 收支总表各细项之和: 收入方 1、2、3 各细项之和等于所属的一、二、三项, 上年结转等于所属各项之和; 支出方列到款、项时逐级汇总。
with parts as (
    select *
    from {{ ref('int_check_summary_facts') }}
    where half = 'income' and place = 'part' and class_row is not null and is_total_column
        and regexp_matches(row_label, '^(\d+[、.．]|[（(][一二三四五六七八九十]+[)）])')
),

classes as (
    -- only the parts next below a class add up to it: （一） and what it is made of (1. 2.) stand in one list
    select
        parts.document_id,
        parts.table_id,
        parts.class_row,
        min(lines.level) as part_level
    from parts
    inner join {{ ref('int_check_summary_rows') }} as lines
        on parts.document_id = lines.document_id and parts.table_id = lines.table_id
        and lines.half = 'income' and parts.row_index = lines.row_index
    group by all
),

carried as (
    select
        document_id,
        table_id
    from {{ ref('int_check_summary_facts') }}
    where half = 'income' and is_total_column and place in ('carry_in', 'flow_part')
    group by all
    having count(*) filter (where place = 'carry_in') = 1 and count(*) filter (where place = 'flow_part') > 0
        and arg_max(place, -row_index) = 'carry_in'
),

-- 款、项 below the 类 of the expenditure half: the parent is the last line before it that is one level up
nested as (
    select
        below.document_id,
        below.table_id,
        below.row_index,
        max(above.row_index) as parent_row
    from {{ ref('int_check_summary_rows') }} as below
    inner join {{ ref('int_check_summary_rows') }} as above
        on below.document_id = above.document_id and below.table_id = above.table_id
        and above.half = 'expenditure' and above.place in ('class', 'part')
        and below.class_row = above.class_row and below.level - 1 = above.level and below.row_index > above.row_index
    where below.half = 'expenditure' and below.place = 'part' and below.depth = 4
    group by all
),

family as (
    select
        document_id,
        table_id,
        parent_row,
        parent_row as row_index,
        'actual' as part
    from nested
    union
    select
        document_id,
        table_id,
        parent_row,
        row_index,
        'expected' as part
    from nested
),

terms as (
    select
        facts.document_id,
        facts.table_kind || ':parts:carry' as subject,
        case facts.place when 'carry_in' then 'actual' else 'expected' end as part,
        1 as coefficient,
        facts.fact_id,
        '上年结转' as actual_label,
        '所属各细项之和' as expected_label,
        false as omittable,
        case when facts.has_unplaced then '合计行之后有未能识别的行' end as blocked
    from carried
    inner join {{ ref('int_check_summary_facts') }} as facts using (document_id, table_id)
    where facts.half = 'income' and facts.is_total_column and facts.place in ('carry_in', 'flow_part')
    union all
    select
        facts.document_id,
        facts.table_kind || ':parts:' || parents.row_label || ':' || facts.column_id as subject,
        family.part,
        1 as coefficient,
        facts.fact_id,
        parents.row_label || '（' || facts.column_label || '）' as actual_label,
        '所属各细项之和' as expected_label,
        true as omittable,
        cast(null as varchar) as blocked
    from family
    inner join {{ ref('int_check_summary_facts') }} as facts
        on family.document_id = facts.document_id and family.table_id = facts.table_id
        and facts.half = 'expenditure' and family.row_index = facts.row_index
    inner join {{ ref('int_check_summary_rows') }} as parents
        on family.document_id = parents.document_id and family.table_id = parents.table_id
        and parents.half = 'expenditure' and family.parent_row = parents.row_index
    union all
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
        and (classes.class_row = facts.row_index or (classes.class_row = facts.class_row and facts.place = 'part'))
    inner join {{ ref('int_check_summary_rows') }} as own
        on facts.document_id = own.document_id and facts.table_id = own.table_id
        and own.half = 'income' and facts.row_index = own.row_index
        and (classes.class_row = facts.row_index or classes.part_level = own.level)
    inner join {{ ref('int_check_summary_rows') }} as lines
        on classes.document_id = lines.document_id and classes.table_id = lines.table_id
        and lines.half = 'income' and classes.class_row = lines.row_index
),

{{ close_relations('summary_income_parts', 'terms', doubt_most=true) }}
