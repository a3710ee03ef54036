-- Expenditure side of 财政拨款收支总表 by functional subject and budget. Where the table prints one column for
-- all three budgets the budget is not known and stands as fiscal_appropriation.
with building as ({{ documents_to_build() }}),

subject_rows as (
    select rows_resolved.*
    from {{ ref('int_functional_rows') }} as rows_resolved
    inner join building on rows_resolved.document_id = building.document_id
    inner join {{ ref('int_tables') }} as tables
        on rows_resolved.document_id = tables.document_id and rows_resolved.table_id = tables.table_id
    where tables.row_axis = 'summary' and tables.budget_scope = 'fiscal_appropriation'
),

cells as (
    select
        subject_rows.document_id,
        subject_rows.document_revision,
        subject_rows.table_id,
        subject_rows.table_kind,
        subject_rows.row_index,
        subject_rows.side,
        subject_rows.subject_id,
        subject_rows.functional_code,
        subject_rows.subject_name as printed_name,
        subject_rows.resolution_method,
        subject_rows.resolution_confidence,
        coalesce(columns.budget_scope, 'fiscal_appropriation') as budget_scope,
        facts.amount_yuan,
        facts.fact_id,
        facts.page,
        facts.x0,
        facts.top,
        facts.x1,
        facts.bottom,
        bool_or(columns.budget_scope is not null) over (
            partition by facts.document_id, facts.table_id
        ) as is_split
    from subject_rows
    inner join {{ built_rows('int_facts') }} as facts
        on
            subject_rows.document_id = facts.document_id
            and subject_rows.table_id = facts.table_id
            and subject_rows.row_index = facts.row_index
            and subject_rows.side = facts.side
    left join {{ ref('columns') }} as columns on facts.column_id = columns.column_id
    where
        facts.amount_yuan is not null
        and coalesce(facts.basis, 'current') in ('current', 'final')
        and (columns.budget_scope is not null or facts.measure = 'total')
),

detailed as (
    {{ detailed_codes('cells', 'functional_code', ['document_id', 'table_id']) }}
)

select
    cells.* exclude (is_split),
    detailed.detailed_code is null as is_leaf
from cells
left join detailed
    on
        cells.document_id = detailed.document_id
        and cells.table_id = detailed.table_id
        and cells.functional_code = detailed.detailed_code
where (cells.budget_scope != 'fiscal_appropriation') = cells.is_split
qualify row_number() over (
    partition by cells.document_id, cells.table_id, cells.row_index, cells.budget_scope order by cells.fact_id
) = 1
