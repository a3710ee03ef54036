-- What a body spends per vehicle, and its shares (公用经费、“三公”经费 of 基本支出; 公务接待费 of 公用经费).
with building as ({{ documents_to_build('int_check_revisions', columns=none) }}),

amounts as (
    select
        anchors.document_id,
        anchors.anchor,
        max(anchors.amount_yuan) as amount,
        arg_max(anchors.fact_id, (anchors.amount_yuan, anchors.fact_id)) as fact_id
    from {{ ref('int_check_anchors') }} as anchors
    semi join building on anchors.document_id = building.document_id
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
    select
        document_id,
        max(value) as vehicles
    from {{ ref('int_check_figures') }}
    where figure_id = 'vehicle_count' and value > 0
    group by document_id
)

select
    document_id,
    '公用经费占基本支出之比' as measure,
    public_use / basic as ratio,
    public_use_fact as fact_id
from lines where basic > 0 and public_use > 0
union all
select
    document_id,
    '“三公”经费占基本支出之比' as measure,
    three_public / basic as ratio,
    three_public_fact as fact_id
from lines where basic > 0 and three_public > 0
union all
select
    document_id,
    '公务接待费占公用经费之比' as measure,
    reception / public_use as ratio,
    reception_fact as fact_id
from lines where public_use > 0 and reception > 0
union all
select
    lines.document_id,
    '每辆公务用车的运行维护费（万元）' as measure,
    vehicle_operation / vehicles.vehicles / 10000 as ratio,
    vehicle_fact as fact_id
from lines inner join vehicles using (document_id)
where vehicle_operation > 0
