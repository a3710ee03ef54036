with building as ({{ documents_to_build('int_disclosure_revisions', columns='source') }}),

table_rows as (
    select
        items.document_id,
        items.table_id,
        items.row_index,
        {{ procurement_category('items.branch', 'items.subject_name') }} as category,
        items.subject_name as item_name,
        items.branch,
        coalesce(items.total_yuan, items.general_public_yuan) as amount_yuan,
        'table' as source,
        cast(null as varchar) as sentence,
        items.fact_id,
        items.page,
        items.x0,
        items.top,
        items.x1,
        items.bottom
    from {{ ref('int_item_amounts') }} as items
    semi join building on items.document_id = building.document_id
    where items.table_kind = 'gov_procurement'
),

narrative_rows as (
    select
        figures.document_id,
        cast(null as varchar) as table_id,
        figures.figure_no as row_index,
        replace(figures.figure_id, 'procurement_', '') as category,
        figures.subject as item_name,
        cast(figures.value as decimal(20, 2)) as amount_yuan,
        'narrative' as source,
        figures.sentence,
        coalesce(figures.box_page, figures.page) as page,
        figures.x0,
        figures.top,
        figures.x1,
        figures.bottom
    from {{ ref('stg_figures') }} as figures
    semi join building on figures.document_id = building.document_id and figures.source = building.source
    anti join table_rows on figures.document_id = table_rows.document_id
    where
        figures.figure_id in ('procurement_goods', 'procurement_works', 'procurement_services')
        and figures.unit = 'yuan'
    qualify row_number() over (partition by figures.document_id, figures.figure_id order by figures.figure_no) = 1
),

unioned as (
    select * from table_rows
    union all by name
    select * from narrative_rows
)

select
    unioned.document_id,
    coalesce(unioned.table_id, 'narrative') as table_id,
    unioned.row_index,
    documents.disclosure_id,
    documents.unit_id,
    documents.doc_kind,
    cast(documents.fiscal_year as smallint) as fiscal_year,
    documents.is_in_department_total,
    unioned.category,
    unioned.item_name,
    unioned.branch,
    unioned.amount_yuan,
    unioned.source,
    unioned.sentence,
    unioned.fact_id,
    unioned.page,
    unioned.x0,
    unioned.top,
    unioned.x1,
    unioned.bottom
from unioned
inner join {{ ref('int_documents') }} as documents on unioned.document_id = documents.document_id
where documents.is_current
qualify
    unioned.source = 'table'
    or not bool_or(unioned.source = 'table') over (partition by documents.disclosure_id)
