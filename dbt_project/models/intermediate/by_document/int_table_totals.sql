-- The facts of the one row that totals a table: the row marked as total, or the only row there is. Repeated
-- total rows (printed on each page) count once. Not for tables with two sides, see int_summary_lines.
with building as ({{ documents_to_build() }}),

rows_ranked as (
    select
        facts.document_id,
        facts.table_id,
        facts.side,
        facts.row_index,
        bool_or(facts.row_role = 'total') as is_total,
        bool_or({{ clean_entity('facts.subject_name') }} = {{ clean_entity('documents.entity_name') }}) as is_entity,
        count(*) over (partition by facts.document_id, facts.table_id) as row_count,
        row_number() over (
            partition by facts.document_id, facts.table_id
            order by
                bool_or(facts.row_role = 'total') desc,
                is_entity desc nulls last,
                min(facts.level) filter (where facts.row_role = 'total') asc nulls last,
                max(facts.amount_yuan) desc nulls last,
                facts.row_index asc,
                facts.side asc
        ) as rank
    from {{ built_rows('int_facts') }} as facts
    inner join building on facts.document_id = building.document_id
    inner join {{ ref('int_tables') }} as tables
        on facts.document_id = tables.document_id and facts.table_id = tables.table_id
    inner join {{ ref('int_documents') }} as documents on facts.document_id = documents.document_id
    where tables.row_axis not in ('summary', 'performance', 'none')
    group by facts.document_id, facts.table_id, facts.side, facts.row_index
)

select
    facts.document_id,
    facts.document_revision,
    facts.table_id,
    facts.table_kind,
    facts.row_index,
    facts.column_id,
    facts.measure,
    facts.basis,
    facts.subject_name,
    facts.amount_yuan,
    facts.half_unit_yuan,
    facts.fact_id,
    facts.column_index,
    facts.page,
    facts.x0,
    facts.top,
    facts.x1,
    facts.bottom
from rows_ranked
inner join {{ built_rows('int_facts') }} as facts
    on
        rows_ranked.document_id = facts.document_id
        and rows_ranked.table_id = facts.table_id
        and rows_ranked.side = facts.side
        and rows_ranked.row_index = facts.row_index
where rows_ranked.rank = 1 and (rows_ranked.is_total or rows_ranked.is_entity or rows_ranked.row_count = 1)
