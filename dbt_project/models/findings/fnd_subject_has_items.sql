{{ config(materialized='ephemeral') }}
-- 列到下级的表中，每一款（类）都列有下级科目: a line without any line below it, where its sisters have some.
with coded as (
    select distinct
        rows.document_id,
        rows.table_id,
        rows.table_kind,
        rows.side,
        rows.row_index,
        rows.subject_code as code,
        rows.row_label,
        rows.page,
        case when rows.subject_code < '3' then 'functional' else 'economic' end as row_axis
    from {{ ref('int_check_rows') }} as rows
    inner join {{ ref('statement_kinds') }} as kinds on rows.table_kind = kinds.kind
    where rows.is_coded and rows.row_role <> 'total' and kinds.row_axis in ('functional', 'economic', 'income')
        and rows.subject_code < '5'
),

tables_with_depth as (
    select
        document_id,
        table_id,
        max(case row_axis when 'functional' then 7 else 5 end) as full_depth,
        count(*) filter (where length(code) = case row_axis when 'functional' then 7 else 5 end) as leaves,
        count(*) filter (where length(code) = case row_axis when 'functional' then 5 else 3 end) as parents
    from coded
    group by all
    having parents > 0
),

-- 219 援助其他地区支出, 227 预备费: classes without items below their groups
classes_with_items as (
    select distinct functional_code[:3] as code from {{ ref('int_functional_subjects') }} where length(functional_code) = 7
),

documents_with_items as (
    select document_id from tables_with_depth where full_depth = 7 and leaves > 0 group by all
),

-- the codes that have a line below them, by all their prefixes
with_lines_below as (
    select distinct
        document_id,
        table_id,
        unnest([code[:3], code[:5]]) as code,
        length(code) as depth
    from coded
),

checks as (
    select
        coded.document_id,
        'items:' || coded.table_kind || ':' || coded.code as subject,
        coded.row_label || '列有下级科目' as relation,
        not bool_or(coalesce(below.depth > length(coded.code), false)) as is_wrong,
        max(tables.distrust_reason) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [min(coded.page)] as pages,
        min_by(tables.table_label, (coded.page, coded.table_id)) || '第' || min(coded.page) || '页：' || coded.row_label || ' 没有列出下级科目，其他科目均已列出'
        as message,
        cast([] as varchar[]) as fact_ids
    from coded
    inner join tables_with_depth using (document_id, table_id)
    inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
    left join with_lines_below as below
        on coded.document_id = below.document_id and coded.table_id = below.table_id and coded.code = below.code
    -- functional tables of one disclosure go equally deep; economic ones are looked at one by one
    where length(coded.code) < tables_with_depth.full_depth
        and (coded.row_axis = 'economic' or coded.code[:3] in (select code from classes_with_items))
        and (tables_with_depth.leaves > 0 or (
            tables_with_depth.full_depth = 7
            and coded.document_id in (select document_id from documents_with_items)
        ))
    group by coded.document_id, coded.table_kind, coded.code, coded.row_label
    qualify row_number() over (partition by coded.document_id, subject order by is_wrong desc, coded.row_label asc) = 1
)

{{ judge_checks('subject_has_items', 'checks') }}
