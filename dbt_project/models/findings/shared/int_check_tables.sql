-- Every recognised table with whether its numbers may be trusted: only what was read whole can be wrong.
with image_pages as (
    select document_id, page
    from {{ ref('stg_pages') }}
    where not coalesce(has_text_layer, true) and coalesce(image_area_share, 0) > 0.2
),

torn as (
    -- A picture among a table's pages, or right behind them, may hold more rows of it.
    select distinct tables.document_id, tables.table_id
    from {{ ref('stg_tables') }} as tables
    inner join image_pages
        on tables.document_id = image_pages.document_id
        and image_pages.page between list_min(tables.pages) and list_max(tables.pages) + 1
),

parts as (
    select document_id, kind, count(*) as tables_of_kind
    from {{ ref('stg_tables') }}
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
    coalesce(list_has_any(tables.columns, ['unknown', 'other', '']), false) as has_unknown_column,
    case
        when coalesce(tables.unclaimed_tokens, 0) > 0 then '表中有未能归入单元格的数字'
        when torn.table_id is not null then '表格所在页或其后一页为图片'
        when tables.money_unit is null and not coalesce(tables.is_empty, false) then '未找到金额单位'
    end as distrust_reason
from {{ ref('stg_tables') }} as tables
inner join {{ ref('int_check_documents') }} as documents using (document_id)
left join torn using (document_id, table_id)
left join parts on tables.document_id = parts.document_id and tables.kind = parts.kind
