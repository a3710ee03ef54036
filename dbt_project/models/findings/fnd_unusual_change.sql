{{ config(materialized='ephemeral') }}
-- 支出合计与上年相比变动异常（五倍以上或不足五分之一），提示复核。
with totals as (
    select *
    from {{ ref('int_check_spending') }}
    where is_identified
),

checks as (
    select
        totals.document_id,
        'unusual_change' as subject,
        '与上年相比没有异常变动' as relation,
        (totals.amount / earlier.amount > 5 or earlier.amount / totals.amount > 5)
        and totals.amount / earlier.amount < 2000
        and earlier.amount / totals.amount < 2000 as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        earlier.amount as expected,
        totals.amount as actual,
        cast(null as decimal(24, 6)) as tolerance,
        'yuan' as unit,
        [facts.page] as pages,
        facts.table_label || '第' || facts.page || '页：支出合计为上年的 '
        || format('{:.4g}', cast(totals.amount as double) / cast(earlier.amount as double)) || ' 倍（上年 '
        || {{ money_text('earlier.amount', '10000', '2') }} || ' 万元，本年 '
        || {{ money_text('totals.amount', '10000', '2') }} || ' 万元），请复核' as message,
        [totals.fact_id] as fact_ids
    from totals
    inner join totals as earlier
        on totals.unit_id = earlier.unit_id and totals.scope = earlier.scope and totals.doc_kind = earlier.doc_kind
        and totals.fiscal_year = earlier.fiscal_year + 1
    inner join {{ ref('int_kept_facts') }} as facts
        on totals.document_id = facts.document_id and totals.fact_id = facts.fact_id
    qualify row_number() over (partition by totals.document_id order by earlier.document_id) = 1
)

{{ judge_checks('unusual_change', 'checks') }}
