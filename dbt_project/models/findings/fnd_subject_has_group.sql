{{ config(materialized='ephemeral') }}
-- 列有类、款的表中，每一款（项）都列有所属的类（款）: a line whose group line is left out, where its sisters have theirs.
with coded as (
    select distinct
        rows.document_id,
        rows.table_id,
        rows.table_kind,
        rows.side,
        rows.subject_code as code,
        rows.row_label,
        min(rows.page) over (partition by rows.document_id, rows.table_id, rows.side, rows.subject_code) as page
    from {{ ref('int_check_rows') }} as rows
    inner join {{ ref('statement_kinds') }} as kinds on rows.table_kind = kinds.kind
    where rows.is_coded and rows.row_role <> 'total' and kinds.row_axis in ('functional', 'economic', 'income')
        and rows.subject_code < '5' and length(rows.subject_code) <= case when rows.subject_code < '3' then 7 else 5 end
),

checked as (
    select
        below.document_id,
        below.table_id,
        below.table_kind,
        below.side,
        below.code[:-3] as group_code,
        groups.code is not null as is_listed,
        min(below.page) as page,
        arg_min(below.row_label, (below.code, below.row_label)) as row_label
    from coded as below
    left join coded as groups
        on below.document_id = groups.document_id and below.table_id = groups.table_id and below.side = groups.side
        and below.code[:-3] = groups.code
    where length(below.code) > 3
    group by all
),

-- tables that print the groups: as many at least as they leave out
weighed as (
    select
        *,
        count(*) filter (where is_listed) over groups_of_depth as listed,
        count(*) filter (where not is_listed) over groups_of_depth as missing
    from checked
    window groups_of_depth as (partition by document_id, table_id, side, length(group_code))
),

checks as (
    select
        weighed.document_id,
        'group:' || weighed.table_kind || ':' || weighed.group_code as subject,
        tables.table_label || '列有 ' || weighed.group_code as relation,
        not bool_or(weighed.is_listed) as is_wrong,
        max(coalesce(
            tables.distrust_reason, case when tables.may_continue then '相邻处有未识别的表，可能为续表' end,
            case when odd.document_id is not null then '表中有不规范的科目编码' end
        )) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [min(weighed.page)] as pages,
        min(tables.table_label) || '第' || min(weighed.page) || '页：列有“' || min(weighed.row_label)
        || '”，未列其上级科目 ' || weighed.group_code || '，其他科目均列有上级' as message,
        cast([] as varchar[]) as fact_ids
    from weighed
    inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
    left join (
        select distinct
            document_id,
            table_id
        from {{ ref('int_check_rows') }}
        where is_odd
    ) as odd
        using (document_id, table_id)
    where weighed.listed >= 1 and weighed.listed >= weighed.missing
    group by weighed.document_id, weighed.table_kind, weighed.group_code, tables.table_label
    qualify row_number() over (partition by weighed.document_id, subject order by is_wrong desc, relation asc) = 1
)

{{ judge_checks('subject_has_group', 'checks') }}
