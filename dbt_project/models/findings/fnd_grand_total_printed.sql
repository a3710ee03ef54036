{{ config(materialized='ephemeral') }}
-- 收支总表、财政拨款收支总表的总计栏不为空: one half prints its 总计, the other leaves it blank.
with halves as (
    select
        document_id,
        table_id,
        table_kind,
        half,
        bool_or(place in ('grand_total', 'current_total')) as has_total,
        sum(amount_yuan) filter (where place = 'class' and is_total_column) as classes_amount,
        list(fact_id order by row_index) filter (where place = 'class' and is_total_column and amount_yuan <> 0) as fact_ids
    from {{ ref('int_check_summary_facts') }}
    where half in ('income', 'expenditure')
    group by all
),

paired as (
    select
        halves.*,
        others.has_total as other_has_total
    from halves
    inner join halves as others
        on halves.document_id = others.document_id and halves.table_id = others.table_id
        and halves.half <> others.half
),

checks as (
    select
        paired.document_id,
        'blank_total:' || paired.table_kind || ':' || paired.half as subject,
        tables.table_label || case paired.half when 'income' then '收入' else '支出' end || '总计已填列' as relation,
        not paired.has_total as is_wrong,
        tables.distrust_reason as blocked,
        cast(null as varchar) as reason,
        paired.classes_amount as expected,
        case when paired.has_total then paired.classes_amount end as actual,
        0 as tolerance,
        'yuan' as unit,
        tables.pages,
        tables.table_label || {{ pages_label('tables.pages') }} || '：'
        || case paired.half when 'income' then '收入总计' else '支出总计' end || '栏空白，各项之和为 '
        || {{ money_text('paired.classes_amount', 'tables.unit_multiplier', '2') }} || ' '
        || coalesce(tables.money_unit, '元') as message,
        coalesce(paired.fact_ids, []) as fact_ids
    from paired
    inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
    where paired.other_has_total and paired.classes_amount <> 0
),

{{ judge_checks('grand_total_printed', 'checks') }}
