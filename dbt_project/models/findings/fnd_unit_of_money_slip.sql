{{ config(materialized='ephemeral') }}
-- 金额单位错位: 与本单位最近的另一年度相比相差约一万倍（元与万元）。
with totals as (
    select *
    from {{ ref('int_check_spending') }}
    where is_identified
),

checks as (
    select
        totals.document_id,
        'unit_slip' as subject,
        '与本单位其他年度相比没有金额单位错位' as relation,
        totals.amount / earlier.amount between 2000 and 50000 or earlier.amount / totals.amount between 2000 and 50000 as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        earlier.amount as expected,
        totals.amount as actual,
        cast(null as decimal(24, 6)) as tolerance,
        'yuan' as unit,
        [facts.page] as pages,
        facts.table_label || '第' || facts.page || '页：支出合计为 ' || earlier.fiscal_year || ' 年的 '
        || format('{:.4g}', cast(totals.amount as double) / cast(earlier.amount as double)) || ' 倍（' || earlier.fiscal_year || ' 年 '
        || {{ money_text('earlier.amount', '10000', '2') }} || ' 万元，本年 '
        || {{ money_text('totals.amount', '10000', '2') }} || ' 万元），疑为元、万元错位' as message,
        [totals.fact_id] as fact_ids
    from totals
    inner join totals as earlier
        on totals.unit_id = earlier.unit_id and totals.scope = earlier.scope and totals.doc_kind = earlier.doc_kind
        and totals.fiscal_year > earlier.fiscal_year
    inner join {{ ref('int_kept_facts') }} as facts
        on totals.document_id = facts.document_id and totals.fact_id = facts.fact_id
    qualify row_number() over (partition by totals.document_id order by earlier.fiscal_year desc, earlier.document_id asc) = 1
)

{{ judge_checks('unit_of_money_slip', 'checks') }}
