{{ config(meta={'dagster': {'ref': {'name': 'fct_expenditure_by_function_with_subtotals'}}}) }}
-- Coded rows of the tables by function: the mart holds each once with the amounts of the lake.
with looked_at as ({{ documents_under_test() }}),

lake as (
    select
        facts.document_id,
        facts.table_id,
        count(distinct facts.row_index) as row_count,
        sum(facts.amount_yuan) filter (where facts.column_id = 'basic') as basic_yuan,
        sum(facts.amount_yuan) filter (where facts.column_id = 'project') as project_yuan
    from {{ ref('stg_facts') }} as facts
    inner join {{ ref('statement_kinds') }} as kinds on facts.table_kind = kinds.kind
    inner join {{ ref('int_documents') }} as documents on facts.document_id = documents.document_id
    inner join looked_at on facts.document_id = looked_at.document_id and facts.source = looked_at.source
    where
        kinds.row_axis = 'functional'
        and kinds.part = 'expenditure'
        and documents.is_disclosure
        and facts.row_role != 'total'
        and facts.subject_code is not null
    group by facts.document_id, facts.table_id
),

marts as (
    select
        document_id,
        table_id,
        count(*) as row_count,
        sum(basic_yuan) as basic_yuan,
        sum(project_yuan) as project_yuan
    from {{ ref('fct_expenditure_by_function_with_subtotals') }}
    where printed_code is not null and document_id in (select looked_at.document_id from looked_at)
    group by document_id, table_id
)

select
    lake.*,
    marts.row_count as mart_row_count,
    marts.basic_yuan as mart_basic_yuan,
    marts.project_yuan as mart_project_yuan
from lake
full outer join marts on lake.document_id = marts.document_id and lake.table_id = marts.table_id
where
    lake.row_count is distinct from marts.row_count
    or lake.basic_yuan is distinct from marts.basic_yuan
    or lake.project_yuan is distinct from marts.project_yuan
