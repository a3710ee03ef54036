{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    meta={'kept_by': 'int_version_pairs', 'document_column': 'old_document_id'},
    pre_hook='{{ delete_stale_documents() }}',
    post_hook=['{{ forget_stale_documents() }}', '{{ remember_documents() }}']
) }}
-- Two versions of a disclosure, amount by amount: what the correction added, took away or changed.
with pairs as (
    {{ documents_to_build('int_version_pairs', 'old_document_id, new_document_id, disclosure_id') }}
),

amounts as (
    select
        document_id,
        table_kind,
        side,
        coalesce(whole_code, '') as row_code,
        coalesce(subject_name, '') as row_name,
        coalesce(unit_name, '') as unit_name,
        column_label,
        fact_id,
        amount_printed,
        amount_yuan,
        page,
        row_number() over (
            partition by
                document_id, table_kind, side, coalesce(whole_code, ''), coalesce(subject_name, ''),
                coalesce(unit_name, ''), column_label
            order by table_id, row_index, column_index
        ) as occurrence
    from {{ ref('int_facts') }}
    where
        document_id in (
            select old_document_id from pairs
            union all
            select new_document_id from pairs
        )
),

old_amounts as (
    select
        pairs.* exclude (document_id),
        amounts.*
    from pairs
    inner join amounts on pairs.old_document_id = amounts.document_id
),

new_amounts as (
    select
        pairs.* exclude (document_id),
        amounts.*
    from pairs
    inner join amounts on pairs.new_document_id = amounts.document_id
)

select
    coalesce(old_amounts.disclosure_id, new_amounts.disclosure_id) as disclosure_id,
    coalesce(old_amounts.old_document_id, new_amounts.old_document_id) as old_document_id,
    coalesce(old_amounts.new_document_id, new_amounts.new_document_id) as new_document_id,
    case
        when old_amounts.fact_id is null then 'added'
        when new_amounts.fact_id is null then 'removed'
        else 'changed'
    end as change,
    coalesce(old_amounts.table_kind, new_amounts.table_kind) as table_kind,
    nullif(coalesce(old_amounts.row_code, new_amounts.row_code), '') as printed_code,
    nullif(coalesce(old_amounts.row_name, new_amounts.row_name), '') as printed_name,
    nullif(coalesce(old_amounts.unit_name, new_amounts.unit_name), '') as unit_name,
    coalesce(old_amounts.column_label, new_amounts.column_label) as printed_column,
    old_amounts.amount_yuan as old_amount_yuan,
    new_amounts.amount_yuan as new_amount_yuan,
    old_amounts.fact_id as old_fact_id,
    new_amounts.fact_id as new_fact_id,
    old_amounts.page as old_page,
    new_amounts.page as new_page
from old_amounts
full outer join new_amounts
    on
        old_amounts.old_document_id = new_amounts.old_document_id
        and old_amounts.new_document_id = new_amounts.new_document_id
        and old_amounts.table_kind = new_amounts.table_kind
        and old_amounts.side = new_amounts.side
        and old_amounts.row_code = new_amounts.row_code
        and old_amounts.row_name = new_amounts.row_name
        and old_amounts.unit_name = new_amounts.unit_name
        and old_amounts.column_label = new_amounts.column_label
        and old_amounts.occurrence = new_amounts.occurrence
where
    old_amounts.fact_id is null
    or new_amounts.fact_id is null
    or old_amounts.amount_yuan is distinct from new_amounts.amount_yuan
