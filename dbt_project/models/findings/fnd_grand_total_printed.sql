{{ config(materialized='ephemeral') }}
-- 收支总表、财政拨款收支总表的总计栏不为空: one half prints its 总计, the other leaves it blank.
with halves as (
    select
        document_id,
        table_id,
        table_kind,
        half,
        bool_or(place in ('grand_total', 'current_total')) as has_total,
        -- 支出合计 may stand in a third half, under what the money is for (支出用途)
        bool_or(place = 'grand_total' or (half = 'expenditure' and has_use_total)) as has_grand_total,
        max(amount_yuan) filter (where place = 'grand_total' and is_total_column) as grand_total,
        sum(amount_yuan) filter (where place = 'class' and is_total_column) as classes_amount,
        bool_or(has_unnamed_amount) as has_unnamed_amount,
        list(fact_id order by row_index, fact_id) filter (where place = 'class' and is_total_column and amount_yuan <> 0) as fact_ids
    from (
        select
            *,
            bool_or(half = 'use' and place = 'grand_total') over (partition by document_id, table_id) as has_use_total,
            bool_or(has_unplaced) over (partition by document_id, table_id) as has_unnamed_amount
        from {{ ref('int_check_summary_facts') }}
    ) as facts
    where half in ('income', 'expenditure')
    group by all
),

paired as (
    select
        halves.*,
        others.has_total as other_has_total,
        others.grand_total as other_grand_total,
        -- 本年合计 stands for 总计 only where neither half has one
        halves.has_total and (halves.has_grand_total or not others.has_grand_total) as is_printed
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
        not paired.is_printed as is_wrong,
        coalesce(
            tables.distrust_reason,
            case when paired.has_unnamed_amount and not paired.is_printed then '合计行之后有未能识别的行' end
        ) as blocked,
        cast(null as varchar) as reason,
        case when paired.has_total and not paired.is_printed then paired.other_grand_total else paired.classes_amount end
        as expected,
        case when paired.is_printed then paired.classes_amount end as actual,
        0 as tolerance,
        'yuan' as unit,
        tables.pages,
        tables.table_label || {{ pages_label('tables.pages') }} || '：'
        || case paired.half when 'income' then '收入总计' else '支出总计' end || '栏空白，'
        || case
            when paired.has_total then '另一方总计为 ' || {{ money_text('paired.other_grand_total', 'tables.unit_multiplier', '2') }}
            else '各项之和为 ' || {{ money_text('paired.classes_amount', 'tables.unit_multiplier', '2') }}
        end || ' '
        || coalesce(tables.money_unit, '元') as message,
        coalesce(paired.fact_ids, []) as fact_ids
    from paired
    inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
    where paired.other_has_total and paired.classes_amount <> 0
)

{{ judge_checks('grand_total_printed', 'checks') }}
