-- Every recognised table with whether its numbers may be trusted: only what was read whole can be wrong.
with lake_tables as (
    select * from {{ checked_rows('stg_tables') }}
),

image_pages as (
    select
        document_id,
        page
    from {{ checked_rows('stg_pages') }} as pages
    where not coalesce(has_text_layer, true) and coalesce(image_area_share, 0) > 0.2
    union
    select
        document_id,
        page
    from {{ checked_rows('stg_problems') }} as problems
    where code = 'garbled_text'
),

torn as (
    -- A picture, or a page whose text layer is no text, among a table's pages, right before or right behind them, may hold more rows of it.
    select distinct
        tables.document_id,
        tables.table_id
    from lake_tables as tables
    inner join image_pages
        on tables.document_id = image_pages.document_id
        and image_pages.page between list_min(tables.pages) - 1 and list_max(tables.pages) + 1
),

-- A table right before or behind whose kind is unknown, or that is of the same kind and has no total: perhaps the
-- rest of this one, which the reader did not join to it.
with_totals as (
    select distinct
        document_id,
        table_id
    from {{ checked_rows('stg_facts') }} as facts where row_role = 'total'
),

neighbours as (
    select distinct
        tables.document_id,
        tables.table_id
    from lake_tables as tables
    inner join lake_tables as others
        on tables.document_id = others.document_id and tables.table_id <> others.table_id
    left join with_totals on others.document_id = with_totals.document_id and others.table_id = with_totals.table_id
    where (others.kind = 'other' or others.kind = tables.kind and with_totals.table_id is null)
        and not coalesce(others.is_empty, false)
        and (list_min(others.pages) between list_max(tables.pages) and list_max(tables.pages) + 1
            or list_max(others.pages) between list_min(tables.pages) - 1 and list_min(tables.pages))
),

parts as (
    select
        document_id,
        kind,
        count(*) as tables_of_kind
    from lake_tables
    group by all
)

select
    tables.document_id,
    tables.table_id,
    tables.kind,
    tables.title,
    tables.table_number,
    {{ table_label('tables.table_number', 'tables.title') }} as table_label,
    tables.pages,
    tables.money_unit,
    tables.unit_multiplier,
    tables.columns,
    tables.column_labels,
    tables.row_count,
    tables.is_empty,
    tables.empty_statement,
    tables.notes,
    tables.closure,
    parts.tables_of_kind,
    neighbours.table_id is not null as may_continue,
    coalesce(list_has_any(tables.columns, ['unknown', 'other', '']), false) as has_unknown_column,
    case
        when coalesce(tables.unclaimed_tokens, 0) > 0 then '表中有未能归入单元格的数字'
        when torn.table_id is not null then '表格所在页或其前后一页为图片或不可识别'
        when tables.money_unit is null and not coalesce(tables.is_empty, false) then '未找到金额单位'
    end as distrust_reason
from lake_tables as tables
left join neighbours using (document_id, table_id)
left join torn using (document_id, table_id)
left join parts on tables.document_id = parts.document_id and tables.kind = parts.kind
