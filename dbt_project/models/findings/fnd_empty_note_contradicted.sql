{{ config(materialized='ephemeral') }}
-- 注明“本表为空表/无数据”的表却列有金额。
with amounts as (
    select
        document_id,
        table_id,
        list(fact_id order by row_index, column_index, fact_id) as fact_ids
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
        case
            when amounts.fact_ids is null then tables.distrust_reason
            -- the note may be that of an empty table beside this one, or of the budget it names
            when beside.document_id is not null then '同页另有空表，说明可能属于该表'
            when contains(tables.empty_statement, '政府性基金') and not contains(tables.title, '基金')
                or contains(tables.empty_statement, '国有资本') and not contains(tables.title, '国有资本')
                then '说明所称预算与本表不同'
            else tables.distrust_reason
        end as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        tables.pages,
        tables.table_label || {{ pages_label('tables.pages') }} || '：注明“' || tables.empty_statement
        || '”，但表中列有金额' as message,
        coalesce(amounts.fact_ids[:6], []) as fact_ids
    from {{ ref('int_check_tables') }} as tables
    left join amounts using (document_id, table_id)
    left join (
        select distinct
            ours.document_id,
            ours.table_id
        from {{ ref('int_check_tables') }} as ours
        inner join {{ ref('int_check_tables') }} as others
            on ours.document_id = others.document_id and ours.table_id <> others.table_id
        where others.is_empty and others.empty_statement is null and list_has_any(ours.pages, others.pages)
    ) as beside using (document_id, table_id)
    where tables.empty_statement is not null
        and not regexp_matches(tables.empty_statement, '如无|若无|如没有|若没有|如为空|无数字则|的，')
)

{{ judge_checks('empty_note_contradicted', 'checks') }}
