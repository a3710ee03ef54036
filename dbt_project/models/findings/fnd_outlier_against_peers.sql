{{ config(materialized='ephemeral') }}
-- 与同类单位相比异常: what a body spends per vehicle, and its shares (公用经费、“三公”经费 of 基本支出; 公务接待费 of 公用经费),
-- against the median and the median deviation of its peers. Never more than a hint for review.
with amounts as (
    select
        anchors.document_id,
        anchors.anchor,
        max(anchors.amount_yuan) as amount,
        arg_max(anchors.fact_id, anchors.amount_yuan) as fact_id
    from {{ ref('int_check_anchors') }} as anchors
    where anchors.blocked is null and anchors.amount_yuan > 0 and anchors.fact_id is not null
        and anchors.anchor in (
            'general_public_basic_by_economic.total', 'general_public_basic_by_economic.public_use',
            'general_public_expenditure.basic', 'general_public_expenditure.public_use',
            'three_public.three_public_total', 'three_public.reception', 'three_public.vehicle_operation'
        )
    group by all
),

lines as (
    select
        document_id,
        max(amount) filter (where anchor like '%basic_by_economic.total' or anchor like '%.basic') as basic,
        max(amount) filter (where anchor like '%.public_use') as public_use,
        max(amount) filter (where anchor like '%three_public_total') as three_public,
        max(amount) filter (where anchor like '%.reception') as reception,
        max(amount) filter (where anchor like '%.vehicle_operation') as vehicle_operation,
        max(fact_id) filter (where anchor like '%.public_use') as public_use_fact,
        max(fact_id) filter (where anchor like '%three_public_total') as three_public_fact,
        max(fact_id) filter (where anchor like '%.reception') as reception_fact,
        max(fact_id) filter (where anchor like '%.vehicle_operation') as vehicle_fact
    from amounts
    group by document_id
),

vehicles as (
    select document_id, max(value) as vehicles
    from {{ ref('int_check_figures') }}
    where figure_id = 'vehicle_count' and value > 0
    group by document_id
),

measures as (
    select document_id, '公用经费占基本支出之比' as measure, public_use / basic as ratio, public_use_fact as fact_id
    from lines where basic > 0 and public_use > 0
    union all
    select document_id, '“三公”经费占基本支出之比', three_public / basic, three_public_fact
    from lines where basic > 0 and three_public > 0
    union all
    select document_id, '公务接待费占公用经费之比', reception / public_use, reception_fact
    from lines where public_use > 0 and reception > 0
    union all
    select lines.document_id, '每辆公务用车的运行维护费（万元）', vehicle_operation / vehicles.vehicles / 10000, vehicle_fact
    from lines inner join vehicles using (document_id)
    where vehicle_operation > 0
),

placed as (
    select
        measures.*,
        documents.source_id,
        documents.scope,
        documents.doc_kind,
        documents.fiscal_year,
        median(ln(cast(measures.ratio as double))) over peers as middle,
        count(*) over peers as peers
    from measures
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
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
    inner join {{ ref('int_check_facts') }} as facts using (document_id, fact_id)
),

{{ judge_checks('outlier_against_peers', 'checks') }}
