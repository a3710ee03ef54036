{{ config(materialized='ephemeral') }}
-- 与同类单位相比异常: what a body spends per vehicle, and its shares (公用经费、“三公”经费 of 基本支出; 公务接待费 of 公用经费),
-- against the median and the median deviation of its peers. Never more than a hint for review.
with placed as (
    select
        measures.*,
        documents.source_id,
        documents.scope,
        documents.doc_kind,
        documents.fiscal_year,
        median(ln(cast(measures.ratio as double))) over peers as middle,
        count(*) over peers as peers
    from {{ ref('int_kept_shares') }} as measures
    inner join {{ ref('int_check_bodies') }} as documents using (document_id)
    window peers as (
        partition by measures.measure, documents.source_id, documents.scope, documents.doc_kind, documents.fiscal_year
    )
),

weighed as (
    select
        *,
        -- the median deviation of a normal distribution is 0.6745 of its standard deviation
        median(abs(ln(cast(ratio as double)) - middle)) over (
            partition by measure, source_id, scope, doc_kind, fiscal_year
        ) / 0.6745 as deviation
    from placed
),

checks as (
    select
        weighed.document_id,
        'outlier:' || measure as subject,
        measure || '与同类单位相近' as relation,
        abs(ln(cast(ratio as double)) - middle) > greatest(5 * deviation, ln(4)) as is_wrong,
        case when peers < 8 then '同类单位不足八个' end as blocked,
        cast(null as varchar) as reason,
        cast(exp(middle) as decimal(24, 6)) as expected,
        cast(ratio as decimal(24, 6)) as actual,
        cast(null as decimal(24, 6)) as tolerance,
        'count' as unit,
        [facts.page] as pages,
        facts.table_label || '第' || facts.page || '页：' || measure || '为 ' || format('{:.3g}', cast(ratio as double))
        || '，同类 ' || peers || ' 个单位的中位数为 ' || format('{:.3g}', exp(middle)) || '，请复核' as message,
        [weighed.fact_id] as fact_ids
    from weighed
    inner join {{ ref('int_kept_facts') }} as facts using (document_id, fact_id)
)

{{ judge_checks('outlier_against_peers', 'checks') }}
