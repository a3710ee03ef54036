{{ config(meta={'dagster': {'ref': {'name': 'fct_build_change'}}}) }}
-- The last change that was told of a source and kind of table ends at what stands now; a change between two versions
-- says what was there before, what is there after, or both.
with told as (
    select *
    from {{ ref('fct_build_change') }}
    qualify row_number() over (partition by source_id, table_kind order by built_at desc) = 1
),

standing as (
    select
        documents.source_id,
        sums.table_kind,
        cast(sum(sums.amount_yuan) as decimal(38, 2)) as amount_yuan
    from {{ ref('int_table_sums') }} as sums
    inner join {{ ref('int_documents') }} as documents on sums.document_id = documents.document_id
    where documents.is_current
    group by documents.source_id, sums.table_kind
)

select
    standing.source_id,
    standing.table_kind,
    standing.amount_yuan as standing_yuan,
    told.amount_yuan as told_yuan
from standing
left join told on standing.source_id is not distinct from told.source_id and standing.table_kind = told.table_kind
where coalesce(standing.amount_yuan, 0) is distinct from told.amount_yuan
union all
select
    changes.disclosure_id as source_id,
    changes.table_kind,
    changes.old_amount_yuan as standing_yuan,
    changes.new_amount_yuan as told_yuan
from {{ ref('fct_version_change') }} as changes
where
    (changes.old_fact_id is null) != (changes.change = 'added')
    or (changes.new_fact_id is null) != (changes.change = 'removed')
