{{ config(materialized='ephemeral') }}
-- 表名“部门/单位”用语与公开主体的范围一致: a department's table called 单位…表 or a unit's called 部门…表.
with titled as (
    select
        tables.*,
        documents.scope,
        regexp_extract(tables.title, '(部门|单位)(财务|收支|收入|支出|预算|决算|财政)', 1) as word
    from {{ ref('int_check_tables') }} as tables
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    where documents.scope is not null and not regexp_matches(tables.title, '部门预算支出|部门预算经济|部门经济|部门\(单位\)|部门（单位）')
),

checks as (
    select
        document_id,
        'title_scope:' || word as subject,
        '表名用语“' || word || '”与公开主体一致' as relation,
        case scope when 'department' then word = '单位' else word = '部门' end as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        pages,
        table_label || {{ pages_label('pages') }} || '：表名用“' || word || '”，公开主体为'
        || case scope when 'department' then '部门' else '单位' end as message,
        cast([] as varchar[]) as fact_ids
    from titled
    where word <> ''
    qualify row_number() over (partition by document_id, word order by table_id) = 1
)

{{ judge_checks('scope_in_title', 'checks') }}
