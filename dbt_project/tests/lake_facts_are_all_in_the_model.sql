{{ config(meta={'dagster': {'ref': {'name': 'int_facts'}}}) }}
-- 数据湖与模型逐表核对: every printed amount of the latest reading is in int_facts once, count and sum alike.
with looked_at as ({{ documents_under_test() }}),

lake as (
    select
        facts.document_id,
        facts.table_id,
        count(*) as fact_count,
        sum(facts.amount_yuan) as amount_yuan
    from {{ ref('stg_facts') }} as facts
    semi join looked_at on facts.document_id = looked_at.document_id and facts.source = looked_at.source
    group by facts.document_id, facts.table_id
),

modelled as (
    select
        document_id,
        table_id,
        count(*) as fact_count,
        sum(amount_yuan) as amount_yuan
    from {{ ref('int_facts') }}
    where document_id in (select looked_at.document_id from looked_at)
    group by document_id, table_id
)

select
    coalesce(lake.document_id, modelled.document_id) as document_id,
    coalesce(lake.table_id, modelled.table_id) as table_id,
    lake.fact_count as lake_count,
    modelled.fact_count as model_count,
    lake.amount_yuan as lake_yuan,
    modelled.amount_yuan as model_yuan
from lake
full outer join modelled on lake.document_id = modelled.document_id and lake.table_id = modelled.table_id
where
    lake.fact_count is distinct from modelled.fact_count
    or lake.amount_yuan is distinct from modelled.amount_yuan
