{{ config(materialized='ephemeral') }}
-- 金额单位疑错位（与同类比较）: a total about ten thousand times away from the middle of its peers, which would lie
-- among them in the other unit of money.
with totals as (
    select *
    from {{ ref('int_check_spending') }}
),

weighed as (
    select
        *,
        count(*) over peers as peers,
        median(abs(log10(amount) - middle)) over peers as spread
    from (
        select
            *,
            median(log10(amount)) over (partition by source_id, scope, doc_kind, fiscal_year) as middle
        from totals
    ) as with_middle
    window peers as (partition by source_id, scope, doc_kind, fiscal_year)
),

checks as (
    select
        weighed.document_id,
        'unit_slip_peers' as subject,
        '与同类单位相比没有金额单位错位' as relation,
        abs(log10(amount) - weighed.middle) > greatest(2.7, 6 * weighed.spread)
        and abs(abs(log10(amount) - weighed.middle) - 4) < greatest(1.3, 2 * weighed.spread) as is_wrong,
        case when peers < 8 then '同类单位不足八个' end as blocked,
        cast(null as varchar) as reason,
        cast(power(10, weighed.middle) as decimal(24, 6)) as expected,
        amount as actual,
        cast(null as decimal(24, 6)) as tolerance,
        'yuan' as unit,
        [facts.page] as pages,
        facts.table_label || '第' || facts.page || '页：支出合计 ' || facts.amount_printed || ' ' || facts.money_unit
        || '，同类 ' || peers || ' 个单位的中位数为 ' || {{ money_text('power(10, weighed.middle)', '10000', '2') }}
        || ' 万元，疑为元、万元错位，请复核' as message,
        [weighed.fact_id] as fact_ids
    from weighed
    inner join {{ ref('int_kept_facts') }} as facts using (document_id, fact_id)
)

{{ judge_checks('unit_slip_against_peers', 'checks') }}
