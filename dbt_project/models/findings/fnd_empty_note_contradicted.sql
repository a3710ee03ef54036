{{ config(materialized='ephemeral') }}
-- 注明“本表为空表/无数据”的表却列有金额。
with amounts as (
    select document_id, table_id, list(fact_id order by row_index, column_index) as fact_ids
    from {{ ref('int_check_facts') }}
    where amount_yuan <> 0
    group by all
),

checks as (
    select
        tables.document_id,
        'empty_note:' || tables.kind || coalesce('#' || nullif(row_number() over (
            partition by tables.document_id, tables.kind order by tables.table_id
        ), 1), '') as subject,
        '空表说明与' || tables.table_label || '一致' as relation,
        -- “如无数字则…” is an instruction of the template, not a statement
        amounts.fact_ids is not null as is_wrong,
        tables.distrust_reason as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        tables.pages,
        tables.table_label || {{ pages_label('tables.pages') }} || '：注明“' || tables.empty_statement
        || '”，但表中列有金额' as message,
        coalesce(amounts.fact_ids[:6], []) as fact_ids
    from {{ ref('int_check_tables') }} as tables
    left join amounts using (document_id, table_id)
    where tables.empty_statement is not null
        and not regexp_matches(tables.empty_statement, '如无|若无|如没有|若没有|如为空|无数字则|的，')
),

{{ judge_checks('empty_note_contradicted', 'checks') }}
