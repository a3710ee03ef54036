{{ config(materialized='ephemeral') }}
-- 空表应附说明（本表无数据、无此项支出）；逐行印出0.00的表已说明为零，表名注明（空表）的亦同。
with zeros as (
    select distinct
        document_id,
        table_id
    from {{ ref('int_check_facts') }}
    where row_role <> 'total' and amount_yuan = 0 and regexp_matches(amount_printed, '0')
),

checks as (
    select
        tables.document_id,
        'empty_table:' || tables.kind as subject,
        tables.table_label || '无数据时附有说明' as relation,
        tables.empty_statement is null and zeros.table_id is null
        and not contains(coalesce(tables.title, ''), '空表') as is_wrong,
        tables.distrust_reason as blocked,
        case when zeros.table_id is not null then '逐行列示为零' end as reason,
        {{ no_numbers() }},
        tables.pages,
        tables.table_label || {{ pages_label('tables.pages') }} || '：全表无数据，未附空表说明' as message,
        cast([] as varchar[]) as fact_ids
    from {{ ref('int_check_tables') }} as tables
    inner join {{ ref('statement_kinds') }} as kinds using (kind)
    left join zeros using (document_id, table_id)
    where tables.is_empty and kinds.row_axis not in ('performance', 'none', 'unit')
    qualify row_number() over (partition by tables.document_id, tables.kind order by tables.table_id) = 1
)

{{ judge_checks('empty_table_unexplained', 'checks') }}
