{{ config(materialized='incremental', incremental_strategy='append', on_schema_change='fail', full_refresh=false) }}
-- What tonight's build changed against the last one that changed anything, by source and kind of table: a
-- surprise is seen here before it is published.
with tonight as (
    select
        documents.source_id,
        sums.table_kind,
        count(*) as document_count,
        cast(sum(sums.amount_count) as bigint) as amount_count,
        cast(sum(sums.amount_yuan) as decimal(38, 2)) as amount_yuan
    from {{ ref('int_table_sums') }} as sums
    inner join {{ ref('int_documents') }} as documents on sums.document_id = documents.document_id
    where documents.is_current
    group by documents.source_id, sums.table_kind
),

before as (
    select *
    from intermediate.changes_before
    qualify row_number() over (partition by source_id, table_kind order by built_at desc) = 1
)

select
    make_timestamp(epoch_us(now())) as built_at,
    coalesce(tonight.source_id, before.source_id) as source_id,
    coalesce(tonight.table_kind, before.table_kind) as table_kind,
    coalesce(tonight.document_count, 0) as document_count,
    cast(coalesce(before.document_count, 0) as bigint) as document_count_before,
    coalesce(tonight.amount_count, 0) as amount_count,
    cast(coalesce(before.amount_count, 0) as bigint) as amount_count_before,
    coalesce(tonight.amount_yuan, 0) as amount_yuan,
    cast(coalesce(before.amount_yuan, 0) as decimal(38, 2)) as amount_yuan_before
from tonight
full outer join before on tonight.source_id = before.source_id and tonight.table_kind = before.table_kind
where
    coalesce(tonight.document_count, 0) is distinct from coalesce(before.document_count, 0)
    or coalesce(tonight.amount_count, 0) is distinct from coalesce(before.amount_count, 0)
    or coalesce(tonight.amount_yuan, 0) is distinct from coalesce(before.amount_yuan, 0)
