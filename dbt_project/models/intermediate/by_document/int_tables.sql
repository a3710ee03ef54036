-- Logical tables with what their kind means. Money in a table is trusted where every number was claimed.
with building as ({{ documents_to_build(columns='source') }})

select
    tables.document_id,
    building.document_revision,
    tables.table_id,
    tables.kind as table_kind,
    kinds.name_zh as kind_name_zh,
    kinds.row_axis,
    kinds.budget_scope,
    kinds.part,
    tables.title,
    tables.table_number,
    tables.pages,
    tables.money_unit,
    tables.row_count,
    coalesce(tables.is_empty, false) as is_empty,
    tables.empty_statement,
    tables.entity_line,
    coalesce(tables.unclaimed_tokens, 0) as unclaimed_tokens,
    coalesce(tables.unclaimed_tokens, 0) = 0 as is_complete,
    tables.closure
from {{ ref('stg_tables') }} as tables
inner join building on tables.document_id = building.document_id and tables.source = building.source
left join {{ ref('statement_kinds') }} as kinds on tables.kind = kinds.kind
